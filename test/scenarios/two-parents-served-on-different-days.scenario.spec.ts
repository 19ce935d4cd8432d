/**
 * One child, two parents: each is heard, decided and served separately and has clocks of its own (Order 357 arts. 3-6,
 * fee.md A5, A6). The amount of each: 10,771 x 3 = 32,313 yuan (Chengwu, fee.md A4).
 */
import { citizen, settingsWith } from '#cases/testing/county';
import { same } from '#cases/testing/story';
import { scenario } from '#cases/testing/scenario';
import { feeDecided, feeFiled, feeLead, feeNoticed, feeReady, feeReported } from './beginnings.ts';

scenario('two parents are served on different days and pay by days of their own', (law) => {
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).expectPhase('decided');
  story.at('2018-04-03').serves('levy-decision', {}, { party: 'p2' }).expectPhase('served').expectDuties('serve', 0);
  story.expectClock('SMF-01', { dueOn: '2018-04-23' }, 'p1').expectClock('SMF-01', { dueOn: '2018-05-03' }, 'p2');
  story.expectClock('LIT-01', { dueOn: '2018-09-25' }, 'p1').expectClock('LIT-01', { dueOn: '2018-10-08' }, 'p2');
  story.at('2018-05-04').expectLapse('SMF-01', '2018-04-23', '2018-05-03');
});

scenario('each parent owes an own amount by the rule of the province', (law) => {
  const story = feeDecided(law);
  same(['p1', 'p2'].map((party) => story.state.partyFacts[party]?.['levyAmount']), [{ type: 'money', fen: '3231300' }, { type: 'money', fen: '3231300' }], 'amounts');
});

scenario('a parent who was not served a notice, or still has time to speak, is not decided', (law) => {
  const story = feeNoticed(law).at('2018-03-15').refused(['noticeNotServed', 'partyNotHeard'], (it) => it.takes('decideLevy', {}, { party: 'p1' }));
  story.refused('noticeNotServed', (it) => it.takes('recordStatement', {}, { party: 'p1' })).refused('noticeNotServed', (it) => it.takes('waiveStatement', {}, { party: 'p2' }));
  story.serves('levy-notice', {}, { party: 'p1' }).expectClock('statementPeriod', { rawOn: '2018-03-18', dueOn: '2018-03-19' }, 'p1');
  const [blocker] = story.at('2018-03-19').refusal('partyNotHeard', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
  same(blocker?.earliest, '2018-03-20', 'earliest lawful day');
  story.at('2018-03-20').takes('decideLevy', {}, { party: 'p1' }).expectPhase('noticed').refused(['noticeNotServed', 'partyNotHeard'], (it) => it.takes('decideLevy', {}, { party: 'p2' }));
  same(story.state.steps.filter((one) => one.step === 'decideLevy').map((one) => one.party), ['p1'], 'decided');
});

scenario('a parent who has spoken or waived in writing is decided without waiting', (law) => {
  const story = feeNoticed(law).at('2018-03-15').serves('levy-notice', {}, { party: 'p1' }).serves('levy-notice', {}, { party: 'p2' });
  story.refused('waiverNotInWriting', (it) => it.takes('waiveStatement', { waivedInWriting: false }, { party: 'p2' }));
  story.takes('recordStatement', {}, { party: 'p1' }).takes('waiveStatement', {}, { party: 'p2' }).expectClock('statementPeriod', { status: 'ended' }, 'p2');
  story.takes('decideLevy', {}, { party: 'p1' }).takes('decideLevy', {}, { party: 'p2' }).expectPhase('decided');
});

scenario('one levy only: the refusal names the deciding office and number and nothing else', (law) => {
  const held = { oneLevy: { heldBy: { office: '宁强县卫生健康局', number: '宁卫征决字〔2018〕4号' } } };
  const [blocker] = feeReady(law).refusal('alreadyLevied', (it) => it.takes('decideLevy', {}, { party: 'p1', claims: held }));
  same(blocker?.missing, { zh: '宁强县卫生健康局宁卫征决字〔2018〕4号', en: '宁强县卫生健康局 宁卫征决字〔2018〕4号' }, 'holder');
  const story = feeReady(law).takes('decideLevy', {}, { party: 'p1', claims: { oneLevy: null } });
  same(story.eventsOf('stepTaken').at(-1)?.claims, ['oneLevy'], 'claimed');
  story.refused('stepAlreadyTaken', (it) => it.takes('decideLevy', {}, { party: 'p1' })).refused('levyDecided', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }));
});

scenario('each parent\'s income is evidenced before the report, and the report carries the levy', (law) => {
  const story = feeFiled(law).refused(['noEvidence', 'noIncomeEvidence'], (it) => it.takes('reportInvestigation'));
  story.takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('recordInquiry').refused('noIncomeEvidence', (it) => it.takes('reportInvestigation'));
  story.takes('takeIncomeEvidence', {}, { party: 'p2' }).takes('reportInvestigation', { levyProposed: false });
  story.at('2018-03-14').refused('levyNotProposed', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' })).closes('notEstablished');
  feeFiled(law).takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' }).refused('noEvidence', (it) => it.takes('reportInvestigation'));
});

scenario('no levy can be closed away once it was decided for one parent', (law) => {
  feeReady(law).takes('decideLevy', {}, { party: 'p1' }).refused('levyDecided', (it) => it.closes('notEstablished'));
});

scenario('the base is that of the year that the province names', (law) => {
  const born = { childBornOn: '2017-10-05', discoveredOn: '2018-03-01' };
  feeReported(law).at('2018-03-14').refused('baseYearWrong', (it) => it.takes('issueNotice', { baseYear: 2016 }, { party: 'p1' }));
  const byBirth = law.book({ parameters: settingsWith('social-maintenance-fee', { baseYearRule: 'birth-1' }) });
  feeReported(law, { book: byBirth, facts: born }).at('2018-03-14').refused('baseYearWrong', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' })).takes('issueNotice', { baseYear: 2016 }, { party: 'p1' });
  const byDecision = law.book({ parameters: settingsWith('social-maintenance-fee', { baseYearRule: 'decision-1' }) });
  feeReady(law, { book: byDecision }).takes('decideLevy', {}, { party: 'p1' });
  const late = feeNoticed(law, { book: byDecision, on: '2018-12-20' }, '2018-12-24', { baseYear: 2017 }).at('2018-12-25').serves('levy-notice', {}, { party: 'p1' });
  late.at('2019-01-04').refused('baseYearWrong', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
  late.takes('issueNotice', { baseYear: 2018 }, { party: 'p1' }).serves('levy-notice', {}, { party: 'p1' }).takes('recordStatement', {}, { party: 'p1' }).takes('decideLevy', {}, { party: 'p1' });
});

scenario('an amount that the rule of the province cannot give is refused', (law) => {
  const jiangsu = law.book({ parameters: settingsWith('social-maintenance-fee', { feeRule: 'jiangsu', feeMultiple: 4 }) });
  feeReported(law, { book: jiangsu }).at('2018-03-14').refused('amountNotComputable', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }));
});

scenario('a child appears by birth date and order; births before the pack, and out of order, are refused', (law) => {
  const open = (facts: Record<string, string>) => feeLead(law, { facts, parties: [citizen('p1', '1984-05-05', '2018-03-01')] });
  const refused = (code: string, facts: Record<string, string>) => { feeLead(law).refused(code, () => open(facts)); };
  refused('birthBeforePack', { childBornOn: '2002-08-31' });
  refused('discoveredAfterOpening', { discoveredOn: '2018-03-02' });
  refused('bornAfterDiscovery', { childBornOn: '2018-02-02', discoveredOn: '2018-02-01' });
  open({ childBornOn: '2002-09-01' });
});

scenario('a second notice to one parent replaces the first: spoken under the first is not heard under the second', (law) => {
  const story = feeNoticed(law).at('2018-03-15').serves('levy-notice', {}, { party: 'p1' }).takes('recordStatement', {}, { party: 'p1' }).takes('waiveStatement', {}, { party: 'p1' });
  story.takes('issueNotice', { baseYear: 2017, baseAmount: '12000.00' }, { party: 'p1' }).refused('noticeNotServed', (it) => it.takes('recordStatement', {}, { party: 'p1' }));
  story.at('2018-03-16').serves('levy-notice', {}, { party: 'p1' }).refused('partyNotHeard', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
});

scenario('before 2015-05-01 the period to sue was three months', (law) => {
  const story = feeNoticed(law, { on: '2014-03-03', facts: { childBornOn: '2013-05-05' } }, '2014-03-10', { baseYear: 2013 });
  for (const party of ['p1', 'p2']) story.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party });
  story.at('2014-03-12').serves('levy-decision', {}, { party: 'p1' }).expectClock('LIT-01', { dueOn: '2014-06-12' }, 'p1');
  feeFiled(law).refused('dateBeforeFiling', (it) => it.takes('inquireWhereabouts', {}, { party: 'p2', on: '2018-03-04' }));
});

scenario('figures that cannot be are refused: order of the child, base, factor', (law) => {
  const lead = feeLead(law);
  for (const childOrder of [0, -3, 21]) lead.refused('childOrderOutOfRange', () => feeLead(law, { facts: { childOrder } }));
  const filed = feeFiled(law);
  for (const excessFactor of [-1, 0, 3]) filed.refused('excessFactorOutOfRange', (it) => it.takes('takeIncomeEvidence', { excessFactor }, { party: 'p1' }));
  filed.takes('takeIncomeEvidence', { excessFactor: 2 }, { party: 'p1' });
  feeReported(law).at('2018-03-14').refused('baseZero', (it) => it.takes('issueNotice', { baseYear: 2017, baseAmount: '0.00' }, { party: 'p1' }));
  const [wrong] = feeReported(law).at('2018-03-14').refusal('baseYearWrong', (it) => it.takes('issueNotice', { baseYear: 2015 }, { party: 'p1' }));
  same([wrong?.field, wrong?.missing?.zh], ['facts.baseYear', '应为2017年'], 'the year that counts');
});
