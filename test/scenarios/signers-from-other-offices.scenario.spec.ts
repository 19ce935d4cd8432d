/** Signers whom another office lends, reviewers of the county legal office, and substitutes of named signers and of the keeper of the seal. */
import { settingsWith } from '#cases/testing/county';
import { Office } from '#cases/testing/office';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { inPlaceOf, lent } from '#cases/testing/standing';
import { same } from '#cases/testing/story';
import type { Actor, PersonOnDay } from '#cases/model';
import { actor } from '#cases/testing/county';
import { penaltyReady, penaltyReported } from './beginnings.ts';

const NOTICE = [{ step: 'issueNotice' }];
const DECISION = [{ step: 'decidePenalty' }];
const full = (law: ScenarioLaw) => law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) });
const reported = (law: ScenarioLaw): Office => new Office(penaltyReported(law, { book: full(law) }).at('2025-07-21'));
const ready = (law: ScenarioLaw): Office => { const story = penaltyReady(law); story.law(full(law)); return new Office(story); };
const ORDER = '演示借〔2025〕7号';
const stranger = (more: Partial<PersonOnDay> = {}): PersonOnDay => ({ personId: 'ren', officeId: 'neighbour-town', roles: ['legalReviewer'], ...more });
const ren: Actor = { personId: 'ren', officeId: 'neighbour-town', roles: ['legalReviewer'], kind: 'person', lent: { ...lent.lent, instrument: ORDER }, qualifications: ['legalProfession'] };
const signs = (office: Office, who: Actor): Office => { office.story.command({ type: 'signApproval', approvalId: office.approval.approvalId, verdict: 'agree', to: null, opinion: { contentId: 'opinion', commitment: 'opinion' } }, who); return office; };

scenario('a signer from another office is named by the order that lends him, which stays with the signature', (law) => {
  const office = reported(law);
  office.refused('personOfOtherOffice', (it) => it.asks('noticeApproval', NOTICE, { signers: { legal: [stranger()] } }));
  // By a loan he acts in the role of the loan.
  office.refused('signerWithoutRole', (it) => it.asks('noticeApproval', NOTICE, { signers: { legal: [stranger({ lentBy: ORDER, roles: ['officer'] })] } }));
  office.asks('noticeApproval', NOTICE, { signers: { legal: [stranger({ lentBy: ORDER })] } });
  same(office.approval.turns.find((one) => one.key === 'legal')?.orders, { ren: ORDER }, 'the order by which he was named');
  office.signs('wang').refused('notYourTurn', (it) => it.signs('sun'));
  same(office.waits, 'legal: ren?', 'who is to sign');
  // Once the loan is over he signs nothing.
  office.story.refused('loanOutsideDates', () => signs(office, { ...ren, lent: { ...lent.lent, to: office.story.today.replace('21', '20') as never } }));
  office.story.refused('signerWithoutRole', () => signs(office, { ...ren, roles: [] }));
  signs(office, ren).signs('lin').signs('zhao').takesAsApproved('issueNotice');
  same(office.story.eventsOf('approvalSigned')[1]?.lent?.instrument, ORDER, 'the order beside the signature');
});

const county = (roles: PersonOnDay['roles']): PersonOnDay => ({ personId: 'ren', officeId: 'mian-legal', roles, countyLegal: true });

scenario('a reviewer of the county legal office signs where the chain lets him, a leader from there does not', (law) => {
  reported(law).asks('noticeApproval', NOTICE, { signers: { legal: [county(['legalReviewer'])] } });
  reported(law).refused('personOfOtherOffice', (it) => it.asks('noticeApproval', NOTICE, { signers: { head: [county(['head'])] } }));
  ready(law).asks('decisionApproval', DECISION, { signers: { leaders: ['lin', county(['legalReviewer'])] } });
  // Added to a chain, for an opinion before the head signs.
  const office = reported(law).asks('noticeApproval', NOTICE).refused('personOfOtherOffice', (it) => it.adds('wang', county(['officer']), 'after')).adds('wang', county(['legalReviewer']), 'after').signs('wang');
  same(office.waits, '+ren: ren', 'who is to sign');
});

/** Who leads the county legal office, with what else that office gave. */
const director = (roles: PersonOnDay['roles']): PersonOnDay => ({ ...county(['countyLegalOffice', ...roles]), personId: 'yan' });

scenario('whoever leads the county legal office leads no township: without an order no stage of a leader is signed from there', (law) => {
  reported(law).refused('signerWithoutRole', (it) => it.asks('noticeApproval', NOTICE, { signers: { head: [director(['head'])] } }));
  ready(law).refused('signerWithoutRole', (it) => it.asks('decisionApproval', DECISION, { signers: { leaders: ['lin', director(['deputyHead'])] } }));
  reported(law).asks('noticeApproval', NOTICE, { signers: { head: [{ ...director(['head']), roles: ['head'], lentBy: ORDER }] } });
  // Nor is that post somebody who could sign a stage for which nobody is named.
  reported(law).refused('approverMissing', (it) => it.asks('noticeApproval', NOTICE, { approvers: { head: [director(['head'])] } }));
  // A task goes to nobody there who could not do it.
  reported(law).refused('personWithoutRole', (it) => it.handles('zhao', 'assign', 'issueNotice', { to: director(['officer', 'sectionHead', 'head']) }));
});

scenario('a lent signer is added beside a stage; return, co-signing, a substitute and the timer leave each other alone', (law) => {
  const office = ready(law).asks('decisionApproval', DECISION, { signers: { leaders: ['lin', stranger({ lentBy: ORDER })] } }).signs('wang');
  same(office.waits, 'leaders: lin ren', 'who is to sign');
  const tellings = office.story.duties('escalate').length;
  office.at('2025-08-04').adds('lin', 'gao', 'parallel');
  same(office.story.duties('escalate').length, tellings + 1, 'the leaders were waited for, and somebody is told');
  same(office.approval.status, 'open', 'nothing is approved by waiting');
  // Returned to the section: every signature from there on is given anew, the lent one too; the orders stay.
  office.signs('lin').signs('gao');
  office.story.command({ type: 'signApproval', approvalId: office.approval.approvalId, verdict: 'return', to: 'section', opinion: { contentId: 'o', commitment: 'o' } }, ren);
  same(office.waits, 'section: sectionHead', 'who is to sign');
  office.story.command({ type: 'signApproval', approvalId: office.approval.approvalId, verdict: 'agree', to: null, opinion: { contentId: 'o', commitment: 'o' } }, { ...actor('gao'), roles: ['hearingChair'], ...inPlaceOf('wang') });
  same(office.waits, 'leaders: lin ren gao', 'who is to sign');
  same(office.approval.turns.at(-1)?.orders, { ren: ORDER }, 'the order by which he was named');
  same(office.approval.signatures.at(-1), { ...office.approval.signatures.at(-1)!, personId: 'wang', by: 'gao', counts: true }, 'the substitute signed for the section');
});

scenario('a task in the hands of an absent officer is done by the substitute', (law) => {
  const office = new Office(penaltyReported(law).at('2025-07-21')).handles('zhang', 'claim', 'issueNotice');
  office.refused('taskHeldBy', (it) => it.takes('issueNotice', {}, { by: 'li' })).takes('issueNotice', {}, { by: 'li', standing: inPlaceOf('zhang') }).story.expectPhase('noticed');
});

scenario('the seal is asked for and used in the place of the absent: neither hand is the other', (law) => {
  const story = penaltyReported(law, { book: full(law) }).law(law.book()).at('2025-07-21').takes('issueNotice');
  story.refused('substitutionMissing', (it) => it.asksSeal('penalty-notice', { who: { ...actor('gao'), ...inPlaceOf('zhang', { instrument: null }) } }));
  story.asksSeal('penalty-notice', { who: { ...actor('chen'), ...inPlaceOf('zhang') } });
  // The keeper is away: neither the applicant nor the absent one for whom he asked keeps the seal in his stead.
  story.refused('keeperAsked', (it) => it.seals('penalty-notice', { who: { ...actor('chen'), ...inPlaceOf('yin') } }));
  story.refused('keeperAsked', (it) => it.seals('penalty-notice', { who: { ...actor('zhang'), ...inPlaceOf('yin') } }));
  story.refused('substitutionOutsideScope', (it) => it.seals('penalty-notice', { who: { ...actor('wang'), ...inPlaceOf('yin', { roles: ['officer'] }) } }));
  story.seals('penalty-notice', { who: { ...actor('wang'), ...inPlaceOf('yin') } });
  const [seal] = story.paper('penalty-notice').seals;
  same([seal?.applicantId, seal?.inPlaceOf, seal?.used?.keeperId, seal?.used?.inPlaceOf], ['chen', 'zhang', 'wang', 'yin'], 'hands on the seal');
});
