/**
 * The plain course of a fine. Filed 2025-07-09: 90 natural days end on 2025-10-07. Notice served 2025-07-22 (Tuesday):
 * 3 working days end on 2025-07-25, 5 on 2025-07-29. Decided 2025-07-30: 7 working days for service end on 2025-08-08.
 * Served 2025-08-01: 15 days to pay end on Saturday 2025-08-16, in the party's favour on Monday 2025-08-18; 60 days to
 * ask for reconsideration on 2025-09-30; six months to sue on Sunday 2026-02-01, so on 2026-02-02.
 */
import { scenario } from '#cases/testing/scenario';
import { penaltyDecided, penaltyFiled, penaltyNoticed, penaltyReady } from './beginnings.ts';

scenario('a fine goes from report to served decision', (law) => {
  const story = penaltyDecided(law).expectPhase('decided').expectClock('PEN-03', { status: 'ended', dueOn: '2025-10-07' }).expectClock('PEN-08', { dueOn: '2025-08-08', status: 'running' });
  story.at('2025-08-01').serves('penalty-decision').expectPhase('served').expectDuties('serve', 0);
  story.expectClock('PEN-09', { rawOn: '2025-08-16', dueOn: '2025-08-18' }).expectClock('REC-01', { dueOn: '2025-09-30' }).expectClock('LIT-01', { dueOn: '2026-02-02' });
  story.at('2026-03-01').expectLapse('PEN-09', '2025-08-18').expectLapse('REC-01', '2025-09-30').expectLapse('LIT-01', '2026-02-02').expectLapse('PEN-08');
});

scenario('service starts the clocks, and nothing else does', (law) => {
  const story = penaltyFiled(law);
  if (story.hasClock('PEN-05') || story.hasClock('PEN-07')) throw new Error('A clock of the party ran before service.');
  story.expectClock('PEN-03', { anchorOn: '2025-07-09', dueOn: '2025-10-07', status: 'running' });
});

scenario('silence: both periods lapse and the decision may be made the next day', (law) => {
  const story = penaltyNoticed(law).expectClock('PEN-07', { dueOn: '2025-07-25' }).expectClock('PEN-05', { dueOn: '2025-07-29' });
  const [blocker] = story.at('2025-07-25').refusal(['partyNotHeard', 'hearingOpen'], (it) => it.takes('decidePenalty'));
  if (blocker?.code !== 'partyNotHeard' || blocker.earliest !== '2025-07-26') throw new Error(`The refusal names no earliest day: ${JSON.stringify(blocker)}`);
  story.at('2025-07-28').refused('hearingOpen', (it) => it.takes('decidePenalty'));
  story.at('2025-07-30').takes('decidePenalty');
});

scenario('the party speaks and waives the hearing: the decision need not wait', (law) => {
  penaltyNoticed(law).at('2025-07-23').takes('recordStatement').takes('waiveHearing').takes('decidePenalty').expectPhase('decided');
  penaltyNoticed(law).at('2025-07-23').takes('waiveStatement').takes('waiveHearing').takes('decidePenalty').expectPhase('decided');
});

scenario('the decision is offered as a task once it may be made, and is done once', (law) => {
  const story = penaltyReady(law);
  if (!story.tasks().includes('decidePenalty')) throw new Error(`Not offered: ${story.tasks().join(', ')}`);
  story.takes('decidePenalty').refused('wrongPhase', (it) => it.takes('decidePenalty'));
});
