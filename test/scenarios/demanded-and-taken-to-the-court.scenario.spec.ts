/**
 * What follows on money that does not come: the ladder after the missed day, the demand with its ten working days, the gate
 * of the application, and the court's own acts. The fine of 3,000.00 is served on 2025-08-01: to be paid by 2025-08-18 (the
 * 16th is a Saturday), six months to sue to 2026-02-02 (the 1st is a Sunday), the court can be asked to 2026-05-06 (the 2nd
 * is a holiday to the 5th). The levy of each parent is served on 2018-03-22.
 */
import { caseMoney, courtWindowOf } from '#cases';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { onTheWayToCourt, settings } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import { feeDecided, feeNoticed } from './beginnings.ts';
import { finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';

const withLadder = (law: ScenarioLaw) => law.book({ parameters: [...settings, ...onTheWayToCourt('administrative-penalty', '演示〔2021〕12号')] });
const application = (story: Story): PlainFacts => ({ courtApplication: story.state.steps.findLast(({ step }) => step === 'applyToCourt')?.seq ?? 0 });
/** Of the court: its paper of the day itself, received at once. */
const told = (story: Story, on: string): PlainFacts => ({ ...application(story), courtActOn: on, courtReceivedOn: on });
const court = (story: Story, step: string, on: string = story.today, more: PlainFacts = {}): Story => {
  const { courtReceivedOn, ...rest } = told(story, on);
  const received = story.pack.steps.find(({ code }) => code === step)?.facts.some(({ fact }) => fact === 'courtReceivedOn') ?? false;
  return story.takes(step, { ...rest, ...(received ? { courtReceivedOn } : {}), ...more });
};
const apply = (it: Story): unknown => it.takes('applyToCourt');
const propose = (yuan: string) => (it: Story): unknown => it.takes('proposeWaiver', { waivedAmount: yuan }, { by: 'wang' });
const applyAgainst = (party: string) => (it: Story): unknown => it.takes('applyToCourt', {}, { party });
const windows = (story: Story): unknown => { const debt = caseMoney(story.state, story.now, story.book).debts[0]; const found = debt === undefined ? null : courtWindowOf(story.state, story.now, story.book, debt, story.today); return found !== null && 'windows' in found ? found.windows.map(({ endsOn }) => endsOn) : found; };
/** Demanded on 2026-02-03: ten working days to 2026-02-24, the spring festival between. */
const demanded = (law: ScenarioLaw): Story => finedAndServed(law).at('2026-02-03').takes('issueDemand').serves('demand-letter');
const applied = (law: ScenarioLaw): Story => demanded(law).at('2026-03-02').takes('applyToCourt');
const accepted = (law: ScenarioLaw): Story => court(applied(law).at('2026-03-04'), 'recordCourtAcceptance');
const ordered = (law: ScenarioLaw): Story => court(accepted(law).at('2026-03-10'), 'recordEnforcementOrder');

scenario('each rung of the ladder stands once for a missed day, and ends when it is made good', (law) => {
  const story = finedAndServed(law, { book: withLadder(law) }).at('2025-08-19', '09:30').expectLapse('PEN-09', '2025-08-18').expectDuties('remind', 1).at('2025-08-26').expectDuties('remind', 2).at('2025-09-18').expectDuties('remind', 3).expectDuties('escalate', 1);
  story.at('2025-10-03').expectLapse('overdueLadder', '2025-10-02').expectDuties('remind', 4);
  story.at('2025-11-01');
  same(story.state.rungs.filter(({ clockId }) => clockId.includes('overdueLadder')).map(({ rung }) => rung), ['reminder-1', 'warning-7', 'task-15', 'county-30'], 'once each');
  const owed = BigInt(story.owed('fine')?.balance.replace('.', '') ?? '0');
  story.receives('fine', `${owed / 100n}.${String(owed % 100n).padStart(2, '0')}`).expectDuties('remind', 0).expectDuties('escalate', 0);
});

scenario('what is paid in time owes no rung; a payment that is taken back does', (law) => {
  const story = finedAndServed(law, { book: withLadder(law) }).at('2025-08-10').receives('fine', '3000.00', { receiptId: 'A' }).at('2025-09-30');
  same(story.state.rungs.filter(({ clockId }) => clockId.includes('overdueLadder')), [], 'no rung');
  story.takesBack('A', { on: '2025-09-30' }).expectLapse('PEN-09', '2025-08-18');
});

scenario('from the first day the case says until when the court can be asked and a demand be served', (law) => {
  const story = finedAndServed(law).expectClock('courtWindow', { status: 'running', provisional: true }).at('2025-12-01').expectClock('courtWindow', { dueOn: '2026-05-06', provisional: false });
  const demandBy = story.clock('demandBy').dueOn ?? '';
  same(demandBy, '2026-04-16', 'the last safe demand: ten working days from the 17th to the 30th');
  story.at('2026-05-07').expectLapse('courtWindow', '2026-05-06').expectLapse('demandBy', demandBy);
  story.refused('courtWindowClosed', (it) => it.takes('issueDemand'));
});

scenario('a demand in time ends the alarm, and ten working days later the court can be asked', (law) => {
  const story = demanded(law).expectClock('demandBy', { status: 'ended' }).expectClock('COM-01', { dueOn: '2026-02-24', status: 'running' });
  const [early] = story.at('2026-02-24').refusal('demandPeriodRunning', apply);
  same(early?.earliest, '2026-02-25', 'the first day');
  story.at('2026-02-25').expectLapse('COM-01', '2026-02-24').takes('applyToCourt').expectClock('courtWindow', { status: 'ended' }).expectClock('COM-04', { dueOn: '2026-03-03' });
  same(story.paper('enforcement-application').paper, 'enforcement-application', 'the application is a paper');
});

scenario('the gate names everything that is missing', (law) => {
  const served = finedAndServed(law);
  served.refused('nothingOverdue', (it) => it.takes('issueDemand')).refused(['nothingOverdue', 'demandNotServed', 'timeToSueRunning'], apply);
  const waiting = served.at('2025-09-01').refused(['demandNotServed', 'timeToSueRunning'], apply).takes('issueDemand').refused(['demandNotServed', 'timeToSueRunning'], apply).serves('demand-letter').at('2025-09-16');
  const [early] = waiting.at('2025-12-01').refusal('timeToSueRunning', apply);
  same(early?.earliest, '2026-02-03', 'the first day after the time to sue');
  const late = demanded(law).at('2026-05-07').refused('courtWindowClosed', apply);
  same(late.lapses('courtWindow'), ['2026-05-06'], 'and the window is known to be over');
  const undecided = demanded(law).at('2026-02-10').takes('recordDemandReply').at('2026-03-02').refused('demandReplyOpen', apply);
  undecided.takes('examineDemandReply', { demandReply: undecided.seqOf('recordDemandReply'), demandReplyFounded: true }).refused('demandReplyFounded', apply).refused('demandReplyExamined', (it) => it.takes('examineDemandReply', { demandReply: it.seqOf('recordDemandReply') }));
  const anew = undecided.takes('issueDemand').serves('demand-letter').at('2026-03-17').takes('applyToCourt');
  anew.refused('atCourt', apply).refused(['atCourt', 'moneyNotPaid'], (it) => it.closes('performed'));
  finedAndServed(law).refused('demandNotServed', (it) => it.takes('recordDemandReply'));
});

scenario('an unserved decision gives nothing to demand or to ask for', (law) => {
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' });
  story.at('2018-10-09').refused(['decisionNotServedForCourt', 'nothingOverdue', 'demandNotServed', 'timeToSueRunning'], (it) => it.takes('applyToCourt', {}, { party: 'p2' }));
});

scenario('a remedy that pends keeps the case from the court; a suspended execution too', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-09-10').takes('issueDemand').serves('demand-letter').at('2025-10-10');
  same([story.hasClock('courtWindow'), story.hasClock('demandBy')], [false, false], 'no window is known while it pends');
  story.refused(['remedyPending', 'timeToSueRunning'], apply).takes('suspendExecution', { remedy: lastRemedy(story) }).refused('executionSuspended', (it) => it.takes('issueDemand')).refused(['executionSuspended', 'remedyPending', 'timeToSueRunning'], apply);
});

scenario('after a reconsideration the window runs from the fifteen days to sue; after a judgment two years', (law) => {
  const upheld = reconsidered(finedAndServed(law)).at('2025-09-22');
  upheld.takes('remedyUpheld', { remedy: lastRemedy(upheld), decisionServedOn: '2025-09-22' });
  // Fifteen days end on the 7th of October, in the holidays: the 9th; three months later 2026-01-09.
  upheld.expectClock('LIT-02', { dueOn: '2025-10-09' }).expectClock('courtWindow', { dueOn: '2026-01-09' });
  const judged = sued(finedAndServed(law)).at('2025-11-03');
  judged.takes('remedyUpheld', { remedy: lastRemedy(judged), judgmentEffectiveOn: '2025-11-03' }).expectClock('courtWindow', { dueOn: '2027-11-03' });
});

scenario('accepted, ordered, suspended, resumed, ended: the court\'s acts with their own days', (law) => {
  const story = accepted(law).expectClock('COM-04', { status: 'ended' }).expectClock('COM-07', { dueOn: '2026-03-13' }).refused('courtApplicationOver', (it) => court(it, 'recordCourtRefusal')).refused('courtDatesOutOfOrder', (it) => court(it, 'recordEnforcementOrder', '2026-03-01'));
  story.refused('noEnforcementOrder', (it) => court(it, 'recordExecutionSuspended')).at('2026-03-10');
  court(story, 'recordEnforcementOrder').expectClock('COM-07', { status: 'ended' }).refused('courtApplicationOver', (it) => court(it, 'recordEnforcementRefusal')).refused('notSuspendedByCourt', (it) => court(it, 'recordExecutionResumed'));
  court(story.at('2026-04-01'), 'recordExecutionSuspended').expectClock('COM-12', { dueOn: '2029-04-01' }).refused('suspendedByCourt', (it) => court(it, 'recordExecutionSuspended'));
  court(story.at('2026-06-01'), 'recordExecutionResumed').expectClock('COM-12', { status: 'ended' }).refused('executionNotEnded', (it) => it.closes('executionEnded'));
  court(story.at('2026-08-03'), 'recordExecutionTerminated').refused('courtApplicationOver', (it) => court(it, 'recordExecutionTerminated')).closes('executionEnded');
});

scenario('suspended for three years, it is no longer executed', (law) => {
  const story = court(ordered(law).at('2026-04-01'), 'recordExecutionSuspended').at('2029-04-02').expectLapse('COM-12', '2029-04-01').refused('suspendedThreeYears', (it) => court(it, 'recordExecutionResumed'));
  court(story, 'recordExecutionTerminated', story.today, { terminationCause: 'other' });
  // What officers took of the fine meanwhile is the bank's before the case ends.
  const asked: PlainFacts = { collectionGround: 'remoteArea', collectionAsked: true, bankIsHard: true, collectionRequest: '离银行六十公里', collectionReceiptIssuer: 'provincialFinance', collectionReceipt: 'SN1' };
  story.takes('collectOnTheSpot', { ...asked, collectedAmount: '1.00' }, { party: 'p1' }).refused('moneyInHands', (it) => it.closes('executionEnded')).deposits('fine', '1.00').closes('executionEnded');
});

scenario('a court that refuses to accept is overruled from above, or not', (law) => {
  const refusal = (): Story => court(applied(law).at('2026-03-05'), 'recordCourtRefusal').expectClock('COM-05', { dueOn: '2026-03-20' });
  const upward = (): Story => { const story = refusal().at('2026-03-18'); return story.takes('appealToHigherCourt', application(story)).expectClock('COM-06', { dueOn: '2026-04-02' }); };
  refusal().at('2026-03-23').expectLapse('COM-05', '2026-03-20').refused('nothingToAppeal', (it) => it.takes('appealToHigherCourt', application(it)));
  const story = upward().refused('nothingToAppeal', (it) => it.takes('appealToHigherCourt', application(it))).refused('atCourt', apply).refused('otherRefusal', (it) => court(it, 'recordHigherCourtOrder'));
  court(story.at('2026-03-30'), 'recordHigherCourtAcceptance').expectClock('COM-07', { dueOn: '2026-04-09' }).refused('atCourt', apply).refused('noAppealPending', (it) => court(it, 'recordHigherCourtRejection'));
  court(story.at('2026-04-02'), 'recordEnforcementOrder');
  const lost = upward().at('2026-03-30');
  court(lost, 'recordHigherCourtRejection').refused('courtApplicationOver', (it) => it.takes('withdrawFromCourt', application(it))).takes('applyToCourt');
});

scenario('a court that hears the parties and refuses is overruled from above', (law) => {
  const story = accepted(law).at('2026-03-12');
  court(story, 'recordCourtHearing', story.today, { courtAcceptedOn: '2026-03-04' }).expectClock('COM-08', { dueOn: '2026-04-03' });
  court(story.at('2026-03-25'), 'recordEnforcementRefusal').expectClock('COM-10', { dueOn: '2026-04-09' }).at('2026-04-01').takes('appealToHigherCourt', application(story)).expectClock('COM-11', { dueOn: '2026-05-06' });
  story.refused('otherRefusal', (it) => court(it, 'recordHigherCourtAcceptance'));
  court(story.at('2026-04-20'), 'recordHigherCourtOrder').refused('atCourt', apply);
  court(story.at('2026-05-20'), 'recordExecutionTerminated');
  const unheard = applied(law).at('2026-03-04').refused('applicationNotAccepted', (it) => court(it, 'recordEnforcementOrder'));
  court(unheard.at('2026-03-05'), 'recordCourtAcceptance').at('2026-03-20').expectLapse('COM-07', '2026-03-16');
});

scenario('an agreement is breached only once and only while something is overdue', (law) => {
  const story = ordered(law).refused('noAgreement', (it) => it.takes('recordAgreementBreach')).takes('agreeOnExecution', { courtApplication: ordered(law).seqOf('applyToCourt') }).at('2026-04-10').takes('recordAgreementBreach').refused('noAgreement', (it) => it.takes('recordAgreementBreach'));
  same(story.owed('fine') !== null, true, 'still owed');
});

scenario('surcharge is given up under an agreement, by two, never the sum itself', (law) => {
  const story = ordered(law);
  story.refused('noAgreement', propose('100.00')).takes('agreeOnExecution', application(story)).refused('waiverAboveSurcharge', propose('3000.01'));
  same([story.owed('fine')?.balance, story.owed('fine')?.surcharge], ['6000.00', '3000.00'], '3% a day reached the fine');
  story.takes('proposeWaiver', { waivedAmount: '1000.00' }, { by: 'zhao' }).refused('waiverOwnProposal', (it) => it.takes('confirmWaiver', { waiver: it.seqOf('proposeWaiver') }, { by: 'zhao' }));
  const second = ordered(law).takes('agreeOnExecution', application(ordered(law)));
  second.takes('proposeWaiver', { waivedAmount: '1000.00' }, { by: 'wang' });
  same(second.owed('fine')?.balance, '6000.00', 'nothing is given up by a proposal');
  second.takes('confirmWaiver', { waiver: second.seqOf('proposeWaiver') }).refused('waiverDecided', (it) => it.takes('confirmWaiver', { waiver: it.seqOf('proposeWaiver') }));
  same(second.owed('fine')?.balance, '5000.00', 'what is left of both');
  second.refused('waiverAboveSurcharge', (it) => it.takes('proposeWaiver', { waivedAmount: '2000.01' }, { by: 'wang' })).receives('fine', '5000.00');
  same([second.owed('fine')?.balance, second.owed('fine')?.paidInFullOn !== null], ['0.00', true], 'paid in full with what was waived');
  const breached = ordered(law).takes('agreeOnExecution', application(ordered(law))).takes('proposeWaiver', { waivedAmount: '1.00' }, { by: 'wang' }).takes('recordAgreementBreach');
  breached.refused('noAgreement', (it) => it.takes('confirmWaiver', { waiver: it.seqOf('proposeWaiver') }));
});

scenario('a default after the demand was followed needs a demand of its own', (law) => {
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).serves('levy-decision', {}, { party: 'p2' });
  story.at('2018-04-10').takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, { party: 'p1' }).at('2018-04-16').takes('approveTerms', { termsApplication: story.seqOf('applyForTerms'), planMethod: 'custom', planLines: '2018-05-31=10000.00;2018-10-31=22313.00' }, { party: 'p1' });
  story.at('2018-06-05').takes('issueDemand', {}, { party: 'p1' }).serves('demand-letter').receives('fee', '10000.00', { party: 'p1' }).expectClock('demandBy', { status: 'ended' }, 'p1');
  story.at('2018-11-02').expectClock('demandBy', { status: 'running' }, 'p1').refused('demandBeforeDefault', (it) => it.takes('applyToCourt', {}, { party: 'p1' }));
  story.takes('issueDemand', {}, { party: 'p1' }).serves('demand-letter').at('2018-11-19').takes('applyToCourt', {}, { party: 'p1' });
});

scenario('a levy of 2019-03 whose application comes on 2020-08-28 finds the window closed', (law) => {
  const story = feeDecided(law).at('2019-03-05').serves('levy-decision', {}, { party: 'p1' }).serves('levy-decision', {}, { party: 'p2' });
  // As the law file works it out (C13): sue to 2019-09-05, the court to 2019-12-05.
  story.expectClock('LIT-01', { dueOn: '2019-09-05' }, 'p1').expectClock('courtWindow', { dueOn: '2019-12-05' }, 'p1').at('2019-10-08').takes('issueDemand', {}, { party: 'p1' }).serves('demand-letter');
  story.at('2020-08-28').refused('courtWindowClosed', (it) => it.takes('applyToCourt', {}, { party: 'p1' }));
});

scenario('after the end of the fee nothing goes to the court, and what is there comes back', (law) => {
  const story = feeDecided(law).at('2021-01-05').serves('levy-decision', {}, { party: 'p1' }).serves('levy-decision', {}, { party: 'p2' }).at('2021-06-15').takes('issueDemand', {}, { party: 'p1' }).serves('demand-letter').at('2021-07-06');
  story.takes('applyToCourt', {}, { party: 'p1' }).at('2021-08-20').refused('packNoLongerInForce', (it) => it.takes('applyToCourt', {}, { party: 'p2' })).refused('packNoLongerInForce', (it) => it.takes('issueDemand', {}, { party: 'p2' }));
  story.refused(['notBeforeCourt', 'atCourt'], (it) => it.closes('in_court_withdraw')).refused('atCourt', (it) => it.closes('decided_unexecuted_closed'));
  story.takes('withdrawFromCourt', application(story), { party: 'p1' }).closes('in_court_withdraw');
});

scenario('a window that lies over a change of law is chosen by the county legal office', (law) => {
  // Three months to sue to 2011-09-13, by the law of 1989; 180 days by the Interpretation of 2000, three months by the law of 2012.
  const begun = feeNoticed(law, { on: '2011-05-05', facts: { childBornOn: '2010-06-05' } }, '2011-05-16', { baseYear: 2010 });
  for (const party of ['p1', 'p2']) begun.at('2011-05-17').serves('levy-notice', {}, { party });
  begun.at('2011-06-01');
  for (const party of ['p1', 'p2']) begun.takes('decideLevy', {}, { party });
  for (const party of ['p1', 'p2']) begun.at('2011-06-10').serves('levy-decision', {}, { party });
  same(windows(begun), ['2012-03-12', '2011-12-13'], 'by the rule of 2000, and by the law of 2012');
  // Before 2012 no law asked for a demand.
  begun.at('2011-12-20').refused(['courtWindowUndecided', 'courtWindowClosed'], applyAgainst('p1'));
  begun.takes('decideWindow', { windowChoice: 'earlier' }, { party: 'p1' }).refused('courtWindowClosed', applyAgainst('p1')).refused('courtWindowCertain', (it) => it.takes('decideWindow', {}, { party: 'p1' }));
  begun.takes('decideWindow', { windowChoice: 'later' }, { party: 'p2' }).takes('applyToCourt', {}, { party: 'p2' });
});

scenario('the days kept for serving a demand, and the ladder, are the county\'s; unset, nobody is reminded', (law) => {
  const story = finedAndServed(law).at('2025-12-01').expectDuties('remind', 0);
  same([story.hasClock('overdueLadder'), story.hasClock('courtWindow')], [false, true], 'the window is the law\'s, the ladder is the county\'s');
  const kept = finedAndServed(law, { book: withLadder(law) }).at('2025-12-01').clock('demandBy').dueOn ?? '';
  same(kept < (story.clock('demandBy').dueOn ?? ''), true, 'five working days earlier');
});
