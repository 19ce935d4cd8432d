/**
 * A decided case is reported to the county legal office for the record (备案审查) within the period of the county's own
 * document; the office notes it, or objects with reasons of that objection, which waits as a task for the head. Late: the office is told.
 */
import { settingsWith } from '#cases/testing/county';
import { same } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { feeDecided, penaltyDecided, penaltyReady, penaltyReported } from './beginnings.ts';

const within = (law: ScenarioLaw, pack: string, days: number | null = 10) => law.book({ parameters: settingsWith(pack, { recordFilingPeriod: days }) });

scenario('a fine is reported in time, examined and noted', (law) => {
  // Decided on Wednesday 2025-07-30: ten working days end on 2025-08-13.
  const story = penaltyDecided(law, { book: within(law, 'administrative-penalty') }).expectClock('recordFiling', { dueOn: '2025-08-13', status: 'running' });
  same(story.tasks().includes('reportForRecord'), true, 'task');
  story.refused('notReported', (it) => it.takes('noteRecord')).takes('reportForRecord').expectClock('recordFiling', { status: 'ended' });
  same([story.tasks().includes('reportForRecord'), story.tasks().includes('noteRecord')], [false, true], 'tasks');
  story.refused('roleMissing', (it) => it.takes('noteRecord', {}, { by: 'zhao' })).takes('noteRecord').refused('noObjection', (it) => it.takes('answerObjection'));
  same(story.tasks().filter((one) => ['reportForRecord', 'noteRecord', 'objectToRecord', 'answerObjection'].includes(one)), [], 'nothing more to do');
  story.at('2025-09-01').expectLapse('recordFiling');
});

scenario('an objection states its reasons and waits for the head', (law) => {
  const story = penaltyDecided(law, { book: within(law, 'administrative-penalty') }).takes('reportForRecord').refused('factMissing', (it) => it.takes('objectToRecord', { recordReasons: undefined }));
  story.takes('objectToRecord', { recordReasons: '裁量理由不足' });
  same(story.tasks().includes('answerObjection'), true, 'task of the head');
  story.refused('roleMissing', (it) => it.takes('answerObjection', {}, { by: 'zhang' })).takes('answerObjection');
  same(story.tasks().includes('answerObjection'), false, 'answered');
  // Reported anew and noted, nothing is left to answer; a later objection has reasons of its own.
  story.refused('notReported', () => penaltyDecided(law).takes('objectToRecord')).takes('reportForRecord').takes('noteRecord').refused('noObjection', (it) => it.takes('answerObjection')).refused('factMissing', (it) => it.takes('objectToRecord', { recordReasons: undefined }));
});

scenario('not reported in time: recorded, and the county legal office is told; it can still be reported', (law) => {
  const story = penaltyDecided(law, { book: within(law, 'administrative-penalty') });
  story.at('2025-08-14').expectLapse('recordFiling', '2025-08-13');
  same(story.duties('escalate').filter((one) => one.clockId?.includes('.recordFiling.')).length, 1, 'escalation');
  story.takes('reportForRecord').expectLapse('recordFiling', '2025-08-13');
});

scenario('also a decision not to punish; nothing is reported before a decision', (law) => {
  const book = within(law, 'administrative-penalty');
  penaltyReady(law, { book }).refused('wrongPhase', (it) => it.takes('reportForRecord'));
  penaltyReported(law, { book }, { reportedProposal: 'noPenalty' }).takes('decideNoPenalty').expectClock('recordFiling', { status: 'running' }).takes('reportForRecord');
  penaltyReported(law, { book }, { reportedProposal: 'transfer' }).takes('decideTransfer').refused('nothingToReport', (it) => it.takes('reportForRecord'));
});

scenario('each parent\'s levy has its own period; one report ends those of the decisions before it', (law) => {
  const story = feeDecided(law, { book: within(law, 'social-maintenance-fee') }).expectClock('recordFiling', { dueOn: '2018-04-03' }, 'p1').expectClock('recordFiling', { dueOn: '2018-04-03' }, 'p2');
  story.refused('notReported', (it) => it.takes('noteRecord')).refused('notReported', (it) => it.takes('objectToRecord')).takes('reportForRecord').expectClock('recordFiling', { status: 'ended' }, 'p1').expectClock('recordFiling', { status: 'ended' }, 'p2');
  story.refused('factMissing', (it) => it.takes('objectToRecord', { recordReasons: undefined })).takes('noteRecord').refused('noObjection', (it) => it.takes('answerObjection'));
  const late = feeDecided(law, { book: within(law, 'social-maintenance-fee') }).at('2018-04-04').expectLapse('recordFiling', '2018-04-03', '2018-04-03').expectDuties('escalate', 2);
  late.takes('reportForRecord').takes('objectToRecord', { recordReasons: '收入证据不足' }).takes('answerObjection');
});

scenario('while the county has set no period none runs, decisions are made, and the report names what is missing', (law) => {
  for (const story of [penaltyDecided(law), feeDecided(law)]) {
    same([story.hasClock('recordFiling'), story.tasks().includes('reportForRecord')], [false, false], 'clock and task');
    same(story.refusal('parameterNotSet', (it) => it.takes('reportForRecord'))[0]?.message.en.includes('recordFilingPeriod'), true, 'parameter');
  }
});
