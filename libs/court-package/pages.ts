/** The pages that are reckoned from the record: how papers were served, what the party said, what is owed, which clocks ran. */
import { balanceOf, caseMoney, clockInstances } from '#cases';
import type { ClockInstance } from '#cases/clocks';
import type { FactValue, PaperState, ServiceAttempt, TakenStep } from '#cases/model';
import { chinaDateOf, formatYuan, packCitation, type LegalDate } from '#law';
import type { BilingualText, Pack, PackStep } from '#law/pack-format';
import type { AppliedDebt } from './applications.ts';
import { page, type PageCell, type PagePart } from './page.ts';
import type { PackageRecord } from './package-record.ts';
import { factOf, printedFacts, statementsOf } from './statements.ts';

const t = (zh: string, en: string): BilingualText => ({ zh, en });
const NONE = '—';
const YES_NO = { true: t('是', 'yes'), false: t('否', 'no') };

/** A paper as people name it: title and number. */
export function titleOf(pack: Pack, { paper, number }: Pick<PaperState, 'paper' | 'number'>): BilingualText {
  const title = pack.papers.find(({ code }) => code === paper)?.title ?? t(paper, paper);
  return number === null ? title : t(`${title.zh}（${number}）`, `${title.en} (${number})`);
}

const OUTCOMES: Readonly<Record<ServiceAttempt['outcome'], BilingualText>> = {
  received: t('签收', 'received'), refused: t('拒收', 'refused'), nobodyThere: t('无人', 'nobody there'), returned: t('退回', 'returned'), sent: t('已发送', 'sent'), posted: t('已张贴、刊登', 'posted'),
};
const RESULTS: Readonly<Record<PaperState['attempts'][number]['result'], BilingualText>> = { served: t('已送达', 'served'), failed: t('未送达', 'not served'), pending: t('待定', 'pending') };

/** The course of a paper's service on the party: every attempt, and the day from which legal time runs. Places and remarks stand on the receipts. */
export function servicePage({ state, book }: PackageRecord, paper: PaperState, party: string, training: boolean): Buffer {
  const { pack } = book.pack(state.pack);
  const title = titleOf(pack, paper);
  const served = paper.served[party];
  const wayOf = (way: PaperState['attempts'][number]['attempt']['way']): BilingualText => {
    const known = book.service.ways[way];
    return t(known.name.zh, `${known.name.en} (${book.service.instrument.en} ${known.article})`);
  };
  return page(t(`送达经过：${title.zh}`, `Course of service: ${title.en}`), [
    { head: [t('日期', 'Day'), t('方式', 'Way'), t('情况', 'What happened'), t('结果', 'Result'), t('邮件编号', 'Postal item'), t('执法人员', 'Officers'), t('见证人', 'Witnesses')],
      rows: paper.attempts.filter((one) => one.party === party).map(({ attempt, result, officerIds }) => [attempt.on, wayOf(attempt.way), OUTCOMES[attempt.outcome], RESULTS[result], attempt.itemNumber ?? NONE, String(officerIds.length), String(attempt.witnesses ?? 0)]) },
    { text: served === undefined ? t('本文书尚未送达该当事人。', 'This paper has not been served on this party.')
      : t(`于${served.rawOn}以${wayOf(served.way).zh}方式送达，法定期间自${served.effectiveOn}起算（次日为第一日）。`, `Served on ${served.rawOn} by ${wayOf(served.way).en}; legal time runs from ${served.effectiveOn}, the day after being the first.`) },
  ], training);
}

/** The party's words and the answers to them, in full. */
export function statementsPage(record: PackageRecord, party: string, training: boolean): Buffer {
  const { pack } = record.book.pack(record.state.pack);
  const head = [t('日期', 'Day'), t('事项', 'Act'), t('内容', 'Content')];
  const rowOf = ({ step, definition }: { step: TakenStep; definition: PackStep }): PageCell[] => [step.on, definition.name, contentOf(record, pack, step)];
  const rows = statementsOf(record, party).flatMap((said) => [rowOf(said), ...said.answers.map(rowOf)]);
  return page(t('当事人的意见及处理情况', 'What the party said, and what became of it'), [{ head, rows }], training);
}

function contentOf(record: PackageRecord, pack: Pack, { facts }: TakenStep): BilingualText {
  const lines = Object.entries(printedFacts(pack, facts)).map(([code, value]) => {
    const label = factOf(pack, code)?.label ?? t(code, code);
    const said = valueOf(record, pack, code, value);
    return t(`${label.zh}：${said.zh}`, `${label.en}: ${said.en}`);
  });
  return lines.length === 0 ? t(NONE, NONE) : t(lines.map(({ zh }) => zh).join('\n'), lines.map(({ en }) => en).join('\n'));
}

function valueOf({ texts }: PackageRecord, pack: Pack, code: string, value: FactValue): BilingualText {
  switch (value.type) {
    case 'text': { const text = texts.get(value.content.contentId); return text === undefined || text === null ? t('（内容已依法删除）', '(erased by law)') : t(text, text); }
    case 'boolean': return YES_NO[`${value.value}`];
    case 'money': return t(`${formatYuan(BigInt(value.fen))}元`, `${formatYuan(BigInt(value.fen))} yuan`);
    case 'choice': return factOf(pack, code)?.choices?.find((one) => one.value === value.value)?.label ?? t(value.value, value.value);
    case 'person': return t(NONE, NONE);
    case 'date': case 'integer': case 'code': return t(String(value.value), String(value.value));
  }
}

/** What is owed of one debt at the end of the day of the application, as the ledger explains it; null where nothing was ever ordered. */
export function moneyPage({ state, at, book, step }: PackageRecord, { debt }: AppliedDebt, party: string, training: boolean): Buffer | null {
  const { pack } = book.pack(state.pack);
  const balance = balanceOf(caseMoney(state, at, book), debt.code, party, step.on);
  if (balance === null) return null;
  const sum = (zh: string, en: string, fen: bigint): PageCell[] => [t(zh, en), formatYuan(fen)];
  const parts: PagePart[] = [
    { text: t(`截至${step.on}（申请之日）终了，单位：元。依据：${packCitation(pack, debt.cite).zh}。`, `At the end of ${step.on}, the day of the application, in yuan. Basis: ${packCitation(pack, debt.cite).en}.`) },
    { head: [t('项目', 'Item'), t('金额', 'Sum')], rows: [
      sum('决定的数额', 'Ordered', balance.principalFen), sum('加收款项', 'Surcharge', balance.surchargeFen), sum('已缴', 'Paid', balance.paidFen), sum('减免', 'Waived', balance.waivedFen),
      ...(balance.noLongerCollectedFen > 0n ? [sum('不再征收', 'No longer collected', balance.noLongerCollectedFen)] : []),
      sum('申请之日尚欠', 'Owed on the day of the application', balance.balanceFen), sum('其中本金', 'of it principal', balance.principalDueFen + balance.principalNotDueFen),
    ] },
    { heading: t('计算过程', 'How it is reckoned') },
    { head: [t('日期', 'Day'), t('金额', 'Sum'), t('说明', 'Why')], rows: balance.lines.map(({ on, fen, zh, en }) => [on, fen === null ? NONE : formatYuan(fen), t(zh, en)]) },
  ];
  return page(t(`应缴款项计算表：${debt.name.zh}`, `What is owed: ${debt.name.en}`), parts, training);
}

/** The clocks on which the application rests: to pay, to seek a remedy, of the demand, to ask the court. */
export function clocksFor({ state, at, book }: Pick<PackageRecord, 'state' | 'at' | 'book'>, applied: readonly AppliedDebt[], party: string): ClockInstance[] {
  return clockInstances(state, book.calendars.asKnownOn(chinaDateOf(at)), book).filter((one) => (one.party === null || one.party === party) && applied.some(({ debt, demand }) => {
    const start = one.definition?.start;
    return one.code === debt.due || debt.terms?.window?.sue.includes(one.code) === true || one.definition?.remedy === true
      || (start !== undefined && (('courtWindow' in start && start.courtWindow === debt.code) || ('served' in start && start.served === demand)));
  }));
}

export function clocksPage(record: PackageRecord, applied: readonly AppliedDebt[], party: string, training: boolean): Buffer {
  const rows = clocksFor(record, applied, party).map((clock): PageCell[] => [clock.name, clock.anchorOn, clock.endsOn ?? t('尚不能确定', 'not known yet'), endedBefore(clock) ?? NONE, clock.article, explanationOf(clock)]);
  const remedies = remediesOf(record, applied, party);
  return page(t('有关期限及其依据', 'The clocks that matter, and their articles'), [
    { text: t(`按截至${chinaDateOf(record.at)}已发布的节假日安排计算。`, `Reckoned on the calendars as they were published by ${chinaDateOf(record.at)}.`) },
    { head: [t('期限', 'Clock'), t('起算事由之日', 'Began with'), t('届满日', 'Last day'), t('已因办理而终结', 'Ended before by'), t('依据', 'Article'), t('计算说明', 'How it is counted')], rows },
    { heading: t('行政复议、行政诉讼', 'Reconsideration and litigation') },
    remedies.length === 0 ? { text: t('至申请之日，案卷中没有该当事人申请行政复议或者提起行政诉讼的记录。', 'On the day of the application nothing on record says that this party has asked for reconsideration or sued.') }
      : { head: [t('日期', 'Day'), t('事项', 'Act')], rows: remedies },
  ], training);
}

/** What is on record of remedies: their beginning and their end. */
function remediesOf({ state, book }: PackageRecord, applied: readonly AppliedDebt[], party: string): PageCell[][] {
  const { pack } = book.pack(state.pack);
  const codes = new Set(applied.flatMap(({ debt }) => { const remedies = debt.terms?.window?.remedies; return remedies === undefined ? [] : [...remedies.begin, ...remedies.end]; }));
  return state.steps.filter((step) => codes.has(step.step) && (step.party === null || step.party === party)).map((step) => [step.on, pack.steps.find(({ code }) => code === step.step)?.name ?? step.step]);
}

/** The day on which a clock ended by what was done, before its last day. */
function endedBefore({ endsOn, endedOn }: ClockInstance): LegalDate | null {
  return endedOn !== null && (endsOn === null || endedOn <= endsOn) ? endedOn : null;
}

/** Of a period whose days are counted; else what follows from it. */
function explanationOf({ period, consequence }: ClockInstance): BilingualText {
  return period.explanation.zh === '' ? consequence : period.explanation;
}
