/**
 * The calendar of the demo, tried on the engine alone: a levy in instalments over three years, a default that is cured, one
 * that goes to the court inside its window, the other parent's that comes too late, and the end of the fee; and a fine
 * that is deferred, not paid, doubled and taken to the court. p1 is served on 2018-03-28: six months to sue to 2018-09-28,
 * the court can be asked to 2018-12-28; p2 on 2018-04-04: to 2018-10-08 and 2019-01-08. Each owes 32,313.00.
 */
import { balanceOf, caseMoney } from '#cases';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { onTheWayToCourt, settings } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { feeDecided } from './beginnings.ts';
import { finedAndServed } from './remedies.ts';

const WRITTEN: PlainFacts = { termsInWriting: true, hardshipProof: true };
/** Three quarters of 3,000.00, then two larger sums; the last one lies within the 36 months that the county allows. */
const THREE_YEARS: PlainFacts = { planMethod: 'custom', planLines: '2018-05-31=3000.00;2018-08-31=3000.00;2018-11-30=3000.00;2019-11-29=11000.00;2021-02-26=12313.00' };
const HALVES: PlainFacts = { planMethod: 'custom', planLines: '2018-09-28=16156.50;2019-06-28=16156.50' };
const withMargin = (law: ScenarioLaw, pack: string) => law.book({ parameters: [...settings, ...onTheWayToCourt(pack, '演示〔2018〕15号')] });
const answering = (story: Story, party: string): PlainFacts => ({ termsApplication: story.state.steps.findLast((one) => one.step === 'applyForTerms' && one.party === party)?.seq ?? 0 });
const atCourt = (story: Story): PlainFacts => ({ courtApplication: story.seqOf('applyToCourt') });
const court = (story: Story, step: string, on: string): Story => story.at(on).takes(step, { ...atCourt(story), courtActOn: on }, { party: 'p1' });
const inDefault = (story: Story, party = 'p1'): unknown[] => balanceOf(caseMoney(story.state, story.now, story.book), 'fee', party, story.today)?.instalments.filter(({ state }) => state === 'inDefault').map(({ due }) => due) ?? [];

/** Both parents asked in time, the county legal office consented, both plans stand. */
function agreed(law: ScenarioLaw): Story {
  const story = feeDecided(law, { book: withMargin(law, 'social-maintenance-fee') }).at('2018-03-28').serves('levy-decision', {}, { party: 'p1' }).at('2018-04-04').serves('levy-decision', {}, { party: 'p2' }).at('2018-04-18');
  for (const party of ['p1', 'p2']) story.takes('applyForTerms', WRITTEN, { party });
  story.at('2018-04-24');
  for (const [party, plan] of [['p1', THREE_YEARS], ['p2', HALVES]] as const) {
    story.refused('termsOutlastWindow', (it) => it.takes('approveTerms', { ...answering(it, party), ...plan }, { party }));
    story.takes('consentToTerms', answering(story, party), { party }).takes('approveTerms', { ...answering(story, party), ...plan }, { party });
  }
  return story;
}

/** May is paid, August in default and cured, November in default and demanded on 2018-12-03. */
function demanded(law: ScenarioLaw): Story {
  const story = agreed(law).at('2018-05-31').receives('fee', '3000.00', { on: '2018-05-30', receiptId: 'A' }).at('2018-09-03').expectLapse('instalment', '2018-08-31');
  same(inDefault(story), ['2018-08-31'], 'the first default');
  story.at('2018-09-12').receives('fee', '3000.00', { receiptId: 'B' });
  same(inDefault(story), [], 'cured');
  story.at('2018-09-28').receives('fee', '16156.50', { party: 'p2', receiptId: 'C' }).at('2018-12-03').expectClock('courtWindow', { dueOn: '2018-12-28' }, 'p1').expectClock('demandBy', { dueOn: '2018-12-06' }, 'p1');
  same(inDefault(story), ['2018-11-30'], 'the second default');
  return story.takes('issueDemand', {}, { party: 'p1' }).serves('demand-letter');
}

scenario('a second default in the plan goes to the court inside its window; the third one of the other parent is too late; the end of the fee takes the application back', (law) => {
  const story = demanded(law).expectClock('COM-01', { dueOn: '2018-12-17' }).at('2018-12-17').refused('demandPeriodRunning', (it) => it.takes('applyToCourt', {}, { party: 'p1' }));
  story.at('2018-12-18').takes('applyToCourt', {}, { party: 'p1' });
  court(story, 'recordCourtAcceptance', '2018-12-20');
  court(story, 'recordEnforcementOrder', '2018-12-26').at('2019-01-15').receives('fee', '1500.00', { receiptId: 'D' });
  same(story.owed('fee')?.balance, '24819.00', 'recovered in part: 6.00 of late fee stand for the month to 2018-12-30');
  story.at('2019-07-01').expectLapse('instalment', '2018-08-31', '2018-11-30', '2019-06-28');
  same(inDefault(story, 'p2'), ['2019-06-28'], 'the third default');
  story.at('2019-08-28').refused('courtWindowClosed', (it) => it.takes('issueDemand', {}, { party: 'p2' })).refused(['courtWindowClosed', 'demandNotServed'], (it) => it.takes('applyToCourt', {}, { party: 'p2' }));
  story.at('2021-08-20').refused('packNoLongerInForce', (it) => it.takes('issueDemand', {}, { party: 'p1' })).refused(['notBeforeCourt', 'atCourt'], (it) => it.closes('in_court_withdraw'));
  story.takes('withdrawFromCourt', atCourt(story), { party: 'p1' }).closes('in_court_withdraw');
});

scenario('a deferred fine doubles in 34 days and goes to the court in the window that runs from the end of the deferral', (law) => {
  const story = finedAndServed(law, { book: withMargin(law, 'administrative-penalty') }).at('2025-08-04').takes('applyForTerms', WRITTEN);
  story.takes('approveTerms', { ...answering(story, 'p1'), planMethod: 'deferral', planFirst: '2026-05-29' });
  const surcharge = ['2026-05-29', '2026-05-30', '2026-07-01', '2026-07-02', '2026-07-03'].map((day) => story.at(day).owed('fine')?.surcharge);
  same(surcharge, ['0.00', '90.00', '2970.00', '3000.00', '3000.00'], 'three per cent a day, the 34th brings it to the fine itself and no further');
  // Three months from the end of the deferral end on a Saturday.
  story.expectClock('courtWindow', { dueOn: '2026-08-31' }).takes('issueDemand').serves('demand-letter').expectClock('COM-01', { dueOn: '2026-07-17' }).at('2026-07-20').takes('applyToCourt');
  for (const [step, on] of [['recordCourtAcceptance', '2026-07-22'], ['recordEnforcementOrder', '2026-07-27']] as const) court(story, step, on);
});
