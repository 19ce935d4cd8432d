/** Leads and complaints as a model: what is tried with a lead, and what must never become of one. */
import { type LawBook, legalDate } from '#law';
import type { CaseState } from '#cases/model';
import { COUNTY, certified } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';

const PACK = 'leads';
const DAY = legalDate('2025-07-07');
const NUMBERS: PlainFacts = { linkedCase: '演示案字〔2025〕7号', duplicateOf: '演示线字〔2025〕1号', passedTo: '演示局' };
const OUTCOMES: [string, PlainFacts][] = [['linked', { linkedCase: NUMBERS['linkedCase'] }], ['unfounded', {}], ['passedOn', { passedTo: NUMBERS['passedTo'] }], ['duplicate', { duplicateOf: NUMBERS['duplicateOf'] }], ['lawEnded', {}], ['withdrawn', {}]];

export function leadsModel(book: LawBook): Model {
  const probes = new Probes(book, PACK);
  const { pack } = probes;
  const named: PlainFacts = { channel: 'counter', complainantKind: 'named', complainant: '甲', complainantContact: '演示路1号' };
  const start = (name: string, facts: PlainFacts, by = 'li') => {
    const probe = probes.opening(name, DAY, [], { receivedOn: DAY, ...facts });
    return { name, on: DAY, probe: { ...probe, actor: { ...probe.actor, personId: by } } };
  };
  return {
    name: 'leads', book, county: COUNTY,
    starts: [
      start('named', named), start('anonymous', { channel: 'letter', complainantKind: 'anonymous' }), start('discovered', { channel: 'ownDiscovery', complainantKind: 'none' }), start('about an official', { ...named, complainedOfficer: 'zhang' }),
      start('taken in by whom it is about', { ...named, complainedOfficer: 'zhang' }, 'zhang'), start('named without a name', { ...named, complainant: undefined }), start('a name of nobody', { ...named, complainantKind: 'anonymous' }),
      start('an address of nobody', { channel: 'ownDiscovery', complainantKind: 'none', complainantContact: '演示路1号' }), start('a complainant of a discovery', { ...named, channel: 'ownDiscovery' }), start('nobody at the counter', { channel: 'counter', complainantKind: 'none' }),
      start('received tomorrow', { ...named, receivedOn: '2025-07-08' }),
    ],
    probes: (node) => leadProbes(node, probes),
    days: () => [],
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), state.steps.length > 0 && state.phase === 'settled' ? state.facts['outcome'] ?? null : null, ['complainantKind', 'complainantContact', 'complainedOfficer', 'checkResult'].map((code) => state.facts[code] ?? null)],
    remembers: () => false,
    ignores: () => false,
    wrongs: (before, added) => added.flatMap((one) => wrongsOf(one, before)),
    expectedBlockers: [...new Set(['complainedOfTakesPart', ...[...pack.everyAct, ...pack.opening.guards, ...pack.steps.flatMap((step) => step.guards), ...pack.closings.flatMap((closing) => closing.guards), ...pack.reopenings.flatMap((reopening) => reopening.guards)].map((guard) => guard.code)])],
  };
}

function leadProbes(node: Node, probes: Probes): Probe[] {
  const { state } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const about = state.facts['complainedOfficer'] !== undefined;
  const by = about ? 'zhou' : undefined;
  const step = (code: string, facts: PlainFacts = {}, options: Parameters<Probes['step']>[3] = {}): Probe => probes.step(node, code, facts, { officers: certified('li', 'chen'), ...(by ? { by } : { by: code === 'admitLead' || code === 'settleLead' ? 'wang' : 'li' }), ...options });
  return [
    ...(taken('admitLead') ? [] : [step('admitLead'), step('admitLead', {}, { by: 'zhao' })]),
    // How often it is checked makes no difference, only what came of it.
    ...(['founded', 'unfounded'] as const).map((checkResult) => step('checkLead', { checkResult })), step('checkLead', { checkResult: 'founded', onSite: true }, { officers: certified('li') }),
    step('checkLead', { checkResult: 'founded' }, { by: 'zhang' }), step('checkLead', { checkResult: 'founded' }, { officers: certified('zhang', 'li') }),
    ...(taken('recordWithdrawal') ? [] : [step('recordWithdrawal')]), ...(about || taken('recordComplainant') ? [] : [step('recordComplainant', { complainantKind: 'named', complainant: '乙' })]),
    step('recordComplainant', { complainantKind: 'named' }), step('recordComplainant', { complainantKind: 'anonymous', complainant: '乙' }), step('recordComplainant', { complainantKind: 'none' }),
    ...(about || taken('nameOfficer') ? [] : [step('nameOfficer', { complainedOfficer: 'zhang' })]), step('nameOfficer', { complainedOfficer: 'zhang' }, { by: 'zhang' }),
    ...OUTCOMES.map(([outcome, facts]) => step('settleLead', { outcome, ...facts })), step('settleLead', { outcome: 'linked', linkedCase: NUMBERS['linkedCase'] }, { by: 'zhao' }),
    ...['linked', 'passedOn', 'duplicate'].map((outcome) => step('settleLead', { outcome })), step('settleLead', { outcome: 'lawEnded', ...NUMBERS }),
    step('answerLead', { answerWay: 'posted' }), ...['noAddress', 'declined', 'ownDiscovery'].map((noAnswerGround) => step('recordNoAnswer', { noAnswerGround })),
    ...probes.pack.closings.flatMap((closing) => [probes.closing(node, closing.code, by ? { by } : {}), probes.closing(node, closing.code, { by: 'wang' })]),
  ];
}

/** What arts. 43 and 54 of the Penalty Law and art. 41 of the Constitution forbid, each as a sentence about one event. */
function wrongsOf({ event }: Placed, before: CaseState): string[] {
  const found: string[] = [];
  const choice = (code: string, facts = before.facts): string | null => { const fact = facts[code]; return fact?.type === 'choice' ? fact.value : null; };
  if (event.type === 'stepTaken') {
    const about = before.facts['complainedOfficer'];
    if (about?.type === 'person' && (event.actorId === about.personId || event.officers.some((one) => one.personId === about.personId))) found.push('whom it is about took part (art. 43)');
    if (about !== undefined && event.step !== 'nameOfficer' && event.actorId !== 'zhou') found.push('a lead about an official was handled in the office (art. 43)');
    const outcome = event.step === 'settleLead' ? choice('outcome', event.facts) : null;
    if ((outcome === 'withdrawn' || outcome === 'unfounded') && !['unfounded', 'notVerifiable'].includes(choice('checkResult') ?? '')) found.push(`settled as ${outcome} without having been found so (art. 54)`);
    if (event.step === 'recordNoAnswer' && choice('noAnswerGround', event.facts) === 'noAddress' && before.facts['complainantContact'] !== undefined) found.push('who can be reached was not answered (Constitution art. 41)');
  }
  if (event.type === 'caseClosed' && !before.steps.some((one) => one.step === 'answerLead' || one.step === 'recordNoAnswer')) found.push('closed without an answer, or why there is none');
  return found;
}
