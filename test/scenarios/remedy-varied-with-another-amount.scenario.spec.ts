/** Varied: the new amount is a fact of the decision; reconsideration never varies for the worse (Reconsideration Law art. 63(2)). */
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';
import { penaltyReported } from './beginnings.ts';

scenario('a fine of 3,000 becomes one of 2,000 yuan by reconsideration', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-09-22');
  const remedy = lastRemedy(story);
  const varied = (variedAmount: string) => ({ remedy, decisionServedOn: '2025-09-22', variedAmount });
  story.refused('variedForTheWorse', (it) => it.takes('remedyVaried', varied('3000.01'))).refused('variedToNothing', (it) => it.takes('remedyVaried', varied('0.00'))).refused(['decisionServiceMissing'], (it) => it.takes('remedyVaried', { ...varied('2000.00'), decisionServedOn: undefined }));
  story.refused('remedyDatesOutOfOrder', (it) => it.takes('remedyVaried', { ...varied('2000.00'), decisionServedOn: '2025-09-30' }));
  story.takes('remedyVaried', varied('2000.00')).expectClock('LIT-01', { status: 'ended' }).expectClock('LIT-02', { dueOn: '2025-10-09' });
  same([story.state.facts['fine'], story.state.facts['variedAmount']], [{ type: 'money', fen: '300000' }, { type: 'money', fen: '200000' }], 'both amounts stand');
  story.refused('remedyNotPending', (it) => it.takes('remedyVaried', varied('1000.00')));
});

scenario('a court is bound by its own law: what it gives is recorded', (law) => {
  const story = sued(finedAndServed(law)).at('2026-01-20');
  const remedy = lastRemedy(story);
  story.refused('judgmentDayMissing', (it) => it.takes('remedyVaried', { remedy, variedAmount: '500.00' })).refused('variedToNothing', (it) => it.takes('remedyVaried', { remedy, judgmentEffectiveOn: '2026-01-16', variedAmount: '0.00' }));
  story.takes('remedyVaried', { remedy, judgmentEffectiveOn: '2026-01-16', variedAmount: '500.00' });
  same(story.hasClock('LIT-02'), false, 'no second suit after the first');
});

scenario('a published decision that was varied is withdrawn in three working days, and not published again', (law) => {
  for (const [step, facts] of [['remedyVaried', { variedAmount: '2000.00' }], ['remedyUnlawful', {}], ['remedyQuashed', {}]] as const) {
    const story = finedAndServed(law).takes('decidePublication').at('2025-08-04').takes('recordPublication');
    reconsidered(story).at('2025-09-22').takes(step, { remedy: lastRemedy(story), decisionServedOn: '2025-09-22', ...facts }).expectClock('PEN-13', { dueOn: '2025-09-25' });
    same(story.tasks().includes('withdrawPublication'), true, 'offered');
    story.refused(['publishedAlready', 'publishedAfterChange'], (it) => it.takes('recordPublication')).at('2025-09-26').expectLapse('PEN-13', '2025-09-25').takes('withdrawPublication');
  }
});

scenario('where nothing was to be paid there is no amount to vary', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision');
  reconsidered(story).at('2025-09-22').refused(['nothingToVary', 'variedForTheWorse'], (it) => it.takes('remedyVaried', { remedy: lastRemedy(it), decisionServedOn: '2025-09-22', variedAmount: '1.00' }));
  story.refused('nothingToVary', (it) => it.takes('remedyConciliated', { remedy: lastRemedy(it), remedyEndedOn: '2025-09-22', variedAmount: '1.00' })).takes('remedyConciliated', { remedy: lastRemedy(story), remedyEndedOn: '2025-09-22' });
});

scenario('a new decision after a quashing knows nothing of an amount that was varied before', (law) => {
  const varied = () => { const story = reconsidered(finedAndServed(law)).at('2025-09-22'); return story.takes('remedyVaried', { remedy: lastRemedy(story), decisionServedOn: '2025-09-22', variedAmount: '2000.00' }); };
  const known = (story: ReturnType<typeof varied>): boolean => story.state.facts['variedAmount'] !== undefined;
  const byCourt = varied().at('2025-10-15').takes('recordSuit', { remedyAppliedOn: '2025-10-09', remedyAcceptedOn: '2025-10-13', copyReceivedOn: '2025-10-15' });
  byCourt.at('2025-12-01').takes('remedyQuashed', { remedy: lastRemedy(byCourt), judgmentEffectiveOn: '2025-12-01' });
  same([known(varied()), known(byCourt), known(varied().takes('recordQuashing'))], [true, false, false], 'the amount');
});
