/**
 * What can become of a decision: published and withdrawn within 3 working days (art. 48), changed, quashed and made
 * anew, the case sent to the judiciary and back (art. 27), withdrawn, closed, taken up again.
 */
import { same, type Story } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { penaltyDecided, penaltyFiled, penaltyLead, penaltyNoticed, penaltyReported } from './beginnings.ts';

/** Decided on 2025-07-30 and served on 2025-08-01. */
const served = (law: ScenarioLaw): Story => penaltyDecided(law).at('2025-08-01').serves('penalty-decision');
const published = (law: ScenarioLaw): Story => served(law).takes('decidePublication').at('2025-08-04').takes('recordPublication');

scenario('a decision is published with reasons, and withdrawn within three working days once it was quashed', (law) => {
  const story = published(law).refused('publishedAlready', (it) => it.takes('recordPublication')).at('2025-11-03').takes('recordQuashing');
  if (!story.tasks().includes('withdrawPublication')) throw new Error(`Not offered: ${story.tasks().join(', ')}`);
  story.expectClock('PEN-13', { dueOn: '2025-11-06', status: 'running' }).refused('publicationStands', (it) => it.closes('closedAfterQuashing')).at('2025-11-06').takes('withdrawPublication').refused('notPublished', (it) => it.takes('withdrawPublication'));
  story.refused(['publishedAfterChange', 'publishedAlready'], (it) => it.takes('recordPublication')).at('2025-11-10').expectLapse('PEN-13').closes('closedAfterQuashing');
});

scenario('a changed decision that stays published: the county legal office is told', (law) => {
  const story = published(law).at('2025-11-03').takes('recordChange').at('2025-11-07').expectLapse('PEN-13', '2025-11-06').expectDuties('escalate', 1);
  story.takes('withdrawPublication').expectDuties('escalate', 0);
});

scenario('nothing is published without a decision of the head, unredacted, or where he decided against it', (law) => {
  served(law).refused('notRedacted', (it) => it.takes('decidePublication', { redacted: false })).refused('publicationNotDecided', (it) => it.takes('recordPublication'))
    .takes('decidePublication', { publish: false, redacted: undefined }).refused('publicationNotDecided', (it) => it.takes('recordPublication')).at('2025-11-03').takes('recordChange').refused('notPublished', (it) => it.takes('withdrawPublication'));
  const nothing = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision').refused('nothingToPublish', (it) => it.takes('decidePublication'));
  same(nothing.hasClock('PEN-13'), false, 'a clock of what was not published');
  const unpublished = served(law).at('2025-11-03').takes('recordChange');
  same(unpublished.hasClock('PEN-13'), false, 'a clock of what was not published');
});

scenario('a quashed fine is not owed any more, and the matter is decided anew by its day', (law) => {
  const story = served(law).expectClock('PEN-09', { dueOn: '2025-08-18' }).refused('decisionStands', (it) => it.takes('decideAnew')).at('2025-08-11').takes('recordQuashing').expectClock('PEN-09', { status: 'ended' });
  story.at('2025-08-12').takes('decideAnew', { redoDueOn: '2025-09-30' }).expectPhase('investigation').expectClock('RED-01', { dueOn: '2025-09-30' });
  story.takes('takeEvidence').takes('reportInvestigation').takes('issueNotice').at('2025-08-13').refused('noticeNotServed', (it) => it.takes('decidePenalty'));
  story.serves('penalty-notice').takes('waiveStatement').takes('waiveHearing').takes('decidePenalty').expectPhase('decided').expectClock('RED-01', { status: 'ended' });
  story.at('2025-08-14').serves('penalty-decision').expectPhase('served').refused('decisionStands', (it) => it.takes('decideAnew')).expectClock('PEN-09', { anchorOn: '2025-08-14', status: 'running' });
});

scenario('what was reviewed and discussed in the first round does not carry the second', (law) => {
  const story = penaltyReported(law, {}, { reviewGround: 'complex', majorCase: true }).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').takes('waiveStatement').takes('waiveHearing');
  story.takes('reviewLegality').takes('discussCollectively').takes('decidePenalty').serves('penalty-decision').takes('recordQuashing').takes('decideAnew').takes('reportInvestigation', { reviewGround: 'complex', majorCase: true });
  story.takes('issueNotice').serves('penalty-notice').takes('waiveStatement').takes('waiveHearing').refused(['reviewMissing', 'notDiscussed'], (it) => it.takes('decidePenalty'));
  story.takes('reviewLegality').refused('notDiscussed', (it) => it.takes('decidePenalty')).takes('discussCollectively').takes('decidePenalty');
});

scenario('ordered to decide anew, and the day passes: the county legal office is told', (law) => {
  const quashed = () => served(law).at('2025-08-11').takes('recordQuashing');
  const again = () => quashed().takes('decideAnew', { redoDueOn: '2025-09-30' }).takes('reportInvestigation', { reportedProposal: 'noPenalty' });
  again().at('2025-10-09').expectLapse('RED-01', '2025-09-30').expectDuties('escalate', 1);
  again().takes('decideNoPenalty').at('2025-10-09').expectLapse('RED-01').serves('no-penalty-decision').closes('closedWithoutPenalty');
  again().takes('decideNotEstablished').at('2025-10-09').expectLapse('RED-01').serves('case-not-established').closes('closedWithoutPenalty');
  again().takes('decideTransfer').closes('closedWithoutPenalty');
  again().takes('withdrawCase').closes('closedWithoutPenalty');
  const closed = quashed().closes('closedAfterQuashing').at('2025-08-20').reopens('decisionQuashed', { redoDueOn: '2025-09-30' });
  closed.expectPhase('investigation').at('2025-10-09').expectLapse('RED-01', '2025-09-30');
});

scenario('a decision that stands is neither closed as quashed nor as without a penalty', (law) => {
  served(law).refused('decisionNotQuashed', (it) => it.closes('closedAfterQuashing')).refused(['penaltyStands', 'decisionNotServed'], (it) => it.closes('closedWithoutPenalty'));
  const kept = penaltyFiled(law).takes('proposePreservation');
  kept.takes('approvePreservation', { preservationProposal: kept.seqOf('proposePreservation') }).takes('takeEvidence').takes('reportInvestigation').takes('issueNotice').serves('penalty-notice').takes('waiveStatement').takes('waiveHearing');
  kept.takes('decidePenalty').serves('penalty-decision').takes('recordQuashing').refused('preservedNotDisposed', (it) => it.closes('closedAfterQuashing'));
});

scenario('sent to the judiciary: the 90 days stand still, and go on when the case comes back', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'transfer' }).at('2025-08-01').takes('decideTransfer').expectClock('PEN-03', { status: 'suspended' }).at('2025-10-20').expectLapse('PEN-03');
  story.at('2025-10-30').takes('receiveBack').expectPhase('investigation').expectClock('PEN-03', { status: 'running', dueOn: '2026-01-06' });
  story.takes('reportInvestigation', { reportedProposal: 'penalty' }).takes('issueNotice').expectPhase('noticed');
  penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-08-01').takes('decideNoPenalty').refused('notTransferred', (it) => it.takes('receiveBack'));
});

scenario('reopened case: closed after its transfer, sent back by the judiciary, and taken up again', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'transfer' }).at('2025-08-01').takes('decideTransfer').at('2025-08-04').closes('closedWithoutPenalty');
  story.refused('closingNotReopened', (it) => it.reopens('filedAfterAll')).refused('notDatedBack', (it) => it.reopens('returnedFromJustice', {}, { on: '2025-08-01' })).refused('dateInFuture', (it) => it.reopens('returnedFromJustice', {}, { on: '2025-08-05' }));
  story.refused('roleMissing', (it) => it.reopens('returnedFromJustice', {}, { by: 'zhang' })).refused('factMissing', (it) => it.reopens('returnedFromJustice', { returnDocument: undefined }));
  story.refused('bodyWithoutPower', (it) => it.reopens('returnedFromJustice', {}, { body: { ...it.state.body, basis: 'borrowed' as 'own' } })).refused('reopeningUnknown', (it) => it.reopens('unheardOf', {}, { by: 'zhao' }));
  story.at('2025-10-30').reopens('returnedFromJustice').expectPhase('investigation').expectEvents('caseReopened', 1).expectClock('PEN-03', { status: 'running' });
  story.refused('caseNotClosed', (it) => it.reopens('returnedFromJustice')).takes('takeEvidence').takes('reportInvestigation', { reportedProposal: 'noPenalty' }).takes('decideNoPenalty').serves('no-penalty-decision').closes('closedWithoutPenalty');
  // It did not come back a second time.
  story.refused('notTransferred', (it) => it.reopens('returnedFromJustice')).reopens('decisionQuashed').expectPhase('investigation');
});

scenario('reopened case: what time did while it was closed is recorded when it is taken up again', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision').closes('closedWithoutPenalty').at('2026-03-02').expectLapse('REC-01');
  story.reopens('decisionQuashed').expectLapse('REC-01', '2025-09-19').expectLapse('LIT-01', '2026-01-21');
});

scenario('reopened case: a paper whose service the closing called off is owed again', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'penalty' }).at('2025-07-21').takes('issueNotice').takes('withdrawCase').expectDuties('serve', 1).closes('closedWithoutPenalty').expectDuties('serve', 0);
  story.reopens('decisionQuashed').expectDuties('serve', 1);
});

scenario('after the end of a pack no closed case is taken up again', (law) => {
  const book = law.book();
  const ended = book.with({ packs: book.packs.map((one) => (one.pack.id === 'administrative-penalty' ? { ...one, pack: { ...one.pack, inForce: { ...one.pack.inForce, to: '2025-12-31', after: one.pack.inForce.before } } } : one)) });
  penaltyLead(law, { book: ended }).at('2025-07-10').closes('notFiled').at('2026-01-05').refused('packNoLongerInForce', (it) => it.reopens('filedAfterAll'));
});

scenario('a lead that was not filed is looked into after all', (law) => {
  penaltyLead(law).at('2025-07-10').closes('notFiled').at('2025-07-15').reopens('filedAfterAll').expectPhase('lead').takes('proposeFiling').takes('fileCase');
});

scenario('a case filed by mistake is withdrawn by the head, not by who drafted its report', (law) => {
  penaltyFiled(law).at('2025-07-11').takes('withdrawCase').expectPhase('decided').expectClock('PEN-03', { status: 'ended' }).closes('closedWithoutPenalty');
  penaltyNoticed(law).refused('roleMissing', (it) => it.takes('withdrawCase', {}, { by: 'wang' })).takes('withdrawCase').closes('closedWithoutPenalty');
  const drafted = penaltyFiled(law).at('2025-07-18').takes('takeEvidence').takes('reportInvestigation', {}, { officers: [{ personId: 'zhao', certificate: 'SN', certifiedOnDay: true }, { personId: 'li', certificate: 'SN', certifiedOnDay: true }] });
  drafted.refused('powersInOneHand', (it) => it.takes('withdrawCase')).takes('withdrawCase', {}, { by: 'ma' });
});

scenario('an order to correct has a day, after which somebody looks', (law) => {
  const story = penaltyFiled(law).at('2025-07-10').refused('correctionDuePast', (it) => it.takes('orderCorrection', { correctionDueOn: '2025-07-09' })).takes('orderCorrection', { correctionDueOn: '2025-07-20' });
  const correctionChecked = story.seqOf('orderCorrection');
  story.expectClock('COR-01', { dueOn: '2025-07-20' }).at('2025-07-21').expectLapse('COR-01', '2025-07-20').expectDuties('remind', 1);
  story.refused('twoCertifiedOfficers', (it) => it.takes('checkCorrection', { correctionChecked }, { officers: [] })).takes('checkCorrection', { correctionChecked }).expectDuties('remind', 0);
  const early = penaltyFiled(law).at('2025-07-10').takes('orderCorrection', { correctionDueOn: '2025-07-20' });
  early.at('2025-07-15').takes('checkCorrection', { correctionChecked: early.seqOf('orderCorrection') }).at('2025-07-21').expectLapse('COR-01').expectDuties('remind', 0);
});
