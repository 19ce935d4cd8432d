/** The signed sheet that comes back by scan, and each use of the seal. */
import { actor, certified, citizen, expired, settingsWith } from '#cases/testing/county';
import type { Actor, SheetSignature } from '#cases/model';
import { scenario } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { feeDecided, feeFiled, feeLead, feeNoticed, feeReady, hearingScheduled, penaltyDecided, penaltyFiled, penaltyReported } from './beginnings.ts';

const signed = (who: SheetSignature['who'], how: SheetSignature['how'] = 'signature', notedBy: SheetSignature['notedBy'] = []): SheetSignature => ({ who, how, notedBy });
const RECORD = [signed('askedPerson'), signed('officers'), signed('recorder')];
const hearingSheet = (notedBy: SheetSignature['notedBy']): SheetSignature[] => [signed('party', 'refused', notedBy), signed('officers'), signed('chair'), signed('recorder')];
const leavesPapers = (closed: Story): void => same(closed.state.papers.slice(-2).map((one) => one.paper), ['closing-report', 'file-index'], 'papers of the closing');
const refusedBy = (...notedBy: SheetSignature['notedBy']): SheetSignature[] => [signed('askedPerson', 'refused', notedBy), signed('officers'), signed('recorder')];
const scanned = (story: Story): Story => story.attaches('scan-1').attaches('scan-2');
const original = (story: Story, code: string) => story.state.papers.find((one) => one.paper === code)?.original ?? null;

scenario('an inquiry record, signed and scanned, is the original from then on, once', (law) => {
  const story = scanned(penaltyFiled(law).at('2025-07-10').takes('recordInquiry'));
  same(original(story, 'inquiry-record'), null, 'what the record says');
  story.at('2025-07-11').filesOriginal('inquiry-record', 'scan-1', { on: '2025-07-10', signatures: RECORD });
  const { fileId, on, signatures } = original(story, 'inquiry-record') ?? {};
  same([fileId, on, signatures?.map((one) => one.who)], ['scan-1', '2025-07-10', ['askedPerson', 'officers', 'recorder']], 'what the record says');
  story.refused('originalOnFile', (it) => it.filesOriginal('inquiry-record', 'scan-2', { signatures: RECORD }));
  story.refused('scanIsAnotherOriginal', (it) => it.filesOriginal('filing-approval-form', 'scan-1'));
  story.filesOriginal('filing-approval-form', 'scan-2');
});

scenario('the scan is a file of the case, the sheet one of its papers, and nobody signs before there is one', (law) => {
  const story = scanned(penaltyFiled(law).at('2025-07-10').takes('recordInquiry'));
  story.refused('fileNotOfCase', (it) => it.filesOriginal('inquiry-record', 'scan-9', { signatures: RECORD }));
  story.refused('paperUnknown', (it) => it.filesOriginal('inquiry-record', 'scan-1', { paperId: `${it.caseId}.999`, signatures: RECORD }));
  story.refused('paperOfOtherCase', (it) => it.filesOriginal('inquiry-record', 'scan-1', { paperId: '00000000-0000-4000-8000-000000000009.5', signatures: RECORD }));
  story.refused('signedBeforeIssue', (it) => it.filesOriginal('inquiry-record', 'scan-1', { on: '2025-07-09', signatures: RECORD }));
  story.refused('dateInFuture', (it) => it.filesOriginal('inquiry-record', 'scan-1', { on: '2025-07-11', signatures: RECORD }));
  story.refused('roleMissing', (it) => it.filesOriginal('inquiry-record', 'scan-1', { by: 'zhou', signatures: RECORD }));
});

scenario('every signature that the paper asks for is there, in the way that it asks for', (law) => {
  const story = scanned(penaltyFiled(law).at('2025-07-10').takes('recordInquiry'));
  story.refused('signatureMissing', (it) => it.filesOriginal('inquiry-record', 'scan-1', { signatures: [signed('askedPerson')] }));
  story.refused('signatureDoesNotFit', (it) => it.filesOriginal('inquiry-record', 'scan-1', { signatures: [signed('askedPerson'), signed('officers', 'fingerMark'), signed('recorder')] }));
  story.refused('refusalDoesNotFit', (it) => it.filesOriginal('inquiry-record', 'scan-1', { signatures: [signed('askedPerson'), signed('officers', 'refused', certified('zhang', 'li')), signed('recorder')] }));
  story.filesOriginal('inquiry-record', 'scan-1', { signatures: [signed('askedPerson', 'fingerMark'), signed('officers'), signed('recorder')] });
});

scenario('a refusal to sign is noted by two officers with certificates, each of them one person', (law) => {
  const story = scanned(penaltyFiled(law).at('2025-07-10').takes('recordInquiry'));
  for (const notedBy of [[], certified('zhang'), certified('zhang', 'zhang'), [...certified('zhang'), expired('li')]]) story.refused('refusalNotNoted', (it) => it.filesOriginal('inquiry-record', 'scan-1', { signatures: refusedBy(...notedBy) }));
  story.filesOriginal('inquiry-record', 'scan-1', { signatures: refusedBy(...certified('zhang', 'li')) });
});

scenario('on the record of a hearing the chair notes the refusal (art. 64(8))', (law) => {
  const story = scanned(hearingScheduled(law).serves('hearing-notice').at('2025-08-15').takes('holdHearing'));
  story.refused('refusalNotNoted', (it) => it.filesOriginal('hearing-record', 'scan-1', { signatures: hearingSheet([]) }));
  story.filesOriginal('hearing-record', 'scan-1', { by: 'qian', signatures: hearingSheet([expired('qian')]) });
});

scenario('a void paper has no original, and a closed case takes none', (law) => {
  const story = scanned(penaltyReported(law).at('2025-07-21').takes('issueNotice'));
  const { paperId } = story.paper('penalty-notice', 'p1');
  story.voids('penalty-notice').refused('paperVoided', (it) => it.filesOriginal('penalty-notice', 'scan-1', { paperId, signatures: [signed('authority', 'seal')] }));
  const closed = scanned(penaltyReported(law, { parties: [citizen('p1', '1985-03-02', '2025-07-01')] }, { reportedProposal: 'noPenalty' })).at('2025-08-01').takes('decideNoPenalty').serves('no-penalty-decision').closes('closedWithoutPenalty');
  closed.refused('caseClosed', (it) => it.filesOriginal('no-penalty-decision', 'scan-1'));
});

scenario('a closing issues its report and the index of the file, dated with it, and undoes nothing of what was done', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'notEstablished' }).at('2025-08-01').takes('decideNotEstablished').serves('case-not-established').at('2025-08-04').closes('closedWithoutPenalty', { on: '2025-08-04' });
  same(story.state.papers.slice(-2).map((one) => [one.paper, one.issuedOn, one.closing?.code]), [['closing-report', '2025-08-04', 'closedWithoutPenalty'], ['file-index', '2025-08-04', 'closedWithoutPenalty']], 'what the record says');
  const fee = feeLead(law).at('2021-08-23').closes('undecided_closed');
  leavesPapers(fee);
  leavesPapers(penaltyDecided(law).serves('penalty-decision').takes('recordQuashing').closes('closedAfterQuashing'));
  leavesPapers(feeReady(law).closes('notEstablished'));
  leavesPapers(feeDecided(law).at('2021-08-23').closes('decided_unexecuted_closed'));
});

scenario('statement, report, review and discussion each leave their paper', (law) => {
  const complex = penaltyReported(law, {}, { reviewGround: 'complex', majorCase: true }).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').takes('recordStatement').at('2025-08-01').takes('reviewLegality').takes('discussCollectively');
  const codes = new Set(complex.state.papers.map((one) => one.paper));
  for (const code of ['investigation-report', 'defence-record', 'legal-review-opinion', 'discussion-minutes']) if (!codes.has(code)) throw new Error(`no ${code}`);
});

/** A sheet on which only a witness has signed. */
const lacksSignatures = (story: Story, codes: readonly string[]): void => {
  for (const code of codes) scanned(story).refused('signatureMissing', (it) => it.filesOriginal(code, 'scan-1', { signatures: [signed('witness')] }));
};

scenario('each paper that people sign says who; a sheet without them is no original', (law) => {
  const heard = hearingScheduled(law, { book: law.book() }).serves('hearing-notice').at('2025-08-15').takes('holdHearing').takes('recordStatement');
  lacksSignatures(heard, ['filing-approval-form', 'inquiry-record', 'investigation-report', 'evidence-list', 'service-receipt', 'hearing-record', 'defence-record']);
  const complex = penaltyReported(law, {}, { reviewGround: 'complex', majorCase: true }).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').at('2025-08-01').takes('reviewLegality').takes('discussCollectively');
  lacksSignatures(complex, ['legal-review-opinion', 'discussion-minutes']);
  const kept = penaltyFiled(law).at('2025-07-10').takes('inspectScene').takes('proposePreservation');
  kept.takes('approvePreservation', { preservationProposal: kept.seqOf('proposePreservation') });
  lacksSignatures(kept, ['inspection-record', 'preservation-decision']);
  const fee = feeFiled(law).at('2018-03-12').takes('takeEvidence').takes('recordInquiry').takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' }).takes('reportInvestigation')
    .at('2018-03-14').takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }).serves('levy-notice', {}, { party: 'p1' }).takes('recordStatement', {}, { party: 'p1' });
  lacksSignatures(fee, ['filing-approval-form', 'inquiry-record', 'income-evidence', 'investigation-report', 'service-receipt', 'defence-record']);
});

scenario('what is preserved, disposed of or to be corrected is served on the party', (law) => {
  const story = penaltyFiled(law).at('2025-07-10').takes('orderCorrection', { correctionDueOn: '2025-07-20' }).expectDuties('serve', 1).takes('proposePreservation');
  story.takes('approvePreservation', { preservationProposal: story.seqOf('proposePreservation') }).expectDuties('serve', 2);
  story.takes('disposePreserved', { preservation: story.seqOf('approvePreservation'), disposal: 'returned' }).expectDuties('serve', 3);
});

const keeperAndOfficer: Actor = { ...actor('yin'), roles: ['sealKeeper', 'officer'] };

scenario('the seal is asked for by one person and used by another, on the very paper that was issued', (law) => {
  const story = penaltyDecided(law).asksSeal('penalty-decision');
  story.refused('sealAsked', (it) => it.asksSeal('penalty-decision'));
  story.refused('sealOfOtherBytes', (it) => it.seals('penalty-decision', { sha256: 'c'.repeat(64) }));
  story.refused('roleMissing', (it) => it.seals('penalty-decision', { who: actor('li') }));
  story.at('2025-07-31').seals('penalty-decision');
  const [use] = story.paper('penalty-decision', 'p1').seals;
  same([use?.applicantId, use?.used?.keeperId, use?.used?.on, use?.used?.sha256], ['zhang', 'yin', '2025-07-31', story.paper('penalty-decision', 'p1').sha256], 'what the record says');
  story.refused('sealNotAsked', (it) => it.seals('penalty-decision')).refused('paperSealed', (it) => it.asksSeal('penalty-decision'));
  story.asksSeal('penalty-decision', { seal: 'electronic' }).refused('sealNotAsked', (it) => it.seals('penalty-decision')).seals('penalty-decision', { seal: 'electronic' });
});

scenario('who asked for the seal does not use it, whatever roles are in one hand', (law) => {
  penaltyDecided(law).asksSeal('penalty-decision', { who: keeperAndOfficer }).refused('keeperAsked', (it) => it.seals('penalty-decision', { who: keeperAndOfficer })).seals('penalty-decision', { who: { ...actor('yin'), personId: 'jin' } });
});

scenario('there is no sealing of a blank, of a void paper, of a record, or before the paper', (law) => {
  const story = penaltyDecided(law);
  story.refused('nothingToSeal', (it) => it.asksSeal('penalty-decision', { paperId: `${it.caseId}.999` })).refused('nothingToSeal', (it) => it.seals('penalty-decision', { paperId: `${it.caseId}.999` }));
  story.refused('paperBearsNoSeal', (it) => it.asksSeal('inquiry-record'));
  story.refused('sealBeforeIssue', (it) => it.asksSeal('penalty-decision', { on: '2025-07-29' }));
  story.refused('roleMissing', (it) => it.asksSeal('penalty-decision', { who: actor('yin') }));
  story.refused('dateInFuture', (it) => it.asksSeal('penalty-decision', { on: '2025-07-31' }));
  story.at('2025-08-01').asksSeal('penalty-decision').refused('sealedBeforeAsked', (it) => it.seals('penalty-decision', { on: '2025-07-31' })).refused('dateInFuture', (it) => it.seals('penalty-decision', { on: '2025-08-02' }));
  const { paperId } = story.paper('penalty-decision', 'p1');
  story.voids('penalty-decision', { by: 'zhao' }).refused('paperVoided', (it) => it.seals('penalty-decision', { paperId }));
});

scenario('a closed case and an ended pack are sealed no more', (law) => {
  const closed = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-08-01').takes('decideNoPenalty').serves('no-penalty-decision').closes('closedWithoutPenalty');
  closed.refused('caseClosed', (it) => it.asksSeal('no-penalty-decision'));
  feeDecided(law).at('2021-08-20').refused('packNoLongerInForce', (it) => it.asksSeal('levy-decision')).refused('packNoLongerInForce', (it) => it.asksSeal('levy-decision', { on: '2021-08-19' }));
});

scenario('a county that asks for the seal before service has it; others serve as before', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty', { sealBeforeService: 'yes' }) });
  const story = penaltyReported(law, { book }).at('2025-07-21').takes('issueNotice').at('2025-07-22').refused('paperNotSealed', (it) => it.serves('penalty-notice'));
  story.asksSeal('penalty-notice').refused('paperNotSealed', (it) => it.serves('penalty-notice')).seals('penalty-notice').serves('penalty-notice');
  const fee = feeNoticed(law, { book: law.book({ parameters: settingsWith('social-maintenance-fee', { sealBeforeService: 'yes' }) }) }).at('2018-03-15').refused('paperNotSealed', (it) => it.serves('levy-notice'));
  fee.asksSeal('levy-notice').seals('levy-notice').serves('levy-notice');
  for (const value of ['no', null]) penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { sealBeforeService: value }) }) }).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice');
});
