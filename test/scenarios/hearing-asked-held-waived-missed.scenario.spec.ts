/**
 * The hearing (Penalty Law arts. 63-65). Notice served on 2025-09-28, a make-up Sunday: five working days end on
 * 2025-10-11, a make-up Saturday. A hearing on 2025-10-20 needs its notice by 2025-10-09: seven clear working days.
 */
import { legalDate } from '#law';
import { same, type Story } from '#cases/testing/story';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { hearingScheduled, penaltyNoticed, penaltyReported } from './beginnings.ts';

const served = (law: ScenarioLaw): Story => penaltyReported(law, { on: '2025-09-10', filedOn: '2025-09-11', facts: { actEndedOn: '2025-09-01' } }, {}, '2025-09-20').at('2025-09-26').takes('issueNotice').at('2025-09-28').serves('penalty-notice');

scenario('five working days across National Day, asked on the last', (law) => {
  served(law).expectClock('PEN-05', { dueOn: '2025-10-11' }).at('2025-10-11', '23:50').takes('requestHearing').expectClock('PEN-05', { status: 'ended' });
  served(law).at('2025-10-12').refused('hearingRequestTooLate', (it) => it.takes('requestHearing'));
});

scenario('seven clear working days between notice and hearing', (law) => {
  const story = served(law).at('2025-09-29').takes('requestHearing');
  story.at('2025-10-10').refused('hearingNoticeTooShort', (it) => it.takes('scheduleHearing', { hearingOn: '2025-10-20' }));
  served(law).at('2025-09-29').takes('requestHearing').at('2025-10-09').takes('scheduleHearing', { hearingOn: '2025-10-20' }).expectDuties('holdHearing', 1);
});

scenario('a hearing is held on its day by its chair, reviewed, and then decided', (law) => {
  const story = hearingScheduled(law).serves('hearing-notice').expectDuties('holdHearing', 1);
  same(story.duties('holdHearing')[0]?.dueOn, '2025-08-15', 'day of the duty');
  story.at('2025-08-14').refused('notTheDayOfHearing', (it) => it.takes('holdHearing'));
  story.at('2025-08-15').refused('hearingOpen', (it) => it.takes('decidePenalty'));
  story.refused('notTheChair', (it) => it.takes('holdHearing', {}, { by: 'gao' }));
  story.takes('holdHearing').expectDuties('holdHearing', 0).expectDuties('holdHearing', 1, 'fulfilled');
  story.refused('hearingOver', (it) => it.takes('holdHearing'));
  story.refused('hearingOver', (it) => it.takes('recordAbsence'));
  story.refused('reviewMissing', (it) => it.takes('decidePenalty'));
  story.takes('reviewLegality', { reviewPassed: false }).refused('reviewMissing', (it) => it.takes('decidePenalty'));
  story.at('2025-08-18').takes('reviewLegality').takes('decidePenalty');
});

scenario('the chair must not have investigated, nor may an investigator hold the hearing or review', (law) => {
  const story = penaltyNoticed(law).at('2025-07-24').takes('requestHearing').at('2025-07-28');
  story.refused('chairInvestigated', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-15', hearingChair: 'zhang' }));
  story.takes('scheduleHearing', { hearingOn: '2025-08-15', hearingChair: 'qian' }).serves('hearing-notice').at('2025-08-15');
  story.refused('powersInOneHand', (it) => it.takes('holdHearing', {}, { officers: [{ personId: 'li', certificate: 'SN-li', certifiedOnDay: true }] }));
});

scenario('the notice of the hearing is served late: move the hearing', (law) => {
  const story = hearingScheduled(law).at('2025-08-06').serves('hearing-notice');
  story.at('2025-08-15').refused('hearingNoticeServedLate', (it) => it.takes('holdHearing'));
  story.refused('hearingNoticeServedLate', (it) => it.takes('recordAbsence'));
  story.takes('scheduleHearing', { hearingOn: '2025-09-05' }).expectDuties('holdHearing', 1).expectDuties('holdHearing', 1, 'withdrawn');
  story.at('2025-09-05').refused(['hearingNoticeNotServed', 'hearingNoticeServedLate'], (it) => it.takes('holdHearing'));
});

scenario('a hearing is not set years ahead: within a year of the request', (law) => {
  const story = penaltyNoticed(law).at('2025-07-24').takes('requestHearing').at('2025-07-28');
  const [blocker] = story.refusal('hearingTooFarAhead', (it) => it.takes('scheduleHearing', { hearingOn: '2026-07-25' }));
  same([blocker?.field, blocker?.missing?.en], ['facts.hearingOn', 'an earlier day of the hearing'], 'what is wrong');
  story.takes('scheduleHearing', { hearingOn: '2026-07-24' });
  // Moving it again does not win another year.
  story.at('2026-07-01').refused('hearingTooFarAhead', (it) => it.takes('scheduleHearing', { hearingOn: '2026-08-03' }));
});

scenario('a hearing moved before its notice was served: the earlier notice is void by the same act and keeps its number', (law) => {
  const story = hearingScheduled(law);
  const first = story.paper('hearing-notice');
  story.refused('voidedBeforeIssue', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-20' }, { on: '2025-07-25' }));
  story.at('2025-07-29').takes('scheduleHearing', { hearingOn: '2025-08-20' });
  const [voided] = story.eventsOf('paperVoided');
  same([voided?.paperId, voided?.reason, voided?.replacedBy], [first.paperId, null, story.paper('hearing-notice').paperId], 'the event');
  same(story.state.papers.filter((one) => one.paper === 'hearing-notice').map((one) => [one.voided, one.number !== null]), [[true, true], [false, true]], 'both notices');
  story.expectDuties('serve', 1).expectDuties('holdHearing', 1).serves('hearing-notice').at('2025-08-15').refused('notTheDayOfHearing', (it) => it.takes('holdHearing')).at('2025-08-20').takes('holdHearing');
});

scenario('a hearing moved after its notice was served: the served one stands, the new one needs seven clear working days anew', (law) => {
  const story = hearingScheduled(law).at('2025-07-29').serves('hearing-notice').at('2025-08-08').refused('hearingNoticeTooShort', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-19' }));
  story.takes('scheduleHearing', { hearingOn: '2025-08-20' }).expectEvents('paperVoided', 0);
  story.at('2025-08-15').refused(['hearingNoticeNotServed', 'hearingNoticeServedLate', 'notTheDayOfHearing'], (it) => it.takes('holdHearing'));
  story.serves('hearing-notice').at('2025-08-20').refused('hearingNoticeServedLate', (it) => it.takes('holdHearing'));
});

scenario('a hearing moved while its notice is in the post: the letter stands until its outcome is known', (law) => {
  const story = hearingScheduled(law).serves('hearing-notice', { way: 'post', outcome: 'sent', itemNumber: 'XA123456' }).at('2025-07-29').takes('scheduleHearing', { hearingOn: '2025-08-20' }).expectEvents('paperVoided', 0);
  same(story.state.papers.filter((one) => one.paper === 'hearing-notice' && one.voided).length, 0, 'void notices');
});

scenario('no hearing without its notice served', (law) => {
  const story = hearingScheduled(law).at('2025-08-15');
  story.refused(['hearingNoticeNotServed', 'hearingNoticeServedLate'], (it) => it.takes('holdHearing'));
  story.refused(['hearingNoticeNotServed', 'hearingNoticeServedLate'], (it) => it.takes('recordAbsence'));
});

scenario('the party stays away without a reason: the hearing ends and the decision may be made', (law) => {
  const story = hearingScheduled(law).serves('hearing-notice');
  story.at('2025-08-14').refused('beforeTheHearing', (it) => it.takes('recordAbsence'));
  story.at('2025-08-15').takes('recordAbsence').expectDuties('holdHearing', 0).refused('hearingOver', (it) => it.takes('holdHearing'));
  story.takes('decidePenalty');
});

scenario('waived in words only is not waived; waived in writing it is over', (law) => {
  const story = penaltyNoticed(law).at('2025-07-23');
  story.refused('waiverNotInWriting', (it) => it.takes('waiveHearing', { waivedInWriting: false }));
  story.refused('waiverNotInWriting', (it) => it.takes('waiveStatement', { waivedInWriting: false }));
  story.takes('waiveHearing').refused(['hearingRequestTooLate', 'hearingWaived'], (it) => it.takes('requestHearing'));
  story.takes('waiveStatement').expectClock('PEN-05', { status: 'ended' }).expectClock('PEN-07', { status: 'ended' });
  if (!story.state.steps.some((one) => one.step === 'waiveHearing')) throw new Error('not waived');
});

scenario('asked for and withdrawn: the decision need not wait for a hearing', (law) => {
  const story = hearingScheduled(law).serves('hearing-notice').at('2025-08-01');
  story.refused('hearingAsked', (it) => it.takes('waiveHearing'));
  story.refused('waiverNotInWriting', (it) => it.takes('withdrawHearingRequest', { waivedInWriting: false }));
  story.takes('withdrawHearingRequest').expectDuties('holdHearing', 0);
  story.refused('hearingNotAsked', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-25' }));
  story.at('2025-08-15').refused('hearingNotAsked', (it) => it.takes('holdHearing'));
  story.refused('hearingNotAsked', (it) => it.takes('recordAbsence'));
  story.takes('decidePenalty');
});

scenario('nothing of the hearing without a served notice of the penalty, or without a request', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice');
  story.refused('noticeNotServed', (it) => it.takes('recordStatement'));
  story.refused('noticeNotServed', (it) => it.takes('waiveStatement'));
  story.refused('noticeNotServed', (it) => it.takes('waiveHearing'));
  story.refused(['hearingRequestTooLate', 'noticeNotServed'], (it) => it.takes('requestHearing'));
  story.refused('hearingNotAsked', (it) => it.takes('withdrawHearingRequest'));
  story.refused('hearingNotAsked', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-25' }));
  story.refused('reviewNotNeeded', (it) => it.takes('reviewLegality'));
});

scenario('a request recorded after the decision, made in time, is kept and goes to the county', (law) => {
  const story = penaltyNoticed(law).at('2025-07-30').takes('decidePenalty').takes('requestHearing', {}, { on: '2025-07-29', by: 'zhou', officers: [] });
  same(story.eventsOf('lapseWithdrawn')[0]?.because.reason, 'inTime', 'reason');
  same(story.duties('escalate').at(-1)?.about.en.includes('rested on it'), true, 'task of the county');
});

scenario('a hearing is not dated ahead', (law) => {
  hearingScheduled(law).serves('hearing-notice').refused('dateInFuture', (it) => it.takes('holdHearing', {}, { on: legalDate('2025-08-15') }));
});

scenario('a complex case is reviewed without a hearing, and not decided before', (law) => {
  const story = penaltyReported(law, {}, { reviewGround: 'complex' }).at('2025-07-21').takes('issueNotice').serves('penalty-notice').at('2025-08-01').refused('reviewMissing', (it) => it.takes('decidePenalty'));
  story.takes('reviewLegality', { reviewPassed: false }).refused('reviewMissing', (it) => it.takes('decidePenalty')).takes('reviewLegality').takes('decidePenalty');
});

scenario('the decision that nothing was established is served within seven working days too', (law) => {
  penaltyReported(law, {}, { reportedProposal: 'notEstablished' }).at('2025-08-01').takes('decideNotEstablished').at('2025-09-01').expectLapse('PEN-08', '2025-08-12');
  const story = penaltyReported(law, {}, { reportedProposal: 'notEstablished' }).at('2025-08-01').takes('decideNotEstablished');
  same(story.duties('serve')[0]?.dueOn, '2025-08-12', 'day of the duty');
  story.serves('case-not-established').expectClock('PEN-08', { status: 'ended' });
});

scenario('a decision not to punish has its period for service and its remedies', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-08-01').takes('decideNoPenalty').expectClock('PEN-08', { dueOn: '2025-08-12' }).at('2025-08-05').serves('no-penalty-decision');
  story.expectClock('PEN-08', { status: 'ended' }).expectClock('REC-01', { dueOn: '2025-10-09' }).expectClock('LIT-01', { dueOn: '2026-02-05' });
  penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-08-01').takes('decideNoPenalty').at('2025-09-01').expectLapse('PEN-08', '2025-08-12').expectDuties('escalate', 1);
});

scenario('a complex or major case is decided collectively', (law) => {
  const story = penaltyReported(law, {}, { majorCase: true }).at('2025-07-21').takes('issueNotice').serves('penalty-notice').at('2025-08-01').refused('notDiscussed', (it) => it.takes('decidePenalty'));
  story.takes('discussCollectively').takes('decidePenalty');
  penaltyNoticed(law).refused('discussionNotNeeded', (it) => it.takes('discussCollectively'));
  penaltyReported(law, {}, { majorCase: false }).at('2025-07-21').takes('issueNotice').serves('penalty-notice').at('2025-08-01').takes('decidePenalty');
});

scenario('a refusal names the first day on which a hearing can be held, and a hearing lies ahead', (law) => {
  const story = penaltyNoticed(law).at('2025-07-24').takes('requestHearing').at('2025-07-28');
  const [short] = story.refusal('hearingNoticeTooShort', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-05' }));
  // Seven clear working days from Monday 2025-07-28: 29, 30, 31, 1, 4, 5, 6; the hearing on Thursday 2025-08-07.
  same([short?.field, short?.missing?.en], ['facts.hearingOn', '2025-08-07 or a later day'], 'what would do');
  story.refused(['hearingBeforeNotice', 'hearingNoticeTooShort'], (it) => it.takes('scheduleHearing', { hearingOn: '2025-07-28' }));
  story.refused(['dateNotComputable', 'hearingBeforeNotice'], (it) => it.takes('scheduleHearing', { hearingOn: '0001-01-01' }));
  story.takes('scheduleHearing', { hearingOn: '2025-08-07' });
});
