/**
 * Money that officers take on the spot after a served decision: tried on every ground and on none, handed in, paid in,
 * reported and taken back by the bank, in any order. The course to the decision is walked straight.
 */
import { type LawBook, type LegalDate, addDays, formatYuan } from '#law';
import type { Pack } from '#law/pack-format';
import { balanceOf, caseMoney } from '#cases';
import { COLLECTION_RULES, DEPOSIT_RULES } from '#cases/money/collections';
import type { CaseState, FactValue } from '#cases/model';
import { COUNTY, certified, machine } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { instant } from '#cases/testing/story';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';
import { courseOf, type Course } from './remedies-model.ts';

const STEPS = ['collectOnTheSpot', 'recordLanding', 'handInCollection', 'depositCollection'];
const FAR: PlainFacts = { collectionGround: 'remoteArea', collectionAsked: true, bankIsHard: true, collectionRequest: '甲', collectionReceiptIssuer: 'provincialFinance', collectionReceipt: 'SN1' };
const taken = (state: CaseState, code: string): boolean => state.steps.some((one) => one.step === code);
const seqOf = (state: CaseState, code: string): number => state.steps.findLast((one) => one.step === code)?.seq ?? 1;

/** Blockers that this model must have seen, and those of the courses need not. */
export function collectionBlockers(pack: Pack): string[] {
  return [...new Set([...pack.steps.filter(({ code }) => STEPS.includes(code)).flatMap((step) => step.guards.map(({ code }) => code)).filter((code) => code !== 'twoCertifiedOfficers'), 'moneyInHands'])];
}

/** `notHere`: blockers that this course cannot come to. */
export function collectionModel(book: LawBook, course: Course, notHere: readonly string[] = []): Model {
  const probes = new Probes(book, course.pack);
  const { partyId } = course.party;
  return {
    name: `collected on the spot, ${course.pack}`, book, county: COUNTY,
    starts: [{ name: 'one party', on: course.on, probe: probes.opening('one party', course.on, [course.party], course.opening) }],
    probes: (node) => [...courseOf(node, probes, course), ...(course.straight.every(([code]) => taken(node.state, code)) ? collecting(node, probes, partyId) : [])],
    // The day after the decision: what may be collected at the scene may not be then.
    days: (state) => (taken(state, 'collectOnTheSpot') ? [] : state.steps.filter(({ step }) => ['decideOnTheSpot', 'decidePenalty'].includes(step)).map(({ on }) => on)),
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), state.closed?.closing ?? null, state.partyFacts[partyId]?.['collectedAmount'] ?? null, state.facts['collectionGround'] ?? null, (state.money?.entries ?? []).map(({ kind }) => kind)],
    remembers: () => false,
    ignores: (clock) => !['PEN-11', 'PEN-12', 'handInFromLanding'].includes(clock),
    wrongs: (before, added, after) => added.flatMap((one, index) => wrongsOf(one, added.slice(0, index), before, after, partyId, book)),
    expectedBlockers: [...collectionBlockers(probes.pack).filter((code) => !notHere.includes(code)), 'twoCertifiedOfficers', ...[...COLLECTION_RULES, ...DEPOSIT_RULES].flatMap(({ codes }) => codes).filter((code) => !['moneyComesFromTheBank', 'debtUnknown', 'amountNotPositive', 'valueDateInFuture', ...notHere].includes(code))],
  };
}

function collecting(node: Node, probes: Probes, party: string): Probe[] {
  const { state, on } = node;
  const fine = state.facts['fine']?.type === 'money' ? BigInt(state.facts['fine'].fen) : 0n;
  const summary = probes.pack.facts.some(({ code }) => code === 'hardLaterReason');
  const step = (code: string, facts: PlainFacts, options: Parameters<Probes['step']>[3] = {}): Probe => probes.step(node, code, facts, { party, ...options });
  const collect = (facts: PlainFacts, options: Parameters<Probes['step']>[3] = {}): Probe => step('collectOnTheSpot', { collectedAmount: formatYuan(fine), ...FAR, ...facts }, options);
  const receipt = (type: 'bookPayment' | 'bookDeposit', receiptId: string, fen: bigint): Probe => ({ name: `${type} ${receiptId}`, actor: machine, command: { type, receiptId, reference: 'REF1', debt: 'fine', party, on, fen: String(fen) } });
  const entries = state.money?.entries.length ?? 0;
  const by = { by: 'wang' };
  return [
    ...(taken(state, 'collectOnTheSpot') ? [collect({ collectedAmount: '0.01' })] : [
      collect({}), collect({ collectionGround: 'onWater' }), collect({ collectedAmount: formatYuan(fine / 2n) }),
      ...(summary ? [collect({ collectionGround: 'upTo100' }), collect({ collectionGround: 'hardLater' }), collect({ collectionGround: 'hardLater', hardLaterReason: '甲' })] : []),
    ]),
    collect({ collectionGround: undefined }), collect({ collectionAsked: false }), collect({ collectionRequest: undefined }), collect({ bankIsHard: false }), collect({ collectionReceipt: undefined }), collect({ collectionReceiptIssuer: undefined }),
    collect({}, { officers: certified('zhang') }), collect({}, { claims: { specialReceipt: { heldBy: { office: '演示', number: null } } } }), collect({ collectedAmount: formatYuan(fine + 1n) }), collect({ collectedAmount: '0.00' }),
    step('recordLanding', { landedCollection: seqOf(state, 'collectOnTheSpot') }),
    step('handInCollection', { handedInCollection: seqOf(state, 'collectOnTheSpot') }, by), step('handInCollection', { handedInCollection: seqOf(state, 'collectOnTheSpot') }, { by: 'zhang' }),
    step('depositCollection', { depositedHandIn: seqOf(state, 'handInCollection'), depositSlipNumber: 'YH1' }, by),
    ...(entries < 3 ? [receipt('bookDeposit', `D${entries}`, fine), receipt('bookDeposit', `H${entries}`, fine / 2n), receipt('bookPayment', 'P', fine)] : []),
    ...(entries === 2 ? [{ name: 'deposit taken back', actor: machine, command: { type: 'reversePayment', receiptId: 'D1', on } } satisfies Probe] : []),
    ...(taken(state, 'reportToOffice') || !probes.pack.steps.some(({ code }) => code === 'reportToOffice') ? [] : [probes.step(node, 'reportToOffice')]),
    ...probes.pack.closings.map((closing) => probes.closing(node, closing.code)),
  ];
}

/** Arts. 67 to 71, each as a sentence about one event, said from the articles and not from the pack. */
function wrongsOf({ event, recordedOn }: Placed, together: readonly Placed[], before: CaseState, after: Node, party: string, book: LawBook): string[] {
  const found: string[] = [];
  const balance = (on: LegalDate) => balanceOf(caseMoney(after.state, instant(after.on, '12:00'), book), 'fine', party, on);
  const now = balance(after.on);
  if (now !== null) {
    const sum = (account: string): bigint => (after.state.money?.entries ?? []).flatMap(({ postings }) => postings).reduce((all, posting) => (posting.account === account ? all + BigInt(posting.fen) : all), 0n);
    const came = -sum('paid') - sum('suspense');
    const collected = after.events.reduce((all, one) => (one.event.type === 'moneyCollected' ? all + BigInt(one.event.fen) : all), 0n);
    const paid = after.events.reduce((all, one) => (one.event.type === 'paymentBooked' ? all + BigInt(one.event.fen) : all), 0n);
    if (came !== collected + paid) found.push('money is counted twice, or is gone');
    if (now.inHandsFen < 0n || now.inHandsFen > collected) found.push('the office holds what nobody took');
  }
  if (event.type === 'caseClosed' && (now?.inHandsFen ?? 0n) > 0n) found.push('closed, and the office keeps money that was collected (art. 71)');
  if (event.type === 'clockLapsed' && ['PEN-11', 'PEN-12', 'handInFromLanding'].includes(event.clock) && !after.state.duties.some((duty) => duty.kind === 'escalate' && duty.status === 'owed')) found.push('money was kept too long, and nobody is told');
  if (event.type !== 'moneyCollected') return found;
  const step = together.find((one) => one.event.type === 'stepTaken')?.event;
  if (step?.type !== 'stepTaken') return [...found, 'money came in by no step of officers (art. 67)'];
  const fact = (code: string): FactValue | undefined => step.facts[code] ?? step.partyFacts[code];
  const ground = fact('collectionGround');
  const is = (code: string): boolean => { const one = fact(code); return one?.type === 'boolean' && one.value; };
  const fen = BigInt(event.fen);
  const owed = balanceOf(caseMoney(before, instant(recordedOn, '12:00'), book), 'fine', party, event.occurredOn);
  const fine = before.facts['fine'];
  if (new Set(step.officers.filter((one) => one.certifiedOnDay).map(({ personId }) => personId)).size < 2) found.push('collected by fewer than two officers (art. 42)');
  if (fact('collectionReceipt') === undefined || fact('collectionReceiptIssuer') === undefined) found.push('collected without the special receipt (art. 70)');
  if (fen > (owed === null ? 0n : owed.principalDueFen + owed.principalNotDueFen)) found.push('more was collected than is owed of the fine');
  switch (ground?.type === 'choice' ? ground.value : 'none') {
    case 'upTo100': if (fine?.type === 'money' && BigInt(fine.fen) > 10_000n) found.push('a fine above 100 yuan was collected as a small one (art. 68(1))'); break;
    case 'hardLater': if (fact('hardLaterReason') === undefined) found.push('no reason why it would be hard to execute (art. 68(2))'); break;
    case 'remoteArea': case 'onWater': case 'inconvenient': if (!is('collectionAsked') || !is('bankIsHard')) found.push('the party did not ask, or could pay at the bank (art. 69)'); break;
    default: found.push('collected on no ground of the law (art. 67)');
  }
  if (ground?.type === 'choice' && ['upTo100', 'hardLater'].includes(ground.value)) {
    if (!taken(before, 'decideOnTheSpot')) found.push('a fine of the ordinary procedure was collected under art. 68');
    if (before.steps.some((one) => one.step === 'decideOnTheSpot' && addDays(one.on, 1) <= event.occurredOn)) found.push('collected under art. 68 after the scene');
  }
  return found;
}
