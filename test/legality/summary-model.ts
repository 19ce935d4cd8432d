/** The summary procedure (Penalty Law arts. 51, 52) as a model: what is tried on the spot, and what must never be. */
import { type LawBook, addDays, legalDate } from '#law';
import type { CaseState, Party } from '#cases/model';
import { madeBands } from '#cases/testing/causes';
import { COUNTY, certified } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { collectionBlockers } from './collection-model.ts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { DOOR_BLOCKERS } from './party-model.ts';
import { Probes, unserved } from './probes.ts';

const PACK = 'administrative-penalty-summary';
const DAY = legalDate('2025-07-07');
/** Up to 5,000 yuan, in bands; and 100 to 500 yuan. */
const STALL = 'highway-stall-or-pile';
const FIREWORKS = 'fireworks-forbidden';
/** A warning, or up to 500 yuan: here recusal is asked for too. */
const LANE = 'fire-lane-occupied';

export const summaryBands = madeBands(COUNTY, STALL);

export function summaryModel(book: LawBook, parties: { name: string; party: Party }[]): Model {
  const probes = new Probes(book, PACK);
  const { pack } = probes;
  const start = (name: string, party: Party, facts: PlainFacts) => ({ name, on: DAY, probe: probes.opening(name, DAY, [party], { actEndedOn: DAY, discoveredOn: DAY, ...facts }) });
  return {
    name: 'on the spot', book, county: COUNTY,
    starts: [...parties.slice(0, 1).map(({ party }) => start('a warning', party, { cause: LANE })), ...parties.flatMap(({ name, party }) => [start(name, party, { cause: STALL }), start(`${name}, fireworks`, party, { cause: FIREWORKS }), start('found later', party, { cause: STALL, discoveredOn: addDays(DAY, 1) }), start('act after', party, { cause: STALL, actEndedOn: addDays(DAY, 1) }), start('a fee in disguise', party, { cause: 'social-maintenance-fee' }), start('another act', party, { cause: STALL, actNumber: '2' }), start('long ago', party, { cause: STALL, actEndedOn: '2023-07-06' })])],
    probes: (node) => summaryProbes(node, probes),
    days: () => [],
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), state.parties[0], ['cause', 'actEndedOn', 'intendedFine', 'intendedWarning', 'fine', 'warning', 'band', 'outsideBand'].map((code) => state.facts[code] ?? null)],
    remembers: () => false,
    ignores: (clock) => clock !== 'SPT-02',
    wrongs: (before, added) => added.flatMap((one) => wrongsOf(one, before)),
    expectedBlockers: [...new Set([...pack.opening.guards, ...pack.steps.flatMap((step) => step.guards), ...pack.closings.flatMap((closing) => closing.guards)].map((guard) => guard.code).filter((code) => ![...DOOR_BLOCKERS, ...collectionBlockers(pack)].includes(code)))],
  };
}

function summaryProbes(node: Node, probes: Probes): Probe[] {
  const { state } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const step = (code: string, facts: PlainFacts = {}, options: Parameters<Probes['step']>[3] = {}): Probe => probes.step(node, code, facts, options);
  const once = (code: string, ...made: Probe[]): Probe[] => (taken(code) ? [] : made);
  const banded = state.facts['cause']?.type === 'code' && state.facts['cause'].value === STALL ? { band: 'minor' } : {};
  const hear = (facts: PlainFacts, options: Parameters<Probes['step']>[3] = {}): Probe => step('hearParty', { ...banded, ...facts }, options);
  const decide = (facts: PlainFacts, options: Parameters<Probes['step']>[3] = {}): Probe => step('decideOnTheSpot', facts, options);
  const alone = { officers: certified('zhang') };
  const asked = state.steps.find((one) => one.step === 'requestRecusal')?.seq;
  const recusal = state.facts['cause']?.type !== 'code' || state.facts['cause'].value !== LANE || state.phase !== 'scene' ? []
    : asked === undefined ? [step('requestRecusal', { recusalPerson: 'li' }, { by: 'zhang' })] : [step('decideRecusal', { recusalRequest: asked, recusalGranted: false })];
  return [
    ...recusal,
    ...once('takeEvidence', step('takeEvidence')), step('takeEvidence', {}, alone),
    ...once('hearParty', hear({ intendedFine: '200.00' }), hear({ intendedFine: '500.00' }), hear({ intendedFine: undefined, intendedWarning: 'warning' }), ...(banded.band ? [hear({ intendedFine: '200.00', band: 'ordinary', discretion: '甲' })] : [])),
    hear({ intendedFine: '200.01' }), hear({ intendedFine: '3000.01' }), hear({ intendedFine: '5000.01' }), hear({ intendedFine: '99.99' }), hear({ intendedFine: '0.00' }), hear({ intendedFine: undefined }), hear({ intendedFine: '100.00', mitigation: 'minor' }),
    hear({ intendedFine: '100.00', told: false }), hear({ intendedFine: '100.00', certificatesShown: false }), hear({ intendedFine: '100.00' }, alone),
    decide({ fine: '200.00' }), decide({ fine: '200.00', mitigation: 'minor' }), decide({ fine: undefined, warning: 'warning' }), decide({ fine: '200.01' }), decide({ fine: '3000.01' }), decide({ fine: '5000.01' }), decide({ fine: '99.99' }), decide({ fine: '0.00' }), decide({ fine: undefined }),
    decide({ fine: '200.00', factsCertain: false }), decide({ fine: '200.00' }, alone), decide({ fine: '200.00' }, { claims: { oneFine: { heldBy: { office: '演示', number: null } } } }),
    ...once('reportToOffice', step('reportToOffice')), ...once('inquireWhereabouts', step('inquireWhereabouts', {}, { party: 'p1', ...alone })),
    ...unserved(state).filter(({ paper }) => paper === 'on-the-spot-decision').map(({ paperId, party }) => probes.service(node, paperId, party, {})),
    ...probes.pack.closings.map((closing) => probes.closing(node, closing.code)),
  ];
}

/** Arts. 30, 44, 51 and 62, each as a sentence about one event. */
function wrongsOf({ event }: Placed, before: CaseState): string[] {
  if (event.type !== 'stepTaken' || event.step !== 'decideOnTheSpot') return [];
  const found: string[] = [];
  const fine = event.facts['fine'];
  const fen = fine?.type === 'money' ? BigInt(fine.fen) : 0n;
  const [party] = before.parties;
  if (fen > (party?.kind === 'citizen' ? 20_000n : 300_000n)) found.push('more than may be imposed on the spot (art. 51)');
  if ((party?.ageOnAct ?? 99) < 14) found.push('a child was punished (art. 30)');
  if (!before.steps.some((one) => one.step === 'hearParty')) found.push('a decision without telling and hearing the party (art. 62)');
  const told = before.facts['intendedFine'];
  if (fen > (told?.type === 'money' ? BigInt(told.fen) : 0n)) found.push('more than was told (art. 45)');
  if (new Set(event.officers.filter((one) => one.certifiedOnDay).map((one) => one.personId)).size < 2) found.push('fewer than two officers (art. 42)');
  return found;
}
