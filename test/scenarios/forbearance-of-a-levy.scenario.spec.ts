/**
 * Collection held back (暂缓催缴): no demand, visit or message meanwhile, while the days of the law run on. Both parents are
 * served on 2018-03-22: thirty days to pay to 2018-04-23; the county's ladder reminds on the 1st day after, warns on the 7th,
 * tells the section head on the 15th and the county on the 30th, and asks for a demand on the 45th (2018-06-07). The court can
 * be asked to 2018-12-25. Forbearance is for p1; p2 is left as it was.
 */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { onTheWayToCourt, settings } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { feeDecided } from './beginnings.ts';

const P1 = { party: 'p1' };
const P2 = { party: 'p2' };
const DOCUMENT = '演示〔2018〕21号';
const withLadder = (law: ScenarioLaw) => law.book({ parameters: [...settings, ...onTheWayToCourt('social-maintenance-fee', '演示〔2018〕12号')] });
const served = (law: ScenarioLaw, book = law.book()): Story => feeDecided(law, { book }).at('2018-03-22').serves('levy-decision', {}, P1).serves('levy-decision', {}, P2);
const last = (story: Story, step: string): number => story.state.steps.findLast((one) => one.step === step)?.seq ?? 0;
const propose = (until: string, by = 'wang') => (it: Story): Story => it.takes('proposeForbearance', { forbearanceDocument: DOCUMENT, forbearanceUntil: until }, { ...P1, by });
const grant = (it: Story, by = 'zhao'): Story => it.takes('grantForbearance', { forbearance: last(it, 'proposeForbearance') }, { ...P1, by });
const consent = (it: Story): Story => it.takes('consentToForbearance', { forbearance: last(it, 'proposeForbearance') }, P1);
const end = (it: Story): Story => it.takes('endForbearance', { forbearanceGrant: last(it, 'grantForbearance') }, { ...P1, by: 'wang' });
const granted = (story: Story, until: string): Story => grant(propose(until)(story));
const demand = (it: Story): unknown => it.takes('issueDemand', {}, P1);
/** The rungs of a clock, with the day of each. */
const rungs = (story: Story, clock: string, party = 'p1'): string[] => story.state.rungs.filter(({ clockId }) => clockId.includes(`.${clock}.`) && clockId.endsWith(`.${party}`)).map(({ rung, dueAt }) => `${rung} ${dueAt.slice(0, 10)}`);
const told = (story: Story, en: string): string[] => story.state.duties.filter(({ about }) => about.en === en).map(({ party }) => party ?? '');

scenario('while forbearance stands nothing is said to the party, and afterwards each rung goes on from where it stood, once', (law) => {
  const story = granted(served(law, withLadder(law)).at('2018-04-25'), '2018-05-31');
  same(rungs(story, 'overdueLadder'), ['reminder-1 2018-04-23'], 'reminded before');
  const [refusal] = story.at('2018-05-10').refusal('forborne', demand);
  same([refusal?.earliest, refusal?.message.zh.includes(DOCUMENT), refusal?.message.en.includes('until 2018-05-31')], ['2018-06-01', true, true], 'until when and by what');
  story.takes('issueDemand', {}, P2).at('2018-06-01');
  same(rungs(story, 'overdueLadder'), ['reminder-1 2018-04-23', 'task-15 2018-05-07', 'county-30 2018-05-22'], 'who is not the party is told');
  // 37 days were not counted: the warning of the 7th day comes on the 44th, the demand of the 45th on the 82nd.
  story.expectLapse('forbearance', '2018-05-31').at('2018-06-10');
  same(rungs(story, 'overdueLadder').at(-1), 'warning-7 2018-06-05', 'warned when it was over');
  same([rungs(story, 'overdueLadder', 'p2').length, told(story, 'forbearance is over: tell the party what is still overdue')], [4, ['p1']], 'p2 as ever');
  story.at('2018-07-20').expectLapse('overdueLadder', '2018-06-07', '2018-07-14').takes('issueDemand', {}, P1);
  same(rungs(story, 'overdueLadder').length, 4, 'each once');
});

scenario('the period to pay, the late fee and the window to the court run on', (law) => {
  const story = granted(served(law, withLadder(law)).at('2018-04-10'), '2018-10-15').at('2018-10-20');
  story.expectLapse('SMF-01', '2018-04-23', '2018-04-23');
  for (const clock of ['courtWindow', 'demandBy']) same(story.clock(clock, 'p1').dueOn, story.clock(clock, 'p2').dueOn, clock);
  same(story.owed('fee', 'p1')?.surcharge, story.owed('fee', 'p2')?.surcharge, 'late fee');
  same(rungs(story, 'overdueLadder'), ['task-15 2018-05-07', 'county-30 2018-05-22', 'reminder-1 2018-10-15'], 'nothing before the end was missed, and it is said when forbearance is over');
});

scenario('ended early, it is over on that day; granted anew, nothing is said twice', (law) => {
  const story = granted(served(law, withLadder(law)).at('2018-04-25'), '2018-07-31').at('2018-05-02');
  same(propose('2018-08-31')(story).refusal('forbearanceStands', grant)[0]?.earliest, '2018-08-01', 'when another can begin');
  const ended = end(story);
  // The days from 2018-04-25 to 2018-05-01 are not counted: seven of them, and the warning waits for the 14th.
  ended.refused('forbearanceNotStanding', end).expectClock('forbearance', { status: 'ended' }, 'p1').expectLapse('forbearance');
  same(told(ended, 'forbearance was ended: tell the party what is still overdue'), ['p1'], 'the office is told');
  ended.at('2018-05-08');
  same(rungs(ended, 'overdueLadder'), ['reminder-1 2018-04-23', 'warning-7 2018-05-06', 'task-15 2018-05-07'], 'seven days later');
  const again = granted(ended.at('2018-05-09'), '2018-06-08').at('2018-06-30');
  same(rungs(again, 'overdueLadder').filter((one) => one.startsWith('warning')).length, 1, 'warned once');
  again.expectLapse('forbearance', '2018-06-08');
  // Ended and granted on one day: the end is that of the first.
  const same_ = granted(end(granted(served(law).at('2018-04-25'), '2018-05-31').at('2018-05-02')), '2018-05-20');
  same_.expectClock('forbearance', { status: 'running', dueOn: '2018-05-20' }, 'p1').refused('forborne', demand).at('2018-05-21').expectLapse('forbearance', '2018-05-20').takes('issueDemand', {}, P1);
});

scenario('what was said on the morning of the grant is not said again', (law) => {
  const story = granted(served(law, withLadder(law)).at('2018-04-24', '15:00'), '2018-05-31').at('2018-06-30');
  same(rungs(story, 'overdueLadder').filter((one) => one.startsWith('reminder')), ['reminder-1 2018-04-23'], 'once');
});

scenario('paid in full, or quashed, it is over', (law) => {
  granted(served(law).at('2018-04-10'), '2018-07-31').at('2018-05-02').receives('fee', '32313.00', { on: '2018-04-23' }).expectClock('forbearance', { status: 'ended' }, 'p1').refused(['nothingToForbear'], propose('2018-08-01')).at('2018-08-02').expectLapse('forbearance');
  const story = granted(served(law).at('2018-04-10'), '2018-07-31').takes('recordReconsideration', { remedyAppliedOn: '2018-04-09', remedyAcceptedOn: '2018-04-10', copyReceivedOn: '2018-04-10' }, P1).at('2018-05-02');
  story.takes('remedyQuashed', { remedy: story.seqOf('recordReconsideration'), decisionServedOn: '2018-05-02' }, P1).expectClock('forbearance', { status: 'ended' }, 'p1').at('2018-08-02').expectLapse('forbearance');
});

scenario('proposed by one, granted by another, with a last day to come and nothing on its way', (law) => {
  const story = served(law).at('2018-05-02').refused('forbearanceWithoutDays', propose('2018-05-02')).refused('factMissing', (it) => it.takes('proposeForbearance', { forbearanceUntil: '2018-06-30' }, P1));
  propose('2018-06-30', 'zhao')(story).refused('forbearanceOwnProposal', (it) => grant(it, 'zhao')).refused('forbearanceDecided', (it) => it.takes('grantForbearance', { forbearance: last(it, 'proposeForbearance') }, { ...P2, by: 'ma' }));
  grant(story, 'ma').refused(['forbearanceDecided', 'forbearanceStands'], (it) => grant(it, 'ma')).refused('forbearanceDecided', consent);
  same(story.state.steps.findLast(({ step }) => step === 'grantForbearance')?.party, 'p1', 'for one party');
  story.refused('forbearanceNotStanding', (it) => it.takes('endForbearance', { forbearanceGrant: last(it, 'grantForbearance') }, { ...P2, by: 'wang' }));
  propose('2018-05-20')(served(law).at('2018-05-02')).at('2018-05-21').refused('forbearanceOver', grant);
  const issued = propose('2018-06-30')(served(law).at('2018-05-02').takes('issueDemand', {}, P1)).refused('demandUnserved', grant);
  grant(issued.serves('demand-letter', {}, P1)).expectClock('COM-01', { status: 'running' }, 'p1');
});

scenario('over the last safe day of a demand only with the consent of the county legal office, which is alarmed all the same', (law) => {
  const story = served(law, withLadder(law)).at('2018-06-20');
  const safe = story.clock('demandBy', 'p1').dueOn ?? '';
  same(safe, '2018-12-03', 'ten working days and five before the end of the window');
  propose(safe)(story).refused('forbearanceOutlastsDemand', grant);
  // One day less needs nobody; an earlier consent is to what was proposed then.
  consent(story);
  propose('2018-12-04')(story).refused('forbearanceOutlastsDemand', grant);
  grant(propose('2018-12-02')(served(law, withLadder(law)).at('2018-06-20')));
  grant(consent(story)).at('2018-12-06').expectLapse('demandBy', '2018-12-03', '2018-12-03').expectLapse('forbearance', '2018-12-04');
  same(rungs(story, 'demandBy'), rungs(story, 'demandBy', 'p2'), 'alarmed as ever');
  same(told(story, 'the last safe day has passed without a demand').sort(), ['p1', 'p2'], 'told as ever');
  // A demand that was served, or a day that has gone by: nothing more is given up.
  grant(propose('2018-12-20')(served(law).at('2018-11-05').takes('issueDemand', {}, P1).serves('demand-letter', {}, P1)));
  grant(propose('2018-12-31')(served(law, withLadder(law)).at('2018-12-04')));
});

scenario('instalments: no notice before the day and none of a default while it stands', (law) => {
  const planned = served(law, withLadder(law)).at('2018-04-10').takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, P1).at('2018-04-16');
  planned.takes('approveTerms', { termsApplication: planned.seqOf('applyForTerms'), planMethod: 'custom', planLines: '2018-05-31=10000.00;2018-06-30=10000.00;2018-08-31=12313.00' }, P1);
  const story = granted(planned.at('2018-05-02'), '2018-06-27').at('2018-06-27');
  story.expectLapse('instalment', '2018-05-31');
  same([rungs(story, 'instalment'), told(story, 'an instalment is in default: tell the party')], [[], []], 'nobody says so to the party');
  // The notice of the second, for 2018-06-23, comes on the first free day, which is before its day; that of the first is past.
  story.at('2018-07-02').expectLapse('instalment', '2018-05-31', '2018-06-30');
  same([rungs(story, 'instalment'), told(story, 'an instalment is in default: tell the party')], [['notice-7 2018-06-27'], ['p1']], 'after the end');
  same(rungs(story, 'overdueLadder').filter((one) => one.startsWith('reminder')), ['reminder-1 2018-06-27', 'reminder-1 2018-06-30'], 'one for each missed day');
});
