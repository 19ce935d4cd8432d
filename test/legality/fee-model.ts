/** The fee as a model, opened a few weeks before its end, and what must never be, from Order 357 and fee.md A5, A15-A20. */
import { type LawBook, type LegalDate, addDays, legalDate } from '#law';
import { openClocks, type CaseState, type Party } from '#cases';
import { COUNTY, actor, certified, citizen, machine } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { instant } from '#cases/testing/story';
import { COUNTY_RULES_OF_THE_FEE } from './county-rules-model.ts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { DOOR_BLOCKERS } from './party-model.ts';
import { ENGINE_BLOCKERS } from './penalty-model.ts';
import { Probes, inThePost, unserved } from './probes.ts';
import { remedyBlockers } from './remedies-model.ts';
import { courtBlockers, WINDOW_CLOCKS } from './court-model.ts';
import { forbearanceBlockers } from './forbearance-model.ts';
import { termsBlockers } from './terms-model.ts';

const PACK = 'social-maintenance-fee';
const LAST_DAY = legalDate('2021-08-19');
const OPENED = '2021-08-09';
/** Blockers of the engine that a citizen's case under this pack cannot meet. */
const ELSEWHERE = new Set([...COUNTY_RULES_OF_THE_FEE, 'stepReferredToUnknown', 'substitutionOutsideScope', 'packNotYetInForce', 'organisationHasNoFamily', 'parameterNotSet', 'paperNotSealed', 'partyKindFixed', 'factType', 'bodyWithoutPower', ...DOOR_BLOCKERS]);

export function feeModel(book: LawBook, county = COUNTY): Model {
  const probes = new Probes(book, PACK);
  const { pack } = probes;
  const facts = { childBornOn: '2019-06-01', childOrder: 3, discoveredOn: OPENED };
  const parents = [citizen('p1', '1984-05-05', OPENED), citizen('p2', '1986-06-06', OPENED)];
  const start = (name: string, who: Party[], more: PlainFacts, on = OPENED) => ({ name, on, probe: probes.opening(name, on, who, { ...facts, ...more }) });
  return {
    name: 'fee', book, county,
    starts: [
      start('two parents', parents, {}), start('nobody', [], {}), start('born before', parents, { childBornOn: '2002-08-31' }), start('found later', parents, { discoveredOn: '2021-08-10' }),
      start('found before birth', parents, { discoveredOn: '2019-05-01' }), start('no order', parents, { childOrder: 0 }), start('after the end', parents, {}, '2021-08-20'), start('born after it was free', parents, { childBornOn: '2021-08-21' }),
    ],
    probes: (node) => feeProbes(node, probes),
    days(state) {
      const entered = ['lead', 'investigation', 'reported'].includes(state.phase) ? state.phaseDays[state.phase] : undefined;
      return [...(state.packEnded ? [] : [LAST_DAY]), ...(entered && !state.packEnded ? [entered] : [])];
    },
    marks({ state, on }) {
      const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
      const early = state.phase === 'lead' || state.phase === 'investigation';
      return [received(state), taken('consentToAct'), early && taken('proposeFiling'), early && taken('takeEvidence'), state.facts['levyProposed'] ?? null, state.phase === 'investigation' && state.phaseDays['investigation'] !== state.openedOn, on > LAST_DAY, state.phase !== 'decided' && state.papers.some((one) => one.voided)];
    },
    partyMarks({ state }, party) {
      const last = (...codes: string[]): number => state.steps.findLast((one) => codes.includes(one.step) && one.party === party)?.seq ?? 0;
      const notice = state.papers.findLast((one) => one.paper === 'levy-notice' && one.party === party && !one.voided);
      const noticed = notice?.served[party] ? notice.seq : Infinity;
      const decided = last('decideLevy') > 0;
      return [last('takeIncomeEvidence') > 0 && state.phase === 'investigation', decided, !decided && last('recordStatement', 'waiveStatement') > noticed, last('inquireWhereabouts') > 0 && !decided, state.steps.filter((one) => one.step === 'issueNotice' && one.party === party).length];
    },
    remembers: (clock) => clock === 'statementPeriod',
    ignores: (clock) => clock === 'SMF-02' || clock === 'REC-01' || clock === 'LIT-01' || clock === 'SMF-01' || WINDOW_CLOCKS.includes(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, book)),
    expectedBlockers: [...new Set([
      ...pack.opening.guards, ...pack.steps.flatMap((step) => step.guards), ...pack.closings.flatMap((closing) => closing.guards),
    ].filter((guard) => !('parameterSet' in guard.require)).map((guard) => guard.code).concat(ENGINE_BLOCKERS, pack.everyAct.map((guard) => guard.code)).filter((code) => !ELSEWHERE.has(code) && !remedyBlockers(pack).includes(code) && !termsBlockers(pack).includes(code) && !courtBlockers(pack).includes(code) && !forbearanceBlockers(pack).includes(code)))],
  };
}

function feeProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const taken = (code: string, party?: string): number => state.steps.filter((one) => one.step === code && (party === undefined || one.party === party)).length;
  const step = (code: string, facts?: PlainFacts, options?: Parameters<Probes['step']>[3]): Probe => probes.step(node, code, facts, options);
  const once = (code: string, party: string | undefined, made: Probe): Probe[] => (taken(code, party) === 0 ? [made] : []);
  const found: Probe[] = [
    ...once('consentToAct', undefined, step('consentToAct', { consentNumber: 'c-1' })), step('consentToAct', { consentNumber: 'c-2' }, { on: state.openedOn < '2021-07-20' ? state.openedOn : legalDate('2021-07-19') }),
    step('proposeFiling'), step('proposeFiling', {}, { officers: certified('zhang') }), step('fileCase'), ...once('takeEvidence', undefined, step('takeEvidence')), step('recordInquiry', { certificatesShown: false }), ...probes.unlawfulBodies(node, 'takeEvidence'),
    step('reportInvestigation'), step('reportInvestigation', { levyProposed: false }), step('fileCase', {}, { officers: certified('zhang') }), step('decideLevy'), step('recordStatement'),
    ...probes.pack.closings.map((closing) => probes.closing(node, closing.code)), probes.closing(node, 'notEstablished', { on: addDays(state.openedOn, -1) }), probes.closing(node, 'notFiled', { by: 'wang' }), probes.closing(node, 'notFiled', { on: addDays(on, 1) }),
    ...payments(node), ...(state.packEnded ? probes.pack.closings.map((closing) => probes.closing(node, closing.code, { on: LAST_DAY })) : []), ...probes.nonsense(node), ...amendments(node),
  ];
  for (const { partyId: party } of state.parties) {
    found.push(
      ...once('takeIncomeEvidence', party, step('takeIncomeEvidence', {}, { party })), step('takeIncomeEvidence', { excessFactor: 7 }, { party }),
      ...(party === 'p1' && taken('recordStatement', party) > 0 && taken('issueNotice', party) === 1 ? [step('issueNotice', { baseYear: 2020 }, { party })] : once('issueNotice', party, step('issueNotice', { baseYear: 2020 }, { party }))),
      ...state.papers.filter((one) => one.paper === 'levy-notice' && one.party === party && !one.voided && one.served[party] === undefined).map((one) => step('issueNotice', { baseYear: 2020 }, { party, on: addDays(one.issuedOn, -1) })),
      step('issueNotice', { baseYear: 2019 }, { party }), step('issueNotice', { baseYear: 2020, baseAmount: '0.00' }, { party }), ...(state.phase === 'reported' && (state.phaseDays['investigation'] ?? on) < (state.phaseDays['reported'] ?? on) ? [step('issueNotice', { baseYear: 2020 }, { party, on: state.phaseDays['investigation'] ?? on })] : []),
      ...once('recordStatement', party, step('recordStatement', {}, { party })), ...(taken('recordStatement', party) > 0 ? [] : once('waiveStatement', party, step('waiveStatement', {}, { party }))), step('waiveStatement', { waivedInWriting: false }, { party }), step('requestHearing', {}, { party }), step('holdHearing', {}, { party }), step('reviewLegality', {}, { by: 'zhou' }), step('reportForRecord'),
      step('decideLevy', {}, { party }), step('decideLevy', {}, { party, by: 'wang' }), step('decideLevy', {}, { party, claims: { oneLevy: { heldBy: { office: '别县', number: null } } } }),
      ...(unserved(state).some((one) => one.party === party && one.paper === 'levy-notice') ? once('inquireWhereabouts', party, step('inquireWhereabouts', {}, { party })) : []),
    );
  }
  for (const { paperId, party, paper } of unserved(state)) {
    if (!probes.pack.papers.find((one) => one.code === paper)?.serve) { found.push(probes.service(node, paperId, party, {}), probes.voiding(node, paperId)); continue; }
    const untouched = state.papers.find((one) => one.paperId === paperId)?.attempts.length === 0;
    found.push(probes.service(node, paperId, party, {}), ...probes.unlawfulServices(node, paperId, party), probes.voiding(node, paperId, { by: 'zhou' }), probes.voiding(node, paperId, { on: addDays(on, 1) }), probes.voiding(node, paperId, { on: addDays(on, -1) }));
    if (untouched && party === 'p1') found.push(probes.service(node, paperId, party, { outcome: 'nobodyThere' }), probes.service(node, paperId, party, { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' }));
    if (untouched && party === 'p1' && paper === 'levy-decision') found.push(probes.service(node, paperId, party, { way: 'post', outcome: 'sent', itemNumber: 'XA1' }));
    if (paper === 'levy-decision' && party === 'p1' && (inThePost(state, paperId) || !state.papers.some((one) => one.voided))) found.push(probes.voiding(node, paperId));
  }
  for (const paper of state.papers.filter((one) => one.voided || Object.keys(one.served).length > 0)) found.push(probes.service(node, paper.paperId, paper.party ?? 'p1', {}), probes.voiding(node, paper.paperId, { by: 'zhang' }));
  return found;
}

/** What has come in from the first parent: nothing, something, all. */
function received(state: CaseState): 'nothing' | 'part' | 'all' {
  const booked = state.money?.entries.length ?? 0;
  return booked === 0 ? 'nothing' : state.money?.paid.some(({ on }) => on !== null) === true ? 'all' : 'part';
}

/** The bank tells after the end what the first parent paid on the day of service: a part, or all of it. */
function payments({ state }: Node): Probe[] {
  const service = state.papers.find((one) => one.paper === 'levy-decision' && one.party === 'p1' && !one.voided)?.served['p1'];
  const amount = state.partyFacts['p1']?.['levyAmount'];
  if (!state.packEnded || state.closed !== null || service === undefined || service.effectiveOn > LAST_DAY || amount?.type !== 'money' || received(state) !== 'nothing') return [];
  return [['part', '100'], ['all', amount.fen]].map(([name, fen]) => ({ name: `pay ${name ?? ''}`, actor: machine, command: { type: 'bookPayment', receiptId: 'R1', reference: 'REF1', debt: 'fee', party: 'p1', on: service.effectiveOn, fen: fen ?? '' } }));
}

function amendments(node: Node): Probe[] {
  const to = (partyId: string, by = 'zhang', on = node.on): Probe => ({ name: 'amend', actor: actor(by), command: { type: 'amendParty', party: citizen(partyId, '1984-05-05', OPENED), on, reason: { contentId: 'reason', commitment: 'reason' } } });
  const served = node.state.papers.some((one) => one.served['p1']);
  return [{ ...to('p1'), command: { type: 'amendParty', party: citizen('p1', '1984-05-05', OPENED), on: node.on, reason: { contentId: 'reason', commitment: 'reason' }, unchanged: true } }, to('p9'), to('p1', 'zhou'), to('p1', 'zhang', addDays(node.on, 1)), to('p1', 'zhang', addDays(node.state.openedOn, -1)), ...(served || unserved(node.state).some((one) => one.party === 'p1' && one.paper === 'levy-notice') ? [to('p1')] : [])];
}

/** Acts of the authority: none of them may be done, or be recorded, after the fee has ended. */
const FORWARD = new Set(['stepTaken', 'paperIssued', 'paperVoided', 'serviceAttempted', 'paperServed', 'dutyOwed', 'partyAmended', 'rungReached']);

function wrongsOf({ event, recordedOn }: Placed, before: CaseState, after: Node, book: LawBook): string[] {
  const found: string[] = [];
  if (before.closed !== null) found.push(`${event.type} after closing`);
  // What time had brought by the last day may be found out later; what people do may not.
  const byTime = event.type === 'rungReached' || event.type === 'dutyOwed' || (event.type === 'paperServed' && event.way === 'announcement');
  // Closing goes on after the end, and leaves its papers.
  const closes = event.type === 'paperIssued' && event.paper.closing !== undefined;
  if (FORWARD.has(event.type) && !closes && (event.occurredOn > LAST_DAY || (recordedOn > LAST_DAY && !byTime))) found.push(`${event.type} after the end of the fee (A18)`);
  if (event.type === 'stepTaken' && event.step === 'decideLevy') found.push(...wrongLevy(event.party ?? '', event.occurredOn, event.claims, before));
  if (event.type === 'clockLapsed' && recordedOn <= event.dueOn) found.push('a lapse before its last day was over');
  if (event.type === 'clockLapsed' && event.dueOn > LAST_DAY && !['REC-01', 'LIT-01'].includes(event.clock)) found.push(`the clock ${event.clock} outlived the fee`);
  if (event.type === 'packEnded' && after.state.duties.some((one) => one.status === 'owed')) found.push('a duty outlived the fee');
  if (event.type === 'caseClosed') {
    const decided = before.steps.some((one) => one.step === 'decideLevy');
    const saysDecided = ['decided_unexecuted_closed', 'partly_executed_frozen', 'archived_executed'].includes(event.closing);
    const cameIn = received(before);
    const owing = before.papers.filter((one) => one.paper === 'levy-decision' && !one.voided && one.party !== null && (one.served[one.party]?.effectiveOn ?? '9') <= LAST_DAY).length;
    const executed = cameIn === 'nothing' ? 'decided_unexecuted_closed' : cameIn === 'all' && owing === 1 ? 'archived_executed' : 'partly_executed_frozen';
    if (saysDecided && event.closing !== executed) found.push(`closed as ${event.closing} though ${cameIn} of ${owing} debt(s) was paid (A20)`);
    if (saysDecided !== decided && event.closing !== 'notFiled') found.push(`closed as ${event.closing} though ${decided ? 'a levy was' : 'no levy was'} decided (A20)`);
  }
  const paper = event.type === 'paperServed' ? before.papers.find((one) => one.paperId === event.paperId)?.paper : undefined;
  if (event.type === 'paperServed' && (paper === 'levy-notice' || paper === 'levy-decision')) {
    const running = openClocks(after.state, instant(after.on, '12:00'), book).filter((one) => one.party === event.party).map((one) => one.clock);
    for (const code of paper === 'levy-notice' ? ['statementPeriod'] : ['SMF-01', 'SMF-02', 'REC-01', 'LIT-01']) if (!running.includes(code)) found.push(`a served paper without its clock ${code}`);
  }
  return found;
}

function wrongLevy(party: string, on: LegalDate, claims: readonly string[], before: CaseState): string[] {
  const notice = before.papers.findLast((one) => one.paper === 'levy-notice' && one.party === party && !one.voided);
  const served = notice?.served[party];
  if (!notice || !served || served.effectiveOn > on) return ['a levy without a notice served on this parent'];
  const found: string[] = [];
  const spoke = before.steps.some((one) => ['recordStatement', 'waiveStatement'].includes(one.step) && one.party === party && one.seq > notice.seq);
  if (!spoke && on <= addDays(served.effectiveOn, 3)) found.push('a levy before this parent was heard');
  if (before.steps.some((one) => one.step === 'decideLevy' && one.party === party)) found.push('a second levy on one parent (art. 5)');
  if (!claims.includes('oneLevy')) found.push('a levy that claims nothing in the register');
  return found;
}
