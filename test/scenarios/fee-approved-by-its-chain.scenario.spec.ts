/** The chain of the fee: handler, legal office, deputy head, head; one approval covers both parents, and its sheet is issued once. */
import { settingsWith } from '#cases/testing/county';
import { Office } from '#cases/testing/office';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { feeFiled, feeReady, feeReported, penaltyReported } from './beginnings.ts';

const PACK = 'social-maintenance-fee';
const full = (law: ScenarioLaw, more: Record<string, number | string | null> = {}) => law.book({ parameters: settingsWith(PACK, { approvalChain: 'full', approvalWaitDays: 3, ...more }) });
const notices = ['p1', 'p2'].map((party) => ({ step: 'issueNotice', party, facts: { baseYear: 2017 } }));
const levies = ['p1', 'p2'].map((party) => ({ step: 'decideLevy', party }));
const reported = (law: ScenarioLaw): Office => new Office(feeReported(law, { book: full(law) }).at('2018-03-14'));
const ready = (law: ScenarioLaw): Office => { const story = feeReady(law); story.law(full(law)); return new Office(story); };
const signed = (office: Office): Office => office.signs('sun').signs('lin').signs('zhao');
const sheets = (story: Story): number => story.state.papers.filter((one) => one.paper === 'approval-form').length;
const others = (story: Story): Story => {
  story.takes('inquireWhereabouts', {}, { party: 'p1' }).takes('askByParty', { requestKind: 'fileCopy' }, { party: 'p1' });
  story.takes('answerRequest', { answeredRequest: story.seqOf('askByParty') }, { party: 'p1' });
  return story.takes('complain', {}, { party: 'p1' }).takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }, { party: 'p1' });
};

scenario('where the county has set its chain, the notice to each parent waits for all of it', (law) => {
  const office = reported(law).refused('approvalMissing', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' })).asks('noticeApproval', notices);
  same(office.waits, 'legal: legalReviewer', 'who is to sign');
  // Whoever reviewed neither drafted nor decides.
  office.refused('notYourTurn', (it) => it.signs('zhao')).signs('sun').refused('signerTwice', (it) => it.signs('sun', 'agree', null, ['legalReviewer', 'deputyHead'])).signs('lin');
  others(office.story);
  office.signs('zhao').takesAsApproved('issueNotice', { party: 'p1' }).takesAsApproved('issueNotice', { party: 'p2' });
  same(sheets(office.story), 1, 'one sheet for one approval');
  // Whoever reviewed the notice does not decide the levy.
  const story = office.story.law(law.book()).at('2018-03-15').serves('levy-notice').at('2018-03-20');
  story.refused('powersInOneHand', (it) => it.takes('decideLevy', {}, { party: 'p1', by: 'zhao', standing: { actingFor: { personId: 'sun', instrument: '演示代〔2018〕1号', roles: ['head'], packs: [], from: it.today, to: it.today, heldRoles: ['head'], substitutedRoles: [] } } }));
});

scenario('the levy on each parent waits for its own chain, and what was approved is what is decided', (law) => {
  const office = ready(law).refused('approvalMissing', (it) => it.takes('decideLevy', {}, { party: 'p1' })).asks('levyApproval', levies);
  others(office.story);
  signed(office).takesAsApproved('decideLevy', { party: 'p1' }).refused('approvalDiffers', (it) => it.takes('decideLevy', { defence: '当事人未作新的申辩' }, { party: 'p2' })).takesAsApproved('decideLevy', { party: 'p2' });
  same([sheets(office.story), office.story.state.phase], [1, 'decided'], 'one sheet, both decided');
  // The reviewer of the chain has reviewed: he does not decide, as head of the day or otherwise.
  const reviewed = signed(ready(law).asks('levyApproval', levies));
  reviewed.story.refused('powersInOneHand', (it) => it.takes('decideLevy', {}, { party: 'p1', by: 'zhao', standing: { actingFor: { personId: 'sun', instrument: '演示代〔2018〕1号', roles: ['head'], packs: [], from: it.today, to: it.today, heldRoles: ['head'], substitutedRoles: [] } } }));
});

scenario('each stage of the fee is warned of when it waits, a reviewer of the county may sign it, and nobody reviews what he drafted', (law) => {
  for (const [ask, chain, items] of [[reported, 'noticeApproval', notices], [ready, 'levyApproval', levies]] as const) {
    const office = ask(law).asks(chain, items, { signers: { legal: [{ personId: 'ren', officeId: 'mian-legal', roles: ['legalReviewer'], countyLegal: true }] } }).withdraws().asks(chain, items);
    const told = (): number => office.story.state.approvals.at(-1)?.waited.length ?? 0;
    const days = [office.story.today];
    for (const [n, signer] of ['sun', 'lin', 'zhao'].entries()) {
      const at = new Date(Date.parse(`${days.at(-1) ?? ''}T00:00:00Z`) + 4 * 86_400_000).toISOString().slice(0, 10);
      days.push(at as never);
      office.at(at);
      same(told(), n + 1, 'somebody is told');
      office.signs(signer);
    }
    same(office.approval.status, 'approved', 'by signatures alone');
  }
});

scenario('where the county has set no chain, or leaves it to the head, the fee goes on as before', (law) => {
  feeReported(law).at('2018-03-14').takes('issueNotice', { baseYear: 2017 }, { party: 'p1' });
  const head = new Office(feeReported(law, { book: full(law, { approvalChain: 'head' }) }).at('2018-03-14'));
  head.refused('approvalNotNeeded', (it) => it.asks('noticeApproval', notices)).takes('issueNotice', { baseYear: 2017 }, { party: 'p1' });
  new Office(feeReported(law, { book: full(law, { approvalWaitDays: null }) }).at('2018-03-14')).refused('parameterNotSet', (it) => it.asks('noticeApproval', notices));
  same(feeFiled(law).state.papers.some((one) => one.paper === 'approval-form'), false, 'no sheet without an approval');
});

scenario('the sheet of a penalty stands beside the notice, and a notice that is voided falls without it', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) });
  const office = new Office(penaltyReported(law, { book }).at('2025-07-21')).asks('noticeApproval', [{ step: 'issueNotice' }]).signs('wang').signs('sun').signs('lin').signs('zhao').takesAsApproved('issueNotice');
  same(sheets(office.story), 1, 'the sheet');
  office.story.voids('penalty-notice').expectPhase('reported');
});
