/** What a party does itself: statement and hearing in time, requests and complaints with their answers; never what is the authority's. */
import { forbiddenWordBlockers, wordingsOfFacts } from '#cases';
import type { Actor } from '#cases/model';
import { legalDate } from '#law';
import { ownBody, settingsWith, TOWN } from '#cases/testing/county';
import { factsFor, type PlainFacts } from '#cases/testing/facts';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { feeNoticed, feeReady, penaltyDecided, penaltyNoticed, penaltyReady } from './beginnings.ts';

/** The party itself, by its code. */
function byParty(story: Story, step: string, facts: PlainFacts = {}, party = 'p1', of = party): Story {
  const self: Actor = { personId: `party:${party}`, officeId: TOWN, roles: [], kind: 'party', party };
  story.command({ type: 'takeStep', step, on: story.today, party: of, officers: [], body: ownBody, facts: factsFor(story.pack, story.pack.steps.find((one) => one.code === step)?.facts ?? [], facts) }, self);
  return story;
}

const answering = (law: ScenarioLaw, days = 2) => law.book({ parameters: settingsWith('administrative-penalty', { requestAnswerDays: days }) });

scenario('a statement of the last second of the last day is in time, and no decision is made before it is answered', (law) => {
  const story = penaltyNoticed(law).expectClock('PEN-07', { dueOn: '2025-07-25' }).at('2025-07-25', '23:59:59');
  byParty(story, 'submitStatement').expectDuties('remind', 1).at('2025-07-30').refused('statementUnanswered', (it) => it.takes('decidePenalty'));
  story.takes('recordStatement').expectDuties('remind', 0).takes('decidePenalty');
});

scenario('a hearing asked for by the party itself in the last second counts, a second later it is too late', (law) => {
  byParty(penaltyNoticed(law).at('2025-07-29', '23:59:59'), 'requestHearing').refused('hearingOpen', (it) => it.takes('decidePenalty'));
  penaltyNoticed(law).at('2025-07-30', '00:00:00').refused('hearingRequestTooLate', (it) => byParty(it, 'requestHearing'));
});

scenario('before the notice is served there is nothing to state', (law) => {
  const story = penaltyNoticed(law);
  byParty(story, 'submitStatement');
  same(story.eventsOf('stepTaken').at(-1)?.actorId, 'party:p1', 'who is named');
  penaltyNoticed(law).at('2025-07-23').takes('issueNotice', { intendedFine: '2000.00' }).refused('noticeNotServed', (it) => byParty(it, 'submitStatement'));
});

scenario('a request is answered in writing within the period of the county, by the paper of its own', (law) => {
  const story = penaltyNoticed(law, { book: answering(law) }).at('2025-07-23');
  byParty(story, 'askByParty', { requestKind: 'fileCopy' }).expectClock('requestPeriod', { dueOn: '2025-07-25' }).expectDuties('remind', 1);
  byParty(story, 'askByParty', { requestKind: 'interpreter' });
  const second = story.seqOf('askByParty');
  story.at('2025-07-24').takes('answerRequest', { answeredRequest: second });
  if (!story.tasks().includes('answerRequest')) throw new Error('The other request is no task any more.');
  same(story.paper('request-answer').issuedOn, '2025-07-24', 'the answer');
  story.refused('requestAnswered', (it) => it.takes('answerRequest', { answeredRequest: second }));
  // The one that nobody answers goes to the county legal office; it stays to be answered.
  story.at('2025-07-26').expectLapse('requestPeriod', '2025-07-25');
  same(story.duties('escalate').map((one) => one.to), ['countyLegalOffice'], 'to whom');
  story.takes('answerRequest', { answeredRequest: story.state.steps.find((one) => one.step === 'askByParty')?.seq ?? 0 });
  if (story.tasks().includes('answerRequest')) throw new Error('All is answered, and there is still a task.');
});

scenario('a county that has set no period still owes the answer', (law) => {
  const story = penaltyNoticed(law);
  byParty(story, 'askByParty', { requestKind: 'correction' }).expectDuties('remind', 1);
  byParty(story, 'complain');
  same([story.hasClock('requestPeriod'), story.hasClock('complaintPeriod')], [false, false], 'clocks');
});

scenario('a complaint goes past the township, and is answered by the county legal office alone', (law) => {
  const story = penaltyNoticed(law, { book: answering(law) }).at('2025-07-23');
  byParty(story, 'complain');
  const answeredComplaint = story.seqOf('complain');
  same(story.duties('remind').map((one) => one.to), ['countyLegalOffice'], 'to whom');
  story.expectClock('complaintPeriod', { dueOn: '2025-07-25' }).refused('roleMissing', (it) => it.takes('answerComplaint', { answeredComplaint }, { by: 'zhao' }));
  story.at('2025-07-26').expectLapse('complaintPeriod', '2025-07-25').expectDuties('escalate', 1).takes('answerComplaint', { answeredComplaint }).refused('complaintAnswered', (it) => it.takes('answerComplaint', { answeredComplaint }));
  same(story.paper('complaint-answer').issuedOn, '2025-07-26', 'the answer');
  byParty(story, 'complain').takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }).at('2025-08-01').expectLapse('complaintPeriod', '2025-07-25');
});

scenario('a party takes no step of the authority and none for another', (law) => {
  const story = penaltyNoticed(law);
  for (const step of ['recordStatement', 'waiveStatement', 'decidePenalty', 'answerRequest', 'noSuchStep']) story.refused('notByParty', (it) => byParty(it, step));
  story.refused('notForOthers', (it) => byParty(it, 'submitStatement', {}, 'p2', 'p1'));
  story.refused('notByParty', (it) => { it.command({ type: 'closeCase', closing: 'withdrawn', on: it.today, reason: null }, { personId: 'party:p1', officeId: TOWN, roles: [], kind: 'party', party: 'p1' }); });
});

scenario('a party can ask and complain after the decision too', (law) => {
  const story = penaltyDecided(law).at('2025-07-31').serves('penalty-decision').at('2025-08-04');
  byParty(story, 'askByParty', { requestKind: 'fileCopy' }).refused('wrongPhase', (it) => byParty(it, 'submitStatement'));
  byParty(story, 'complain');
});

scenario('each parent states for itself, and only its own levy waits for the answer', (law) => {
  const story = feeReady(law);
  byParty(story, 'submitStatement', {}, 'p2');
  story.at('2018-03-30').refused('statementUnanswered', (it) => it.takes('decideLevy', {}, { party: 'p2' })).takes('decideLevy', {}, { party: 'p1' });
  story.takes('recordStatement', {}, { party: 'p2' }).takes('decideLevy', {}, { party: 'p2' });
});

scenario('a parent asks for the hearing itself, where the rules of the county know one', (law) => {
  const book = law.book({ parameters: settingsWith('social-maintenance-fee', { hearingRule: 'onRequest', hearingRequestPeriod: 5 }) });
  byParty(feeReady(law, { book }), 'requestHearing', {}, 'p2').refused('hearingOpen', (it) => it.takes('decideLevy', {}, { party: 'p2' }));
  byParty(feeReady(law), 'complain', {}, 'p1');
  const answering = law.book({ parameters: settingsWith('social-maintenance-fee', { requestAnswerDays: 2 }) });
  const story = feeReady(law, { book: answering });
  byParty(byParty(story, 'complain'), 'askByParty', { requestKind: 'correction' });
  const [complaint, request] = [story.seqOf('complain'), story.seqOf('askByParty')];
  story.at('2018-03-21').takes('answerRequest', { answeredRequest: request }, { party: 'p1' }).takes('answerComplaint', { answeredComplaint: complaint }, { party: 'p1' });
  story.refused('requestAnswered', (it) => it.takes('answerRequest', { answeredRequest: request }, { party: 'p1' })).refused('complaintAnswered', (it) => it.takes('answerComplaint', { answeredComplaint: complaint }, { party: 'p1' }));
  byParty(byParty(story, 'complain', {}, 'p2'), 'askByParty', { requestKind: 'fileCopy' }, 'p2').at('2018-03-26').expectLapse('requestPeriod', '2018-03-23').expectLapse('complaintPeriod', '2018-03-23').expectDuties('escalate', 2);
});

scenario('what a party writes is taken down as it is, also with words that the authority may not use', (law) => {
  const book = law.book();
  for (const [id, on] of [['administrative-penalty', '2025-07-23'], ['social-maintenance-fee', '2018-03-05']] as const) {
    const texts = Object.fromEntries(['requestText', 'complaintText'].map((fact) => [fact, '先扣押当事人，缴款后放人']));
    same(forbiddenWordBlockers(book, id, legalDate(on), wordingsOfFacts(book.pack(id).pack, texts)), [], id);
    same(forbiddenWordBlockers(book, id, legalDate(on), wordingsOfFacts(book.pack(id).pack, { requestAnswer: '先扣押当事人，缴款后放人' })).length > 0, true, `${id}: the answer`);
  }
});

scenario('each answer ends the period of what it answers, and of nothing else', (law) => {
  const fine = penaltyNoticed(law, { book: answering(law) }).at('2025-07-23');
  byParty(byParty(fine, 'complain'), 'complain').takes('answerComplaint', { answeredComplaint: fine.seqOf('complain') }).at('2025-07-26').expectLapse('complaintPeriod', '2025-07-25');
  const parent = { party: 'p1' };
  const fee = feeReady(law, { book: law.book({ parameters: settingsWith('social-maintenance-fee', { requestAnswerDays: 2 }) }) });
  for (const step of ['complain', 'complain', 'askByParty', 'askByParty']) byParty(fee, step, step === 'askByParty' ? { requestKind: 'other' } : {});
  fee.takes('answerComplaint', { answeredComplaint: fee.seqOf('complain') }, parent).takes('answerRequest', { answeredRequest: fee.seqOf('askByParty') }, parent);
  fee.at('2018-03-26').expectLapse('complaintPeriod', '2018-03-22').expectLapse('requestPeriod', '2018-03-22');
});

scenario('a statement of a parent comes after its notice, and is owed an answer as a request and a complaint are', (law) => {
  feeNoticed(law).refused('noticeNotServed', (it) => byParty(it, 'submitStatement', {}, 'p1'));
  for (const [step, to] of [['submitStatement', 'officer'], ['askByParty', 'officer'], ['complain', 'countyLegalOffice']] as const) {
    const story = feeReady(law);
    byParty(story, step, step === 'askByParty' ? { requestKind: 'other' } : {});
    same(story.duties('remind').map((one) => one.to), [to], step);
    same([story.hasClock('requestPeriod'), story.hasClock('complaintPeriod')], [false, false], 'no period where the county set none');
  }
});

scenario('a party asks for a recusal by the step of the procedure: the head decides within the period of the county, and the decision is the answer', (law) => {
  const story = penaltyReady(law, { book: answering(law) });
  byParty(story, 'requestRecusal', { recusalPerson: 'li', recusalBy: 'party' });
  const first = story.seqOf('requestRecusal');
  same(story.state.steps.find((one) => one.seq === first)?.forParty, { party: 'p1', as: 'party' }, 'whose request it is');
  story.expectClock('recusalPeriod', { anchorOn: story.today, status: 'running' }).refused('recusalUndecided', (it) => it.takes('decidePenalty'));
  if (!story.tasks().includes('decideRecusal')) throw new Error('The head is not asked to decide.');
  byParty(story, 'requestRecusal', { recusalPerson: 'zhang', recusalBy: 'party' });
  story.takes('decideRecusal', { recusalRequest: first, recusalGranted: false });
  same(story.paper('recusal-decision').issuedOn, story.today, 'the answer');
  // The other request is not answered by it: it goes to the county legal office when the days are over.
  story.at('2025-08-15').refused('recusalUndecided', (it) => it.takes('decidePenalty'));
  same([story.lapses('recusalPeriod').length, story.duties('escalate').map((one) => one.to)], [1, ['countyLegalOffice']], 'who takes it up');
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal'), recusalGranted: false }).takes('decidePenalty');
});
