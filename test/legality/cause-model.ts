/**
 * Causes as a model of their own: the straight way from the report to the decision, with every cause that makes a
 * difference. What must never be is said anew from the Penalty Law (arts. 5, 16, 29, 34) and not from the library.
 */
import { type LawBook, legalDate } from '#law';
import { KIND_RULES } from '#cases/cause-kinds';
import { BASIS_RULES, FINE_RULES } from '#cases/causes';
import type { CaseState, Party } from '#cases/model';
import { madeBands, madeCause } from '#cases/testing/causes';
import { COUNTY, citizen, organisation } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { lawWith } from '#cases/testing/scenario';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes, unserved } from './probes.ts';

const PACK = 'administrative-penalty';
const ACT = '2025-06-20';
const BAN_ENDS = legalDate('2025-07-07');
/** Guards of the pack that only a cause with bands, a claim or a number of the act brings up; the model of the fine leaves them to this one. */
export const CAUSE_GUARDS = ['actNumberUnfounded', 'outsideBandNotDiscussed', 'alreadyFined'];

/** A law with bands for one cause, a charter as a basis, and a ban that ends while the case runs. */
function bookOfCauses(): LawBook {
  return lawWith().book({ causes: [madeBands(COUNTY, 'unlicensedStall'), madeCause(COUNTY, 'charter', { kind: 'villageCharter' }), madeCause(COUNTY, 'old-ban', { version: { to: BAN_ENDS, lawfulAfterwards: true } })] });
}

export function causeModel(): Model {
  const book = bookOfCauses();
  const probes = new Probes(book, PACK);
  const start = (cause: string, facts: PlainFacts = {}, party: Party = citizen('p1', '1985-01-01', ACT)) => ({ name: cause, on: '2025-07-07', probe: probes.opening(cause, '2025-07-07', [party], { actEndedOn: ACT, discoveredOn: '2025-07-07', cause, ...facts }) });
  return {
    name: 'causes', book, county: COUNTY,
    starts: [
      ...['littering', 'unlicensedStall', 'street-pile', 'window-obstacle', 'building-without-permit', 'public-place-noise', 'old-ban', 'loitering', 'charter', 'own-construction-waste-dumped'].map((cause) => start(cause)),
      start('fire-lane-occupied', {}, organisation('p1')), start('littering', { actNumber: 2 }), start('straw-burnt', { alsoViolated: 'forest-open-fire' }),
    ],
    probes: (node) => causeProbes(node, probes),
    // The parties waive what they may wait for: only the day on which the ban ends tells days apart.
    days: () => [BAN_ENDS],
    marks: ({ state, on }) => (state.phase === 'decided' ? [] : [on > BAN_ENDS, state.facts['cause'], state.steps.map((one) => one.step).sort(), ['intendedFine', 'band', 'outsideBand', 'correctionRefused', 'discretion', 'fineBase'].map((code) => state.facts[code] !== undefined && JSON.stringify(state.facts[code]))]),
    partyMarks: () => null,
    remembers: () => false,
    ignores: () => true,
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after.state)),
    expectedBlockers: [...new Set([...BASIS_RULES, ...FINE_RULES, ...KIND_RULES].flatMap((rule) => rule.codes)), ...CAUSE_GUARDS],
  };
}

function causeProbes(node: Node, probes: Probes): Probe[] {
  const { state } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const step = (code: string, facts?: PlainFacts, options?: Parameters<Probes['step']>[3]): Probe => probes.step(node, code, facts, options);
  if (state.phase === 'decided') return [];
  if (!taken('proposeFiling')) return [step('proposeFiling')];
  if (!taken('fileCase')) return [step('fileCase')];
  if (!taken('takeEvidence')) return [step('takeEvidence')];
  if (state.phase === 'investigation') return [step('reportInvestigation')];
  if (state.phase === 'reported') {
    const amounts = ['600.00', '1000.00', '3000.00'];
    return [
      ...amounts.map((intendedFine) => step('issueNotice', { intendedFine })), ...amounts.map((intendedFine) => step('issueNotice', { intendedFine, fineBase: '10000.00', correctionRefused: true })),
      step('issueNotice', { fineMinimum: '1.00' }), step('issueNotice', { alsoViolated: 'loitering' }), step('issueNotice', { band: 'grave' }), step('issueNotice', { intendedReprimand: 'warning' }),
      ...['minor', 'ordinary'].flatMap((band) => [step('issueNotice', { band }), step('issueNotice', { band, discretion: 'reasons' })]),
    ];
  }
  const decided = ['600.00', '1000.00', '3000.00'].flatMap((fine) => [step('decidePenalty', { fine }), step('decidePenalty', { fine, discretion: 'reasons' })]);
  return [
    ...unserved(state).filter((paper) => paper.paper === 'penalty-notice').map((paper) => probes.service(node, paper.paperId, paper.party, {})), ...(taken('waiveHearing') ? [] : [step('waiveHearing', {}, { party: 'p1' })]), ...(taken('waiveStatement') ? [] : [step('waiveStatement', {}, { party: 'p1' })]),
    ...(taken('discussCollectively') ? [] : [step('discussCollectively')]), ...decided,
    step('decidePenalty', {}, { claims: { oneFine: { heldBy: { office: '演示镇', number: '演示罚决字〔2025〕1号' } } } }),
  ];
}

/** What the articles say of these causes, in yuan. */
const RANGES: Readonly<Record<string, readonly [min: number, max: number]>> = {
  littering: [500, 5000], unlicensedStall: [500, 5000], 'building-without-permit': [500, 1000], 'public-place-noise': [200, 1000], 'straw-burnt': [200, 3000], 'old-ban': [500, 5000],
};
/** Those of the county, for the cause that has bands. */
const BANDS: Readonly<Record<string, readonly [from: number, to: number]>> = { minor: [500, 1850], ordinary: [1850, 3650], serious: [3650, 5000] };

function wrongsOf({ event }: Placed, before: CaseState, after: CaseState): string[] {
  const amount = event.type === 'stepTaken' ? event.facts['intendedFine'] ?? event.facts['fine'] : undefined;
  if (event.type !== 'stepTaken' || amount?.type !== 'money') return [];
  const cause = after.facts['cause'];
  const band = after.facts['band'];
  const yuan = Number(amount.fen) / 100;
  const range = cause?.type === 'code' ? RANGES[cause.value] : undefined;
  if (range === undefined) return [`a fine for a cause that gives none (${cause?.type === 'code' ? cause.value : ''})`];
  const found = yuan < range[0] || yuan > range[1] ? ['a fine outside the range of the law (art. 5)'] : [];
  const within = band?.type === 'code' ? BANDS[band.value] : undefined;
  if (cause?.type === 'code' && cause.value === 'unlicensedStall' && within === undefined) return [...found, 'a fine without its band (art. 34)'];
  if (within === undefined || (yuan >= within[0] && yuan <= within[1])) return found;
  if (after.facts['discretion'] === undefined) found.push('outside its band without reasons (art. 34)');
  if (event.step === 'decidePenalty' && !before.steps.some((one) => one.step === 'discussCollectively')) found.push('outside its band without collective discussion (art. 34)');
  return found;
}
