import type { ApprovalState } from '#cases';
import { stageName } from '#cases/office/covered-steps';
import { askersOf } from '#cases/office/people';
import type { Facts } from '#cases/model';
import type { Pack } from '#law/pack-format';
import { printDate, printFact } from './facts.ts';

interface Read { pack: Pack; approval: ApprovalState | null; text: (contentId: string) => string | null; person: (personId: string) => string | null }

const VERDICTS = { agree: '同意', return: '退回', refuse: '不同意' } as const;

/** Ids of texts and persons that the sheet of an approval prints. */
export function namedInApproval(approval: ApprovalState | null): { contents: string[]; people: string[] } {
  if (approval === null) return { contents: [], people: [] };
  const facts = approval.items.flatMap((item) => Object.values(item.facts));
  return {
    contents: [...(approval.note === null ? [] : [approval.note.contentId]), ...approval.signatures.map((one) => one.opinion.contentId), ...facts.flatMap((value) => (value.type === 'text' ? [value.content.contentId] : []))],
    people: [...askersOf(approval), ...approval.signatures.flatMap((one) => [one.personId, one.by]), ...facts.flatMap((value) => (value.type === 'person' ? [value.personId] : []))],
  };
}

/** What `{approval:…}` prints; undefined for a part that there is not. */
export function approvalPart(part: string, read: Read): string | null | undefined {
  const { approval, pack, person } = read;
  if (approval === null) return null;
  const stepName = (code: string): string => pack.steps.find((one) => one.code === code)?.name.zh ?? code;
  switch (part) {
    case 'matter': return [...new Set(approval.items.map(({ step }) => stepName(step)))].join('、');
    case 'asker': {
      const by = person(approval.askedBy) ?? approval.askedBy;
      return approval.askedFor === null ? by : `${by}受委托代行${person(approval.askedFor.personId) ?? approval.askedFor.personId}职责，依据${approval.askedFor.instrument}`;
    }
    case 'askedOn': return printDate(approval.askedOn);
    case 'note': return approval.note === null ? null : read.text(approval.note.contentId);
    case 'proposal': return approval.items.flatMap((item, at) => [...(approval.items.length > 1 ? [`${at + 1}．${stepName(item.step)}`] : []), ...linesOf({ ...item.facts, ...amountsOf(item.computed) }, read)]).join('\n') || stepName(approval.items[0]?.step ?? '');
    case 'signatures': return signatureLines(read, approval).join('\n');
    case 'result': return approval.endedOn === null ? null : `${printDate(approval.endedOn)}批准`;
    default: return undefined;
  }
}

/** What was computed, without references to versions of the library: they say nothing to whoever signs. */
function amountsOf(computed: Facts): Facts {
  return Object.fromEntries(Object.entries(computed).filter(([, value]) => value.type !== 'code'));
}

function linesOf(facts: Facts, read: Read): string[] {
  return Object.entries(facts).flatMap(([code, value]) => {
    const fact = read.pack.facts.find((one) => one.code === code);
    const words = printFact(fact, value, read);
    return words === null ? [] : [`${fact?.label.zh ?? code}：${words.replaceAll('\n', '；')}${value.type === 'money' ? '元' : ''}`];
  });
}

/** Each signature a line, also those given before a return: stage, who, in whose place, by which loan, day, outcome, opinion. */
function signatureLines({ pack, text, person }: Read, approval: ApprovalState): string[] {
  const chain = pack.approvals.find((one) => one.code === approval.approval);
  return approval.signatures.map((one) => {
    const turn = approval.turns.find((each) => each.key === one.turn);
    const stage = stageName(chain, turn?.stage ?? one.turn).zh;
    const added = turn?.addedBy !== null || turn.also.some((each) => each.personId === one.personId) ? '（加签）' : '';
    const who = person(one.personId) ?? one.personId;
    const hand = one.personId === one.by ? who : `${person(one.by) ?? one.by}受委托代行${who}职责`;
    const order = turn?.orders?.[one.personId];
    const opinion = text(one.opinion.contentId);
    const outcome = one.verdict === 'agree' && !one.counts ? '同意（退回后须重新签署）' : VERDICTS[one.verdict];
    return `${stage}${added}：${hand}${order === undefined ? '' : `（借用，依据${order}）`}，${printDate(one.on)}，${outcome}${opinion === null || opinion.replaceAll(/[。\s]/g, '') === VERDICTS[one.verdict] ? '' : `。意见：${opinion.replaceAll('\n', '；')}`}`;
  });
}
