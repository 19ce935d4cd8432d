/** Recusal (art. 43): on interest, asked for by the party, decided by the head; the inquiry goes on meanwhile. */
import { allowedActions } from '#cases';
import type { CaseCommand } from '#cases/model';
import { COUNTY, actor, certified, citizen, ownBody, settingsWith } from '#cases/testing/county';
import { Office, personOnDay } from '#cases/testing/office';
import { scenario } from '#cases/testing/scenario';
import { inPlaceOf } from '#cases/testing/standing';
import { legalDate } from '#law';
import { penaltyDecided, penaltyFiled, penaltyReady, penaltyReported } from './beginnings.ts';

scenario('the party asks that an officer step back: the inquiry goes on until the head decides, and then without him', (law) => {
  const story = penaltyFiled(law).at('2025-07-14').takes('requestRecusal', { recusalPerson: 'zhang' }).takes('takeEvidence');
  if (!story.tasks().includes('decideRecusal')) throw new Error(`Not offered: ${story.tasks().join(', ')}`);
  story.at('2025-07-16').takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') });
  story.refused('recusalDecided', (it) => it.takes('decideRecusal', { recusalRequest: it.seqOf('requestRecusal') }));
  story.refused('personRecused', (it) => it.takes('takeEvidence')).refused('personRecused', (it) => it.takes('takeEvidence', {}, { by: 'li', officers: certified('li', 'zhang') }));
  // What was done before stands, also where it is entered now.
  story.takes('recordInquiry', {}, { on: '2025-07-15' }).takes('takeEvidence', {}, { by: 'li', officers: certified('li', 'chen') });
  story.takes('reportInvestigation', {}, { by: 'li', officers: certified('li', 'chen') }).takes('issueNotice', {}, { by: 'wang' });
  story.refused('personRecused', (it) => it.serves('penalty-notice')).serves('penalty-notice', {}, { by: 'li', officers: certified('li', 'chen') });
});

scenario('a request that is refused changes nothing', (law) => {
  const story = penaltyFiled(law).takes('requestRecusal', { recusalPerson: 'zhang' });
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal'), recusalGranted: false }).takes('takeEvidence');
});

scenario('nobody decides on his own recusal, and a recused head decides and closes nothing', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('requestRecusal', { recusalPerson: 'zhao', recusalBy: 'self' });
  const recusalRequest = story.seqOf('requestRecusal');
  story.refused('ownRecusal', (it) => it.takes('decideRecusal', { recusalRequest })).takes('decideRecusal', { recusalRequest }, { by: 'ma' });
  story.refused('personRecused', (it) => it.takes('decideNoPenalty')).takes('decideNoPenalty', {}, { by: 'ma' }).serves('no-penalty-decision');
  story.refused('personRecused', (it) => it.closes('closedWithoutPenalty')).closes('closedWithoutPenalty', { by: 'ma' });
});

const asked = (by: string, named = {}): [CaseCommand, string] => [{ type: 'askApproval', approval: 'noticeApproval', items: [{ step: 'issueNotice', party: null, facts: {} }], signers: named, approvers: {}, note: null }, by];

scenario('a recused person takes no part in anything else either: no request, task, paper, file, letter or transfer', (law) => {
  const on = legalDate('2025-07-22');
  const content = { contentId: 'words', commitment: 'words' };
  const to = { officeId: 'mian-department', countyId: COUNTY };
  const task = { type: 'handleTask', verb: 'claim', step: 'issueNotice', party: null, to: null, note: null } as const;
  const begun = () => {
    const office = new Office(penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }) }).at('2025-07-21')).asks('noticeApproval', [{ step: 'issueNotice' }], { by: 'chen' });
    office.story.attaches('letter');
    for (const recusalPerson of ['zhang', 'zhao', 'zhou']) office.takes('requestRecusal', { recusalPerson }, { by: 'chen' }).takes('decideRecusal', { recusalRequest: office.story.seqOf('requestRecusal') }, { by: 'ma' });
    office.at('2025-07-22');
    return { office, approvalId: office.approval.approvalId, paperId: office.story.paper('investigation-report').paperId };
  };
  const { office, approvalId, paperId } = begun();
  const signers = { section: [personOnDay('wang')], legal: [personOnDay('sun')], deputy: [personOnDay('lin')], head: [personOnDay('zhao')] };
  const refused: [CaseCommand, string][] = [
    asked('zhang'), asked('chen', signers), [{ type: 'signApproval', approvalId, verdict: 'agree', to: null, opinion: content }, 'zhao'], [{ type: 'withdrawApproval', approvalId, reason: content }, 'zhao'],
    [{ type: 'changeSigners', approvalId, add: null, remove: 'sun', reason: content }, 'zhao'], [{ type: 'changeSigners', approvalId, add: { person: personOnDay('zhang'), place: 'after' }, remove: null, reason: content }, 'wang'],
    [task, 'zhang'], [{ ...task, verb: 'assign', to: personOnDay('zhang') }, 'wang'],
    [{ type: 'attachFile', file: { fileId: 'photo', sha256: 'f'.repeat(64), bytes: 1, mediaType: 'image/jpeg', purpose: 'evidence' } }, 'zhang'],
    [{ type: 'voidPaper', paperId, on, reason: content }, 'zhang'], [{ type: 'amendParty', on, reason: content, party: citizen('p1', '1990-01-01', '2025-06-20') }, 'zhang'],
    [{ type: 'fileOriginal', paperId, fileId: 'letter', on, signatures: [] }, 'zhang'], [{ type: 'askSeal', paperId, seal: 'physical', on }, 'zhang'], [{ type: 'useSeal', paperId, seal: 'physical', sha256: 'a'.repeat(64), on }, 'zhao'],
    [{ type: 'fileRepresentative', on, representative: { party: 'p1', as: 'agent', authority: 'general', scope: [], profession: 'lawyer', relation: null, ground: null, document: { fileId: 'letter', sha256: 'f'.repeat(64) }, identity: content, from: on, to: on } }, 'zhang'],
    [{ type: 'endRepresentative', number: 1, on, reason: content }, 'zhang'],
    [{ type: 'transferCase', on, instrument: '演示移〔2025〕1号', reason: content, to, body: ownBody }, 'zhou'], [{ type: 'callInFile', on, instrument: '演示调〔2025〕1号', reason: content, to }, 'zhou'], [{ type: 'returnFile', on, loanSeq: 1 }, 'zhou'],
    [{ type: 'transferCase', on, instrument: '演示移〔2025〕1号', reason: content, to, body: ownBody, agreement: { offerId: 'o', givenBy: personOnDay('zhao') } }, 'ma'],
    [{ type: 'closeCase', closing: 'notFiled', on, reason: null }, 'zhao'], [{ type: 'reopenCase', reopening: 'quashed', on, facts: {}, reason: content, body: ownBody }, 'zhao'],
  ];
  for (const [command, by] of refused) office.story.refused('personRecused', (it) => it.command(command, actor(by)));
  // Also in the place of somebody who was not recused, and in his place nobody.
  office.story.refused('personRecused', (it) => it.command(task, { ...actor('zhang'), ...inPlaceOf('li') })).refused('personRecused', (it) => it.command(task, { ...actor('li'), ...inPlaceOf('zhang') }));
  const offered = allowedActions(office.story.state, actor('zhao'), office.story.now, office.story.book);
  const open = offered.filter((one) => one.allowed).map((one) => one.code);
  if (open.length > 0 || !offered.some((one) => one.action === 'withdrawApproval' || one.action === 'signApproval' || one.action === 'closeCase')) throw new Error(`Offered to a recused head: ${open.join(', ')}`);
  // Others go on.
  office.handles('wang', 'claim', 'issueNotice').asks('noticeApproval', [{ step: 'issueNotice' }], { by: 'chen' }).signs('wang').signs('sun').signs('lin').signs('ma').takes('issueNotice', {}, { by: 'wang' });
});

scenario('a recused person is not appointed either, but can be named in another request', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').takes('requestRecusal', { recusalPerson: 'qian' });
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') }).takes('requestRecusal', { recusalPerson: 'qian' }).at('2025-07-24').takes('requestHearing');
  story.refused('personRecused', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-15' })).takes('scheduleHearing', { hearingOn: '2025-08-15', hearingChair: 'gao' });
});

scenario('no decision while a request for recusal waits', (law) => {
  const waits = penaltyReady(law).takes('requestRecusal', { recusalPerson: 'li' }).refused('recusalUndecided', (it) => it.takes('decidePenalty'));
  waits.takes('decideRecusal', { recusalRequest: waits.seqOf('requestRecusal'), recusalGranted: false }).takes('decidePenalty');
  for (const [step, reportedProposal] of [['decideNoPenalty', 'noPenalty'], ['decideNotEstablished', 'notEstablished'], ['decideTransfer', 'transfer'], ['withdrawCase', 'penalty']] as const) {
    penaltyReported(law, {}, { reportedProposal }).at('2025-07-21').takes('requestRecusal', { recusalPerson: 'li' }).refused('recusalUndecided', (it) => it.takes(step));
  }
  penaltyDecided(law);
});

scenario('on the only head of an office another office decides: the county legal office transfers the case', (law) => {
  const story = penaltyReady(law).takes('requestRecusal', { recusalPerson: 'zhao' });
  const recusalRequest = story.seqOf('requestRecusal');
  const [own] = story.refusal('ownRecusal', (it) => it.takes('decideRecusal', { recusalRequest }));
  if (own?.missing?.en.includes('transferCase') !== true) throw new Error('The refusal does not say where to go.');
  const body = { ...ownBody, officeId: 'neighbour-town', authorityId: 'neighbour-town' };
  story.command({ type: 'transferCase', on: story.today, instrument: '演示移〔2025〕1号', reason: { contentId: 'reason', commitment: 'reason' }, to: { officeId: 'neighbour-town', countyId: COUNTY }, body }, actor('zhou'));
  story.takes('decideRecusal', { recusalRequest }, { by: 'ma', body }).refused('personRecused', (it) => it.takes('decidePenalty', {}, { body })).takes('decidePenalty', {}, { by: 'ma', body });
});
