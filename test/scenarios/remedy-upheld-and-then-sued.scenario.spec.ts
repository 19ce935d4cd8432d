/** Upheld by the reconsideration body: fifteen days to sue from its service, and no longer six months from ours (Litigation Law arts. 45, 46; Interpretation art. 59). */
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { finedAndServed, lastRemedy, reconsidered } from './remedies.ts';

scenario('upheld on 2025-09-22: the party can sue until 2025-10-09, and the suit is answered', (law) => {
  const story = reconsidered(finedAndServed(law)).expectClock('LIT-01', { dueOn: '2026-02-02', status: 'running' });
  const first = lastRemedy(story);
  story.at('2025-08-25').takes('answerReconsideration', { remedy: first }).at('2025-09-22').refused('decisionServiceMissing', (it) => it.takes('remedyUpheld', { remedy: first }));
  story.refused('decisionServiceMissing', (it) => it.takes('remedyUpheld', { remedy: first, judgmentEffectiveOn: '2025-09-22' })).refused('remedyDatesOutOfOrder', (it) => it.takes('remedyUpheld', { remedy: first, decisionServedOn: '2025-09-23' }));
  story.takes('remedyUpheld', { remedy: first, decisionServedOn: '2025-09-22' }).expectClock('LIT-02', { anchorOn: '2025-09-22', dueOn: '2025-10-09', status: 'running' }).expectClock('LIT-01', { status: 'ended' });
  story.refused('remedyNotPending', (it) => it.takes('remedyUpheld', { remedy: first, decisionServedOn: '2025-09-22' })).expectClock('PEN-09', { status: 'lapsed' });
  story.at('2025-10-15').takes('recordSuit', { remedyAppliedOn: '2025-10-09', remedyAcceptedOn: '2025-10-13', copyReceivedOn: '2025-10-15' }).expectLapse('LIT-02').expectClock('LIT-02', { status: 'ended' });
  const second = lastRemedy(story);
  story.at('2025-12-01').refused('judgmentDayMissing', (it) => it.takes('remedyUpheld', { remedy: second, decisionServedOn: '2025-12-01' })).refused('remedyDatesOutOfOrder', (it) => it.takes('remedyUpheld', { remedy: second, judgmentEffectiveOn: '2025-12-02' }));
  story.takes('remedyUpheld', { remedy: second, judgmentEffectiveOn: '2025-11-28', upheldHow: 'claimRejected' }).at('2026-03-01').expectLapse('LIT-02').expectLapse('LIT-01').expectPhase('served');
});

scenario('upheld, and nobody sues: the fifteen days lapse', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-09-22');
  story.takes('remedyUpheld', { remedy: lastRemedy(story), decisionServedOn: '2025-09-22' }).at('2025-10-10').expectLapse('LIT-02', '2025-10-09').at('2026-03-01').expectLapse('LIT-01');
});

scenario('no decision in the sixty days: the party may sue, and a decision told of late takes that back', (law) => {
  const story = reconsidered(finedAndServed(law)).expectClock('REC-08', { dueOn: '2025-10-13', status: 'running' }).at('2025-10-13').refused('reconsiderationPending', (it) => it.takes('recordSuit', { remedyAppliedOn: '2025-10-13', remedyAcceptedOn: '2025-10-13', copyReceivedOn: '2025-10-13' }));
  story.at('2025-10-14').expectLapse('REC-08', '2025-10-13').expectClock('LIT-02', { anchorOn: '2025-10-13', dueOn: '2025-10-28' });
  const remedy = lastRemedy(story);
  story.takes('remedyUpheld', { remedy, decisionServedOn: '2025-10-10' }).expectLapse('REC-08').expectClock('LIT-02', { anchorOn: '2025-10-10', dueOn: '2025-10-27' });
  same(story.state.lapses.some((one) => one.clock === 'REC-08' && one.withdrawn), true, 'the lapse is withdrawn');
  const silent = reconsidered(finedAndServed(law)).at('2025-10-20');
  silent.takes('recordSuit', { remedyAppliedOn: '2025-10-17', remedyAcceptedOn: '2025-10-20', copyReceivedOn: '2025-10-20' }).expectClock('LIT-02', { status: 'ended' }).expectLapse('LIT-02');
});

scenario('the body takes thirty days more: what runs is the extended period', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-10-10');
  const remedy = lastRemedy(story);
  story.refused('extensionNotAhead', (it) => it.takes('extendReconsideration', { remedy, extendedUntil: '2025-08-18' }));
  story.takes('extendReconsideration', { remedy, extendedUntil: '2025-11-12' }).expectClock('REC-08', { status: 'ended' }).expectClock('reconsiderationExtended', { dueOn: '2025-11-12', status: 'running' });
  story.at('2025-11-13').expectLapse('REC-08').expectLapse('reconsiderationExtended', '2025-11-12').expectClock('LIT-02', { anchorOn: '2025-11-12', dueOn: '2025-11-27' });
  story.takes('recordSuit', { remedyAppliedOn: '2025-11-13', remedyAcceptedOn: '2025-11-13', copyReceivedOn: '2025-11-13' }).refused('notInReconsideration', (it) => it.takes('extendReconsideration', { remedy: lastRemedy(it), extendedUntil: '2025-12-12' }));
});

for (const [step, facts] of [['remedyUpheld', {}], ['remedyVaried', { variedAmount: '1000.00' }], ['remedyQuashed', {}], ['remedyUnlawful', {}]] as const) {
  scenario(`${step} in the extended period: the party sues within fifteen days of its service`, (law) => {
    const story = reconsidered(finedAndServed(law)).at('2025-10-10');
    const remedy = lastRemedy(story);
    story.takes('extendReconsideration', { remedy, extendedUntil: '2025-11-12' }).at('2025-11-10').takes(step, { remedy, decisionServedOn: '2025-11-10', ...facts }).expectClock('LIT-02', { anchorOn: '2025-11-10', dueOn: '2025-11-25' });
    story.at('2025-11-20').expectLapse('reconsiderationExtended').at('2025-12-01').expectLapse('LIT-02', '2025-11-25').at('2026-03-01').expectLapse('LIT-01', ...(step === 'remedyQuashed' ? ['2026-02-02'] : []));
  });
  scenario(`${step} in sixty days leaves no lapse of the reconsideration`, (law) => {
    const story = reconsidered(finedAndServed(law)).at('2025-09-22');
    story.takes(step, { remedy: lastRemedy(story), decisionServedOn: '2025-09-22', ...facts }).expectClock('LIT-02', { anchorOn: '2025-09-22' }).at('2025-10-20').expectLapse('REC-08');
  });
}
