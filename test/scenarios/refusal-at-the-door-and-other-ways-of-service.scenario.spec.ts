/** Service of papers (Civil Procedure Law arts. 87-95): what makes each way count, and what does not. */
import { legalDate } from '#law';
import { certified, expired, organisation } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { penaltyFiled, penaltyReported } from './beginnings.ts';

const issued = (law: ScenarioLaw): Story => penaltyReported(law).at('2025-07-21').takes('issueNotice').at('2025-07-22');
const left = { way: 'leftInPlace', outcome: 'received' } as const;

scenario('refused at the door and left in place before a camera: served on that day', (law) => {
  const story = issued(law).serves('penalty-notice', { outcome: 'refused' }).expectEvents('paperServed', 0).expectDuties('serve', 1);
  story.serves('penalty-notice', { ...left, refusedBy: 'addressee', recorded: 'video' }).expectDuties('serve', 0).expectClock('PEN-05', { anchorOn: '2025-07-22' });
});

scenario('a co-resident adult refuses and two neighbours witness: served', (law) => {
  issued(law).serves('penalty-notice', { ...left, refusedBy: 'coResidentAdult', witnesses: 2 }).expectEvents('paperServed', 1);
});

scenario('an empty house is a failed attempt, whatever is left behind', (law) => {
  const story = issued(law);
  story.refused('nobodyRefused', (it) => it.serves('penalty-notice', { ...left, recorded: 'photo' }));
  story.refused('leavingNotWitnessed', (it) => it.serves('penalty-notice', { ...left, refusedBy: 'addressee', witnesses: 0 }));
  story.refused(['leavingNotWitnessed', 'nobodyRefused'], (it) => it.serves('penalty-notice', left));
  story.serves('penalty-notice', { ...left, outcome: 'nobodyThere' }).serves('penalty-notice', { outcome: 'nobodyThere' });
  same(story.paper('penalty-notice').attempts.map((one) => one.result), ['failed', 'failed'], 'attempts');
  story.expectDuties('serve', 1).expectEvents('paperServed', 0);
});

scenario('a relative who does not live there, or a child, cannot receive', (law) => {
  const story = issued(law);
  const given = { way: 'coResident', outcome: 'received' } as const;
  story.refused('recipientMissing', (it) => it.serves('penalty-notice', given));
  story.refused('recipientNotCoResident', (it) => it.serves('penalty-notice', { ...given, recipient: { relation: 'brother', adult: true, livesThere: false } }));
  story.refused('recipientNotAdult', (it) => it.serves('penalty-notice', { ...given, recipient: { relation: 'son', adult: false, livesThere: true } }));
  story.refused('relationMissing', (it) => it.serves('penalty-notice', { ...given, recipient: { relation: ' ', adult: true, livesThere: true } }));
  story.refused('relationUnknown', (it) => it.serves('penalty-notice', { ...given, recipient: { relation: 'goodFriend', adult: true, livesThere: true } }));
  story.refused('recipientIsParty', (it) => it.serves('penalty-notice', { ...given, recipient: { relation: 'spouse', adult: true, livesThere: true, sameCase: true } }));
  story.serves('penalty-notice', { ...given, recipient: { relation: 'spouse', adult: true, livesThere: true } }).expectEvents('paperServed', 1);
});

scenario('an organisation has no family: its representative or mailroom signs', (law) => {
  const story = penaltyReported(law, { parties: [organisation('p1')] }).at('2025-07-21').takes('issueNotice').at('2025-07-22');
  story.refused('organisationHasNoFamily', (it) => it.serves('penalty-notice', { way: 'coResident', outcome: 'received', recipient: { relation: 'spouse', adult: true, livesThere: true } }));
  story.serves('penalty-notice').expectEvents('paperServed', 1);
});

scenario('by post: the date on the return slip counts', (law) => {
  const story = issued(law);
  story.refused('itemNumberMissing', (it) => it.serves('penalty-notice', { way: 'post', outcome: 'sent' }));
  story.serves('penalty-notice', { way: 'post', outcome: 'sent', itemNumber: 'XA123456' }).expectEvents('paperServed', 0);
  story.at('2025-07-28').refused('serviceDateMissing', (it) => it.serves('penalty-notice', { way: 'post', outcome: 'received' }));
  story.refused('serviceDateInFuture', (it) => it.serves('penalty-notice', { way: 'post', outcome: 'received', returnSlipOn: legalDate('2025-07-29') }));
  story.refused(['servedBeforeIssue', 'slipBeforePosting'], (it) => it.serves('penalty-notice', { way: 'post', outcome: 'received', returnSlipOn: legalDate('2025-07-20') }));
  story.refused('slipBeforePosting', (it) => it.serves('penalty-notice', { way: 'post', outcome: 'received', returnSlipOn: legalDate('2025-07-21') }));
  story.serves('penalty-notice', { way: 'post', outcome: 'received', returnSlipOn: legalDate('2025-07-25') }).expectClock('PEN-05', { anchorOn: '2025-07-25', dueOn: '2025-08-01' });
});

scenario('what is in the post is not taken back until its outcome is known', (law) => {
  const story = issued(law).serves('penalty-notice', { way: 'post', outcome: 'sent', itemNumber: 'XA123456' }).refused('paperOnItsWay', (it) => it.voids('penalty-notice'));
  story.serves('penalty-notice', { way: 'post', outcome: 'returned' }).voids('penalty-notice').expectPhase('reported');
});

scenario('electronic service needs consent signed before, and counts on arrival', (law) => {
  const story = issued(law).at('2025-07-24');
  const sent = { way: 'electronic', outcome: 'received', on: legalDate('2025-07-23'), arrivedOn: legalDate('2025-07-23') } as const;
  story.refused('arrivedBeforeSending', (it) => it.serves('penalty-notice', { ...sent, on: legalDate('2025-07-24'), consentSignedOn: legalDate('2025-07-18') }));
  story.refused('consentMissing', (it) => it.serves('penalty-notice', sent));
  story.refused('consentMissing', (it) => it.serves('penalty-notice', { ...sent, consentSignedOn: legalDate('2025-07-25') }));
  story.refused('serviceDateMissing', (it) => it.serves('penalty-notice', { way: 'electronic', outcome: 'received', consentSignedOn: legalDate('2025-07-18') }));
  story.serves('penalty-notice', { ...sent, consentSignedOn: legalDate('2025-07-18') }).expectClock('PEN-05', { anchorOn: '2025-07-23' });
});

scenario('entrusted service and transfer name who handed the paper over', (law) => {
  const story = issued(law);
  story.refused('intermediaryMissing', (it) => it.serves('penalty-notice', { way: 'entrusted', outcome: 'received' }));
  story.refused('intermediaryMissing', (it) => it.serves('penalty-notice', { way: 'transfer', outcome: 'received' }));
  story.serves('penalty-notice', { way: 'entrusted', outcome: 'received', through: '演示镇政府' }).expectEvents('paperServed', 1);
  issued(law).serves('penalty-notice', { way: 'transfer', outcome: 'received', through: '演示监狱' }).expectEvents('paperServed', 1);
});

scenario('who serves holds a valid certificate; the party is the addressee; a paper is served once, after its issue', (law) => {
  const story = issued(law);
  const { paperId } = story.paper('penalty-notice');
  story.refused('serverMissing', (it) => it.serves('penalty-notice', {}, { officers: [] }));
  story.refused('officerNamedTwice', (it) => it.serves('penalty-notice', {}, { officers: certified('zhang', 'zhang') }));
  story.refused('serverNotCertified', (it) => it.serves('penalty-notice', {}, { officers: [...certified('zhang'), expired('li')] }));
  story.refused('roleMissing', (it) => it.serves('penalty-notice', {}, { by: 'zhou' }));
  story.refused('servedBeforeIssue', (it) => it.serves('penalty-notice', { on: legalDate('2025-07-20') }));
  story.refused('dateInFuture', (it) => it.serves('penalty-notice', { on: legalDate('2025-07-23') }));
  story.refused('notAddressee', (it) => { it.command({ type: 'recordService', paperId, party: 'p9', attempt: { way: 'direct', on: it.today, outcome: 'received' }, officers: certified('zhang') }, { personId: 'zhang', officeId: 'mian-town', roles: ['officer'], kind: 'person' }); });
  story.serves('penalty-notice').refused('alreadyServed', (it) => it.serves('penalty-notice'));
});

scenario('records of the file are not served', (law) => {
  penaltyFiled(law).refused('paperNeedsNoService', (it) => it.serves('filing-approval-form'));
});
