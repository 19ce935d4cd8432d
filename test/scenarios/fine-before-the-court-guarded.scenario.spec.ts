/** What runs while a fine is overdue and before the court: each period ends with its act, is told when it runs out, and keeps the case open. */
import { addDays } from '#law';
import { onTheWayToCourt, settings } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { penaltyDecided } from './beginnings.ts';
import { finedAndServed } from './remedies.ts';

type Made = (law: ScenarioLaw) => Story;
const withLadder = (law: ScenarioLaw) => law.book({ parameters: [...settings, ...onTheWayToCourt('administrative-penalty', '演示〔2021〕12号')] });
/** 3,000.00 served on 2025-08-01: to be paid by 2025-08-18, six months to sue to 2026-02-02, the court to 2026-05-06. Demanded on 2026-02-03. */
const demanded: Made = (law) => finedAndServed(law).at('2026-02-03').takes('issueDemand').serves('demand-letter');
const applied: Made = (law) => demanded(law).at('2026-03-02').takes('applyToCourt');
const application = (story: Story): PlainFacts => ({ courtApplication: story.seqOf('applyToCourt') });
const court = (story: Story, step: string, more: PlainFacts = {}): Story => {
  const received = story.pack.steps.find(({ code }) => code === step)?.facts.some(({ fact }) => fact === 'courtReceivedOn') ?? false;
  return story.takes(step, { ...application(story), courtActOn: story.today, ...(received ? { courtReceivedOn: story.today } : {}), ...more });
};
const accepted: Made = (law) => court(applied(law).at('2026-03-04'), 'recordCourtAcceptance');
const ordered: Made = (law) => court(accepted(law).at('2026-03-06'), 'recordEnforcementOrder');
const notAccepted: Made = (law) => court(applied(law).at('2026-03-04'), 'recordCourtRefusal');
const refused: Made = (law) => court(accepted(law).at('2026-03-06'), 'recordEnforcementRefusal');
const upward = (story: Story): Story => story.takes('appealToHigherCourt', application(story));
const withdrawn = (story: Story): Story => story.takes('withdrawFromCourt', application(story));
const heard: Made = (law) => court(accepted(law).at('2026-03-05'), 'recordCourtHearing', { courtAcceptedOn: '2026-03-04' });
const suspended: Made = (law) => court(ordered(law).at('2026-03-09'), 'recordExecutionSuspended');
const agree = (story: Story): unknown => story.takes('agreeOnExecution', application(story));
const owed = (story: Story, kind: 'remind' | 'escalate', to: string): number => story.duties(kind).filter((one) => one.to === to).length;

/** Goes on to the day after a clock's last one, and sees that one more is told. */
const told = (story: Story, kind: 'remind' | 'escalate', to: string, clock: string): Story => {
  const before = owed(story, kind, to);
  const { dueOn } = story.clock(clock);
  if (dueOn === null) throw new Error(`${clock} has no last day.`);
  story.at(addDays(dueOn, 1)).expectLapse(clock, dueOn);
  same(owed(story, kind, to), before + 1, `told of ${clock}`);
  return story;
};

scenario('the ladder of a fine: each rung to its people; a demand or an application ends it', (law) => {
  const story = finedAndServed(law, { book: withLadder(law) }).at('2025-10-03');
  same([...new Set(story.state.rungs.filter(({ clockId }) => clockId.includes('overdueLadder')).map(({ rung }) => rung.replace(/-\d+$/, '')))], ['reminder', 'warning', 'task', 'county'], 'rungs');
  const early = finedAndServed(law, { book: withLadder(law) }).at('2025-08-20').takes('issueDemand').serves('demand-letter').expectClock('overdueLadder', { status: 'ended' });
  same(early.at('2025-11-01').lapses('overdueLadder'), [], 'nothing is past');
  const asked = finedAndServed(law, { book: withLadder(law) }).at('2025-08-20').takes('issueDemand').serves('demand-letter').at('2026-03-02').takes('applyToCourt');
  asked.receives('fine', '1.00', { receiptId: 'A' }).takesBack('A').expectClock('overdueLadder', { status: 'ended' });
});

scenario('a demand for a fine that is followed asks no head for the court; one that is not does', (law) => {
  const paid = demanded(law);
  paid.receives('fine', paid.owed('fine')?.balance ?? '').expectClock('COM-01', { status: 'ended' }).at('2026-03-01').expectLapse('COM-01');
  const silent = told(demanded(law), 'remind', 'head', 'COM-01');
  const before = owed(silent, 'remind', 'head');
  silent.takes('applyToCourt');
  same(owed(silent, 'remind', 'head'), before - 1, 'the head has asked');
  demanded(law).expectClock('COM-01', { status: 'running' });
});

scenario('the last safe day of a demand for a fine, and of the window, are told to the county', (law) => {
  const story = finedAndServed(law).at('2026-02-03');
  told(told(story, 'escalate', 'countyLegalOffice', 'demandBy'), 'escalate', 'countyLegalOffice', 'courtWindow');
});

scenario('a court that is late with a fine is asked by the head; days upward that run out are told to the county', (law) => {
  told(applied(law), 'remind', 'head', 'COM-04');
  told(accepted(law), 'remind', 'head', 'COM-07');
  told(notAccepted(law), 'escalate', 'countyLegalOffice', 'COM-05');
  told(refused(law), 'escalate', 'countyLegalOffice', 'COM-10');
  told(suspended(law), 'escalate', 'countyLegalOffice', 'COM-12');
});

scenario('what the court has of a fine ends with its own act, or with the withdrawal', (law) => {
  accepted(law).expectClock('COM-04', { status: 'ended' });
  notAccepted(law).expectClock('COM-04', { status: 'ended' });
  withdrawn(applied(law)).expectClock('COM-04', { status: 'ended' });
  upward(notAccepted(law)).expectClock('COM-05', { status: 'ended' });
  for (const step of ['recordHigherCourtAcceptance', 'recordHigherCourtRejection']) court(upward(notAccepted(law)), step).expectClock('COM-06', { status: 'ended' });
  withdrawn(upward(notAccepted(law))).expectClock('COM-06', { status: 'ended' });
  ordered(law).expectClock('COM-07', { status: 'ended' });
  refused(law).expectClock('COM-07', { status: 'ended' });
  heard(law).expectClock('COM-07', { status: 'ended' });
  withdrawn(accepted(law)).expectClock('COM-07', { status: 'ended' });
  court(heard(law).at('2026-03-06'), 'recordEnforcementOrder').expectClock('COM-08', { status: 'ended' });
  court(heard(law).at('2026-03-06'), 'recordEnforcementRefusal').expectClock('COM-08', { status: 'ended' });
  withdrawn(heard(law)).expectClock('COM-08', { status: 'ended' });
  // Upward against one refusal is not upward against the other; the three years are for want of means.
  same([upward(refused(law)).hasClock('COM-06'), upward(notAccepted(law)).hasClock('COM-11'), court(ordered(law), 'recordExecutionSuspended', { suspensionCause: 'thirdParty' }).hasClock('COM-12')], [false, false, false], 'clocks of other acts');
  upward(refused(law)).expectClock('COM-10', { status: 'ended' });
  for (const step of ['recordHigherCourtOrder', 'recordHigherCourtRejection']) court(upward(refused(law)), step).expectClock('COM-11', { status: 'ended' });
  withdrawn(upward(refused(law))).expectClock('COM-11', { status: 'ended' });
  court(suspended(law), 'recordExecutionResumed').expectClock('COM-12', { status: 'ended' });
  court(suspended(law), 'recordExecutionTerminated', { terminationCause: 'other' }).expectClock('COM-12', { status: 'ended' });
  withdrawn(suspended(law)).expectClock('COM-12', { status: 'ended' });
});

scenario("the court's days are those of one application for a fine", (law) => {
  for (const step of ['recordCourtAcceptance', 'recordCourtRefusal', 'withdrawFromCourt']) {
    const story = withdrawn(applied(law).at('2026-03-03'));
    const first = application(story);
    story.takes('applyToCourt');
    story.refused('courtApplicationOver', (it) => it.takes(step, { ...first, ...(step === 'withdrawFromCourt' ? {} : { courtActOn: it.today, ...(step === 'recordCourtRefusal' ? { courtReceivedOn: it.today } : {}) }) })).expectClock('COM-04', { status: 'running' });
  }
});

scenario('no act of the court for a fine lies before the application', (law) => {
  const acts: readonly (readonly [Made, string, PlainFacts])[] = [
    [applied, 'recordCourtAcceptance', {}], [applied, 'recordCourtRefusal', {}], [accepted, 'recordCourtHearing', { courtAcceptedOn: '2026-03-04' }], [accepted, 'recordEnforcementOrder', {}], [accepted, 'recordEnforcementRefusal', {}],
    [(of) => upward(notAccepted(of)), 'recordHigherCourtAcceptance', {}], [(of) => upward(notAccepted(of)), 'recordHigherCourtRejection', {}], [(of) => upward(refused(of)), 'recordHigherCourtOrder', {}],
    [ordered, 'recordExecutionSuspended', {}], [ordered, 'recordExecutionTerminated', { terminationCause: 'other' }], [suspended, 'recordExecutionResumed', {}],
  ];
  for (const [made, step, facts] of acts) made(law).refused('courtDatesOutOfOrder', (it) => court(it, step, { ...facts, courtActOn: '2026-03-01' }));
});

scenario('each act of the court for a fine rests on the one before it, and none follows the end', (law) => {
  for (const [step, facts] of [['recordCourtHearing', { courtAcceptedOn: '2026-03-02' }], ['recordEnforcementOrder', {}], ['recordEnforcementRefusal', {}]] as const) {
    applied(law).refused('applicationNotAccepted', (it) => court(it, step, facts));
    ordered(law).refused('courtApplicationOver', (it) => court(it, step, facts));
  }
  accepted(law).refused('noEnforcementOrder', agree).refused('noEnforcementOrder', (it) => court(it, 'recordExecutionTerminated', { terminationCause: 'other' }));
  withdrawn(ordered(law)).refused('courtApplicationOver', agree).refused('courtApplicationOver', (it) => court(it, 'recordExecutionSuspended')).refused('courtApplicationOver', (it) => court(it, 'recordExecutionTerminated', { terminationCause: 'other' }));
  notAccepted(law).refused('noAppealPending', (it) => court(it, 'recordHigherCourtAcceptance'));
  refused(law).refused('noAppealPending', (it) => court(it, 'recordHigherCourtOrder'));
  const agreed = ordered(law);
  agree(agreed);
  agreed.receives('fine', agreed.owed('fine')?.balance ?? '').refused('nothingOverdue', (it) => it.takes('recordAgreementBreach'));
});

scenario('the reply to a demand is the head’s to have examined; an application is his to hand in; neither without a served decision', (law) => {
  const replied = demanded(law);
  const before = owed(replied, 'remind', 'head');
  replied.takes('recordDemandReply');
  same(owed(replied, 'remind', 'head'), before + 1, 'the reply');
  same(applied(law).duties('referToCourt').length, 1, 'the application');
  penaltyDecided(law).at('2026-03-02').refused(['decisionNotServedForCourt', 'demandNotServed', 'nothingOverdue', 'timeToSueRunning'], (it) => it.takes('applyToCourt'));
  // Paid after the demand, and owed again since: the bank took the money back.
  const again = finedAndServed(law).at('2025-09-01').takes('issueDemand').serves('demand-letter');
  again.receives('fine', again.owed('fine')?.balance ?? '', { receiptId: 'A' }).at('2026-03-02').takesBack('A').refused('demandBeforeDefault', (it) => it.takes('applyToCourt'));
});

scenario('of two demands for one fine the later stands', (law) => {
  const story = finedAndServed(law).at('2026-02-03').takes('issueDemand').takes('issueDemand');
  same([story.state.papers.filter(({ paper, voided }) => paper === 'demand-letter' && !voided).length, story.state.papers.filter(({ paper }) => paper === 'demand-letter').length, story.duties('serve').length], [1, 2, 1], 'one is to be served');
});

scenario('the last safe day of a demand for a fine and the end of its window are told of ahead, where the county has set alarms', (law) => {
  const story = finedAndServed(law, { book: withLadder(law) }).at('2026-05-05');
  for (const clock of ['demandBy', 'courtWindow']) same(story.state.rungs.filter(({ clockId }) => clockId.includes(clock)).length > 0, true, clock);
});

scenario('a fine whose execution the court has ended closes with report and index, unless a remedy pends; one that was quashed, once nothing lies at the court', (law) => {
  const ended = (): Story => court(ordered(law), 'recordExecutionTerminated', { terminationCause: 'other' }).at('2026-03-10');
  const sued = ended().takes('recordSuit', { remedyAppliedOn: '2026-01-30', remedyAcceptedOn: '2026-03-09', copyReceivedOn: '2026-03-10' });
  sued.refused('remedyPending', (it) => it.closes('executionEnded'));
  const story = ended();
  const before = story.state.papers.length;
  story.closes('executionEnded');
  same(story.state.papers.slice(before).map(({ paper }) => paper), ['closing-report', 'file-index'], 'papers of the closing');
  applied(law).takes('recordQuashing').refused('atCourt', (it) => it.closes('closedAfterQuashing'));
});

scenario('the application for a fine is filed with the signature of the head and the seal', (law) => {
  applied(law).attaches('scan-1').refused('signatureMissing', (it) => it.filesOriginal('enforcement-application', 'scan-1', { signatures: [] })).filesOriginal('enforcement-application', 'scan-1');
});

scenario('the ladder of a fine in instalments begins with the one that was missed', (law) => {
  const story = finedAndServed(law, { book: withLadder(law) }).at('2025-08-05').takes('applyForTerms', { termsInWriting: true, hardshipProof: true });
  story.takes('approveTerms', { termsApplication: story.seqOf('applyForTerms'), planMethod: 'custom', planLines: '2025-09-30=1000.00;2026-02-10=2000.00' });
  story.at('2025-09-30');
  same(story.hasClock('overdueLadder'), false, 'nothing is overdue yet');
  story.at('2025-10-10').expectClock('overdueLadder', { status: 'running' });
  // The ladder of the second is ended by the application, which asks for both.
  story.at('2025-11-03').takes('issueDemand').serves('demand-letter').expectClock('overdueLadder', { status: 'ended' }).at('2026-03-02').expectClock('overdueLadder', { status: 'running' }).takes('applyToCourt').expectClock('overdueLadder', { status: 'ended' });
});
