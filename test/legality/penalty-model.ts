/** The fine as a model: what is tried, and what must never be, said anew from the articles and not from the pack. */
import { type LawBook, type LegalDate, addDays, legalDate } from '#law';
import { CLOSING_GATES, CLOSING_RULES, STEP_GATES, STEP_RULES } from '#cases/act-rules';
import { GRANT_RULES } from '#cases/competence';
import { AMENDMENT_RULES } from '#cases/acts/amendment';
import { ATTEMPT_RULES } from '#cases/acts/service-attempt';
import { VOID_GATES, VOID_RULES } from '#cases/acts/voiding';
import { openClocks } from '#cases';
import type { CaseState, Party } from '#cases/model';
import { HELP_RULES } from '#cases/people/help';
import { STANDING_RULES } from '#cases/people/standing';
import { SERVICE_RULES, WAY_RULES } from '#cases/service';
import { COUNTY, actor, certified, citizen, organisation } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { instant } from '#cases/testing/story';
import { CAUSE_GUARDS } from './cause-model.ts';
import { COUNTY_RULES_OF_THE_FINE } from './county-rules-model.ts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { besideBlockers } from './penalty-beside-model.ts';
import { DOOR_BLOCKERS } from './party-model.ts';
import { Probes, inThePost, unserved } from './probes.ts';
import { remedyBlockers } from './remedies-model.ts';
import { courtBlockers, WINDOW_CLOCKS } from './court-model.ts';
import { collectionBlockers } from './collection-model.ts';
import { termsBlockers } from './terms-model.ts';

const PACK = 'administrative-penalty';

export function penaltyModel(book: LawBook, parties: { name: string; party: Party }[], county = COUNTY): Model {
  const probes = new Probes(book, PACK);
  const { pack } = probes;
  const opening = { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' };
  const first = parties.slice(0, 1).map((one) => one.party);
  const start = (name: string, who: Party[], facts: PlainFacts, on = '2025-07-07') => ({ name, on: '2025-07-07', probe: probes.opening(name, on, who, facts) });
  return {
    name: 'fine', book, county,
    starts: [
      ...parties.map(({ name, party }) => start(name, [party], opening)), start('nobody', [], opening),
      ...first.flatMap((party) => [
        start('found later', [party], { ...opening, discoveredOn: '2025-07-08' }), start('act after', [party], { actEndedOn: '2025-07-08', discoveredOn: '2025-07-07' }),
        start('disguise', [party], { ...opening, cause: 'social-maintenance-fee' }), start('limitation', [party], { ...opening, actEndedOn: '2023-07-06' }),
        start('before the pack', [party], { actEndedOn: '2021-07-01', discoveredOn: '2021-07-14' }, '2021-07-14'),
      ]),
    ],
    probes: (node) => penaltyProbes(node, probes),
    days(state) {
      const hearing = state.steps.findLast((one) => one.step === 'scheduleHearing')?.facts['hearingOn'];
      // A day passes before each phase is left, so that days before it can be claimed.
      const entered = ['lead', 'investigation', 'reported'].includes(state.phase) ? state.phaseDays[state.phase] : undefined;
      return [...(hearing?.type === 'date' && state.phase === 'noticed' ? [hearing.value] : []), ...(entered ? [entered] : [])];
    },
    partyMarks: () => null,
    marks: penaltyMarks,
    remembers: (clock, state) => clock === 'PEN-05' || (clock === 'PEN-03' && state.phase === 'reported'),
    ignores: (clock, state) => (clock === 'PEN-03' && state.phase === 'noticed') || WINDOW_CLOCKS.includes(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, book)),
    expectedBlockers: [...new Set([
      ...pack.opening.guards, ...pack.steps.flatMap((step) => step.guards), ...pack.closings.flatMap((closing) => closing.guards),
    ].filter((guard) => !('parameterSet' in guard.require)).map((guard) => guard.code).concat(ENGINE_BLOCKERS).filter((code) => !['packNoLongerInForce', 'parameterNotSet', 'paperNotSealed', ...CAUSE_GUARDS, ...DOOR_BLOCKERS, ...besideBlockers(pack), ...COUNTY_RULES_OF_THE_FINE, ...remedyBlockers(pack), ...termsBlockers(pack), ...collectionBlockers(pack), ...courtBlockers(pack)].includes(code)))],
  };
}

/** What the model of approvals tries: here no chain binds and nobody takes a task in hand. */
const OF_THE_OFFICE = new Set(['approvalMissing', 'approvalOutdated', 'approvalDiffers', 'taskHeldBy', 'taskDelegated']);

/** Seen in the model of a case in other hands. */
const IN_OTHER_HANDS = new Set(['stepsUnconfirmed', ...HELP_RULES.flatMap((rule) => rule.codes)]);
/** Seen in the model of collection held back. */
const HELD_BACK = new Set(['forborne']);
/** What the engine can refuse in any pack. */
export const ENGINE_BLOCKERS: readonly string[] = [
  ...[STEP_GATES, STEP_RULES, CLOSING_GATES, CLOSING_RULES, ATTEMPT_RULES, SERVICE_RULES, WAY_RULES, VOID_GATES, VOID_RULES, AMENDMENT_RULES, GRANT_RULES, STANDING_RULES].flatMap((list) => list.flatMap((rule) => rule.codes)),
  'stepUnknown', 'closingUnknown', 'dutyUnknown', 'onlyTheMachine', 'paperUnknown', 'notAddressee', 'partyCount', 'partyUnknown',
].filter((code) => !OF_THE_OFFICE.has(code) && !IN_OTHER_HANDS.has(code) && !HELD_BACK.has(code));

function penaltyProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const taken = (code: string): number => state.steps.filter((one) => one.step === code).length;
  const p1 = { party: 'p1' };
  const step = (code: string, facts?: Parameters<Probes['step']>[2], options?: Parameters<Probes['step']>[3]): Probe => probes.step(node, code, facts, options);
  const once = (code: string, most: number, ...made: Probe[]): Probe[] => (taken(code) < most ? made : []);
  const late = addDays(on, -1);
  const earlier = state.phaseDays['investigation'] ?? on;
  const minor = (state.parties[0]?.ageOnAct ?? 99) < 18;
  // To keep the states few, some lawful acts are tried where they matter only: taking back once, suspending after the report.
  const calm = !narrow(state) && state.suspensions.length === 0 && !state.papers.some((one) => one.voided || one.attempts.some((attempt) => attempt.attempt.way !== 'direct' || attempt.result !== 'served'));
  const hearing = state.steps.findLast((one) => one.step === 'scheduleHearing')?.facts['hearingOn'];
  const found: Probe[] = [
    step('proposeFiling'), step('proposeFiling', {}, { officers: certified('zhang') }), step('fileCase'),
    ...once('takeEvidence', 1, step('takeEvidence')), ...once('recordInquiry', 1, step('recordInquiry')), step('recordInquiry', { certificatesShown: false }), ...probes.unlawfulBodies(node, 'takeEvidence'),
    ...['penalty', 'noPenalty', 'notEstablished', 'transfer'].map((reportedProposal) => step('reportInvestigation', { reportedProposal })), step('reportInvestigation', { reviewGround: 'complex' }), step('reportInvestigation', { majorCase: true }), ...once('discussCollectively', 1, step('discussCollectively'), step('discussCollectively', { discussant1: 'zhao' }), step('discussCollectively', { discussant2: 'han' })),
    ...(state.suspensions.some((one) => one.to === null) ? [] : once('issueNotice', taken('requestHearing') + taken('waiveHearing') > 0 || !calm ? 1 : 2, step('issueNotice'))), ...(minor ? once('issueNotice', 1, step('issueNotice', { intendedFine: '400.00', mitigation: 'minor', reduced: true })) : []), ...(minor ? [] : [step('issueNotice', { mitigation: 'minor' })]), step('issueNotice', { intendedFine: '0.00' }), ...(state.phase === 'reported' && earlier < (state.phaseDays['reported'] ?? earlier) ? [step('issueNotice', {}, { on: earlier })] : []), ...(state.facts['mitigation'] ? [] : [step('issueNotice', { intendedFine: '5000.01' }), step('issueNotice', { intendedFine: '400.00' }), step('issueNotice', { fineMinimum: '6000.00' })]),
    ...state.papers.filter((one) => one.paper === 'penalty-notice' && !one.voided && one.served['p1'] === undefined).map((one) => step('issueNotice', {}, { on: addDays(one.issuedOn, -1) })),
    step('recordStatement', {}, p1), step('waiveStatement', {}, p1), step('waiveStatement', { waivedInWriting: false }, p1), step('recordStatement'),
    step('requestHearing', {}, p1), step('requestHearing', {}, { ...p1, on: late }), step('waiveHearing', {}, p1),
    ...once('withdrawHearingRequest', 1, step('withdrawHearingRequest', {}, p1)), step('withdrawHearingRequest', { waivedInWriting: false }, p1),
    ...once('scheduleHearing', hearing?.type === 'date' && hearing.value < on && calm && taken('holdHearing') + taken('recordAbsence') === 0 && unserved(state).some((one) => one.paper === 'hearing-notice') ? 2 : 1, step('scheduleHearing', { hearingOn: addDays(on, 14) })), step('scheduleHearing', { hearingOn: addDays(on, 5) }), step('scheduleHearing', { hearingOn: on }), step('scheduleHearing', { hearingOn: '0001-01-01' }), step('scheduleHearing', { hearingOn: addDays(on, 400) }), step('scheduleHearing', { hearingOn: addDays(on, 14), hearingChair: 'zhang' }),
    step('holdHearing'), step('holdHearing', {}, { by: 'gao' }), step('holdHearing', {}, { officers: certified('zhang') }), step('recordAbsence', {}, p1),
    step('reviewLegality'), ...once('reviewLegality', 1, step('reviewLegality', { reviewPassed: false })),
    step('decidePenalty'), step('decidePenalty', { fine: '3000.01' }), step('decidePenalty', { fine: '5000.01' }), ...(state.facts['mitigation'] ? [] : [step('decidePenalty', { fine: '400.00' })]), ...(minor ? [step('decidePenalty', { fine: '400.00', mitigation: 'minor', reduced: true })] : []), step('decidePenalty', { fine: '0.00' }), ...(minor ? [] : [step('decidePenalty', { mitigation: 'minor' })]), step('decidePenalty', {}, { by: 'wang' }),
    step('decideNoPenalty'), step('decideNotEstablished'), step('decideTransfer'),
    ...(state.phase === 'reported' ? [step('suspendDecisionPeriod')] : []), ...(state.phase === 'reported' ? [step('suspendDecisionPeriod', {}, { on: late })] : []), step('resumeDecisionPeriod'),
    ...(calm && unserved(state).some((one) => one.paper === 'penalty-notice') ? once('inquireWhereabouts', 1, step('inquireWhereabouts', {}, p1)) : []),
    ...probes.pack.closings.map((closing) => probes.closing(node, closing.code)), probes.closing(node, 'notFiled', { by: 'wang' }), probes.closing(node, 'notFiled', { on: addDays(on, 1) }), probes.closing(node, 'notFiled', { on: addDays(state.openedOn, -1) }),
    ...probes.nonsense(node), step('takeEvidence', {}, { on: legalDate('2021-07-14') }), ...amendments(node),
  ];
  for (const { paperId, party, paper } of unserved(state)) {
    if (!probes.pack.papers.find((one) => one.code === paper)?.serve) { found.push(probes.service(node, paperId, party, {}), probes.voiding(node, paperId)); continue; }
    const attempts = state.papers.find((one) => one.paperId === paperId)?.attempts.length ?? 0;
    found.push(probes.service(node, paperId, party, {}), ...probes.unlawfulServices(node, paperId, party));
    if (attempts === 0 && calm && paper === 'penalty-notice') found.push(probes.service(node, paperId, party, { outcome: 'nobodyThere' }), probes.service(node, paperId, party, { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' }), probes.service(node, paperId, party, { way: 'post', outcome: 'sent', itemNumber: 'XA1' }));
    if (inThePost(state, paperId)) found.push(probes.voiding(node, paperId, { by: 'zhang' }));
    found.push(probes.voiding(node, paperId, { by: 'zhou' }), probes.voiding(node, paperId, { on: addDays(on, 1) }), probes.voiding(node, paperId, { on: addDays(state.openedOn, 2) }), ...(calm ? [probes.voiding(node, paperId)] : []));
  }
  for (const paper of state.papers.filter((one) => one.voided || Object.keys(one.served).length > 0)) found.push(probes.service(node, paper.paperId, 'p1', {}), probes.voiding(node, paper.paperId));
  return narrow(state) ? found.filter((probe) => !(probe.command.type === 'takeStep' && OFF_THE_WAY.has(probe.command.step))) : found;
}

/** Parties other than an adult citizen, and complex cases, go the straight way only: what differs for them is tried on it. */
const narrow = (state: CaseState): boolean => state.parties[0]?.kind !== 'citizen' || (state.parties[0].ageOnAct ?? 0) < 18 || state.facts['majorCase'] !== undefined || state.facts['reviewGround'] !== undefined;
const OFF_THE_WAY = new Set(['recordStatement', 'requestHearing', 'suspendDecisionPeriod', 'inquireWhereabouts', 'decideNotEstablished', 'decideTransfer', 'recordInquiry']);

/** Corrections of the party's identity that cannot be, and one by the wrong role. */
function amendments(node: Node): Probe[] {
  const to = (party: Party, by = 'zhang', on = node.on): Probe => ({ name: 'amend', actor: actor(by), command: { type: 'amendParty', party, on, reason: { contentId: 'reason', commitment: 'reason' } } });
  const [party] = node.state.parties;
  const other = party?.kind === 'citizen' ? organisation('p1') : citizen('p1', '1985-01-01', '2025-06-20');
  const served = node.state.papers.some((one) => one.served['p1']);
  return [to(other), to(organisation('p9')), to(other, 'zhou'), to(other, 'zhang', addDays(node.on, 1)), to(other, 'zhang', addDays(node.state.openedOn, -1)), ...(party ? [{ ...to(party), command: { type: 'amendParty' as const, party, on: node.on, reason: { contentId: 'reason', commitment: 'reason' }, unchanged: true } }] : []), ...(party && (served || unserved(node.state).some((one) => one.paper === 'penalty-notice')) ? [to(party)] : [])];
}

/** A decision was made: of what came before only a late request for a hearing still matters. */
const over = (state: CaseState): boolean => state.phase === 'decided' || state.phase === 'served';

function penaltyMarks({ state }: Node): unknown {
  const last = (...codes: string[]): number => state.steps.findLast((one) => codes.includes(one.step))?.seq ?? 0;
  const notice = state.papers.findLast((one) => one.paper === 'penalty-notice' && !one.voided);
  const noticed = notice?.served['p1'] ? notice.seq : Infinity;
  const age = [state.parties[0]?.kind, state.parties[0]?.ageOnAct ?? null];
  const taken = (code: string): number => state.steps.filter((one) => one.step === code).length;
  if (over(state)) return [state.steps.findLast((one) => one.step.startsWith('decide'))?.step, last('requestHearing') > noticed, last('holdHearing') > 0, age];
  return [
    ['proposeFiling', 'takeEvidence', 'recordInquiry'].map((code) => (state.phase === 'lead' || state.phase === 'investigation') && taken(code) > 0), state.phase === 'investigation' && state.phaseDays['investigation'] !== state.openedOn, taken('inquireWhereabouts') > 0 && noticed === Infinity,
    taken('issueNotice'), taken('scheduleHearing'), state.phase === 'reported' && state.papers.some((one) => one.voided),
    last('recordStatement', 'waiveStatement') > noticed || state.lapses.some((one) => one.clock === 'PEN-07' && !one.withdrawn && one.seq > noticed), last('requestHearing') > noticed, last('waiveHearing') > noticed,
    last('withdrawHearingRequest') > last('requestHearing'), last('holdHearing') > last('requestHearing'), last('recordAbsence') > last('requestHearing'),
    last('holdHearing') > last('scheduleHearing'), last('recordAbsence') > last('scheduleHearing'), last('reviewLegality') > last('holdHearing'), last('discussCollectively') > last('holdHearing'),
    ['reportedProposal', 'reviewGround', 'reviewPassed', 'intendedFine', 'mitigation', 'majorCase', 'actEndedOn'].map((code) => state.facts[code] ?? null), age,
  ];
}

/** Penalty Law arts. 30, 42, 44, 45, 57-65, each as a sentence about one event. */
function wrongsOf({ event, recordedOn }: Placed, before: CaseState, after: Node, book: LawBook): string[] {
  const found: string[] = [];
  if (before.closed !== null && event.type !== 'fileAttached' && event.type !== 'dutyFulfilled') found.push(`${event.type} after closing`);
  if (event.type === 'stepTaken' && event.step === 'decidePenalty') found.push(...wrongDecision(event.occurredOn, before, after, book));
  if (event.type === 'stepTaken' && event.step === 'holdHearing') {
    const notice = before.papers.findLast((one) => one.paper === 'hearing-notice' && !one.voided);
    if (!notice?.served['p1']) found.push('a hearing without its notice');
    if (before.steps.some((one) => one.officerIds.includes(event.actorId) || (one.actorId === event.actorId && ['takeEvidence', 'recordInquiry', 'reportInvestigation'].includes(one.step)))) found.push('a chair who investigated');
  }
  if (event.type === 'stepTaken' && event.step === 'scheduleHearing') {
    const day = event.facts['hearingOn'];
    const asked = before.steps.findLast((one) => one.step === 'requestHearing')?.on;
    if (day?.type === 'date' && asked !== undefined && day.value > addDays(asked, 366)) found.push('a hearing set more than a year ahead');
  }
  if (event.type === 'paperIssued' && ['penalty-notice', 'hearing-notice'].includes(event.paper.paper)) {
    const standing = after.state.papers.filter((one) => one.paper === event.paper.paper && !one.voided && Object.keys(one.served).length === 0 && !inThePost(after.state, one.paperId));
    if (standing.length > 1) found.push(`two papers ${event.paper.paper} stand of which nobody has received one`);
  }
  if (event.type === 'paperServed' && recordedOn < event.effectiveOn) found.push('service in the future');
  if (event.type === 'clockLapsed' && recordedOn <= event.dueOn) found.push('a lapse before its last day was over');
  if (event.type === 'paperServed') {
    const codes = { 'penalty-notice': ['PEN-05', 'PEN-07'], 'penalty-decision': ['PEN-09', 'REC-01', 'LIT-01'], 'no-penalty-decision': ['REC-01', 'LIT-01'] }[before.papers.find((one) => one.paperId === event.paperId)?.paper ?? ''] ?? [];
    const known = new Set(openClocks(after.state, instant(after.on, '12:00'), book).map((one) => one.clock));
    for (const code of codes) if (!known.has(code)) found.push(`a served paper without its clock ${code}`);
  }
  return found;
}

function wrongDecision(on: LegalDate, before: CaseState, after: Node, book: LawBook): string[] {
  const found: string[] = [];
  const calendar = book.calendars.asKnownOn(after.on);
  const workingDaysAfter = (day: LegalDate, n: number): LegalDate => { let at = day; for (let left = n; left > 0;) { at = addDays(at, 1); if (calendar.isWorkingDay(at)) left -= 1; } return at; };
  const notice = before.papers.findLast((one) => one.paper === 'penalty-notice' && !one.voided);
  const served = notice?.served['p1'];
  if (!notice || !served || served.effectiveOn > on) return ['a decision without a served notice (art. 44)'];
  const later = (code: string, seq: number) => before.steps.some((one) => one.step === code && one.seq > seq);
  const heard = later('recordStatement', notice.seq) || later('waiveStatement', notice.seq) || on > workingDaysAfter(served.effectiveOn, 3);
  if (!heard) found.push('a decision before the party was heard (art. 62)');
  const request = before.steps.findLast((one) => one.step === 'requestHearing' && one.seq > notice.seq);
  if (request && !['holdHearing', 'recordAbsence', 'withdrawHearingRequest'].some((code) => later(code, request.seq))) found.push('a decision before the hearing that was asked for (art. 63)');
  if (!request && !later('waiveHearing', notice.seq) && on <= workingDaysAfter(served.effectiveOn, 5)) found.push('a decision while a hearing could still be asked for (art. 64)');
  const review = before.steps.findLast((one) => one.step === 'reviewLegality');
  const passed = review?.facts['reviewPassed'];
  if (before.facts['majorCase'] && !later('discussCollectively', 0)) found.push('a major case decided without discussion (art. 57(2))');
  if ((later('holdHearing', 0) || before.facts['reviewGround']) && !(passed?.type === 'boolean' && passed.value)) found.push('a decision without a passed legal review (art. 58)');
  const fine = after.state.facts['fine'];
  const notified = before.steps.findLast((one) => one.step === 'issueNotice')?.facts['intendedFine'];
  if (fine?.type === 'money' && notified?.type === 'money' && BigInt(fine.fen) > BigInt(notified.fen)) found.push('a fine above the notified one (art. 45)');
  const age = before.parties[0]?.ageOnAct ?? 99;
  if (age < 14) found.push('a child was punished (art. 30)');
  if (age < 18 && !after.state.facts['mitigation']) found.push('a minor was punished without leniency (art. 30)');
  const drafters = before.steps.filter((one) => one.step === 'reportInvestigation').flatMap((one) => [one.actorId, ...one.officerIds]);
  const decider = after.state.steps.findLast((one) => one.step === 'decidePenalty')?.actorId;
  if (decider !== undefined && drafters.includes(decider)) found.push('maker and checker in one hand');
  return found;
}
