/** The right, the body or the period was not told: a year at most from knowing the decision, and the ordinary period once it is told (Reconsideration Law art. 20(3), Interpretation art. 64). */
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { finedAndServed, reconsidered, sued } from './remedies.ts';

scenario('neither remedy was told: one year from the service of 2025-08-01', (law) => {
  const story = finedAndServed(law).at('2025-10-15').expectLapse('REC-01', '2025-09-30').takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2025-08-01', suitUntoldSince: '2025-08-01' });
  story.expectLapse('REC-01').expectClock('REC-01', { status: 'ended' }).expectClock('LIT-01', { status: 'ended' }).expectClock('REC-01a', { dueOn: '2026-08-01', status: 'running' }).expectClock('LIT-01b', { dueOn: '2026-08-01', status: 'running' });
  story.at('2026-03-02').takes('tellRemedies', { remediesToldOn: '2026-03-02' }).expectClock('REC-01', { anchorOn: '2026-03-02', dueOn: '2026-05-06', status: 'running' }).expectClock('LIT-01', { anchorOn: '2026-03-02', dueOn: '2026-09-02' });
  story.at('2026-08-03').expectLapse('REC-01', '2026-05-06').expectLapse('REC-01a', '2026-08-01').expectLapse('LIT-01b', '2026-08-01');
});

scenario('only the reconsideration was not told: the suit keeps its six months; who asks within the year ends the year', (law) => {
  const untold = () => finedAndServed(law).at('2025-08-10').takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2025-08-01' });
  same([untold().hasClock('LIT-01b'), untold().clock('LIT-01').status], [false, 'running'], 'the suit');
  reconsidered(untold()).expectClock('REC-01a', { status: 'ended' });
  sued(finedAndServed(law).at('2025-08-10').takes('recordRemedyNotTold', { suitUntoldSince: '2025-08-01' })).expectClock('LIT-01b', { status: 'ended' }).expectClock('REC-01', { status: 'running' });
});

scenario('what was not told is named, after the law knows it, and not told after all before', (law) => {
  const story = finedAndServed(law).at('2025-08-10').refused('nothingUntold', (it) => it.takes('recordRemedyNotTold')).refused('remediesWereTold', (it) => it.takes('tellRemedies', { remediesToldOn: '2025-08-10' }));
  story.refused('stretchNotInForce', (it) => it.takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2023-12-31' })).refused('suitStretchNotInForce', (it) => it.takes('recordRemedyNotTold', { suitUntoldSince: '2018-02-07' }));
  for (const fact of ['reconsiderationUntoldSince', 'suitUntoldSince']) story.refused('remedyDatesOutOfOrder', (it) => it.takes('recordRemedyNotTold', { [fact]: '2025-08-11' }));
  story.takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2025-08-01' }).refused('remedyDatesOutOfOrder', (it) => it.takes('tellRemedies', { remediesToldOn: '2025-08-11' }));
  // What is said anew is said alone.
  story.takes('recordRemedyNotTold', { suitUntoldSince: '2025-08-01' }).refused('nothingUntold', (it) => it.takes('recordRemedyNotTold'));
});
