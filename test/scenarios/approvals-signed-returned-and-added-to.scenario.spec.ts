/** Approvals before the notice and the decision: stages in their order, returns, co-signing, added signers, timers. */
import { type CaseCommand, allowedActions } from '#cases';
import type { ActingFor } from '#cases/people/types';
import { legalDate } from '#law';
import { actor, certified, ownBody, settingsWith } from '#cases/testing/county';
import { factsFor } from '#cases/testing/facts';
import { Office, personOnDay } from '#cases/testing/office';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { instant, same, type Story } from '#cases/testing/story';
import { penaltyFiled, penaltyLead, penaltyReady, penaltyReported } from './beginnings.ts';

const NOTICE = [{ step: 'issueNotice' }];
const chain = (law: ScenarioLaw, approvalChain: string | null = 'full', more: Record<string, number | null> = {}) => law.book({ parameters: settingsWith('administrative-penalty', { approvalChain, ...more }) });
/** Reported on 2025-07-18; on Monday 2025-07-21 the notice is to go out. */
const reported = (law: ScenarioLaw, how: string | null = 'full', facts = {}): Office => new Office(penaltyReported(law, { book: chain(law, how) }, facts).at('2025-07-21'));
const asked = (law: ScenarioLaw, how = 'full'): Office => reported(law, how).asks('noticeApproval', NOTICE);
/** Heard, so that the decision can be proposed; the notice went out before the county set its chain. */
const ready = (law: ScenarioLaw): Office => { const story = penaltyReady(law); story.law(chain(law)); return new Office(story); };
const coSigned = (law: ScenarioLaw, ...leaders: string[]): Office => ready(law).asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { leaders } }).signs('wang');
const asks = (signers: Parameters<Office['asks']>[2]) => (it: Office) => it.asks('decisionApproval', [{ step: 'decidePenalty' }], signers);
const inPlaceOf = (personId: string, more: Partial<ActingFor> = {}): ActingFor => ({ personId, instrument: '演示代〔2025〕1号', roles: ['sectionHead'], packs: [], from: legalDate('2025-07-01'), to: legalDate('2025-07-31'), heldRoles: ['sectionHead'], substitutedRoles: [], ...more });
const waits = (office: Office, expected: string): Office => { same(office.waits, expected, 'who is to sign'); return office; };

scenario('the whole chain signs in its order, and the notice goes out as it was approved', (law) => {
  const office = reported(law).refused('approvalMissing', (it) => it.takes('issueNotice')).asks('noticeApproval', [{ step: 'issueNotice', facts: { intendedFine: '2000.00' } }]);
  waits(office, 'section: sectionHead').refused('approvalMissing', (it) => it.takes('issueNotice')).refused('notYourTurn', (it) => it.signs('zhao')).signs('wang');
  waits(office, 'legal: legalReviewer').refused('signerTwice', (it) => it.signs('wang', 'return', 'handler')).signs('sun').signs('lin');
  waits(office, 'head: head').at('2025-07-22').signs('zhao');
  waits(office, 'approved').refused('approvalNotOpen', (it) => it.signs('ma')).refused('approvalDiffers', (it) => it.takes('issueNotice', { intendedFine: '2000.01' }));
  // Nothing is dated before the day on which it was approved; what was approved need not be entered again.
  office.refused('approvalMissing', (it) => it.takesAsApproved('issueNotice', { on: '2025-07-21' })).takesAsApproved('issueNotice').story.expectPhase('noticed');
  same(office.story.state.facts['intendedFine'], { type: 'money', fen: '200000' }, 'the fine as approved');
  // Used once: a second notice is a second proposal.
  office.story.serves('penalty-notice');
  office.refused('approvalMissing', (it) => it.takes('issueNotice')).refused('approvalNotOpen', (it) => it.withdraws());
});

scenario('which stages bind is set by the county; one that has set nothing approves nothing', (law) => {
  reported(law, 'head').refused('approvalNotNeeded', (it) => it.asks('noticeApproval', NOTICE)).takes('issueNotice');
  asked(law, 'section-head').signs('wang').takesAsApproved('issueNotice');
  reported(law, null).refused('parameterNotSet', (it) => it.takes('issueNotice')).refused('parameterNotSet', (it) => it.asks('noticeApproval', NOTICE));
  new Office(penaltyReported(law, { book: chain(law, 'full', { approvalWaitDays: null }) }).at('2025-07-21')).refused('parameterNotSet', (it) => it.asks('noticeApproval', NOTICE));
  reported(law, 'major').takes('issueNotice');
  reported(law, 'major', { majorCase: true }).refused('approvalMissing', (it) => it.takes('issueNotice')).asks('noticeApproval', NOTICE).signs('wang');
  reported(law, 'major', { reviewGround: 'complex' }).refused('approvalMissing', (it) => it.takes('issueNotice'));
});

scenario('each decision waits for its approval', (law) => {
  for (const step of ['decidePenalty', 'decideNoPenalty', 'decideNotEstablished', 'decideTransfer']) {
    const blockers = allowedActions(ready(law).story.state, actor('zhao'), instant('2025-07-30'), chain(law)).find((one) => one.code === step)?.blockers.map((one) => one.code);
    same(blockers?.includes('approvalMissing'), true, step);
  }
});

scenario('nobody approves his own proposal, and nobody signs two stages', (law) => {
  // The head of the section asks: the other head of the section signs, not he.
  const office = reported(law).asks('noticeApproval', NOTICE, { by: 'wang' }).refused('selfApproval', (it) => it.signs('wang')).signs('han');
  office.refused('selfApproval', (it) => it.signs('zhang')).refused('notYourTurn', (it) => it.signs('gao')).signs('sun').signs('lin').signs('zhao');
  // Whoever investigated has had his say, whatever post he holds.
  const filed = penaltyFiled(law, { book: chain(law) }).at('2025-07-18').takes('takeEvidence', {}, { officers: certified('zhang', 'wang') }).takes('reportInvestigation').at('2025-07-21');
  new Office(filed).asks('noticeApproval', NOTICE).refused('selfApproval', (it) => it.signs('wang')).signs('han');
  // One person with two posts signs one stage.
  asked(law).signs('wang').signs('sun').signs('lin', 'agree', null, ['deputyHead', 'head']).refused('signerTwice', (it) => it.signs('lin', 'agree', null, ['deputyHead', 'head'])).signs('zhao');
  // A signature uses the power of its stage: who reviewed does not decide, who proposed the filing does not approve.
  const both = asked(law).signs('wang').signs('sun').signs('lin').signs('zhao').takesAsApproved('issueNotice').story;
  both.serves('penalty-notice').law(chain(law, 'head')).at('2025-07-30');
  const decide: CaseCommand = { type: 'takeStep', step: 'decidePenalty', on: both.today, facts: factsFor(both.pack, both.pack.steps.find((one) => one.code === 'decidePenalty')?.facts ?? [], {}), officers: [], body: ownBody };
  both.refused('powersInOneHand', (it) => it.command(decide, { ...actor('sun'), roles: ['head'] })).command(decide, actor('zhao'));
});

scenario('a stage with a power of its own is not signed by who holds the other', (law) => {
  const book = chain(law, 'section-head');
  const loaded = book.pack('administrative-penalty');
  const { pack } = loaded;
  const approving = { ...pack, approvals: pack.approvals.map((one) => ({ ...one, stages: one.stages.map((stage) => (stage.code === 'section' ? { ...stage, power: 'filingApprover' as const } : stage)) })) };
  const story = penaltyLead(law, { book: book.with({ packs: [{ ...loaded, pack: approving }] }) }).takes('proposeFiling', {}, { by: 'wang', officers: certified('li', 'chen') }).at('2025-07-09').takes('fileCase');
  const office = new Office(story.at('2025-07-18').takes('takeEvidence').takes('reportInvestigation').at('2025-07-21')).asks('noticeApproval', NOTICE);
  office.refused('powersInOneHand', (it) => it.signs('wang')).signs('han');
});

scenario('what was asked for is whole, once, and of what the chain covers', (law) => {
  const office = reported(law);
  office.refused('approvalUnknown', (it) => it.asks('noSuchApproval', NOTICE)).refused('notCovered', (it) => it.asks('noticeApproval', []));
  office.refused('notCovered', (it) => it.asks('noticeApproval', [{ step: 'decideNoPenalty' }])).refused('notCovered', (it) => it.asks('noticeApproval', [...NOTICE, ...NOTICE])).refused('notCovered', (it) => it.asks('noticeApproval', [...NOTICE, { step: 'noSuchStep' }]));
  office.refused('partyMissing', (it) => it.asks('noticeApproval', [{ step: 'issueNotice', party: 'p1' }])).refused('roleMissing', (it) => it.asks('noticeApproval', NOTICE, { by: 'gao' }));
  office.refused('factMissing', (it) => it.asks('noticeApproval', [{ step: 'issueNotice', facts: { reasons: undefined } }])).refused('factUnknown', (it) => it.asks('noticeApproval', [{ step: 'issueNotice', facts: { childOrder: 2 } }]));
  office.refused('wrongPhase', (it) => it.asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { leaders: ['lin'] } }));
  office.asks('noticeApproval', NOTICE).refused('approvalUnderWay', (it) => it.asks('noticeApproval', NOTICE)).refused('notYourRequest', (it) => it.withdraws('li')).withdraws();
  office.asks('noticeApproval', NOTICE).withdraws('zhao').refused('approvalNotOpen', (it) => it.withdraws()).refused('approvalNotOpen', (it) => it.signs('wang')).refused('approvalNotOpen', (it) => it.adds('wang', 'lin', 'after'));
  // What was approved and not yet used is in the way of another proposal, until it is taken back.
  asked(law, 'section-head').signs('wang').refused('approvalUnderWay', (it) => it.asks('noticeApproval', NOTICE)).withdraws().refused('approvalMissing', (it) => it.takes('issueNotice')).asks('noticeApproval', NOTICE);
  for (const act of [(it: Office) => it.signs('wang'), (it: Office) => it.adds('wang', 'lin', 'after'), (it: Office) => it.withdraws()]) {
    const none = reported(law);
    none.refused('approvalUnknown', () => { Object.defineProperty(none, 'approval', { value: { approvalId: 'none' } }); act(none); });
  }
});

scenario('signers are named by those who hold the post, once each, and none of them is the handler', (law) => {
  const office = ready(law).refused('signersMissing', asks({})).refused('signersMissing', asks({ signers: { leaders: [] } })).refused('stageUnknown', asks({ signers: { leaders: ['lin'], mayor: ['zhao'] } }));
  office.refused('signerWithoutRole', asks({ signers: { leaders: ['lin', 'gao'] } })).refused('signerTwice', asks({ signers: { section: ['wang'], leaders: ['lin', 'wang'] } })).refused('signerTwice', asks({ signers: { leaders: ['lin', 'lin'] } }));
  office.refused('personOfOtherOffice', asks({ signers: { leaders: [{ personId: 'he', officeId: 'elsewhere', roles: ['deputyHead'] }] } })).refused('selfApproval', asks({ by: 'wang', signers: { leaders: ['lin', 'wang'] } }));
  office.refused('selfApproval', asks({ signers: { leaders: [personOnDay('li', ['deputyHead'])] } }));
  // Nobody holds the post, or only whoever asks: there is no approval by nobody.
  office.refused('approverMissing', asks({ signers: { leaders: ['lin'] }, approvers: { section: [] } })).refused('approverMissing', asks({ by: 'wang', signers: { leaders: ['lin'] }, approvers: { section: ['wang'] } }));
  office.refused('signersMissing', (it) => it.asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { section: [], leaders: ['lin'] } }));
  // A named signer who has lost the post signs no more.
  coSigned(law, 'lin', 'bai').refused('signerWithoutRole', (it) => it.signs('lin', 'agree', null, ['officer'])).signs('bai');
});

scenario('a chain of which no stage binds approves nothing', (law) => {
  const book = chain(law);
  const loaded = book.pack('administrative-penalty');
  const { pack } = loaded;
  const never = { phase: ['served'] };
  const bare = book.with({ packs: [{ ...loaded, pack: { ...pack, approvals: pack.approvals.map((one) => ({ ...one, stages: one.stages.map((stage) => ({ ...stage, when: never })) })) } }] });
  const office = new Office(penaltyReported(law, { book: bare }).at('2025-07-21'));
  office.refused('approvalWithoutStage', (it) => it.asks('noticeApproval', NOTICE)).refused('approvalMissing', (it) => it.takes('issueNotice'));
});

/** A party asks and complains while signatures wait, and is answered: what was proposed stays as it was. */
function partyWrites(story: Story): void {
  story.takes('askByParty', { requestKind: 'fileCopy' }).takes('answerRequest', { answeredRequest: story.seqOf('askByParty') });
  story.takes('complain').takes('answerComplaint', { answeredComplaint: story.seqOf('complain') });
}

scenario('what changes the case after the request outdates it, and what does not leaves it', (law) => {
  const stays = asked(law).story.law(law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full', suspensionGrounds: '鉴定' }) })).takes('suspendDecisionPeriod', {}, { by: 'zhao' }).at('2025-07-22').takes('resumeDecisionPeriod', {}, { by: 'zhao' }).takes('inquireWhereabouts', {}, { party: 'p1' });
  partyWrites(stays);
  new Office(stays).signs('wang').signs('sun').signs('lin').signs('zhao').takesAsApproved('issueNotice');
  const paused = coSigned(law, 'lin');
  paused.story.law(law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full', suspensionGrounds: '鉴定' }) })).takes('suspendDecisionPeriod', {}, { by: 'zhao' }).at('2025-07-31').takes('resumeDecisionPeriod', {}, { by: 'zhao' });
  partyWrites(paused.story);
  paused.signs('lin').takesAsApproved('decidePenalty');
  // The party speaks after the decision was proposed: it is proposed anew.
  const office = coSigned(law, 'lin').takes('inquireWhereabouts', {}, { party: 'p1' }).takes('recordStatement', {}, { party: 'p1' });
  office.refused('approvalOutdated', (it) => it.signs('lin')).signs('lin', 'return', 'handler');
  office.asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { leaders: ['lin'] } }).signs('wang').signs('lin').takes('recordStatement', {}, { party: 'p1' });
  office.refused('approvalOutdated', (it) => it.takesAsApproved('decidePenalty')).asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { leaders: ['lin'] } });
  // An open request that was overtaken makes room for the new one.
  office.takes('recordStatement', {}, { party: 'p1' }).asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { leaders: ['bai'] } });
  same(office.story.state.approvals.map((one) => one.status), ['returned', 'approved', 'withdrawn', 'open'], 'the requests');
  office.signs('wang').signs('bai').takes('inquireWhereabouts', {}, { party: 'p1' }).takesAsApproved('decidePenalty').story.expectPhase('decided');
});

scenario('a refusal ends the matter: the same proposal is not asked for again', (law) => {
  const office = asked(law).signs('wang', 'refuse').refused('approvalMissing', (it) => it.takes('issueNotice')).refused('approvalRefusedBefore', (it) => it.asks('noticeApproval', NOTICE));
  office.asks('noticeApproval', [{ step: 'issueNotice', facts: { intendedFine: '1000.00' } }]);
  waits(office, 'section: sectionHead');
});

scenario('returned to an earlier stage: what was signed from there on is signed anew', (law) => {
  const office = asked(law).refused('returnTargetUnknown', (it) => it.signs('wang', 'return', 'legal')).refused('returnTargetUnknown', (it) => it.signs('wang', 'return')).signs('wang').signs('sun').signs('lin');
  waits(office.signs('zhao', 'return', 'legal'), 'legal: legalReviewer').signs('sun');
  waits(office, 'deputy: deputyHead').refused('returnTargetUnknown', (it) => it.signs('lin', 'return', 'deputy')).signs('bai');
  waits(office, 'head: head').signs('zhao', 'return', 'section');
  waits(office, 'section: sectionHead').signs('han').signs('tao').signs('lin').signs('ma');
  waits(office, 'approved').takesAsApproved('issueNotice');
  same(office.approval.signatures.filter((one) => one.counts).map((one) => one.personId), ['han', 'tao', 'lin', 'ma'], 'signatures that count');
  same(office.approval.signatures.length, 11, 'all are kept');
});

scenario('all of those named co-sign, one of those named is enough for the other kind', (law) => {
  const office = coSigned(law, 'lin', 'bai', 'sun');
  waits(office, 'leaders: lin bai sun').refused('notYourTurn', (it) => it.signs('tao')).signs('bai').refused('signerTwice', (it) => it.signs('bai')).signs('lin');
  waits(office, 'leaders: sun').refused('approvalMissing', (it) => it.takes('decidePenalty')).signs('sun').takesAsApproved('decidePenalty');
  const any = reported(law).asks('noticeApproval', NOTICE, { signers: { section: ['wang', 'han'] } });
  waits(any, 'section: wang? han?').signs('han').refused('notYourTurn', (it) => it.signs('gao'));
  waits(any, 'legal: legalReviewer');
});

scenario('signers are added before, after and beside, and taken out by whoever added them', (law) => {
  const office = asked(law).refused('notYourTurn', (it) => it.adds('sun', 'lin', 'before')).refused('selfApproval', (it) => it.adds('wang', 'zhang', 'before')).refused('selfApproval', (it) => it.adds('zhang', 'lin', 'before'));
  office.refused('signerTwice', (it) => it.adds('wang', 'wang', 'after')).refused('personOfOtherOffice', (it) => it.adds('wang', { personId: 'he', officeId: 'elsewhere', roles: ['head'] }, 'after'));
  waits(office.adds('wang', 'gao', 'before'), '+gao: gao').refused('signerTwice', (it) => it.adds('gao', 'gao', 'after')).refused('notYourTurn', (it) => it.signs('wang')).signs('gao');
  waits(office, 'section: sectionHead').adds('wang', 'han', 'parallel').adds('wang', personOnDay('zhou'), 'after');
  // Who was added beside the stage does not sign in its place.
  waits(office, 'section: sectionHead han').signs('han');
  waits(office, 'section: sectionHead').refused('signerTwice', (it) => it.adds('wang', 'han', 'after')).signs('wang');
  waits(office, '+zhou: zhou').refused('notYourSigner', (it) => it.removes('sun', 'zhou')).refused('signerHasSigned', (it) => it.removes('wang', 'han')).refused('signerUnknown', (it) => it.removes('wang', 'li'));
  waits(office.removes('wang', 'zhou'), 'legal: legalReviewer').adds('sun', 'qian', 'after').adds('sun', 'chen', 'parallel');
});

scenario('the last signer of a stage is not taken out, and taking one out never signs for the others', (law) => {
  const office = coSigned(law, 'lin', 'bai').refused('notYourSigner', (it) => it.removes('lin', 'bai')).refused('selfApproval', (it) => it.removes('zhang', 'bai')).removes('zhao', 'bai');
  waits(office, 'leaders: lin').refused('lastSigner', (it) => it.removes('zhao', 'lin')).signs('lin').takesAsApproved('decidePenalty');
  // The one who had not signed goes: what the others signed completes the stage.
  waits(coSigned(law, 'lin', 'bai').signs('lin').removes('zhao', 'bai'), 'approved');
  // An added turn at the end goes: every stage has signed.
  waits(coSigned(law, 'lin').adds('lin', 'gao', 'after').signs('lin').removes('lin', 'gao'), 'approved');
  // Nothing, or two things at once, is no change.
  const { story } = coSigned(law, 'lin');
  const change = { type: 'changeSigners', approvalId: story.state.approvals[0]?.approvalId ?? '', add: null, remove: null, reason: { contentId: 'r', commitment: 'r' } } as const;
  story.refused('changeUnclear', (it) => it.command(change, actor('lin'))).refused('changeUnclear', (it) => it.command({ ...change, add: { person: personOnDay('gao'), place: 'after' }, remove: 'lin' }, actor('lin')));
});

scenario('a substitute signs by written authority, never for the handler and never as the handler', (law) => {
  const office = asked(law);
  const { approvalId } = office.approval;
  const signs = (by: string, actingFor: ActingFor) => (it: Office) => it.story.command({ type: 'signApproval', approvalId, verdict: 'agree', to: null, opinion: { contentId: 'o', commitment: 'o' } }, { ...actor(by), actingFor });
  office.refused('substitutionMissing', signs('chen', inPlaceOf('wang', { instrument: null }))).refused('selfApproval', signs('zhang', inPlaceOf('wang'))).refused('selfApproval', signs('chen', inPlaceOf('li')));
  signs('chen', inPlaceOf('wang'))(office);
  same(office.approval.signatures.map((one) => [one.personId, one.by]), [['wang', 'chen']], 'whose signature, and by whom');
  waits(office, 'legal: legalReviewer');
  // For somebody who is named, his substitute; both have then signed once.
  const named = ready(law).asks('decisionApproval', [{ step: 'decidePenalty' }], { signers: { leaders: ['lin', 'bai'] } }).signs('wang');
  const leader = (by: string, whom: string) => named.story.command({ type: 'signApproval', approvalId: named.approval.approvalId, verdict: 'agree', to: null, opinion: { contentId: 'o', commitment: 'o' } }, { ...actor(by), actingFor: inPlaceOf(whom, { roles: ['deputyHead'], heldRoles: ['deputyHead'] }) });
  named.refused('signerTwice', () => { leader('wang', 'lin'); });
  leader('bai', 'lin');
  waits(named.refused('signerTwice', (it) => it.signs('bai')), 'leaders: bai');
});

scenario('a closed case and a pack at its end take no signature, no signer, no request', (law) => {
  const office = reported(law, 'full', { reportedProposal: 'notEstablished' }).asks('decisionApproval', [{ step: 'decideNotEstablished' }], { signers: { leaders: ['lin'] } });
  office.story.law(chain(law, 'head')).at('2025-08-01').takes('decideNotEstablished').serves('case-not-established').closes('closedWithoutPenalty').law(chain(law));
  office.refused('caseClosed', (it) => it.signs('wang')).refused('caseClosed', (it) => it.adds('wang', 'gao', 'after')).refused('caseClosed', (it) => it.withdraws()).refused('caseClosed', (it) => it.asks('noticeApproval', NOTICE));
  office.at('2025-09-30').story.expectEvents('approvalWaited', 1);

  const book = chain(law);
  const loaded = book.pack('administrative-penalty');
  const ending = book.with({ packs: [{ ...loaded, pack: { ...loaded.pack, inForce: { ...loaded.pack.inForce, to: '2025-07-25', after: loaded.pack.inForce.before } } }] });
  const ended = new Office(penaltyReported(law, { book: ending }).at('2025-07-25')).asks('noticeApproval', NOTICE).at('2025-07-26');
  ended.refused('packNoLongerInForce', (it) => it.signs('wang')).refused('packNoLongerInForce', (it) => it.adds('wang', 'gao', 'after')).refused('packNoLongerInForce', (it) => it.asks('noticeApproval', NOTICE)).withdraws();
});

scenario('each stage that waits too long is told of, to whom it names', (law) => {
  const office = asked(law);
  const told: string[] = [];
  for (const [day, by] of [['2025-07-24', 'wang'], ['2025-07-27', 'sun'], ['2025-07-30', 'lin'], ['2025-08-02', 'zhao']] as const) {
    told.push(...office.at(day).story.duties('escalate').filter((one) => one.approvalId !== undefined).map((one) => String(one.to)));
    office.signs(by);
  }
  same(told, ['head', 'countyLegalOffice', 'head', 'countyLegalOffice'], 'told');
});

scenario('where the section is enough, the leaders are not asked', (law) => {
  const story = penaltyReady(law);
  const office = new Office(story.law(chain(law, 'section-head'))).asks('decisionApproval', [{ step: 'decidePenalty' }]).signs('wang').takesAsApproved('decidePenalty');
  office.story.expectPhase('decided');
});

scenario('who was recused signs nothing', (law) => {
  const story = penaltyReported(law, { book: chain(law) }).at('2025-07-21').takes('requestRecusal', { recusalPerson: 'wang' });
  const office = new Office(story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') })).asks('noticeApproval', NOTICE);
  office.refused('personRecused', (it) => it.signs('wang')).signs('han');
});
