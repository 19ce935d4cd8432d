/** Who has a task in hand: claimed, assigned, transferred, delegated and given back, copied, urged, released. */
import { certified, settingsWith } from '#cases/testing/county';
import { Office } from '#cases/testing/office';
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { openTasks } from '#cases';
import { feeReported, penaltyFiled, penaltyLead, penaltyReported } from './beginnings.ts';

const persons = (office: Office, step: string): string[] => openTasks(office.story.state, office.story.now, office.story.book).filter((one) => one.step === step).flatMap((one) => one.persons);

scenario('whoever claims a task does it; another needs a transfer or the head', (law) => {
  const office = new Office(penaltyReported(law).at('2025-07-21'));
  same(persons(office, 'issueNotice'), [], 'open to the role');
  office.refused('roleMissing', (it) => it.handles('sun', 'claim', 'issueNotice')).handles('zhang', 'claim', 'issueNotice').refused('taskHeldBy', (it) => it.handles('li', 'claim', 'issueNotice'));
  same(persons(office, 'issueNotice'), ['zhang'], 'in one hand');
  office.refused('taskHeldBy', (it) => it.takes('issueNotice', {}, { by: 'li' })).refused('taskNotYours', (it) => it.handles('li', 'transfer', 'issueNotice', { to: 'chen' })).refused('taskNotYours', (it) => it.handles('wang', 'release', 'issueNotice'));
  office.refused('personMissing', (it) => it.handles('zhang', 'transfer', 'issueNotice')).refused('personWithoutRole', (it) => it.handles('zhang', 'transfer', 'issueNotice', { to: 'gao' })).refused('alreadyInHand', (it) => it.handles('zhang', 'transfer', 'issueNotice', { to: 'zhang' }));
  office.refused('personOfOtherOffice', (it) => it.handles('zhang', 'transfer', 'issueNotice', { to: { personId: 'he', officeId: 'elsewhere', roles: ['officer'] } }));
  office.handles('zhang', 'transfer', 'issueNotice', { to: 'li' }).refused('taskHeldBy', (it) => it.takes('issueNotice', {}, { by: 'zhang' }));
  office.refused('roleMissing', (it) => it.handles('li', 'assign', 'issueNotice', { to: 'chen' })).handles('wang', 'assign', 'issueNotice', { to: 'chen' }).takes('issueNotice', {}, { by: 'chen' });
  same(office.hand('issueNotice'), undefined, 'done, and in nobody’s hand');
  // The new holders are told.
  same(office.story.state.duties.filter((one) => one.kind === 'remind' && one.toPerson !== undefined).map((one) => one.toPerson), ['li', 'chen'], 'told');
});

scenario('what is released goes back to the role; a task that is not there is not claimed', (law) => {
  const office = new Office(penaltyReported(law).at('2025-07-21')).handles('zhang', 'claim', 'issueNotice').handles('zhang', 'release', 'issueNotice').takes('issueNotice', {}, { by: 'li' });
  office.refused('taskNotOpen', (it) => it.handles('zhao', 'claim', 'fileCase')).refused('taskNotOpen', (it) => it.handles('wang', 'urge', 'fileCase')).refused('taskUnknown', (it) => it.handles('zhang', 'claim', 'noSuchStep')).refused('taskNotOpen', (it) => it.handles('li', 'release', 'reportInvestigation'));
  const closed = new Office(penaltyLead(law).closes('notFiled'));
  closed.refused('caseClosed', (it) => it.handles('zhang', 'claim', 'proposeFiling'));
  // A hand that the case has overtaken holds up nobody: the task is no longer offered.
  const filed = new Office(penaltyFiled(law)).handles('zhang', 'claim', 'takeEvidence').refused('taskHeldBy', (it) => it.takes('takeEvidence', {}, { by: 'li', officers: certified('li', 'chen') })).takes('takeEvidence');
  same(filed.hand('takeEvidence'), undefined, 'in nobody’s hand');
});

scenario('delegated: the delegate works and gives back, the delegator completes', (law) => {
  const office = new Office(penaltyReported(law).at('2025-07-21')).handles('zhang', 'claim', 'issueNotice').refused('taskNotDelegated', (it) => it.handles('zhang', 'giveBack', 'issueNotice')).handles('zhang', 'delegate', 'issueNotice', { to: 'li' });
  office.refused('taskDelegated', (it) => it.takes('issueNotice', {}, { by: 'li' })).refused('taskDelegated', (it) => it.takes('issueNotice', {}, { by: 'zhang' }));
  office.refused('taskDelegated', (it) => it.handles('li', 'transfer', 'issueNotice', { to: 'chen' })).refused('taskDelegated', (it) => it.handles('li', 'release', 'issueNotice')).refused('alreadyInHand', (it) => it.handles('li', 'delegate', 'issueNotice', { to: 'zhang' }));
  // Delegated on, it comes back the way it went.
  office.handles('li', 'delegate', 'issueNotice', { to: 'chen' }).refused('taskNotYours', (it) => it.handles('zhang', 'giveBack', 'issueNotice')).handles('chen', 'giveBack', 'issueNotice', { note: 'draft' }).handles('li', 'giveBack', 'issueNotice', { note: 'checked' });
  same([office.hand('issueNotice')?.holder, office.hand('issueNotice')?.results.length], ['zhang', 2], 'back in hand, with both results');
  office.handles('zhang', 'delegate', 'issueNotice', { to: 'li' }).handles('zhang', 'giveBack', 'issueNotice').takes('issueNotice', {}, { by: 'zhang' });
});

scenario('copied and urged: people are told, nothing is done for them', (law) => {
  const office = new Office(penaltyReported(law).at('2025-07-21')).handles('zhang', 'copy', 'issueNotice', { to: 'sun' }).refused('alreadyInHand', (it) => it.handles('li', 'copy', 'issueNotice', { to: 'sun' })).handles('zhang', 'claim', 'issueNotice');
  office.handles('wang', 'urge', 'issueNotice').refused('urgedToday', (it) => it.handles('wang', 'urge', 'issueNotice')).handles('zhao', 'urge', 'issueNotice').at('2025-07-22').handles('wang', 'urge', 'issueNotice');
  same(office.story.state.duties.filter((one) => one.kind === 'remind').map((one) => [one.to, one.toPerson ?? null]), [['legalReviewer', 'sun'], ['officer', 'zhang'], ['officer', 'zhang'], ['officer', 'zhang']], 'told');
  // Urged without a holder: the role is told.
  const open = new Office(penaltyReported(law).at('2025-07-21')).handles('wang', 'urge', 'issueNotice');
  same(open.story.state.duties.filter((one) => one.kind === 'remind').map((one) => [one.to, one.toPerson ?? null]), [['officer', null]], 'told');
});

scenario('a signature that waits is urged and copied, never handed on', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) });
  const office = new Office(penaltyReported(law, { book }).at('2025-07-21')).refused('taskNotOpen', (it) => it.handles('zhang', 'urge', 'noticeApproval')).asks('noticeApproval', [{ step: 'issueNotice' }], { signers: { legal: ['sun', 'tao'] } });
  office.refused('signatureNotHandedOn', (it) => it.handles('wang', 'transfer', 'noticeApproval', { to: 'han' })).handles('zhang', 'urge', 'noticeApproval').handles('zhang', 'copy', 'noticeApproval', { to: 'zhao' }).signs('wang').at('2025-07-22').handles('zhang', 'urge', 'noticeApproval');
  same(office.story.state.duties.filter((one) => one.kind === 'remind').map((one) => [one.to, one.toPerson ?? null, one.status]), [['sectionHead', null, 'withdrawn'], ['head', 'zhao', 'withdrawn'], ['legalReviewer', 'sun', 'owed'], ['legalReviewer', 'tao', 'owed']], 'told');
  same(openTasks(office.story.state, office.story.now, book).filter((one) => one.approvalId !== null).map((one) => [one.role, one.persons]), [['legalReviewer', ['sun', 'tao']]], 'who finds it in the inbox');
});

scenario('tasks for one party are in hand party by party', (law) => {
  const office = new Office(feeReported(law).at('2018-03-14')).refused('partyMissing', (it) => it.handles('zhang', 'claim', 'issueNotice')).handles('zhang', 'claim', 'issueNotice', { party: 'p1' });
  office.refused('taskHeldBy', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1', by: 'li' })).takes('issueNotice', { baseYear: 2017 }, { party: 'p2', by: 'li' });
});
