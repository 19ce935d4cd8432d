/** Which body, which days, what is no remedy yet (Reconsideration Law arts. 24, 30; before 2024-01-01 two bodies to choose from). */
import { citizen, settings } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { penaltyDecided, penaltyNoticed } from './beginnings.ts';
import { finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';

scenario('since 2024 the government is asked; before, the higher department could be', (law) => {
  const story = finedAndServed(law);
  story.refused('wrongReconsiderationBody', (it) => reconsidered(it, { reconsiderationBodyKind: 'higherDepartment' })).refused('factMissing', (it) => reconsidered(it, { reconsiderationBodyKind: undefined }));
  story.refused('wrongReconsiderationBody', (it) => reconsidered(it, { reconsiderationBodyKind: 'higherDepartment', remedyAppliedOn: '2024-01-01' }));
  reconsidered(story, { reconsiderationBodyKind: 'higherDepartment', remedyAppliedOn: '2023-12-31' });
});

scenario('a fine of 2023: asked of the higher department in the old law, decided by it in the new year', (law) => {
  const story = penaltyDecided(law, { book: law.book({ parameters: settings }), on: '2025-07-07', parties: [citizen('p1', '1985-03-02', '2025-07-01')] }).at('2025-08-01').serves('penalty-decision');
  reconsidered(story, { reconsiderationBodyKind: 'higherDepartment', remedyAppliedOn: '2023-12-20', remedyAcceptedOn: '2023-12-22', copyReceivedOn: '2023-12-29' }).expectClock('REC-06', { dueOn: '2024-01-08' });
});

scenario('nothing is attacked before it is decided, and days stand in their order', (law) => {
  const early = penaltyNoticed(law).at('2025-08-20');
  for (const take of [reconsidered, sued] as const) early.refused('nothingDecided', (it) => take(it));
  early.refused('nothingDecided', (it) => it.takes('recordNotAdmitted', { remedyAppliedOn: '2025-08-11', remedyRefusedOn: '2025-08-12' }));
  for (const take of [reconsidered, sued] as const) {
    for (const wrong of [{ remedyAppliedOn: '2025-08-16' }, { remedyAcceptedOn: '2025-08-21' }, { copyReceivedOn: '2025-08-21' }]) finedAndServed(law).at('2025-08-20').refused('remedyDatesOutOfOrder', (it) => take(it, wrong));
  }
  finedAndServed(law).at('2025-08-20').refused('remedyDatesOutOfOrder', (it) => it.takes('recordNotAdmitted', { remedyAppliedOn: '2025-08-13', remedyRefusedOn: '2025-08-12' })).refused('remedyDatesOutOfOrder', (it) => it.takes('recordNotAdmitted', { remedyAppliedOn: '2025-08-13', remedyRefusedOn: '2025-08-21' }));
});

scenario('what was not admitted leaves every period as it is, and nothing to answer', (law) => {
  const story = finedAndServed(law).at('2025-08-20').takes('recordNotAdmitted', { remedyKind: 'litigation', remedyAppliedOn: '2025-08-11', remedyRefusedOn: '2025-08-18' });
  story.expectClock('REC-01', { status: 'running' }).expectClock('LIT-01', { status: 'running' }).expectDuties('remind', 0);
  same(story.tasks().filter((one) => one.startsWith('answer')), [], 'tasks');
});

scenario('papers of the court that come late keep their own days', (law) => {
  // Applied for on the last day; the office hears of it after the sixty days have lapsed.
  const story = finedAndServed(law).at('2025-10-15').expectLapse('REC-01', '2025-09-30');
  story.takes('recordReconsideration', { remedyAppliedOn: '2025-09-30', remedyAcceptedOn: '2025-10-09', copyReceivedOn: '2025-10-14' }).expectLapse('REC-01').expectClock('REC-01', { status: 'ended' }).expectClock('REC-06', { anchorOn: '2025-10-14', dueOn: '2025-10-28' });
  const tooLate = finedAndServed(law).at('2025-10-15').takes('recordReconsideration', { remedyAppliedOn: '2025-10-01', remedyAcceptedOn: '2025-10-09', copyReceivedOn: '2025-10-14' }).expectLapse('REC-01', '2025-09-30');
  // Whether it is in time is the body's to say: what it admits is answered.
  tooLate.takes('answerReconsideration', { remedy: lastRemedy(tooLate) });
  const suit = finedAndServed(law).at('2026-02-10').expectLapse('LIT-01', '2026-02-02').takes('recordSuit', { remedyAppliedOn: '2026-02-02', remedyAcceptedOn: '2026-02-06', copyReceivedOn: '2026-02-10' }).expectLapse('LIT-01');
  same(suit.state.lapses.filter((one) => one.clock === 'LIT-01' && one.withdrawn).length, 1, 'withdrawn');
});
