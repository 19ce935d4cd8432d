/** Found unlawful and not quashed (Litigation Law art. 74): the decision stands; the suit after it asks for its own day, and not for that of the reconsideration. */
import { scenario } from '#cases/testing/scenario';
import { finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';

scenario('found unlawful by reconsideration: with the day of its service, once', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-09-22');
  const remedy = lastRemedy(story);
  story.refused('decisionServiceMissing', (it) => it.takes('remedyUnlawful', { remedy })).refused('remedyDatesOutOfOrder', (it) => it.takes('remedyUnlawful', { remedy, decisionServedOn: '2025-09-23' }));
  story.takes('remedyUnlawful', { remedy, decisionServedOn: '2025-09-22' }).expectClock('LIT-02', { dueOn: '2025-10-09' }).refused('remedyNotPending', (it) => it.takes('remedyUnlawful', { remedy, decisionServedOn: '2025-09-22' })).refused('decisionStands', (it) => it.takes('decideAnew'));
});

scenario('found unlawful by the court: with the day on which its judgment became final', (law) => {
  const story = sued(finedAndServed(law)).at('2025-12-01');
  const remedy = lastRemedy(story);
  story.refused('judgmentDayMissing', (it) => it.takes('remedyUnlawful', { remedy })).refused('remedyDatesOutOfOrder', (it) => it.takes('remedyUnlawful', { remedy, judgmentEffectiveOn: '2025-12-02' })).takes('remedyUnlawful', { remedy, judgmentEffectiveOn: '2025-11-28' });
});

for (const [step, facts] of [['remedyUpheld', {}], ['remedyVaried', { variedAmount: '100.00' }], ['remedyUnlawful', {}], ['remedyQuashed', {}]] as const) {
  scenario(`${step} after a reconsideration: its day of service is not that of the suit`, (law) => {
    const story = reconsidered(finedAndServed(law)).at('2025-09-22');
    story.takes('remedyUpheld', { remedy: lastRemedy(story), decisionServedOn: '2025-09-22' }).at('2025-10-10').takes('recordSuit', { remedyAppliedOn: '2025-10-08', remedyAcceptedOn: '2025-10-09', copyReceivedOn: '2025-10-10' });
    story.at('2025-12-01').takes(step, { remedy: lastRemedy(story), judgmentEffectiveOn: '2025-11-28', ...facts });
  });
}
