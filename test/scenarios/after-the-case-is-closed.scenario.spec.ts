/** What a party may still ask when its case is closed, and how it is answered: until the last remedy is over. */
import { citizen, settingsWith } from '#cases/testing/county';
import { forbiddenWordBlockers, wordingsOfFacts } from '#cases';
import { legalDate } from '#law';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, Story } from '#cases/testing/story';
import { feeNoticed, penaltyLead, penaltyReported } from './beginnings.ts';
import { atDoor, atHall, self } from './representation.ts';

const answering = (law: ScenarioLaw, pack: string) => law.book({ parameters: settingsWith(pack, { requestAnswerDays: 2 }) });

/** Not punished for a slight act; the decision is served on 2025-07-21 and the case closed. Six months to sue end on 2026-01-21. */
const closedFine = (law: ScenarioLaw): Story => penaltyReported(law, { book: answering(law, 'administrative-penalty') }, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision').at('2025-07-22').closes('closedWithoutPenalty');

/** Warned on the spot on 2025-07-07, reported and closed. */
const closedOnTheSpot = (law: ScenarioLaw): Story => Story.open({
  book: answering(law, 'administrative-penalty-summary'), pack: 'administrative-penalty-summary', on: '2025-07-07', parties: [citizen('p1', '1985-03-02', '2025-07-07')], facts: { actEndedOn: '2025-07-07', discoveredOn: '2025-07-07', cause: 'fire-lane-occupied' },
}).takes('takeEvidence').takes('hearParty', { intendedFine: undefined, intendedWarning: 'warning' }).takes('decideOnTheSpot', { fine: undefined, warning: 'warning' }).serves('on-the-spot-decision').takes('reportToOffice').closes('closedOnTheSpot').at('2025-07-22');

for (const [name, closed] of [['a fine', closedFine], ['a decision on the spot', closedOnTheSpot]] as const) {
  scenario(`${name}: after the closing the party asks for a copy and complains, and is answered in the days of the county`, (law) => {
    const story = closed(law);
    atDoor(story, self(), 'askByParty', { requestKind: 'fileCopy' }).expectClock('requestPeriod', { dueOn: '2025-07-24', status: 'running' }).expectDuties('remind', 1);
    const asked = story.seqOf('askByParty');
    atDoor(story, self(), 'complain').expectClock('complaintPeriod', { dueOn: '2025-07-24' });
    same(story.tasks().sort(), ['answerComplaint', 'answerRequest'], 'tasks of a closed case');
    story.takes('answerRequest', { answeredRequest: asked }).expectDuties('remind', 1).at('2025-07-25').expectLapse('requestPeriod').expectLapse('complaintPeriod', '2025-07-24');
    same(story.duties('escalate').map((one) => one.to), ['countyLegalOffice'], 'who takes it up');
    story.takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }).expectDuties('remind', 0).refused('complaintAnswered', (it) => it.takes('answerComplaint', { answeredComplaint: it.seqOf('complain') }));
    same([story.tasks(), story.state.closed !== null], [[], true], 'all is answered, the case is closed');
    // What moves the case stays closed to everybody.
    for (const step of ['inquireWhereabouts', 'takeEvidence']) story.refused('caseClosed', (it) => it.takes(step));
  });

  scenario(`${name}: a request is taken on the last day of the last remedy and not after`, (law) => {
    const story = closed(law);
    const last = String(story.clock('LIT-01').dueOn);
    const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
    atHall(story.at(last, '23:59'), 'askByParty', {}, { facts: { requestKind: 'correction' } }).at(next, '00:00:00').refused('caseClosed', (it) => atDoor(it, self(), 'askByParty', { requestKind: 'fileCopy' }));
    // What was asked in time is answered all the same.
    story.takes('answerRequest', { answeredRequest: story.seqOf('askByParty') });
  });
}

scenario('an answer on the last day is in time in a closed case too', (law) => {
  const story = atDoor(closedFine(law), self(), 'complain').at('2025-07-24', '23:59');
  story.takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }).at('2025-07-25').expectLapse('complaintPeriod').expectDuties('escalate', 0);
});

scenario('a case that was never decided takes no request when it is closed', (law) => {
  penaltyLead(law).closes('notFiled').refused('caseClosed', (it) => atDoor(it, self(), 'complain'));
});

scenario('after a decision on the spot the party states its case in writing and gets a written answer', (law) => {
  const story = closedOnTheSpot(law);
  atDoor(story, self(), 'submitStatement', { requestKind: 'statement' }).expectClock('requestPeriod', { dueOn: '2025-07-24' }).expectDuties('remind', 1);
  story.takes('answerRequest', { answeredRequest: story.seqOf('submitStatement') }).expectDuties('remind', 0).at('2025-07-25').expectLapse('requestPeriod');
  same(story.paper('request-answer').issuedOn, '2025-07-22', 'the answer');
  story.refused('requestAnswered', (it) => it.takes('answerRequest', { answeredRequest: it.seqOf('submitStatement') }));
});

scenario('a levy that was wound down: its remedies run on, and so do the questions of the party', (law) => {
  const late = feeNoticed(law, { book: answering(law, 'social-maintenance-fee'), on: '2021-06-01', facts: { childBornOn: '2020-11-02' } }, '2021-06-10', { baseYear: 2020 });
  for (const party of ['p1', 'p2']) late.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party });
  late.serves('levy-decision', {}, { party: 'p1' }).at('2021-08-25').closes('decided_unexecuted_closed');
  // The decision never reached the other parent: no remedy of hers runs.
  late.refused('caseClosed', (it) => atDoor(it, self('p2'), 'complain'));
  atDoor(atDoor(late, self(), 'complain'), self(), 'askByParty', { requestKind: 'fileCopy' });
  const parent = { party: 'p1' };
  late.takes('answerRequest', { answeredRequest: late.seqOf('askByParty') }, parent).takes('answerComplaint', { answeredComplaint: late.seqOf('complain') }, parent).expectDuties('remind', 0);
});

scenario('what a party writes after a decision on the spot is taken down as it is; each kind of request has its own words and answers', (law) => {
  const book = law.book();
  const id = 'administrative-penalty-summary';
  const on = legalDate('2025-07-23');
  const words = '先扣押当事人，缴款后放人';
  for (const fact of ['requestText', 'complaintText', 'statement']) same(forbiddenWordBlockers(book, id, on, wordingsOfFacts(book.pack(id).pack, { [fact]: words })), [], fact);
  same(forbiddenWordBlockers(book, id, on, wordingsOfFacts(book.pack(id).pack, { requestAnswer: words })).length > 0, true, 'the answer');
  const silent = closedOnTheSpot(law).law(law.book());
  atDoor(atDoor(silent, self(), 'complain'), self(), 'askByParty', { requestKind: 'other' });
  same([silent.hasClock('requestPeriod'), silent.hasClock('complaintPeriod')], [false, false], 'no period where the county set none');
  const two = closedOnTheSpot(law);
  atDoor(atDoor(two, self(), 'complain'), self(), 'complain').takes('answerComplaint', { answeredComplaint: two.seqOf('complain') });
  atDoor(atDoor(two, self(), 'askByParty', { requestKind: 'other' }), self(), 'askByParty', { requestKind: 'other' }).takes('answerRequest', { answeredRequest: two.seqOf('askByParty') });
  two.at('2025-07-25').expectLapse('complaintPeriod', '2025-07-24').expectLapse('requestPeriod', '2025-07-24').expectDuties('escalate', 2);
});
