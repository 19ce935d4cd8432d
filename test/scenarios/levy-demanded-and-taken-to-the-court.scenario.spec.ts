/**
 * A levy that is not paid, on its way to the court and through it. Both parents are served on 2018-03-22: thirty days to
 * pay to 2018-04-23, six months to sue to 2018-09-25, the court can be asked to 2018-12-25. Demanded on 2018-10-10, ten
 * working days end on 2018-10-24. Against p1 only; p2 is left alone.
 */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { onTheWayToCourt, settings } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import { feeDecided } from './beginnings.ts';

const P1 = { party: 'p1' };
const served = (law: ScenarioLaw): Story => feeDecided(law).at('2018-03-22').serves('levy-decision', {}, P1).serves('levy-decision', {}, { party: 'p2' });
const demanded = (law: ScenarioLaw): Story => served(law).at('2018-10-10').takes('issueDemand', {}, P1).serves('demand-letter', {}, P1);
const applied = (law: ScenarioLaw): Story => demanded(law).at('2018-10-29').takes('applyToCourt', {}, P1);
const accepted = (law: ScenarioLaw): Story => court(applied(law).at('2018-10-31'), 'recordCourtAcceptance');
const ordered = (law: ScenarioLaw): Story => court(accepted(law).at('2018-11-05'), 'recordEnforcementOrder');
const application = (story: Story): PlainFacts => ({ courtApplication: story.state.steps.findLast(({ step }) => step === 'applyToCourt')?.seq ?? 0 });

/** An act of the court with the day of its paper, received at once. */
function court(story: Story, step: string, on: string = story.today, more: PlainFacts = {}): Story {
  const received = story.pack.steps.find(({ code }) => code === step)?.facts.some(({ fact }) => fact === 'courtReceivedOn') ?? false;
  return story.takes(step, { ...application(story), courtActOn: on, ...(received ? { courtReceivedOn: on } : {}), ...more }, P1);
}
const apply = (it: Story): unknown => it.takes('applyToCourt', {}, P1);
const demand = (it: Story): unknown => it.takes('issueDemand', {}, P1);
const reply = (it: Story): unknown => it.takes('recordDemandReply', {}, P1);
const examine = (it: Story): unknown => it.takes('examineDemandReply', { demandReply: it.seqOf('recordDemandReply') }, P1);
const appeal = (it: Story): unknown => it.takes('appealToHigherCourt', application(it), P1);
const withdraw = (it: Story): unknown => it.takes('withdrawFromCourt', application(it), P1);

scenario('a levy is demanded only while it is overdue, not suspended, and the court can still be asked', (law) => {
  served(law).at('2018-04-10').refused('nothingOverdue', demand).refused('demandNotServed', reply);
  served(law).at('2018-12-26').refused('courtWindowClosed', demand);
  const story = served(law).at('2018-04-10').takes('recordReconsideration', { remedyAppliedOn: '2018-04-09', remedyAcceptedOn: '2018-04-10', copyReceivedOn: '2018-04-10' }, P1).at('2018-05-02');
  story.takes('suspendExecution', { remedy: story.seqOf('recordReconsideration') }, P1).refused('executionSuspended', demand).refused(['demandNotServed', 'executionSuspended', 'remedyPending', 'timeToSueRunning'], apply);
});

scenario('the ladder of a levy, its alarms and its lapses', (law) => {
  const story = feeDecided(law, { book: law.book({ parameters: [...settings, ...onTheWayToCourt('social-maintenance-fee', '演示〔2018〕12号')] }) }).at('2018-03-22').serves('levy-decision', {}, P1).serves('levy-decision', {}, { party: 'p2' });
  story.at('2018-06-15').expectLapse('overdueLadder', '2018-06-07', '2018-06-07').receives('fee', '32313.00', { on: '2018-04-23' });
  same(story.lapses('overdueLadder'), ['2018-06-07'], 'what was paid in time leaves no ladder');
  story.at('2018-12-26').expectLapse('courtWindow', '2018-12-25');
  same(story.state.rungs.filter(({ clockId }) => /courtWindow|demandBy/.test(clockId)).length, 4, 'ten and thirty days before each, for p2 alone');
  const planned = served(law).at('2018-04-10').takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, P1).at('2018-04-16');
  planned.takes('approveTerms', { termsApplication: planned.seqOf('applyForTerms'), planMethod: 'custom', planLines: '2018-05-31=32313.00' }, P1).at('2018-06-05').refused('demandNotServed', reply);
});

scenario('an instalment that is missed begins a ladder of its own', (law) => {
  const book = law.book({ parameters: [...settings, ...onTheWayToCourt('social-maintenance-fee', '演示〔2018〕12号')] });
  const story = feeDecided(law, { book }).at('2018-03-22').serves('levy-decision', {}, P1).at('2018-04-10').takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, P1).at('2018-04-16');
  story.takes('approveTerms', { termsApplication: story.seqOf('applyForTerms'), planMethod: 'custom', planLines: '2018-05-31=10000.00;2018-08-31=22313.00' }, P1).at('2018-07-20').expectLapse('overdueLadder', '2018-07-15');
  story.takes('issueDemand', {}, P1).serves('demand-letter', {}, P1).expectClock('overdueLadder', { status: 'lapsed' }, 'p1').at('2018-08-20').expectLapse('COM-01', '2018-08-03');
});

scenario('the reply to a demand for a levy is examined once, and stops it where it is founded', (law) => {
  const story = demanded(law).takes('recordDemandReply', {}, P1).expectDuties('remind', 1).at('2018-10-29').refused('demandReplyOpen', apply).takes('examineDemandReply', { demandReply: demanded(law).takes('recordDemandReply', {}, P1).seqOf('recordDemandReply'), demandReplyFounded: true }, P1);
  story.refused('demandReplyExamined', examine).refused('demandReplyFounded', apply);
  demanded(law).at('2018-10-24').refused('demandPeriodRunning', apply).at('2018-10-25').expectLapse('COM-01', '2018-10-24').takes('applyToCourt', {}, P1).expectClock('COM-01', { status: 'lapsed' }, 'p1').refused('atCourt', apply).expectClock('courtWindow', { status: 'ended' }, 'p1').expectClock('demandBy', { status: 'ended' }, 'p1');
  served(law).at('2018-10-29').refused('demandNotServed', apply);
});

scenario('the court accepts, hears, orders, suspends, resumes and ends the execution of a levy', (law) => {
  const story = applied(law).expectDuties('referToCourt', 1).expectClock('COM-04', { dueOn: '2018-11-05' }).at('2018-10-31').refused('applicationNotAccepted', (it) => court(it, 'recordEnforcementOrder')).refused('applicationNotAccepted', (it) => court(it, 'recordEnforcementRefusal')).refused('applicationNotAccepted', (it) => court(it, 'recordCourtHearing', it.today, { courtAcceptedOn: '2018-10-31' }));
  story.refused('courtDatesOutOfOrder', (it) => court(it, 'recordCourtAcceptance', '2018-10-01')).refused('courtDatesOutOfOrder', (it) => court(it, 'recordCourtRefusal', '2018-10-01'));
  court(story, 'recordCourtAcceptance').expectDuties('referToCourt', 0).expectClock('COM-04', { status: 'ended' }).expectClock('COM-07', { dueOn: '2018-11-09' });
  for (const step of ['recordCourtAcceptance', 'recordCourtRefusal']) story.refused('courtApplicationOver', (it) => court(it, step));
  for (const step of ['recordEnforcementOrder', 'recordEnforcementRefusal']) story.refused('courtDatesOutOfOrder', (it) => court(it, step, '2018-10-01'));
  story.refused('courtDatesOutOfOrder', (it) => court(it, 'recordCourtHearing', '2018-10-01', { courtAcceptedOn: '2018-10-31' }));
  for (const step of ['recordExecutionSuspended', 'recordExecutionTerminated']) story.refused('noEnforcementOrder', (it) => court(it, step));
  story.refused('noEnforcementOrder', (it) => it.takes('agreeOnExecution', application(it), P1));
  court(story.at('2018-11-02'), 'recordCourtHearing', '2018-11-02', { courtAcceptedOn: '2018-10-31' }).expectClock('COM-07', { status: 'ended' }).expectClock('COM-08', { dueOn: '2018-11-30' });
  court(story.at('2018-11-05'), 'recordEnforcementOrder').expectClock('COM-08', { status: 'ended' }).refused('notSuspendedByCourt', (it) => court(it, 'recordExecutionResumed'));
  for (const step of ['recordEnforcementOrder', 'recordEnforcementRefusal']) story.refused('courtApplicationOver', (it) => court(it, step));
  story.refused('courtApplicationOver', (it) => court(it, 'recordCourtHearing', it.today, { courtAcceptedOn: '2018-10-31' })).refused('courtDatesOutOfOrder', (it) => court(it, 'recordExecutionSuspended', '2018-10-01'));
  court(story, 'recordExecutionSuspended').expectClock('COM-12', { dueOn: '2021-11-05' }).refused('suspendedByCourt', (it) => court(it, 'recordExecutionSuspended')).refused('courtDatesOutOfOrder', (it) => court(it, 'recordExecutionResumed', '2018-10-01'));
  court(story, 'recordExecutionResumed').expectClock('COM-12', { status: 'ended' }).refused('courtDatesOutOfOrder', (it) => court(it, 'recordExecutionTerminated', '2018-10-01'));
  court(story.at('2018-12-03'), 'recordExecutionTerminated');
  for (const step of ['recordExecutionSuspended', 'recordExecutionTerminated']) story.refused('courtApplicationOver', (it) => court(it, step));
  story.refused('courtApplicationOver', (it) => it.takes('agreeOnExecution', application(it), P1)).refused('courtApplicationOver', withdraw);
  court(court(ordered(law), 'recordExecutionSuspended'), 'recordExecutionTerminated').expectClock('COM-12', { status: 'ended' });
  same(court(ordered(law), 'recordExecutionSuspended', '2018-11-05', { suspensionCause: 'thirdParty' }).hasClock('COM-12'), false, 'the three years are for want of means');
});

scenario('a court that is late, or refuses, and the higher court, on a levy', (law) => {
  applied(law).at('2018-11-06').expectLapse('COM-04', '2018-11-05');
  accepted(law).at('2018-11-12').expectLapse('COM-07', '2018-11-09');
  const refused = (): Story => court(applied(law).at('2018-11-01'), 'recordCourtRefusal').expectDuties('referToCourt', 0).expectClock('COM-05', { dueOn: '2018-11-16' });
  refused().at('2018-11-19').expectLapse('COM-05', '2018-11-16').refused('nothingToAppeal', appeal).takes('applyToCourt', {}, P1);
  const upward = (): Story => { const story = refused().at('2018-11-05'); story.takes('appealToHigherCourt', application(story), P1); return story; };
  upward().expectClock('COM-05', { status: 'ended' }).expectClock('COM-06', { dueOn: '2018-11-20' }).refused('nothingToAppeal', appeal).refused('otherRefusal', (it) => court(it, 'recordHigherCourtOrder')).refused('atCourt', apply);
  for (const step of ['recordHigherCourtAcceptance', 'recordHigherCourtRejection']) upward().refused('courtDatesOutOfOrder', (it) => court(it, step, '2018-10-01'));
  same(upward().hasClock('COM-11'), false, 'no ruling yet');
  const revived = court(upward(), 'recordHigherCourtAcceptance').expectClock('COM-06', { status: 'ended' }).expectClock('COM-07', { dueOn: '2018-11-14' }).refused('atCourt', apply);
  for (const step of ['recordHigherCourtAcceptance', 'recordHigherCourtRejection']) revived.refused('noAppealPending', (it) => court(it, step));
  revived.refused(['noAppealPending', 'otherRefusal'], (it) => court(it, 'recordHigherCourtOrder'));
  const lost = court(upward(), 'recordHigherCourtRejection').expectClock('COM-06', { status: 'ended' }).refused('courtApplicationOver', withdraw);
  lost.takes('applyToCourt', {}, P1);
  const against = court(accepted(law).at('2018-11-05'), 'recordEnforcementRefusal').expectClock('COM-07', { status: 'ended' }).expectClock('COM-10', { dueOn: '2018-11-20' });
  against.takes('appealToHigherCourt', application(against), P1).expectClock('COM-10', { status: 'ended' }).expectClock('COM-11', { dueOn: '2018-12-05' }).refused('otherRefusal', (it) => court(it, 'recordHigherCourtAcceptance')).refused('courtDatesOutOfOrder', (it) => court(it, 'recordHigherCourtOrder', '2018-10-01'));
  same(against.hasClock('COM-06'), false, 'accepted it was');
  court(against, 'recordHigherCourtOrder').expectClock('COM-11', { status: 'ended' }).refused('atCourt', apply);
  court(accepted(law).at('2018-11-05'), 'recordEnforcementRefusal').at('2018-11-21').expectLapse('COM-10', '2018-11-20');
});

scenario('an agreement on a levy: breached once, and surcharge given up under it by two', (law) => {
  const propose = (yuan: string, by = 'wang') => (it: Story): unknown => it.takes('proposeWaiver', { waivedAmount: yuan }, { ...P1, by });
  const story = ordered(law).refused('noAgreement', (it) => it.takes('recordAgreementBreach', {}, P1)).refused('noAgreement', propose('1.00'));
  story.takes('agreeOnExecution', application(story), P1).refused('waiverAboveSurcharge', propose('32313.00'));
  // 32,313.00 x 0.002 x 6 whole months after 2018-04-23.
  same(story.owed('fee')?.surcharge, '387.75', 'late fee');
  story.takes('proposeWaiver', { waivedAmount: '100.00' }, { ...P1, by: 'zhao' }).refused('waiverOwnProposal', (it) => it.takes('confirmWaiver', { waiver: it.seqOf('proposeWaiver') }, { ...P1, by: 'zhao' })).takes('confirmWaiver', { waiver: story.seqOf('proposeWaiver') }, { ...P1, by: 'ma' }).refused('waiverDecided', (it) => it.takes('confirmWaiver', { waiver: it.seqOf('proposeWaiver') }, { ...P1, by: 'ma' }));
  same(story.owed('fee')?.balance, '32600.75', 'what is left');
  story.takes('proposeWaiver', { waivedAmount: '1.00' }, { ...P1, by: 'wang' }).takes('recordAgreementBreach', {}, P1).refused('noAgreement', (it) => it.takes('recordAgreementBreach', {}, P1)).refused('noAgreement', (it) => it.takes('confirmWaiver', { waiver: it.state.steps.findLast(({ step }) => step === 'proposeWaiver')?.seq ?? 0 }, { ...P1, by: 'ma' }));
  const paid = ordered(law);
  paid.takes('agreeOnExecution', application(paid), P1).receives('fee', '32700.75').refused('nothingOverdue', (it) => it.takes('recordAgreementBreach', {}, P1));
});

scenario('withdrawn from the court, a levy can be asked for again while the window is open', (law) => {
  const story = applied(law).at('2018-11-01').takes('withdrawFromCourt', application(applied(law)), P1).expectClock('COM-04', { status: 'ended' }).refused('courtApplicationOver', withdraw).takes('applyToCourt', {}, P1);
  court(story, 'recordCourtAcceptance').refused(['atCourt', 'moneyNotPaid'], (it) => it.closes('performed'));
});
