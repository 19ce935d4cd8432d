/** What runs while a levy is overdue and before the court: each period ends with its act, is told when it runs out, and keeps the case open. */
import { onTheWayToCourt, settings } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { feeDecided } from './beginnings.ts';

const P1 = { party: 'p1' };
const P2 = { party: 'p2' };
const bookOf = (law: ScenarioLaw) => law.book({ parameters: [...settings, ...onTheWayToCourt('social-maintenance-fee', '演示〔2018〕12号')] });
/** Served on both parents on 2018-03-22: thirty days to pay to 2018-04-23, the court can be asked to 2018-12-25. */
const served = (law: ScenarioLaw, book = bookOf(law)): Story => feeDecided(law, { book }).at('2018-03-22').serves('levy-decision', {}, P1).serves('levy-decision', {}, P2);
const demanded = (law: ScenarioLaw, book = bookOf(law)): Story => served(law, book).at('2018-10-10').takes('issueDemand', {}, P1).serves('demand-letter', {}, P1);
const applied = (law: ScenarioLaw, book = bookOf(law)): Story => demanded(law, book).at('2018-10-29').takes('applyToCourt', {}, P1);
const application = (story: Story): PlainFacts => ({ courtApplication: story.state.steps.findLast(({ step }) => step === 'applyToCourt')?.seq ?? 0 });
const court = (story: Story, step: string, more: PlainFacts = {}): Story => {
  const received = story.pack.steps.find(({ code }) => code === step)?.facts.some(({ fact }) => fact === 'courtReceivedOn') ?? false;
  return story.takes(step, { ...application(story), courtActOn: story.today, ...(received ? { courtReceivedOn: story.today } : {}), ...more }, P1);
};
const accepted = (law: ScenarioLaw, book = bookOf(law)): Story => court(applied(law, book).at('2018-10-31'), 'recordCourtAcceptance');
const withdrawn = (story: Story): Story => story.takes('withdrawFromCourt', application(story), P1);
const owed = (story: Story, kind: 'remind' | 'escalate', to: string): number => story.duties(kind).filter((one) => one.to === to).length;

/** Goes on to a day on which a clock has run out, and sees that one more is told. */
const told = (story: Story, kind: 'remind' | 'escalate', to: string, until: string, clock: string, day: string): void => {
  const before = owed(story, kind, to);
  story.at(until).expectLapse(clock, day);
  same(owed(story, kind, to), before + 1, `told of ${clock}`);
};
const suing = (story: Story): Story => story.takes('recordSuit', { remedyAppliedOn: story.today, remedyAcceptedOn: story.today, copyReceivedOn: story.today }, P1);
const partly = (story: Story): Story => story.receives('fee', '100.00', { on: story.today, party: 'p2' });
const whole = (story: Story): Story => story.receives('fee', '40000.00', { on: story.today, party: 'p1' }).receives('fee', '40000.00', { on: story.today, party: 'p2' });
const withPapers = (story: Story, closing: string): void => {
  const before = story.state.papers.length;
  story.closes(closing);
  same(story.state.papers.slice(before).map(({ paper }) => paper), ['closing-report', 'file-index'], `papers of ${closing}`);
};

scenario('the ladder of a levy: reminder, warning, task, word to the county; a demand or an application ends it', (law) => {
  const story = served(law).at('2018-04-30');
  const [officers, heads, county] = [owed(story, 'remind', 'officer'), owed(story, 'remind', 'sectionHead'), owed(story, 'escalate', 'countyLegalOffice')];
  story.at('2018-06-15').expectLapse('overdueLadder', '2018-06-07', '2018-06-07');
  same([story.state.rungs.filter(({ clockId }) => clockId.includes('overdueLadder')).length > 0, owed(story, 'remind', 'officer') > officers, owed(story, 'remind', 'sectionHead') > heads, owed(story, 'escalate', 'countyLegalOffice') >= county], [true, true, true, true], 'who is told');
  const early = served(law).at('2018-05-02').takes('issueDemand', {}, P1).serves('demand-letter', {}, P1).expectClock('overdueLadder', { status: 'ended' }, 'p1').expectClock('overdueLadder', { status: 'running' }, 'p2');
  same(early.lapses('overdueLadder'), [], 'nothing is past');
});

scenario('a demand that is followed asks no head for the court; one that is not does', (law) => {
  const paid = demanded(law).receives('fee', '32700.75').expectClock('COM-01', { status: 'ended' }, 'p1');
  paid.at('2018-11-01').expectLapse('COM-01');
  const silent = demanded(law);
  const before = owed(silent, 'remind', 'head');
  silent.at('2018-10-25').expectLapse('COM-01', '2018-10-24');
  same(owed(silent, 'remind', 'head'), before + 1, 'the head is told');
  silent.takes('applyToCourt', {}, P1);
  same(owed(silent, 'remind', 'head'), before, 'and has asked');
});

scenario('of two demands for one levy the later stands', (law) => {
  const story = served(law).at('2018-10-10').takes('issueDemand', {}, P1).takes('issueDemand', {}, P1);
  const demands = story.state.papers.filter(({ paper }) => paper === 'demand-letter');
  same([demands.map(({ voided }) => voided), story.duties('serve').length], [[true, false], 1], 'one is to be served');
});

scenario('the application for a levy is filed with the signature of the head and the seal', (law) => {
  const story = applied(law);
  story.attaches('scan-1').refused('signatureMissing', (it) => it.filesOriginal('enforcement-application', 'scan-1', { signatures: [] })).filesOriginal('enforcement-application', 'scan-1');
});

scenario('the last day of the demand and of the window are told to the county', (law) => {
  const story = served(law).at('2018-11-01');
  const before = owed(story, 'escalate', 'countyLegalOffice');
  const demandBy = story.clock('demandBy', 'p1').dueOn ?? '';
  story.at('2018-12-24');
  same(story.lapses('demandBy'), [demandBy, demandBy], 'the last safe day');
  const afterDemand = owed(story, 'escalate', 'countyLegalOffice');
  story.at('2018-12-26').expectLapse('courtWindow', '2018-12-25', '2018-12-25');
  same([afterDemand > before, owed(story, 'escalate', 'countyLegalOffice') - afterDemand], [true, 2], 'told for both parents');
});

scenario('a court that is late is asked by the head; days upward that run out are told to the county', (law) => {
  // A county that has set no ladder and no alarms: what is told is the lapse.
  const quiet = law.book({ parameters: settings });
  told(applied(law, quiet), 'remind', 'head', '2018-11-06', 'COM-04', '2018-11-05');
  told(accepted(law, quiet), 'remind', 'head', '2018-11-12', 'COM-07', '2018-11-09');
  told(court(applied(law, quiet).at('2018-11-01'), 'recordCourtRefusal'), 'escalate', 'countyLegalOffice', '2018-11-19', 'COM-05', '2018-11-16');
  told(court(accepted(law, quiet).at('2018-11-05'), 'recordEnforcementRefusal'), 'escalate', 'countyLegalOffice', '2018-11-21', 'COM-10', '2018-11-20');
  // Suspended for want of means on the last day on which three years still end before the fee does.
  const suspended = court(court(accepted(law).at('2018-11-05'), 'recordEnforcementOrder').at('2018-11-06'), 'recordExecutionSuspended');
  same(suspended.clock('COM-12', 'p1').dueOn, '2021-11-06', 'three years');
});

scenario('what the court has before it ends with its own act, or with the withdrawal', (law) => {
  court(applied(law).at('2018-11-01'), 'recordCourtRefusal').expectClock('COM-04', { status: 'ended' }, 'p1');
  const upward = court(applied(law).at('2018-11-01'), 'recordCourtRefusal').at('2018-11-05');
  withdrawn(upward.takes('appealToHigherCourt', application(upward), P1)).expectClock('COM-06', { status: 'ended' }, 'p1');
  court(accepted(law).at('2018-11-05'), 'recordEnforcementOrder').expectClock('COM-07', { status: 'ended' }, 'p1');
  withdrawn(accepted(law)).expectClock('COM-07', { status: 'ended' }, 'p1');
  const heard = (): Story => court(accepted(law).at('2018-11-02'), 'recordCourtHearing', { courtAcceptedOn: '2018-10-31' });
  court(heard().at('2018-11-05'), 'recordEnforcementRefusal').expectClock('COM-08', { status: 'ended' }, 'p1');
  withdrawn(heard()).expectClock('COM-08', { status: 'ended' }, 'p1');
  const against = (): Story => { const story = court(accepted(law).at('2018-11-05'), 'recordEnforcementRefusal'); return story.takes('appealToHigherCourt', application(story), P1); };
  court(against(), 'recordHigherCourtRejection').expectClock('COM-11', { status: 'ended' }, 'p1');
  withdrawn(against()).expectClock('COM-11', { status: 'ended' }, 'p1');
  withdrawn(court(court(accepted(law).at('2018-11-05'), 'recordEnforcementOrder'), 'recordExecutionSuspended')).expectClock('COM-12', { status: 'ended' }, 'p1');
});

scenario('the court\'s five days are those of one application', (law) => {
  for (const step of ['recordCourtAcceptance', 'recordCourtRefusal', 'withdrawFromCourt']) {
    const story = withdrawn(applied(law).at('2018-10-30'));
    const first = application(story);
    story.takes('applyToCourt', {}, P1);
    story.refused('courtApplicationOver', (it) => it.takes(step, { ...first, ...(step === 'withdrawFromCourt' ? {} : { courtActOn: it.today, ...(step === 'recordCourtRefusal' ? { courtReceivedOn: it.today } : {}) }) }, P1)).expectClock('COM-04', { status: 'running' }, 'p1');
  }
});

scenario('after the end of the fee a case closes when no remedy pends and nothing lies at the court, with report and index', (law) => {
  const late = (): Story => feeDecided(law, { book: bookOf(law) }).at('2021-01-05').serves('levy-decision', {}, P1).serves('levy-decision', {}, P2);
  const atCourt = (): Story => late().at('2021-06-15').takes('issueDemand', {}, P1).serves('demand-letter', {}, P1).at('2021-07-06').takes('applyToCourt', {}, P1);
  partly(atCourt()).at('2021-08-20').refused('atCourt', (it) => it.closes('partly_executed_frozen'));
  suing(partly(late().at('2021-08-10'))).at('2021-08-20').refused('remedyPending', (it) => it.closes('partly_executed_frozen'));
  withPapers(partly(late().at('2021-08-10')).at('2021-08-20'), 'partly_executed_frozen');

  whole(atCourt()).at('2021-08-20').refused('atCourt', (it) => it.closes('archived_executed'));
  suing(whole(late().at('2021-08-10'))).at('2021-08-20').refused('remedyPending', (it) => it.closes('archived_executed'));
  withPapers(whole(late().at('2021-08-10')).at('2021-08-20'), 'archived_executed');

  const back = (): Story => withdrawn(atCourt().at('2021-07-12'));
  back().refused('packStillInForce', (it) => it.closes('in_court_withdraw'));
  whole(back()).at('2021-08-20').refused('paidInFull', (it) => it.closes('in_court_withdraw'));
  suing(back()).at('2021-08-20').refused('remedyPending', (it) => it.closes('in_court_withdraw'));
  withPapers(back().at('2021-08-20'), 'in_court_withdraw');
});
