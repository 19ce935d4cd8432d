/**
 * Larger fines give a right to a hearing (Penalty Law art. 63); how large, provinces and ministries say. Until a
 * threshold is set everybody is told of the right; below one that is set, the notice says why there is none.
 */
import { fieldsOf, scopeOf } from '#cases';
import { organisation, settingsWith } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { penaltyNoticed } from './beginnings.ts';

const set = (law: ScenarioLaw, thresholds: Record<string, string>) => law.book({ parameters: settingsWith('administrative-penalty', thresholds) });
const printed = (story: Story): [boolean, boolean] => {
  const notice = story.pack.papers.find((one) => one.code === 'penalty-notice');
  const fields = notice ? fieldsOf(notice, scopeOf(story.state, story.paper('penalty-notice').issuedOn, story.now, story.book, { party: null })) : {};
  return ['hearingPeriod' in fields, 'noHearingReason' in fields].map(Boolean) as [boolean, boolean];
};

scenario('no threshold set: the right is told and its period runs', (law) => {
  same([printed(penaltyNoticed(law)), penaltyNoticed(law).hasClock('PEN-05')], [[true, false], true], 'told');
});

scenario('below the threshold for citizens: no period runs, the notice says why, the decision waits for the statement only', (law) => {
  const story = penaltyNoticed(law, { book: set(law, { hearingThresholdCitizen: '3000.01' }) });
  same([printed(story), story.hasClock('PEN-05')], [[false, true], false], 'told');
  story.refused('belowHearingThreshold', (it) => it.takes('requestHearing')).refused('partyNotHeard', (it) => it.takes('decidePenalty'));
  // Served on Tuesday 2025-07-22: three working days for the statement end on the 25th; five for a hearing would end on the 29th.
  story.at('2025-07-26').takes('decidePenalty');
});

scenario('at the threshold the right stands', (law) => {
  const story = penaltyNoticed(law, { book: set(law, { hearingThresholdCitizen: '3000.00' }) });
  same([printed(story), story.hasClock('PEN-05')], [[true, false], true], 'told');
  story.at('2025-07-26').refused('hearingOpen', (it) => it.takes('decidePenalty')).takes('requestHearing');
});

scenario('each kind of party has its own threshold', (law) => {
  const company = { parties: [organisation('p1')] };
  const low = penaltyNoticed(law, { ...company, book: set(law, { hearingThresholdCitizen: '1000.00', hearingThresholdOrganisation: '10000.00' }) });
  same([printed(low), low.hasClock('PEN-05')], [[false, true], false], 'an organisation below its own');
  low.refused('belowHearingThreshold', (it) => it.takes('requestHearing')).at('2025-07-26').takes('decidePenalty');
  const open = penaltyNoticed(law, { ...company, book: set(law, { hearingThresholdCitizen: '9000.00' }) });
  same([printed(open), open.hasClock('PEN-05')], [[true, false], true], 'an organisation without a threshold of its own');
});

scenario('a confiscation beside the fine gives the right, however small the fine', (law) => {
  const story = penaltyNoticed(law, { book: set(law, { hearingThresholdCitizen: '10000.00' }) }, { intendedConfiscation: '200.00', illegalIncome: '200.00', refundToVictims: '0.00' });
  same([printed(story), story.hasClock('PEN-05')], [[true, false], true], 'told');
  story.takes('requestHearing');
});
