/** No act of a case is dated before it was opened, whatever the act; and what is entered fits what is asked, wherever it is entered. */
import { legalDate } from '#law';
import type { CaseCommand } from '#cases/model';
import { COUNTY, DEPARTMENT, actor, citizen, certified, ownBody, settingsWith } from '#cases/testing/county';
import { type PlainFacts, factsFor } from '#cases/testing/facts';
import { personOnDay } from '#cases/testing/office';
import { scenario } from '#cases/testing/scenario';
import { Story } from '#cases/testing/story';
import { feeFiled, penaltyDecided, penaltyLead, penaltyReported } from './beginnings.ts';

const BEFORE = '2025-07-06';
const on = legalDate(BEFORE);
const reason = { contentId: 'reason', commitment: 'reason' };
const sends = (command: CaseCommand, by: string) => (story: Story): void => story.command(command, actor(by));

scenario('a paper is served, voided, signed and sealed after the case was opened', (law) => {
  const noticed = penaltyReported(law).at('2025-07-21').takes('issueNotice');
  noticed.refused('dateBeforeOpening', (it) => it.serves('penalty-notice', { on })).refused('notDatedBack', (it) => it.voids('penalty-notice', { on: BEFORE }));
  noticed.attaches('scan-1').refused(['dateBeforeOpening', 'signedBeforeIssue'], (it) => it.filesOriginal('penalty-notice', 'scan-1', { on: BEFORE }));
  const decided = penaltyDecided(law);
  decided.refused(['dateBeforeOpening', 'sealBeforeIssue'], (it) => it.asksSeal('penalty-decision', { on: BEFORE }));
  decided.asksSeal('penalty-decision').refused(['dateBeforeOpening', 'sealedBeforeAsked'], (it) => it.seals('penalty-decision', { on: BEFORE }));
});

scenario('a party is amended, a case moved, its file called in after the case was opened', (law) => {
  const story = penaltyLead(law);
  story.refused('notDatedBack', (it) => it.amends(citizen('p1', '1990-01-01', '2025-07-01'), { on: BEFORE }));
  const to = { officeId: DEPARTMENT, countyId: COUNTY };
  story.refused('notDatedBack', sends({ type: 'callInFile', on, instrument: '演示调〔2025〕1号', reason, to }, 'zhou'));
  story.refused('notDatedBack', sends({ type: 'transferCase', on, instrument: '演示移〔2025〕1号', reason, to, body: { ...ownBody, officeId: DEPARTMENT, authorityId: DEPARTMENT } }, 'zhou'));
});

scenario('a closed case is taken up again with the facts that are asked for, of their types, after it was opened', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'transfer' }).at('2025-08-01').takes('decideTransfer').at('2025-08-04').closes('closedWithoutPenalty').at('2025-08-05');
  story.refused(['notDatedBack', 'notTransferred'], (it) => it.reopens('returnedFromJustice', {}, { on: BEFORE }));
  story.refused('factUnknown', (it) => it.reopens('returnedFromJustice', { fine: '100.00' }));
  story.refused('factType', sends({ type: 'reopenCase', reopening: 'returnedFromJustice', on: story.today, facts: { returnDocument: { type: 'integer', value: 1 } }, reason, body: ownBody }, 'zhao'));
});

scenario('a case is opened by the officers of the office, with the facts that are asked for, of their types', (law) => {
  const opens = (facts: PlainFacts, by = 'zhang') => (): Story => Story.open({
    book: law.book(), pack: 'administrative-penalty', on: '2025-07-07', by, parties: [citizen('p1', '1985-03-02', '2025-07-01')], facts: { actEndedOn: '2025-07-01', discoveredOn: '2025-07-07', ...facts },
  });
  penaltyLead(law).refused('roleMissing', opens({}, 'qian')).refused('factUnknown', opens({ fine: '100.00' })).refused('factMissing', opens({ summary: undefined })).refused('factType', opens({ leadSource: 'rumour' }));
});

scenario('a step is not dated before its procedure was in force', (law) => {
  penaltyLead(law).refused(['lateEntryNotExplained', 'packNotYetInForce'], (it) => it.takes('takeEvidence', {}, { on: '2021-07-14' }));
});

scenario('what arrived electronically arrived after it was issued, and not tomorrow', (law) => {
  const sent = { way: 'electronic', outcome: 'received', consentSignedOn: legalDate('2025-07-18') } as const;
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice').at('2025-07-22');
  story.refused('serviceDateInFuture', (it) => it.serves('penalty-notice', { ...sent, arrivedOn: legalDate('2025-07-23') }));
  story.refused(['arrivedBeforeSending', 'servedBeforeIssue'], (it) => it.serves('penalty-notice', { ...sent, arrivedOn: legalDate('2025-07-20') }));
});

scenario('approval is asked for with facts of their types', (law) => {
  const story = penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }) }).at('2025-07-21');
  const facts = { ...factsFor(story.pack, story.pack.steps.find((one) => one.code === 'issueNotice')?.facts ?? [], {}), intendedFine: { type: 'integer' as const, value: 3000 } };
  const approvers = { section: [personOnDay('wang')], legal: [personOnDay('sun')], deputy: [personOnDay('lin')], head: [personOnDay('zhao')] };
  story.refused('factType', sends({ type: 'askApproval', approval: 'noticeApproval', note: null, items: [{ step: 'issueNotice', party: null, facts }], signers: {}, approvers }, 'zhang'));
});

scenario('the fee: who took the evidence does not review it', (law) => {
  const book = law.book({ parameters: settingsWith('social-maintenance-fee', { legalReviewRule: 'everyLevy' }) });
  const steps = [['takeEvidence', {}], ['recordInquiry', { party: 'p1' }], ['takeIncomeEvidence', { party: 'p1' }], ['takeIncomeEvidence', { party: 'p2' }]] as const;
  for (const reviewed of ['takeEvidence', 'recordInquiry', 'takeIncomeEvidence']) {
    const story = feeFiled(law, { book }).at('2018-03-12');
    for (const [step, of] of steps) story.takes(step, {}, { ...of, ...(step === reviewed ? { officers: certified('zhang', 'sun') } : {}) });
    story.takes('reportInvestigation').at('2018-03-14');
    for (const party of ['p1', 'p2']) story.takes('issueNotice', { baseYear: 2017 }, { party }).serves('levy-notice', {}, { party });
    story.at('2018-03-20').refused('powersInOneHand', (it) => it.takes('reviewLegality')).takes('reviewLegality', {}, { by: 'tao' });
  }
});
