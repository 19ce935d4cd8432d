/** Withdrawn: the first period to sue stays (Interpretation art. 58). Settled: the case goes on with what was settled. */
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';

scenario('a reconsideration that was withdrawn leaves the six months to sue', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-09-01').refused('reconsiderationPending', (it) => it.takes('recordSuit', { remedyAppliedOn: '2025-09-01', remedyAcceptedOn: '2025-09-01', copyReceivedOn: '2025-09-01' }));
  const remedy = lastRemedy(story);
  story.refused('remedyDatesOutOfOrder', (it) => it.takes('remedyWithdrawn', { remedy, remedyEndedOn: '2025-09-02' })).takes('remedyWithdrawn', { remedy, remedyEndedOn: '2025-08-29' }).expectClock('LIT-01', { dueOn: '2026-02-02', status: 'running' });
  same(story.hasClock('LIT-02'), false, 'no period after a decision that was never made');
  story.refused('remedyNotPending', (it) => it.takes('remedyWithdrawn', { remedy, remedyEndedOn: '2025-08-29' })).at('2025-10-20').expectLapse('REC-08');
  story.takes('recordSuit', { remedyAppliedOn: '2025-10-15', remedyAcceptedOn: '2025-10-17', copyReceivedOn: '2025-10-20' }).expectClock('LIT-01', { status: 'ended' });
});

scenario('settled for less in reconsideration and before the court', (law) => {
  for (const [brought, day] of [[reconsidered, '2025-09-22'], [sued, '2025-10-20']] as const) {
    const story = brought(finedAndServed(law)).at(day);
    const remedy = lastRemedy(story);
    story.refused('remedyDatesOutOfOrder', (it) => it.takes('remedyConciliated', { remedy, remedyEndedOn: '2025-12-01' })).takes('remedyConciliated', { remedy, remedyEndedOn: day, variedAmount: '1500.00' });
    same(story.state.facts['variedAmount'], { type: 'money', fen: '150000' }, 'the amount');
    story.refused('remedyNotPending', (it) => it.takes('remedyConciliated', { remedy, remedyEndedOn: day })).at('2025-10-20').expectLapse('REC-08');
  }
});

scenario('no reconsideration beside a suit; one after the other ended', (law) => {
  const story = sued(finedAndServed(law)).at('2025-09-01');
  const asked = { remedyAppliedOn: '2025-08-29', remedyAcceptedOn: '2025-08-29', copyReceivedOn: '2025-09-01' };
  story.refused('suitPending', (it) => it.takes('recordReconsideration', asked)).takes('remedyWithdrawn', { remedy: lastRemedy(story), remedyEndedOn: '2025-08-29' }).takes('recordReconsideration', asked);
  story.at('2025-10-10').takes('extendReconsideration', { remedy: lastRemedy(story), extendedUntil: '2025-11-12' }).at('2025-10-20').takes('remedyWithdrawn', { remedy: lastRemedy(story), remedyEndedOn: '2025-10-20' }).at('2025-12-01').expectLapse('reconsiderationExtended');
  const settled = reconsidered(finedAndServed(law)).at('2025-10-10').takes('extendReconsideration', { remedy: lastRemedy(reconsidered(finedAndServed(law))), extendedUntil: '2025-11-12' });
  settled.at('2025-10-20').takes('remedyConciliated', { remedy: lastRemedy(settled), remedyEndedOn: '2025-10-20' }).at('2025-12-01').expectLapse('reconsiderationExtended');
});
