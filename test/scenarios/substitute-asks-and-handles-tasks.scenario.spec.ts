/** In the place of an absent one, by written authority: asking for an approval, taking it back, adding signers, having tasks in hand. */
import { allowedActions } from '#cases';
import { approvalPart } from '#commands/approval-fields';
import { settingsWith } from '#cases/testing/county';
import { actor } from '#cases/testing/county';
import { Office } from '#cases/testing/office';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { inPlaceOf } from '#cases/testing/standing';
import { same } from '#cases/testing/story';
import { penaltyReported } from './beginnings.ts';

const NOTICE = [{ step: 'issueNotice' }];
const AUTHORITY = '演示代〔2025〕1号';
const reported = (law: ScenarioLaw): Office => new Office(penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }) }).at('2025-07-21'));
const inPlace = (of: string, more = {}) => ({ by: 'gao', standing: inPlaceOf(of, more) });

scenario('a substitute asks for an approval within the authority; it is the absent one’s request too', (law) => {
  const office = reported(law).refused('roleMissing', (it) => it.asks('noticeApproval', NOTICE, { by: 'gao' }));
  office.refused('substitutionMissing', (it) => it.asks('noticeApproval', NOTICE, inPlace('zhang', { instrument: null })));
  office.refused('substitutionOutsideScope', (it) => it.asks('noticeApproval', NOTICE, inPlace('zhang', { roles: ['hearingChair'] })));
  office.refused('substitutionOutsideScope', (it) => it.asks('noticeApproval', NOTICE, inPlace('zhang', { packs: ['social-maintenance-fee'] })));
  office.refused('substitutionOutsideDates', (it) => it.asks('noticeApproval', NOTICE, inPlace('zhang', { to: '2025-07-20' })));
  office.asks('noticeApproval', NOTICE, inPlace('wang'));
  same([office.approval.askedBy, office.approval.askedFor], ['gao', { personId: 'wang', instrument: AUTHORITY }], 'who asked, and in whose place');
  same(approvalPart('asker', { pack: office.story.pack, approval: office.approval, text: () => null, person: (id) => ({ gao: '高', wang: '王' })[id] ?? null }), `高受委托代行王职责，依据${AUTHORITY}`, 'printed on the sheet of the approval');
  // Neither hand signs it, in whatever place.
  office.refused('selfApproval', (it) => it.signs('wang')).refused('selfApproval', (it) => it.signs('gao', 'agree', null, ['sectionHead']));
  same(allowedActions(office.story.state, actor('wang'), office.story.now, office.story.book).filter((one) => one.action === 'withdrawApproval').length, 1, 'the absent one may take it back');
  same(allowedActions(office.story.state, actor('han'), office.story.now, office.story.book).filter((one) => one.action === 'withdrawApproval').length, 0, 'nobody else may');
  office.signs('han').signs('sun').signs('lin').signs('zhao').takesAsApproved('issueNotice').story.expectPhase('noticed');
});

scenario('nobody who could sign is left where the only other one is the absent asker', (law) => {
  reported(law).refused('approverMissing', (it) => it.asks('noticeApproval', NOTICE, { ...inPlace('wang'), approvers: { section: ['wang'] } }));
});

scenario('whoever asked, the absent one and a substitute for either take it back', (law) => {
  const asked = (): Office => reported(law).asks('noticeApproval', NOTICE, inPlace('wang'));
  asked().refused('notYourRequest', (it) => it.withdraws('zhang')).withdraws('gao');
  same(asked().withdraws('wang').approval.status, 'withdrawn', 'by the absent one, who is back');
  const own = reported(law).asks('noticeApproval', NOTICE);
  own.refused('notYourRequest', (it) => it.withdraws('gao')).refused('notYourRequest', (it) => it.withdraws('gao', inPlaceOf('li'))).refused('substitutionOutsideScope', (it) => it.withdraws('gao', inPlaceOf('zhang', { roles: ['hearingChair'] })));
  same(own.withdraws('gao', inPlaceOf('zhang')).story.events.at(-1)?.event, { type: 'approvalWithdrawn', v: 1, occurredOn: own.story.today, approvalId: own.approval.approvalId, withdrawnBy: 'gao', reason: { contentId: 'reason', commitment: 'reason' }, actingFor: { personId: 'zhang', instrument: AUTHORITY } }, 'on record with the authority');
});

scenario('a substitute of the signer adds one, whom the absent signer takes out again', (law) => {
  const office = reported(law).asks('noticeApproval', NOTICE).refused('notYourTurn', (it) => it.adds('gao', 'chen', 'before'));
  office.refused('substitutionOutsideScope', (it) => it.adds('gao', 'chen', 'before', inPlaceOf('wang', { roles: ['officer'] }))).refused('signerTwice', (it) => it.adds('gao', 'wang', 'before', inPlaceOf('wang')));
  office.adds('gao', 'chen', 'before', inPlaceOf('wang'));
  same(office.approval.turns.find((one) => one.addedBy !== null)?.addedBy, 'wang', 'added in the place of the absent signer');
  office.refused('notYourSigner', (it) => it.removes('han', 'chen')).removes('wang', 'chen');
  office.adds('gao', 'chen', 'before', inPlaceOf('wang')).removes('gao', 'chen', inPlaceOf('wang'));
});

scenario('tasks are claimed, handed on and given back in the place of the absent holder', (law) => {
  const office = new Office(penaltyReported(law).at('2025-07-21'));
  office.refused('roleMissing', (it) => it.handles('gao', 'claim', 'issueNotice')).refused('substitutionOutsideScope', (it) => it.handles('gao', 'claim', 'issueNotice', { standing: inPlaceOf('zhang', { roles: ['hearingChair'] }) }));
  office.handles('gao', 'claim', 'issueNotice', { standing: inPlaceOf('zhang') });
  same(office.hand('issueNotice')?.holder, 'zhang', 'in the hand of the absent one');
  same(office.story.events.at(-1)?.event.type === 'taskHandled' && office.story.events.at(-1)?.event, { ...office.story.events.at(-1)?.event, handledBy: 'gao', actingFor: { personId: 'zhang', instrument: AUTHORITY } }, 'done by the substitute');
  office.refused('taskNotYours', (it) => it.handles('gao', 'release', 'issueNotice')).refused('taskNotYours', (it) => it.handles('gao', 'release', 'issueNotice', { standing: inPlaceOf('li') }));
  office.handles('gao', 'delegate', 'issueNotice', { to: 'li', standing: inPlaceOf('zhang') });
  same(office.hand('issueNotice')?.delegators, ['zhang'], 'goes back to the absent one');
  office.handles('chen', 'giveBack', 'issueNotice', { note: 'draft', standing: inPlaceOf('li') });
  same([office.hand('issueNotice')?.holder, office.hand('issueNotice')?.results.length], ['zhang', 1], 'given back with the result');
  office.handles('gao', 'transfer', 'issueNotice', { to: 'chen', standing: inPlaceOf('zhang') }).refused('taskHeldBy', (it) => it.takes('issueNotice', {}, { by: 'zhang' }));
  // To assign is the heads’: an authority to act for an officer does not do.
  office.refused('substitutionOutsideScope', (it) => it.handles('gao', 'assign', 'issueNotice', { to: 'li', standing: inPlaceOf('zhang') })).handles('gao', 'assign', 'issueNotice', { to: 'li', standing: inPlaceOf('wang') }).takes('issueNotice', {}, { by: 'li' });
});
