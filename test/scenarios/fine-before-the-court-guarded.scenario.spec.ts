/** What runs while a fine is overdue and before the court: each period ends with its act, is told when it runs out, and keeps the case open. */
import { addDays } from '#law';
import { onTheWayToCourt, settings } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
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
