/** The second officer's own confirmation of an attempt at service, of a fee and on the spot, where the county has introduced it. */
import { actor, certified, citizen, expired, settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, Story } from '#cases/testing/story';
import type { Confirmation } from '#cases/people/types';
import type { OfficerOnDay } from '#cases/model';
import { feeFiled, feeNoticed, penaltyDecided, penaltyReady } from './beginnings.ts';

const introduced = (law: ScenarioLaw, pack: string, confirmationPeriod: number | null = 5): ReturnType<ScenarioLaw['book']> => law.book({ parameters: settingsWith(pack, { confirmationRequired: 'yes', confirmationPeriod }) });
/** Handed over in person; with the PINs that were given. */
const serve = (story: Story, paper: string, officers: OfficerOnDay[] = certified('zhang', 'li'), confirming: string[] = [], way: 'direct' | 'post' = 'direct'): Story => {
  const confirmations: Confirmation[] = confirming.map((personId) => ({ personId, confirmedAt: story.now }));
  const attempt = way === 'direct' ? { way, on: story.today, outcome: 'received' as const } : { way, on: story.today, outcome: 'sent' as const, itemNumber: 'EMS123456789' };
  story.command({ type: 'recordService', paperId: story.paper(paper).paperId, party: 'p1', attempt, officers, ...(confirming.length > 0 ? { confirmations } : {}) }, actor('zhang'));
  return story;
};
const confirm = (story: Story, stepSeq: number): Story => { story.command({ type: 'confirmStep', stepSeq, personId: 'li', confirmedAt: story.now, reason: null }, actor('zhang')); return story; };
const confirmAll = (story: Story): Story => { for (const { seq } of story.state.steps.filter((one) => one.awaits?.includes('li'))) confirm(story, seq); return story; };
const PENALTY = 'administrative-penalty';

scenario('service in person needs two certified officers and the confirmation of the second, where the county has introduced it', (law) => {
  const story = penaltyDecided(law).law(introduced(law, PENALTY));
  story.refused('serversTooFew', (it) => serve(it, 'penalty-decision', certified('zhang'))).refused('serversTooFew', (it) => serve(it, 'penalty-decision', [...certified('zhang'), expired('li')]));
  story.refused('confirmationNotNamed', (it) => serve(it, 'penalty-decision', certified('zhang', 'li'), ['chen']));
  serve(story, 'penalty-decision').expectPhase('served');
  const attempt = story.paper('penalty-decision').attempts.at(-1);
  same(attempt?.awaits, ['li'], 'awaited');
  // The party's periods run from the service all the same; what the office does next waits.
  story.at('2025-10-01').refused(['decisionNotServed', 'penaltyStands', 'stepsUnconfirmed'], (it) => it.closes('closedWithoutPenalty')).refused('confirmationTooLate', (it) => confirm(it, attempt?.seq ?? 0));
  const inTime = serve(penaltyDecided(law).law(introduced(law, PENALTY)), 'penalty-decision');
  confirm(inTime, inTime.paper('penalty-decision').attempts.at(-1)?.seq ?? 0).refused('confirmationNotAwaited', (it) => confirm(it, it.paper('penalty-decision').attempts.at(-1)?.seq ?? 0));
  same(inTime.paper('penalty-decision').attempts.at(-1)?.awaits, [], 'confirmed');
});

const awaits = (story: Story): unknown => story.paper('penalty-decision').attempts.at(-1)?.awaits;

scenario('confirmed at once, by post, or where nothing was introduced, nothing is awaited', (law) => {
  same(awaits(serve(penaltyDecided(law).law(introduced(law, PENALTY)), 'penalty-decision', certified('zhang', 'li'), ['li'])), undefined, 'confirmed with the attempt');
  same(awaits(serve(penaltyDecided(law).law(introduced(law, PENALTY)), 'penalty-decision', certified('zhang'), [], 'post')), undefined, 'by post');
  same(awaits(serve(penaltyDecided(law), 'penalty-decision', certified('zhang'))), undefined, 'not introduced');
  penaltyDecided(law).law(introduced(law, PENALTY, null)).refused('parameterNotSet', (it) => serve(it, 'penalty-decision'));
});

scenario('the decision waits for the confirmation of the service of its notice', (law) => {
  const story = penaltyReady(law).law(introduced(law, PENALTY));
  story.takes('issueNotice');
  serve(story, 'penalty-notice').at('2025-08-15');
  same(story.refusal(['stepsUnconfirmed'], (it) => it.takes('decidePenalty'))[0]?.missing?.zh, `${story.paper('penalty-notice').attempts.at(-1)?.attempt.on ?? ''}“送达《行政处罚事先告知书》”`, 'what is missing');
});

scenario('a fee rests on acts that both officers stand behind', (law) => {
  const book = introduced(law, 'social-maintenance-fee');
  const story = feeFiled(law, { book });
  confirmAll(story.takes('takeEvidence').takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' }).takes('recordInquiry')).takes('takeEvidence').refused('stepsUnconfirmed', (it) => it.takes('reportInvestigation'));
  confirmAll(story).takes('reportInvestigation').refused(['baseYearWrong', 'factMissing', 'stepsUnconfirmed'], (it) => it.takes('issueNotice', {}, { party: 'p1' }));
  const noticed = feeNoticed(law).law(book);
  noticed.refused('serversTooFew', (it) => serve(it, 'levy-notice', certified('zhang')));
  serve(noticed, 'levy-notice').at('2018-03-28').refused('stepsUnconfirmed', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
});

scenario('on the spot the second officer confirms before anything is decided', (law) => {
  const DAY = '2025-07-07';
  const book = introduced(law, 'administrative-penalty-summary');
  const story = Story.open({ book, pack: 'administrative-penalty-summary', on: DAY, parties: [citizen('p1', '1985-03-02', DAY)], facts: { actEndedOn: DAY, discoveredOn: DAY, cause: 'highway-stall-or-pile' } }).takes('takeEvidence').takes('hearParty', { intendedFine: '100.00' });
  story.refused('stepsUnconfirmed', (it) => it.takes('decideOnTheSpot', { fine: '100.00' }));
  confirmAll(story).takes('decideOnTheSpot', { fine: '100.00' }).refused('serversTooFew', (it) => serve(it, 'on-the-spot-decision', certified('zhang')));
  confirmAll(serve(story, 'on-the-spot-decision')).refused('stepsUnconfirmed', (it) => it.takes('reportToOffice'));
  confirm(story, story.paper('on-the-spot-decision').attempts.at(-1)?.seq ?? 0).takes('reportToOffice');
});
