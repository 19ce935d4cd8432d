/** What nobody has settled yet: parameters that no county set, a year whose holiday notice is not out, days that cannot be. */
import { CalendarBook, legalDate } from '#law';
import { SILENT_COUNTY, settingsWith } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { feeLead, feeReady, penaltyFiled, penaltyLead, penaltyReady, penaltyReported } from './beginnings.ts';

const unset = (blockers: { message: { en: string } }[]): string[] => blockers.map((one) => /\((\w+)\)/.exec(one.message.en)?.[1] ?? '').sort();

scenario('a county that has set nothing: each parameter names itself at the step that needs it', (law) => {
  const lead = penaltyLead(law, { county: SILENT_COUNTY }).takes('proposeFiling');
  same(unset(lead.refusal('parameterNotSet', (it) => it.takes('fileCase'))), ['decisionPeriodRungs', 'reminderHour'], 'for filing');
  const without = (...codes: string[]) => law.book({ parameters: settingsWith('administrative-penalty', Object.fromEntries(codes.map((code) => [code, null]))) });
  const reported = penaltyReported(law, { book: without('statementPeriod') }).at('2025-07-21');
  same(unset(reported.refusal('parameterNotSet', (it) => it.takes('issueNotice'))), ['statementPeriod'], 'for the notice');
  const ready = penaltyReady(law, { book: without('collectingBank', 'collectingBankAddress', 'reconsiderationBody', 'court') });
  same(unset(ready.refusal('parameterNotSet', (it) => it.takes('decidePenalty'))), ['collectingBank', 'collectingBankAddress', 'court', 'reconsiderationBody'], 'for the decision');
});

scenario('the fee: amount, base year and periods wait for the county', (law) => {
  const without = (...codes: string[]) => law.book({ parameters: settingsWith('social-maintenance-fee', Object.fromEntries(codes.map((code) => [code, null]))) });
  const at = (story: Story) => unset(story.at('2018-03-14').refusal(['parameterNotSet'], (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' })));
  same([...new Set(at(reportedFee(law, without('baseYearRule'))))], ['baseYearRule'], 'base year');
  same(at(reportedFee(law, without('statementPeriod'))), ['statementPeriod'], 'statement period');
  same([...new Set(unset(feeReady(law, { book: without('payee', 'court') }).refusal('parameterNotSet', (it) => it.takes('decideLevy', {}, { party: 'p1' }))))], ['court', 'payee'], 'decision');
  reportedFee(law, without('feeMultiple')).at('2018-03-14').refused('amountInputMissing', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }));
});
const reportedFee = (law: ScenarioLaw, book: ReturnType<ScenarioLaw['book']>): Story => {
  const story = feeLead(law, { book }).takes('proposeFiling').at('2018-03-05').takes('fileCase').takes('takeEvidence');
  return story.takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' }).takes('reportInvestigation');
};

/** 2027 is not arranged yet: the notice of the year comes out in the autumn before. */
const seed = CalendarBook.seed();
const noticed2027 = seed.with({
  id: 'CN-2027-demo', region: 'CN', year: 2027, notice: { id: 'CN-2027-demo', title: '演示：2027年节假日安排', publishedOn: legalDate('2027-01-05') },
  days: { '2027-01-01': 'rest', '2027-01-04': 'rest', '2027-01-02': 'rest' },
} as unknown as Parameters<typeof seed.with>[0]);
const december = (law: ScenarioLaw, book = law.book()): Story => penaltyReported(law, { book, on: '2026-12-01', filedOn: '2026-12-02', facts: { actEndedOn: '2026-11-01' } }, {}, '2026-12-10').at('2026-12-30').takes('issueNotice').serves('penalty-notice');

scenario('a year without a notice: the party\'s lapse waits, and the county legal office is told once', (law) => {
  const story = december(law).expectClock('PEN-07', { provisional: true, status: 'running' });
  const clock = story.clock('PEN-07');
  same(clock.candidates !== null && clock.candidates[0] < clock.candidates[1], true, 'candidates');
  story.at('2027-02-01').expectLapse('PEN-07').expectDuties('resolveCalendar', 2);
  const [blocker] = story.refusal(['hearingOpen', 'partyNotHeard'], (it) => it.takes('decidePenalty'));
  same(blocker?.earliest, undefined, 'no earliest day is promised');
  story.at('2027-03-01').expectDuties('resolveCalendar', 2).expectEvents('clockLapsed', 0);
});

scenario('the notice is loaded: the lapse is recorded as of its day, the questions are withdrawn', (law) => {
  const story = december(law).at('2027-02-01');
  story.law(story.book.with({ calendars: noticed2027 })).at('2027-02-02').expectDuties('resolveCalendar', 0).expectDuties('resolveCalendar', 2, 'withdrawn');
  // 2026-12-31 is Thursday; Friday 2027-01-01 and Monday 2027-01-04 rest: the third working day is 2027-01-06.
  story.expectLapse('PEN-07', '2027-01-06').expectLapse('PEN-05', '2027-01-08').takes('decidePenalty');
});

scenario('what binds the authority lapses at the earlier candidate', (law) => {
  const story = december(law, law.book().with({ calendars: seed })).at('2026-12-31').takes('waiveHearing').takes('waiveStatement').takes('decidePenalty');
  const clock = story.clock('PEN-08');
  same([clock.provisional, clock.actor], [true, 'agency'], 'provisional');
  story.at('2027-02-01').expectLapse('PEN-08', String(clock.candidates?.[0])).expectDuties('resolveCalendar', 0);
});

scenario('days in the future, before the opening or before the filing are refused with their field', (law) => {
  const story = penaltyFiled(law);
  const [future] = story.refusal('dateInFuture', (it) => it.takes('takeEvidence', {}, { on: '2025-07-10' }));
  const [early] = story.refusal('dateBeforeFiling', (it) => it.takes('takeEvidence', {}, { on: '2025-07-08' }));
  const [earlier] = penaltyLead(law).refusal('dateBeforeOpening', (it) => it.takes('proposeFiling', {}, { on: '2025-07-06' }));
  same([future?.field, early?.earliest, earlier?.earliest], ['on', '2025-07-09', '2025-07-07'], 'fields');
  penaltyLead(law).refused('dateInFuture', () => penaltyLead(law, { on: '2025-07-08', recordedOn: '2025-07-07', facts: { discoveredOn: '2025-07-07' } }));
  penaltyLead(law).refused('dateInFuture', (it) => it.closes('notFiled', { on: '2025-07-08' })).refused('notDatedBack', (it) => it.closes('notFiled', { on: '2025-07-06' }));
});

scenario('a lead whose days contradict each other is refused; a case before the pack belongs to no pack of ours', (law) => {
  const story = penaltyLead(law);
  story.refused('discoveredAfterOpening', () => penaltyLead(law, { facts: { discoveredOn: '2025-07-08' } }));
  story.refused('actAfterDiscovery', () => penaltyLead(law, { facts: { actEndedOn: '2025-07-07', discoveredOn: '2025-07-06' } }));
  const [blocker] = story.refusal('packNotYetInForce', () => penaltyLead(law, { on: '2021-07-14', facts: { actEndedOn: '2021-07-01' } }));
  same(blocker?.article.zh.includes('《中华人民共和国行政处罚法》第86条'), true, 'the article');
  penaltyLead(law, { on: '2021-07-15', facts: { actEndedOn: '2021-07-01' } });
});

scenario('a notice is not older than the report it rests on, a decision not older than the notice', (law) => {
  const [blocker] = penaltyReported(law).at('2025-07-21').refusal('dateBeforePhase', (it) => it.takes('issueNotice', {}, { on: '2025-07-17' }));
  same(blocker?.earliest, '2025-07-18', 'earliest');
  for (const step of ['decideNoPenalty', 'decideNotEstablished', 'decideTransfer']) penaltyReported(law).at('2025-07-21').refused('dateBeforePhase', (it) => it.takes(step, {}, { on: '2025-07-10' }));
  // Each parent's notice rests on the report; what comes to light later is a fact and keeps its day.
  feeReportedOn(law).takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }).takes('issueNotice', { baseYear: 2017 }, { party: 'p2', on: '2018-03-05' });
});
const feeReportedOn = (law: ScenarioLaw): Story => reportedFee(law, law.book()).at('2018-03-14');

scenario('facts that the step does not know, of a wrong type, or missing are named', (law) => {
  const story = penaltyFiled(law);
  story.refused('factUnknown', (it) => it.takes('takeEvidence', { fine: '100.00' })).refused('factMissing', (it) => it.takes('takeEvidence', { evidenceKind: undefined }));
  story.refused('factType', (it) => it.takes('takeEvidence', { evidenceKind: 'hearsay' }));
});

scenario('unknown packs, steps, parties, closings and duties are named', (law) => {
  const story = feeReady(law);
  story.refused('stepUnknown', (it) => it.takes('collectMoney')).refused('closingUnknown', (it) => it.closes('forgotten')).refused('dutyUnknown', (it) => it.fulfils('none'));
  story.refused('partyMissing', (it) => it.takes('decideLevy', {}, { party: 'p7' })).refused('partyMissing', (it) => it.takes('decideLevy'));
  story.refused('partyCount', () => feeLead(law, { parties: [] })).refused('wrongPhase', (it) => it.takes('takeEvidence'));
});
