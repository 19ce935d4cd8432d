/** Who acts for an absent official, and who was lent by a neighbour: by order, in its scope, on its days, and both hands count. */
import { legalDate } from '#law';
import { actor, certified, settingsWith } from '#cases/testing/county';
import { Office } from '#cases/testing/office';
import { inPlaceOf, lent } from '#cases/testing/standing';
import { same } from '#cases/testing/story';
import { scenario } from '#cases/testing/scenario';
import { hearingScheduled, penaltyFiled, penaltyLead, penaltyNoticed, penaltyReady, penaltyReported } from './beginnings.ts';

const forZhao = { by: 'chen', standing: inPlaceOf('zhao') };

scenario('an officer decides in the place of the absent head, and the record says by which authority', (law) => {
  const story = penaltyReady(law).refused('roleMissing', (it) => it.takes('decidePenalty', {}, { by: 'chen' })).takes('decidePenalty', {}, forZhao);
  const [, decided] = story.eventsOf('stepTaken').filter((one) => one.step === 'decidePenalty' || one.step === 'issueNotice');
  same(decided?.actingFor, { personId: 'zhao', instrument: '演示代〔2025〕1号' }, 'acting for');
  same(decided?.actorId, 'chen', 'the hand');
  story.serves('penalty-decision', {}, { standing: inPlaceOf('li') });
  same(story.eventsOf('serviceAttempted').at(-1)?.actingFor?.personId, 'li', 'service in the place of an officer');
});

scenario('the authority is written, in its dates, its roles and its procedures, and is never passed on', (law) => {
  const refused = (code: string, standing: ReturnType<typeof inPlaceOf>) => penaltyReady(law).refused(code, (it) => it.takes('decidePenalty', {}, { by: 'chen', standing }));
  refused('substitutionMissing', inPlaceOf('zhao', { instrument: null, roles: [], from: null, to: null }));
  refused('substitutionOutsideDates', inPlaceOf('zhao', { from: legalDate('2025-07-31') }));
  refused('substitutionOutsideDates', inPlaceOf('zhao', { to: legalDate('2025-07-29') }));
  refused('substitutionOutsideScope', inPlaceOf('zhao', { roles: ['officer'], heldRoles: ['officer', 'head'] }));
  refused('substitutionOutsideScope', inPlaceOf('zhao', { packs: ['social-maintenance-fee'] }));
  refused('substituteForOneself', inPlaceOf('chen', { roles: ['head'], heldRoles: ['head'] }));
  refused('substitutionChained', inPlaceOf('li', { roles: ['head'], heldRoles: ['officer'], substitutedRoles: ['head'] }));
  // An authority for a role that the absent person did not hold that day gives nothing.
  penaltyReady(law).refused('roleMissing', (it) => it.takes('decidePenalty', {}, { by: 'chen', standing: inPlaceOf('sun', { roles: ['head'] }) }));
  penaltyReady(law).takes('decidePenalty', {}, { by: 'chen', standing: inPlaceOf('zhao', { packs: ['administrative-penalty'], from: legalDate('2025-07-30'), to: legalDate('2025-07-30') }) });
});

scenario('the day of the act counts, not the day of its recording', (law) => {
  const ended = inPlaceOf('wang', { to: legalDate('2025-07-22') });
  penaltyReported(law).at('2025-07-25').refused('substitutionOutsideDates', (it) => it.takes('issueNotice', {}, { by: 'chen', standing: ended }))
    .takes('issueNotice', {}, { by: 'chen', standing: ended, on: '2025-07-22' });
});

scenario('powers that must not meet: the hand of the substitute and that of the absent person', (law) => {
  // Zhang and Li investigated: neither chairs, also not through somebody else, and nobody who did chairs for the chair.
  hearingScheduled(law).serves('hearing-notice').at('2025-08-15')
    .refused('powersInOneHand', (it) => it.takes('holdHearing', {}, { by: 'li', officers: [], standing: inPlaceOf('qian') }))
    .takes('holdHearing', {}, { by: 'chen', standing: inPlaceOf('qian') });
  // The report was drafted in the place of the head: he does not decide on it, and neither does who drafted.
  const story = penaltyFiled(law).takes('takeEvidence').takes('reportInvestigation', {}, { by: 'chen', officers: certified('zhang', 'li'), standing: inPlaceOf('ma', { roles: ['officer'], heldRoles: ['officer'] }) });
  story.at('2025-07-21').takes('issueNotice').serves('penalty-notice').at('2025-07-30').refused('powersInOneHand', (it) => it.takes('decidePenalty', {}, { by: 'ma' }))
    .refused('powersInOneHand', (it) => it.takes('decidePenalty', {}, forZhao)).takes('decidePenalty');
});

scenario('who signed the legal review in the place of the reviewer does not decide, and neither does the reviewer', (law) => {
  const office = new Office(penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }) }).at('2025-07-21')).asks('noticeApproval', [{ step: 'issueNotice' }]).signs('wang');
  office.story.command({ type: 'signApproval', approvalId: office.approval.approvalId, verdict: 'agree', to: null, opinion: { contentId: 'o', commitment: 'o' } }, { ...actor('ma'), ...inPlaceOf('sun') });
  const { story } = office.signs('lin').signs('zhao').takesAsApproved('issueNotice');
  story.law(law.book()).serves('penalty-notice').at('2025-07-30').refused('powersInOneHand', (it) => it.takes('decidePenalty', {}, { by: 'ma' }))
    .refused('powersInOneHand', (it) => it.takes('decidePenalty', {}, { by: 'lin', standing: inPlaceOf('sun', { roles: ['head'], heldRoles: ['head'] }) })).takes('decidePenalty');
});

scenario('papers are taken back and cases closed in the place of the absent, by the same rules', (law) => {
  penaltyReported(law).at('2025-07-21').takes('issueNotice').refused('substitutionOutsideDates', (it) => it.voids('penalty-notice', { by: 'chen', standing: inPlaceOf('wang', { to: legalDate('2025-07-20') }) }))
    .voids('penalty-notice', { by: 'chen', standing: inPlaceOf('wang') });
  penaltyLead(law).refused('substitutionOutsideScope', (it) => it.closes('notFiled', { by: 'chen', standing: inPlaceOf('zhao', { roles: ['officer'] }) })).closes('notFiled', { by: 'chen', standing: inPlaceOf('zhao') });
});

scenario('a lent officer acts on the days of the order and not before or after them', (law) => {
  penaltyLead(law, { on: '2025-06-20', facts: { actEndedOn: '2025-06-10' } }).at('2025-06-23').takes('proposeFiling').takes('fileCase').at('2025-07-02')
    .refused('loanOutsideDates', (it) => it.takes('takeEvidence', {}, { standing: lent, on: '2025-06-30' })).takes('takeEvidence', {}, { standing: lent })
    .at('2025-09-01').refused('loanOutsideDates', (it) => it.takes('takeEvidence', {}, { standing: lent }));
  const story = penaltyNoticed(law).at('2025-07-24').takes('recordStatement', {}, { standing: lent });
  same(story.eventsOf('stepTaken').at(-1)?.lent, { instrument: '演示借〔2025〕1号', officeId: 'neighbour-town' }, 'the loan in the event');
});
