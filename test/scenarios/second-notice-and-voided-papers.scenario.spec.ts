/**
 * A second notice replaces the first, with new periods and new rights; a paper taken back before anybody received it
 * takes its step back with it.
 */
import { same } from '#cases/testing/story';
import { scenario } from '#cases/testing/scenario';
import { feeNoticed, feeReady, hearingScheduled, penaltyDecided, penaltyFiled, penaltyNoticed, penaltyReady, penaltyReported } from './beginnings.ts';

scenario('a heavier fine needs a new notice, its service, and new periods', (law) => {
  const story = penaltyReady(law).takes('issueNotice', { intendedFine: '5000.00' });
  story.refused('noticeNotServed', (it) => it.takes('decidePenalty', { fine: '5000.00' }));
  story.at('2025-07-31').serves('penalty-notice').refused(['hearingOpen', 'partyNotHeard'], (it) => it.takes('decidePenalty', { fine: '5000.00' }));
  story.expectClock('PEN-07', { dueOn: '2025-08-05' }).expectClock('PEN-05', { dueOn: '2025-08-07' }).at('2025-08-08').takes('decidePenalty', { fine: '5000.00' });
});

scenario('who spoke, waived or asked under the first notice has not spoken under the second', (law) => {
  const story = penaltyNoticed(law).at('2025-07-23').takes('recordStatement').takes('waiveStatement').takes('waiveHearing').takes('issueNotice', { intendedFine: '4000.00' }).at('2025-07-24').serves('penalty-notice');
  story.refused(['hearingOpen', 'partyNotHeard'], (it) => it.takes('decidePenalty', { fine: '4000.00' }));
  story.takes('requestHearing').takes('recordStatement').refused('hearingOpen', (it) => it.takes('decidePenalty', { fine: '4000.00' }));
});

scenario('a hearing asked for under the first notice is not one under the second', (law) => {
  const story = hearingScheduled(law).serves('hearing-notice').at('2025-08-01').takes('issueNotice', { intendedFine: '4000.00' }).serves('penalty-notice');
  story.at('2025-08-15').refused('hearingNotAsked', (it) => it.takes('holdHearing'));
  story.takes('decidePenalty', { fine: '4000.00' });
});

scenario('a first notice that was never served is replaced: its service is no longer owed', (law) => {
  penaltyReported(law).at('2025-07-21').takes('issueNotice').takes('issueNotice', { intendedFine: '1000.00' }).expectDuties('serve', 1).expectDuties('serve', 1, 'withdrawn');
});

scenario('a notice taken back before service: its fine does not count', (law) => {
  const story = penaltyReady(law).takes('issueNotice', { intendedFine: '5000.00' }).voids('penalty-notice').expectDuties('serve', 0);
  story.refused('fineAboveNotice', (it) => it.takes('decidePenalty', { fine: '5000.00' }));
  story.takes('decidePenalty');
});

scenario('the only notice taken back: the case is where it was after the report', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice').voids('penalty-notice').expectPhase('reported').expectDuties('serve', 0);
  story.takes('issueNotice', { intendedFine: '1000.00' }).expectPhase('noticed');
});

scenario('of two notices of which nobody received the first, that one is void by the act that issued the second', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice', { mitigation: 'confessed' });
  const first = story.paper('penalty-notice').paperId;
  story.takes('issueNotice', { intendedFine: '1000.00' });
  same(story.eventsOf('paperVoided').map((one) => [one.paperId, one.replacedBy]), [[first, story.paper('penalty-notice').paperId]], 'void');
  // What only the first said is not part of the record any more.
  same([story.state.facts['mitigation'], story.state.steps.filter((one) => one.step === 'issueNotice').length], [undefined, 1], 'facts and steps');
  story.expectPhase('noticed').voids('penalty-notice').expectPhase('reported');
});

scenario('a levy notice issued again voids the unserved one of this parent only', (law) => {
  const story = feeNoticed(law);
  const first = story.paper('levy-notice', 'p1').paperId;
  story.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' });
  same(story.eventsOf('paperVoided').map((one) => one.paperId), [first], 'void');
  story.expectPhase('noticed').expectDuties('serve', 2);
});

scenario('a decision taken back before service can be made again, and the 90 days run on', (law) => {
  const story = penaltyDecided(law).expectClock('PEN-03', { status: 'ended' }).voids('penalty-decision').expectPhase('noticed').expectClock('PEN-03', { status: 'running' });
  story.expectDuties('serve', 0).at('2025-08-04').takes('decidePenalty', { fine: '2000.00' }).expectPhase('decided').expectDuties('serve', 1);
});

scenario('a decision is taken back by who decides, not by an officer alone', (law) => {
  penaltyDecided(law).refused('roleMissing', (it) => it.voids('penalty-decision', { by: 'zhang' })).voids('penalty-decision');
});

scenario('what is done anew after a voiding is not dated before it', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice').at('2025-07-25').voids('penalty-notice').at('2025-07-28');
  story.refused('dateBeforePhase', (it) => it.takes('issueNotice', {}, { on: '2025-07-24' })).takes('issueNotice', {}, { on: '2025-07-25' });
});

scenario('a notice posted as an announcement is taken back before it counts, and its step with it', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice').takes('inquireWhereabouts').serves('penalty-notice', { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' });
  story.voids('penalty-notice').expectPhase('reported').at('2025-12-01').expectEvents('paperServed', 0);
});

scenario('a decision taken back after its service period had lapsed: the lapse falls with it', (law) => {
  penaltyDecided(law).at('2025-08-20').expectLapse('PEN-08', '2025-08-08').expectDuties('escalate', 1).voids('penalty-decision').expectLapse('PEN-08').expectDuties('escalate', 0);
});

scenario('a hearing notice taken back: the hearing is no longer set', (law) => {
  const story = hearingScheduled(law).voids('hearing-notice').expectDuties('holdHearing', 0);
  story.at('2025-07-29').takes('scheduleHearing', { hearingOn: '2025-08-18' }).expectDuties('holdHearing', 1);
});

scenario('one parent\'s levy decision taken back is made again; the other stands', (law) => {
  const story = feeReady(law).takes('decideLevy', {}, { party: 'p1' }).takes('decideLevy', {}, { party: 'p2' }).expectPhase('decided');
  story.voids('levy-decision', { party: 'p1' }).takes('decideLevy', {}, { party: 'p1' });
  same(story.state.papers.filter((one) => one.paper === 'levy-decision' && !one.voided).length, 2, 'decisions that stand');
});

scenario('what reached the party stands; records of the file stand; nothing is voided twice or by anybody', (law) => {
  penaltyNoticed(law).refused('paperServed', (it) => it.voids('penalty-notice'));
  penaltyFiled(law).refused('paperNotVoidable', (it) => it.voids('filing-approval-form'));
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice');
  const { paperId } = story.paper('penalty-notice');
  story.refused('roleMissing', (it) => it.voids('penalty-notice', { by: 'zhou' }));
  story.refused('dateInFuture', (it) => it.voids('penalty-notice', { on: '2025-07-22' }));
  story.refused('notDatedBack', (it) => it.voids('penalty-notice', { on: '2025-07-20' }));
  story.voids('penalty-notice');
  const again = (id: string) => story.command({ type: 'voidPaper', paperId: id, on: story.today, reason: { contentId: 'r', commitment: 'r' } }, { personId: 'zhang', officeId: 'mian-town', roles: ['officer'], kind: 'person' });
  story.refused('paperVoided', () => again(paperId));
  story.refused('paperUnknown', () => again('none'));
  story.refused('paperVoided', (it) => it.command({ type: 'recordService', paperId, party: 'p1', attempt: { way: 'direct', on: it.today, outcome: 'received' }, officers: [{ personId: 'zhang', certificate: 'x', certifiedOnDay: true }] }, { personId: 'zhang', officeId: 'mian-town', roles: ['officer'], kind: 'person' }));
});
