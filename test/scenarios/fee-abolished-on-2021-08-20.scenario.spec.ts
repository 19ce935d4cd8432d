/**
 * The fee ended with the amendment of 2021-08-20. At 00:00 of that day the pack ends: clocks and duties end, every
 * forward act is refused with the article that punishes it, whatever day is claimed; what remains is to close.
 */
import { legalDate } from '#law';
import { citizen, settingsWith } from '#cases/testing/county';
import { instant, same, type Story } from '#cases/testing/story';
import { scenario } from '#cases/testing/scenario';
import { forbiddenWordBlockers, nextWake, openClocks, openTasks, wordingsOfFacts, wordingsOfPaper } from '#cases';
import { feeDecided, feeLead, feeNoticed, feeReady, penaltyLead } from './beginnings.ts';
import { atDoor, self } from './representation.ts';

const facts = { childBornOn: '2019-06-01' };
const summer = { on: '2021-08-02', facts };

scenario('the pack ends at 00:00 of 2021-08-20: clocks, duties and tasks end with it', (law) => {
  const story = feeNoticed(law, summer, '2021-08-05', { baseYear: 2020 }).at('2021-08-18').serves('levy-notice', {}, { party: 'p1' }).expectDuties('serve', 1);
  same(nextWake(story.state, story.now, story.book), instant('2021-08-20', '00:00'), 'next wake');
  story.at('2021-08-19', '23:59').expectEvents('packEnded', 0).at('2021-08-20', '00:00').expectEvents('packEnded', 1).expectDuties('serve', 0).expectDuties('serve', 1, 'withdrawn');
  same(openClocks(story.state, story.now, story.book).map((one) => one.status), ['lapsed', 'ended'], 'clocks');
  same([openTasks(story.state, story.now, story.book), nextWake(story.state, story.now, story.book)], [[], null], 'tasks, wake');
  story.at('2021-09-30').expectLapse('statementPeriod');
});

scenario('found out much later: the same end, as of the same day', (law) => {
  const story = feeNoticed(law, summer, '2021-08-05', { baseYear: 2020 }).at('2021-08-10').serves('levy-notice', {}, { party: 'p1' }).at('2026-11-22');
  same(story.eventsOf('packEnded').map((one) => [one.occurredOn, one.lastDay]), [['2021-08-20', '2021-08-19']], 'end');
  story.expectLapse('statementPeriod', '2021-08-13');
});

scenario('every forward act is refused with its article after the end, also one that claims an earlier day', (law) => {
  const story = feeNoticed(law, summer, '2021-08-05', { baseYear: 2020 }).at('2021-08-06').serves('levy-notice', {}, { party: 'p1' }).takes('recordStatement', {}, { party: 'p1' }).at('2021-08-23');
  for (const [step, party] of [['decideLevy', 'p1'], ['issueNotice', 'p2'], ['recordStatement', 'p2'], ['inquireWhereabouts', 'p2'], ['takeIncomeEvidence', 'p2']] as const) {
    for (const on of ['2021-08-23', '2021-08-19', '2021-08-10']) {
      const [blocker] = story.refusal('packNoLongerInForce', (it) => it.takes(step, step === 'issueNotice' ? { baseYear: 2020 } : {}, { party, on }));
      same(blocker?.article.en.includes('art. 3(3)') && blocker.article.zh.includes('第3条第3项'), true, 'the article');
    }
  }
  story.refused('packNoLongerInForce', (it) => it.serves('levy-notice', {}, { party: 'p2' }));
  story.refused('packNoLongerInForce', (it) => it.serves('levy-notice', { on: legalDate('2021-08-19') }, { party: 'p2' }));
});

scenario('a back-dated fee is refused in a production instance of 2026', (law) => {
  feeLead(law).refused('packNoLongerInForce', () => feeLead(law, { on: '2018-03-01', recordedOn: '2026-11-22' }));
  feeLead(law).refused('packNoLongerInForce', () => feeLead(law, { on: '2021-08-19', recordedOn: '2021-08-20', facts }));
  feeLead(law).refused('packNotYetInForce', () => feeLead(law, { on: '2002-08-31', facts: { childBornOn: '2002-08-30', discoveredOn: '2002-08-31' } }));
  feeLead(law, { on: '2021-08-19', facts });
});

scenario('a decision announced too late to count before the end is never served', (law) => {
  const story = feeNoticed(law, { on: '2021-06-01', facts }, '2021-06-10', { baseYear: 2020 });
  for (const party of ['p1', 'p2']) story.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party }).takes('inquireWhereabouts', {}, { party });
  const posted = { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' } as const;
  // 60 days from 2021-06-20 end on 2021-08-19, in time; from 2021-06-21 they would end on the first refused day.
  story.at('2021-06-20').serves('levy-decision', posted, { party: 'p1' }).at('2021-06-21').serves('levy-decision', posted, { party: 'p2' });
  story.at('2021-12-01').expectEvents('packEnded', 1);
  same(story.state.papers.filter((one) => one.paper === 'levy-decision').map((one) => Object.keys(one.served)), [['p1'], []], 'served');
});

scenario('undecided: closed as undecided, from the end on and not before', (law) => {
  const story = feeReady(law).refused('packStillInForce', (it) => it.closes('undecided_closed')).at('2021-08-20');
  story.refused(['levyNotDecided'], (it) => it.closes('decided_unexecuted_closed')).refused(['notDatedBack', 'packStillInForce'], (it) => it.closes('undecided_closed', { on: '2021-08-19' }));
  story.closes('undecided_closed').at('2022-01-01');
  same(story.state.closed, { closing: 'undecided_closed', on: '2021-08-20' }, 'closing');
});

scenario('decided and not executed: closed as such, also when only one parent was decided', (law) => {
  const story = feeDecided(law).refused('packStillInForce', (it) => it.closes('decided_unexecuted_closed')).at('2021-08-25').refused('wrongPhase', (it) => it.closes('undecided_closed'));
  story.closes('decided_unexecuted_closed');
  const half = feeReady(law).takes('decideLevy', {}, { party: 'p1' }).at('2021-08-25').refused('levyDecided', (it) => it.closes('undecided_closed'));
  half.closes('decided_unexecuted_closed').refused('caseClosed', (it) => it.closes('decided_unexecuted_closed'));
});

scenario('the right to a remedy is the party\'s and runs on after the end; the payment period does not', (law) => {
  const story = feeNoticed(law, { on: '2021-06-01', facts }, '2021-06-10', { baseYear: 2020 });
  for (const party of ['p1', 'p2']) story.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party });
  story.at('2021-08-02').takes('consentToAct', { consentNumber: '演示同意〔2021〕2号' }).serves('levy-decision', {}, { party: 'p1' }).at('2021-08-20').expectClock('SMF-01', { status: 'ended' }, 'p1').expectClock('REC-01', { status: 'running', dueOn: '2021-10-08' }, 'p1').expectClock('LIT-01', { status: 'running', dueOn: '2022-02-02', provisional: true }, 'p1');
  same(nextWake(story.state, story.now, story.book), instant('2021-10-09', '00:00'), 'next wake');
  story.at('2021-10-09').expectLapse('REC-01', '2021-10-08').expectLapse('SMF-01');
  // Closed, the record takes no more lapses; the day is read from the clock.
  story.closes('decided_unexecuted_closed').at('2021-11-01').expectClock('LIT-01', { status: 'running', dueOn: '2022-02-07', provisional: false }, 'p1').at('2022-03-01').expectClock('LIT-01', { status: 'lapsed' }, 'p1').expectLapse('LIT-01');
});

scenario('the fee in disguise: no penalty under its name', (law) => {
  const story = penaltyLead(law);
  for (const cause of ['social-maintenance-fee', 'socialMaintenanceFee', 'extra-birth']) {
    const [blocker] = story.refusal('feeInDisguise', () => penaltyLead(law, { facts: { cause } }));
    same(blocker?.article.zh, '《财政违法行为处罚处分条例》第3条第3项', 'the article');
  }
});

scenario('the fee in disguise: no text of any other case rests on it after its end, however it is written', (law) => {
  const book = law.book();
  const penalty = book.pack('administrative-penalty').pack;
  const told = (on: string, texts: Record<string, string>, packId = penalty.id) => forbiddenWordBlockers(book, packId, legalDate(on), wordingsOfFacts(book.pack(packId).pack, texts));
  const [blocker, ...more] = told('2025-07-07', { causeName: '拖欠 社会·抚养费 案', summary: '当事人占道经营。', findings: '当事人占道经营三日。' });
  same([blocker?.code, blocker?.field, blocker?.missing?.zh, blocker?.article.zh, more.length], ['feeInDisguise', 'facts.causeName', '不含“社会·抚养费”的表述', '《财政违法行为处罚处分条例》（国务院令第427号）第3条第3项', 0], 'the refusal');
  same(told('2025-07-07', { basis: '超 生 罚 款', reasons: '计划外生育三孩', findings: '社會撫養費', violated: 'Social  Maintenance-Fee' }).map((one) => one.field), ['facts.basis', 'facts.findings', 'facts.violated', 'facts.reasons'], 'fields');
  // What means something else, what others said, what was recorded before the end, and the fee's own cases.
  same(told('2025-07-07', { causeName: '超生产能力组织生产', findings: '李超生于1985年，家中饲养的生猪超。' }), [], 'other meanings');
  same(told('2025-07-07', Object.fromEntries(['askedPerson', 'dialogue', 'statement', 'hearingProceedings', 'finalStatement', 'reviewOpinion', 'absence', 'recusalReason', 'requestText', 'complaintText', 'remedyBody', 'remedyDocument', 'hardship', 'demandReplyText', 'courtDocument', 'courtReasons'].map((code) => [code, '这就是变相的社会抚养费！']))), [], 'quotations');
  same([told('2021-08-19', { causeName: '社会抚养费' }), told('2021-08-20', { causeName: '社会抚养费' }).length], [[], 1], 'the day of its end');
  same(told('2025-07-07', { basis: '《社会抚养费征收管理办法》第三条' }, 'social-maintenance-fee'), [], 'its own cases');
  same(penalty.papers.flatMap((paper) => forbiddenWordBlockers(book, penalty.id, legalDate('2025-07-07'), wordingsOfPaper(paper))), [], 'papers of the penalty');
  const [levy] = book.pack('social-maintenance-fee').pack.papers.filter((paper) => paper.code === 'levy-decision');
  same(levy && forbiddenWordBlockers(book, penalty.id, legalDate('2025-07-07'), wordingsOfPaper(levy))[0]?.field, 'paper.levy-decision', 'a paper of the fee in another case');
});

scenario('after the end nothing is undone or found under an earlier day', (law) => {
  feeDecided(law, {}).at('2021-08-20').refused('packNoLongerInForce', (it) => it.voids('levy-decision', { on: '2021-08-10' })).refused('packNoLongerInForce', (it) => it.voids('levy-decision'));
  feeReady(law).at('2021-08-20').refused('notDatedBack', (it) => it.closes('notEstablished', { on: '2021-08-19' })).closes('notEstablished');
  feeReady(law).at('2021-08-20').refused('packNoLongerInForce', (it) => it.amends(citizen('p1', '1984-05-06', '2018-03-01')));
});

scenario('a case that ended with the pack keeps what it was: nothing more happens by time or by files', (law) => {
  const story = feeReady(law).at('2021-08-20').attaches('scan-1').closes('undecided_closed').refused('caseClosed', (it) => it.attaches('scan-2')).at('2026-01-01');
  same(story.codes.slice(-5), ['packEnded', 'fileAttached', 'paperIssued', 'paperIssued', 'caseClosed'], 'last events');
});

scenario('after the end the party still asks and complains and is answered, and the file is closed and kept', (law) => {
  const book = law.book({ parameters: settingsWith('social-maintenance-fee', { requestAnswerDays: 2 }) });
  const story = atDoor(feeDecided(law, { book }).at('2021-08-23'), self(), 'askByParty', { requestKind: 'fileCopy' });
  atDoor(story.takes('answerRequest', { answeredRequest: story.seqOf('askByParty') }, { party: 'p1' }), self(), 'complain');
  story.takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }, { party: 'p1' }).attaches('scan-1').closes('decided_unexecuted_closed');
  story.refused('caseClosed', (it) => it.serves('levy-decision', {}, { party: 'p1' }));
});

const bothServed = (it: Story): Story => it.at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).at('2018-04-03').serves('levy-decision', {}, { party: 'p2' });

scenario('executed in part: what was paid stands, the rest is no longer collected, and the file says so', (law) => {
  const story = bothServed(feeDecided(law)).at('2018-04-10').receives('fee', '313.00').refused('packStillInForce', (it) => it.closes('partly_executed_frozen')).at('2021-08-20');
  story.refused(['partlyExecuted'], (it) => it.closes('decided_unexecuted_closed')).refused(['notPaidInFull'], (it) => it.closes('archived_executed')).closes('partly_executed_frozen');
  same([story.state.closed?.closing, story.owed('fee')?.balance], ['partly_executed_frozen', '0.00'], 'frozen');
  // One parent paid in full, the other nothing: executed in part too.
  const half = bothServed(feeDecided(law)).at('2018-04-10').receives('fee', '32313.00').at('2021-08-20').refused(['notPaidInFull'], (it) => it.closes('archived_executed'));
  half.closes('partly_executed_frozen');
  // What the bank took back was not paid.
  const back = bothServed(feeDecided(law)).at('2018-04-10').receives('fee', '313.00', { receiptId: 'A' }).at('2018-04-12').takesBack('A').at('2021-08-20');
  back.refused(['notExecuted', 'notPaidInFull'], (it) => it.closes('archived_executed')).refused(['notExecuted'], (it) => it.closes('partly_executed_frozen')).closes('decided_unexecuted_closed');
});

scenario('executed: paid in full before the end, late fee and all, and archived', (law) => {
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).serves('levy-decision', {}, { party: 'p2' }).at('2018-04-10').receives('fee', '32313.00', { party: 'p2' });
  // 32,313.00 x 0.002 x 2 = 129.252: the principal alone is not all.
  story.at('2018-06-25').receives('fee', '32313.00', { receiptId: 'A' });
  same(story.owed('fee')?.balance, '129.25', 'late fee');
  story.at('2018-06-26').receives('fee', '129.25', { receiptId: 'B' }).refused('packStillInForce', (it) => it.closes('archived_executed')).at('2021-08-20');
  story.refused(['partlyExecuted'], (it) => it.closes('decided_unexecuted_closed')).refused(['paidInFull'], (it) => it.closes('partly_executed_frozen')).closes('archived_executed');
  same(story.state.closed, { closing: 'archived_executed', on: '2021-08-20' }, 'closing');
});

scenario('a request made before the end is answered after it: its period runs on, and the county hears when it is over', (law) => {
  const book = law.book({ parameters: settingsWith('social-maintenance-fee', { requestAnswerDays: 2 }) });
  const asked = (): Story => atDoor(atDoor(feeDecided(law, { book }).at('2021-08-19'), self(), 'askByParty', { requestKind: 'fileCopy' }), self(), 'complain');
  const story = asked().at('2021-08-20').expectClock('requestPeriod', { status: 'running', dueOn: '2021-08-23' }).expectClock('complaintPeriod', { status: 'running', dueOn: '2021-08-23' }).expectDuties('remind', 2);
  story.at('2021-08-24').expectLapse('requestPeriod', '2021-08-23').expectLapse('complaintPeriod', '2021-08-23').expectDuties('escalate', 2);
  story.takes('answerRequest', { answeredRequest: story.seqOf('askByParty') }, { party: 'p1' }).takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }, { party: 'p1' }).expectDuties('remind', 0);
  const answered = asked().at('2021-08-23');
  answered.takes('answerRequest', { answeredRequest: answered.seqOf('askByParty') }, { party: 'p1' }).takes('answerComplaint', { answeredComplaint: answered.seqOf('complain') }, { party: 'p1' }).at('2021-09-30').expectLapse('requestPeriod').expectLapse('complaintPeriod').expectDuties('escalate', 0);
});
