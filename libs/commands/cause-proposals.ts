/**
 * A county's own causes of action and discretion bands, by two persons and a document: the first proposes what was read
 * in the law, the second approves it. The causes that ship are replaced for the county by its own of the same code.
 */
import type { SignedInActor } from '#access';
import { causeProblems, chinaDateOf, REFUSED_KINDS } from '#law';
import type { Blocker } from '#cases/model';
import { legalNow } from '#store';
import type { CommandDeps } from './deps.ts';
import type { CauseProposal } from './county-causes.ts';
import { NotDone } from './outcome.ts';
import { inProposal, insertProposal, invalid, type ProposalOutcome } from './proposals.ts';

/** Proposes a cause or bands for the county of the person. A circular, a rule of a unit and a village charter are refused as a basis. */
export function proposeCause(deps: CommandDeps, actor: SignedInActor, input: CauseProposal): Promise<ProposalOutcome> {
  return inProposal(deps, actor, async (manager) => {
    if (input.to !== null && input.to < input.from) throw invalid('to', 'period', '止日早于起日。', 'The last day lies before the first.');
    if (input.from > '2199-12-31') throw invalid('from', 'period', '起日应在2199年以前。', 'The first day must lie before 2200.');
    if (input.kind === 'cause') checkCause(input);
    else {
      const { at } = await legalNow(manager);
      const known = (await deps.law.book(manager)).causes.find(input.code, actor.countyId, chinaDateOf(at));
      if (known === undefined) throw invalid('code', 'causeUnknown', `案由库中没有“${input.code}”。`, `The library of causes has no "${input.code}".`);
      const latest = known.cause.versions.at(-1);
      const problems = latest === undefined ? [] : causeProblems({ ...known.cause, versions: [{ ...latest, bands: input.bands }] }, known.instruments);
      if (problems[0] !== undefined) throw invalid('bands', 'bands', `裁量基准有误：${problems[0]}`, `The bands are not whole: ${problems[0]}.`);
    }
    return insertProposal(manager, actor, 'cause', input);
  });
}

function checkCause({ cause, instruments }: Extract<CauseProposal, { kind: 'cause' }>): void {
  const refused = instruments.findIndex((one) => (REFUSED_KINDS as readonly string[]).includes(one.kind));
  if (refused >= 0) throw new NotDone({ status: 'refused', blockers: [notLaw(instruments[refused]?.name ?? { zh: '', en: '' }, refused)] });
  const [problem] = causeProblems(cause, instruments);
  if (problem !== undefined) throw invalid('cause', 'cause', `案由有误：${problem}`, `The cause is not whole: ${problem}.`);
}

const article = { zh: '《中华人民共和国行政处罚法》第16条', en: 'Administrative Penalty Law art. 16' };
function notLaw(name: Blocker['message'], index: number): Blocker {
  return {
    code: 'basisNotLaw', article, field: `instruments.${index}.kind`, message: { zh: `《${name.zh}》不是法律、法规、规章，不得设定行政处罚。`, en: `"${name.en}" is neither a law nor a regulation nor a rule: it cannot set a penalty.` },
    missing: { zh: '法律、行政法规、地方性法规或者规章的条文', en: 'an article of a law, an administrative or local regulation, or a government rule' },
  };
}
