/** The periods of a remedy against a levy: what each outcome ends and begins, of that remedy and of no other, also beyond the end of the fee. */
import { settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { openClocks } from '#cases';
import { feeDecided, feeNoticed } from './beginnings.ts';

const PACK = 'social-maintenance-fee';
const p1 = { party: 'p1' };
const DAY = '2018-04-10';
/** A county that watches its answers, so that the watch runs. */
const watched = (law: ScenarioLaw) => law.book({ parameters: settingsWith(PACK, { remedyAnswerRungs: [4] }) });
const served = (law: ScenarioLaw): Story => feeDecided(law, { book: watched(law) }).at('2018-03-22').serves('levy-decision', {}, p1).serves('levy-decision', {}, { party: 'p2' });
const days = (day: string): PlainFacts => ({ remedyAppliedOn: day, remedyAcceptedOn: day, copyReceivedOn: day });
const lastRemedy = (story: Story): number => story.state.steps.findLast(({ step }) => step === 'recordReconsideration' || step === 'recordSuit')?.seq ?? 0;
const brought = (story: Story, step: 'recordReconsideration' | 'recordSuit', day = DAY, facts: PlainFacts = {}): number => lastRemedy(story.at(day).takes(step, { ...days(day), ...facts }, p1));
const running = (story: Story, code: string): number => openClocks(story.state, story.now, story.book).filter((one) => one.clock === code && one.party === 'p1' && one.status === 'running').length;

/** Every outcome with what it has to say on a day, in reconsideration and before the court. */
const OUTCOMES: readonly (readonly [string, (day: string) => PlainFacts, (day: string) => PlainFacts])[] = [
  ...(['remedyUpheld', 'remedyVaried', 'remedyQuashed', 'remedyUnlawful'] as const).map((step) => [step, (day: string) => ({ decisionServedOn: day, ...(step === 'remedyVaried' ? { variedAmount: '10.00' } : {}) }), (day: string) => ({ judgmentEffectiveOn: day, ...(step === 'remedyVaried' ? { variedAmount: '10.00' } : {}) })] as const),
  ...(['remedyConciliated', 'remedyWithdrawn'] as const).map((step) => [step, (day: string) => ({ remedyEndedOn: day }), (day: string) => ({ remedyEndedOn: day })] as const),
];

for (const [step, inReconsideration, beforeCourt] of OUTCOMES) {
  scenario(`a levy, ${step}: what runs of that remedy ends, what runs of another goes on`, (law) => {
    // Asked in April, the copy comes in June: the sixty days are over, the court is asked as well, and both are to be answered.
    const both = (): { story: Story; first: number; second: number } => {
      const story = served(law);
      const first = lastRemedy(story.at('2018-06-12').takes('recordReconsideration', { ...days(DAY), copyReceivedOn: '2018-06-12' }, p1));
      const second = brought(story, 'recordSuit', '2018-06-12');
      same([running(story, 'REC-06'), running(story, 'LIT-06'), running(story, 'answerWatch')], [1, 1, 2], 'what runs before');
      return { story, first, second };
    };
    const one = both();
    one.story.takes(step, { remedy: one.first, ...inReconsideration('2018-06-12') }, p1);
    same([running(one.story, 'REC-06'), running(one.story, 'LIT-06'), running(one.story, 'answerWatch')], [0, 1, 1], 'what runs after the reconsideration');
    const other = both();
    other.story.takes(step, { remedy: other.second, ...beforeCourt('2018-06-12') }, p1);
    same([running(other.story, 'REC-06'), running(other.story, 'LIT-06'), running(other.story, 'answerWatch')], [1, 0, 1], 'what runs after the suit');
    // A second reconsideration beside the first, whose days are over: its sixty days are its own.
    const again = served(law);
    const first = lastRemedy(again.at('2018-06-12').takes('recordReconsideration', days(DAY), p1));
    brought(again, 'recordReconsideration', '2018-06-12');
    again.takes(step, { remedy: first, ...inReconsideration('2018-06-12') }, p1);
    same(running(again, 'REC-08'), 1, 'the sixty days of the second');
    // Ended within its days, extended or not, it lapses no more.
    const ended = served(law);
    ended.takes(step, { remedy: brought(ended, 'recordReconsideration'), ...inReconsideration(DAY) }, p1).at('2018-07-01').expectLapse('REC-08');
    const extended = served(law);
    const remedy = brought(extended, 'recordReconsideration');
    extended.at('2018-06-01').takes('extendReconsideration', { remedy, extendedUntil: '2018-07-02' }, p1).at('2018-06-20').expectLapse('REC-08').takes(step, { remedy, ...inReconsideration('2018-06-20') }, p1).at('2018-07-10').expectLapse('reconsiderationExtended');
  });
}

scenario('answers and extensions are of one remedy; each period that runs out is told to the county', (law) => {
  const story = served(law);
  const first = lastRemedy(story.at('2018-06-12').takes('recordReconsideration', { ...days(DAY), copyReceivedOn: '2018-06-12' }, p1));
  const second = brought(story, 'recordReconsideration', '2018-06-12');
  story.takes('answerReconsideration', { remedy: first }, p1);
  same([running(story, 'REC-06'), running(story, 'answerWatch')], [1, 1], 'what runs after one answer');
  story.refused(['stepReferredToUnknown', 'notInReconsideration', 'extensionNotAhead'], (it) => it.takes('extendReconsideration', { remedy: 1, extendedUntil: '2018-09-03' }, p1)).refused('extensionNotAhead', (it) => it.takes('extendReconsideration', { remedy: second, extendedUntil: '2018-06-11' }, p1));
  story.takes('extendReconsideration', { remedy: first, extendedUntil: '2018-07-12' }, p1);
  same(running(story, 'REC-08'), 1, 'the sixty days of the second');
  story.at('2018-06-23').expectLapse('REC-06', '2018-06-22').expectDuties('escalate', 2);

  const sued = served(law);
  const suit = brought(sued, 'recordSuit');
  sued.refused(['stepReferredToUnknown', 'noSuitToAnswer'], (it) => it.takes('answerSuit', { remedy: 1 }, p1)).at('2018-04-26').expectLapse('LIT-06', '2018-04-25').expectDuties('escalate', 3);
  sued.takes('answerSuit', { remedy: suit }, p1).expectDuties('escalate', 1).refused('noSuitToAnswer', (it) => it.takes('answerSuit', { remedy: suit }, p1));
  const twice = served(law);
  const earlier = brought(twice, 'recordSuit');
  brought(twice, 'recordSuit', '2018-04-11');
  twice.takes('answerSuit', { remedy: earlier }, p1);
  same([running(twice, 'LIT-06'), running(twice, 'answerWatch')], [1, 1], 'the suit that is not answered');
});

scenario('after a reconsideration the fifteen days to sue run, however it came to its end; the first period does not run beside them', (law) => {
  for (const step of ['remedyUpheld', 'remedyQuashed', 'remedyUnlawful'] as const) {
    const story = served(law);
    story.takes(step, { remedy: brought(story, 'recordReconsideration'), decisionServedOn: DAY }, p1).expectClock('LIT-02', { anchorOn: DAY, dueOn: '2018-04-25', status: 'running' }, 'p1').expectClock('LIT-01', { status: step === 'remedyQuashed' ? 'running' : 'ended' }, 'p1');
    brought(story, 'recordSuit', '2018-04-20');
    story.expectClock('LIT-02', { status: 'ended' }, 'p1');
  }
  const silent = served(law);
  brought(silent, 'recordReconsideration');
  silent.at('2018-06-12').expectClock('LIT-02', { anchorOn: '2018-06-11', status: 'running' }, 'p1');
  const extended = served(law);
  const remedy = brought(extended, 'recordReconsideration');
  extended.at('2018-06-01').takes('extendReconsideration', { remedy, extendedUntil: '2018-07-02' }, p1).at('2018-07-03').expectClock('LIT-02', { anchorOn: '2018-07-02', status: 'running' }, 'p1');
  const sued = served(law);
  brought(sued, 'recordSuit');
  sued.expectClock('LIT-01', { status: 'ended' }, 'p1');
});

scenario('a levy whose remedies were not told: a year, until they are told; what is said anew is said alone', (law) => {
  const story = served(law).at('2024-01-10').takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2024-01-02', suitUntoldSince: '2024-01-02' }, p1);
  story.expectClock('REC-01a', { dueOn: '2025-01-02', status: 'running' }, 'p1').expectClock('LIT-01b', { dueOn: '2025-01-02', status: 'running' }, 'p1');
  story.refused('remediesWereTold', (it) => it.takes('tellRemedies', { remediesToldOn: '2024-01-10' }, { party: 'p2' }));
  story.takes('tellRemedies', { remediesToldOn: '2024-01-10' }, p1).expectClock('REC-01', { anchorOn: '2024-01-10', status: 'running' }, 'p1').expectClock('LIT-01', { anchorOn: '2024-01-10', status: 'running' }, 'p1');
  // Found again not to have been told rightly: the ordinary periods end with that.
  story.at('2024-01-12').takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2024-01-11' }, p1).expectClock('REC-01', { status: 'ended' }, 'p1').takes('recordRemedyNotTold', { suitUntoldSince: '2024-01-11' }, p1).expectClock('LIT-01', { status: 'ended' }, 'p1');
  const asked = served(law).at('2024-01-10').takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2024-01-02' }, p1).takes('recordRemedyNotTold', { suitUntoldSince: '2024-01-02' }, p1);
  asked.refused('nothingUntold', (it) => it.takes('recordRemedyNotTold', {}, p1));
  brought(asked, 'recordReconsideration', '2024-01-10');
  asked.expectClock('REC-01a', { status: 'ended' }, 'p1');
  asked.takes('remedyWithdrawn', { remedy: lastRemedy(asked), remedyEndedOn: '2024-01-10' }, p1);
  brought(asked, 'recordSuit', '2024-01-10');
  asked.expectClock('LIT-01b', { status: 'ended' }, 'p1');
});

scenario('the simple procedure of 2024 leaves five working days to answer and thirty to decide, of a levy too; the next reconsideration says its own', (law) => {
  const story = served(law);
  const remedy = brought(story, 'recordReconsideration', '2024-01-10', { simpleProcedure: true });
  story.expectClock('REC-06', { dueOn: '2024-01-17' }, 'p1').expectClock('REC-08', { dueOn: '2024-02-09' }, 'p1').takes('remedyWithdrawn', { remedy, remedyEndedOn: '2024-01-10' }, p1);
  brought(story, 'recordReconsideration', '2024-01-11');
  story.expectClock('REC-06', { dueOn: '2024-01-25' }, 'p1');
});

scenario('execution of a levy is suspended while a remedy pends, once, and goes on', (law) => {
  const story = served(law);
  const remedy = brought(story, 'recordReconsideration');
  story.refused(['stepReferredToUnknown', 'remedyNotPending'], (it) => it.takes('suspendExecution', { remedy: 1 }, p1)).takes('suspendExecution', { remedy }, p1).expectClock('SMF-01', { status: 'suspended' }, 'p1').refused('executionSuspended', (it) => it.takes('suspendExecution', { remedy }, p1));
  story.takes('resumeExecution', { remedy }, p1).expectClock('SMF-01', { status: 'running' }, 'p1');
});

scenario('the end of the fee ends no period of a remedy, and a closed case takes in what comes of it', (law) => {
  const late = (): Story => {
    const story = feeNoticed(law, { book: watched(law), on: '2021-06-01', facts: { childBornOn: '2020-11-02' } }, '2021-06-10', { baseYear: 2020 });
    for (const party of ['p1', 'p2']) story.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party }).serves('levy-decision', {}, { party });
    return story;
  };
  const sued = late();
  brought(sued, 'recordSuit', '2021-08-16');
  sued.at('2021-08-21');
  same([running(sued, 'LIT-06'), running(sued, 'answerWatch')], [1, 1], 'what runs of the suit');
  sued.at('2021-09-01').expectLapse('LIT-06', '2021-08-31');
  const asked = late();
  brought(asked, 'recordReconsideration', '2021-08-16');
  asked.at('2021-08-21');
  same(running(asked, 'REC-08'), 1, 'the sixty days');
  const extended = late();
  extended.takes('extendReconsideration', { remedy: brought(extended, 'recordReconsideration', '2021-08-16'), extendedUntil: '2021-11-15' }, p1).at('2021-08-21');
  same(running(extended, 'reconsiderationExtended'), 1, 'the days of the extension');
  const upheld = late();
  upheld.takes('remedyUpheld', { remedy: brought(upheld, 'recordReconsideration', '2021-08-16'), decisionServedOn: '2021-08-16' }, p1).at('2021-08-21').expectClock('LIT-02', { status: 'running' }, 'p1');
  const untold = late().at('2021-08-16').takes('recordRemedyNotTold', { suitUntoldSince: '2021-08-16' }, p1).at('2021-08-21');
  same(running(untold, 'LIT-01b'), 1, 'the year to sue');

  const closed = late().at('2021-08-25').closes('decided_unexecuted_closed').at('2021-08-26');
  closed.takes('recordNotAdmitted', { remedyAppliedOn: '2021-08-25', remedyRefusedOn: '2021-08-26' }, p1);
  closed.takes('recordRemedyNotTold', { suitUntoldSince: '2021-08-16' }, p1).takes('tellRemedies', { remediesToldOn: '2021-08-26' }, p1);
  const remedy = brought(closed, 'recordReconsideration', '2021-08-26');
  closed.takes('suspendExecution', { remedy }, p1).takes('resumeExecution', { remedy }, p1).takes('extendReconsideration', { remedy, extendedUntil: '2021-11-24' }, p1).takes('answerReconsideration', { remedy }, p1);
});
