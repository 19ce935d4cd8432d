/** A party has two remedies before the same body at a time: what is done in one ends nothing of the other. */
import { openClocks } from '#cases';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { settingsWith } from '#cases/testing/county';
import { penaltyReported } from './beginnings.ts';
import { finedAndServed, lastRemedy } from './remedies.ts';

const DAY = '2025-08-20';
const brought = (story: Story, step: string): number => { story.takes(step, { remedyAppliedOn: '2025-08-11', remedyAcceptedOn: '2025-08-15', copyReceivedOn: DAY }); return lastRemedy(story); };
const running = (story: Story, code: string): number => openClocks(story.state, story.now, story.book).filter((one) => one.clock === code && one.status === 'running').length;
const ENDS: readonly (readonly [string, PlainFacts])[] = [
  ['remedyUpheld', { decisionServedOn: DAY }], ['remedyVaried', { decisionServedOn: DAY, variedAmount: '2000.00' }], ['remedyQuashed', { decisionServedOn: DAY }],
  ['remedyUnlawful', { decisionServedOn: DAY }], ['remedyConciliated', { remedyEndedOn: DAY }], ['remedyWithdrawn', { remedyEndedOn: DAY }],
];
const two = (law: ScenarioLaw, step: string): { story: Story; remedy: number } => {
  const story = finedAndServed(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { remedyAnswerRungs: [4] }) }) }).at(DAY);
  const remedy = brought(story, step);
  brought(story, step);
  return { story, remedy };
};

scenario('the end of one reconsideration, its answer and its extension, end no period of another', (law) => {
  for (const [step, facts] of ENDS) {
    const { story, remedy } = two(law, 'recordReconsideration');
    story.takes(step, { remedy, ...facts });
    same(['REC-06', 'REC-08', 'answerWatch'].map((clock) => running(story, clock)), [1, 1, 1], step);
  }
  const { story: answered, remedy: first } = two(law, 'recordReconsideration');
  answered.takes('answerReconsideration', { remedy: first });
  same(['REC-06', 'answerWatch'].map((clock) => running(answered, clock)), [1, 1], 'answered');
  const { story: extended, remedy } = two(law, 'recordReconsideration');
  extended.takes('extendReconsideration', { remedy, extendedUntil: '2025-11-13' });
  same(running(extended, 'REC-08'), 1, 'extended');
});

scenario('the end of one suit and the answer to it end no period of another', (law) => {
  for (const [step, facts] of ENDS) {
    const { story, remedy } = two(law, 'recordSuit');
    // A court says when its judgment became final, not when its decision was served.
    const { decisionServedOn, ...said } = facts;
    story.takes(step, { remedy, ...said, ...(decisionServedOn === undefined ? {} : { judgmentEffectiveOn: decisionServedOn }) });
    same(['LIT-06', 'answerWatch'].map((clock) => running(story, clock)), [1, 1], step);
  }
  const { story, remedy } = two(law, 'recordSuit');
  story.takes('answerSuit', { remedy });
  same(['LIT-06', 'answerWatch'].map((clock) => running(story, clock)), [1, 1], 'answered');
});

scenario('of the simple procedure the next reconsideration of a fine says its own; nothing untold is recorded before a decision', (law) => {
  const story = finedAndServed(law).at(DAY).takes('recordReconsideration', { remedyAppliedOn: '2025-08-11', remedyAcceptedOn: '2025-08-15', copyReceivedOn: DAY, simpleProcedure: true });
  const short = story.clock('REC-06').dueOn;
  story.takes('remedyWithdrawn', { remedy: lastRemedy(story), remedyEndedOn: DAY });
  brought(story, 'recordReconsideration');
  same([short, openClocks(story.state, story.now, story.book).findLast(({ clock, status }) => clock === 'REC-06' && status === 'running')?.dueOn], ['2025-08-27', '2025-09-03'], 'five working days, then ten');
  penaltyReported(law).refused('nothingDecided', (it) => it.takes('recordRemedyNotTold', { suitUntoldSince: '2025-07-18' }));
});
