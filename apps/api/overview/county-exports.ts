/** The county's tables as people take them away: the same rows as the lists, in the same order, with the same refusals. */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { LawBook } from '#law/law-book';
import type { Door } from '../door.module.ts';
import { FORMATS, type Cell, type Column, type Table } from '../exports/table.ts';
import { wrongField } from '../problems/problem.ts';
import { countyDebts, countyEntries, DebtsQuery, EntriesQuery } from './county-lists.ts';
import { countyMoney, MoneyFiguresQuery, SUM_NAMES, SUMS } from './county-money.ts';
import { STANDING_NAMES, STANDINGS } from './debt-standings.ts';

const Format = { format: z.enum(FORMATS) };
export const MoneyExportQuery = MoneyFiguresQuery.extend(Format);
export const EntriesExportQuery = EntriesQuery.omit({ cursor: true, limit: true }).extend(Format);
export const DebtsExportQuery = DebtsQuery.omit({ cursor: true, limit: true }).extend(Format);

/** So many rows in one file: what does not fit is refused whole, never cut. */
const MOST_ROWS = 50_000;
const PAGE = 200;

const text = (heading: string): Column => ({ heading, kind: 'text' });
const yuan = (heading: string): Column => ({ heading: `${heading}（元）`, kind: 'yuan' });
const number = (heading: string): Column => ({ heading, kind: 'number' });

/** By office and procedure, in the order of their codes. */
export async function moneyTable(m: EntityManager, { format: _format, ...query }: z.infer<typeof MoneyExportQuery>, book: LawBook): Promise<Table> {
  const view = await countyMoney(m, query, book);
  const sums = SUM_NAMES.filter((name) => view.items.some((item) => item[name] !== undefined));
  return {
    name: `县级总览 ${view.asOf}`,
    columns: [text('机关代码'), text('机关'), text('程序'), number('在办案件'), number('七日内到期'), number('三十日内到期'), number('逾期案件'), ...sums.map((name) => yuan(SUMS[name].name.zh)), yuan('未缴本金'), number('未缴笔数'), ...STANDING_NAMES.flatMap((name) => [yuan(STANDINGS[name].name.zh), number(`${STANDINGS[name].name.zh}笔数`)])],
    rows: view.items.map((item) => [
      item.officeId, item.officeName, item.pack, item.open.count, item.clocksDueIn7Days.count, item.clocksDueIn30Days.count, item.overdue.count, ...sums.map((name) => item[name]?.amount ?? null), item.unpaid?.amount ?? null, item.unpaid?.count ?? null,
      ...STANDING_NAMES.flatMap((name): Cell[] => [item.standing?.[name].amount ?? null, item.standing?.[name].count ?? null]),
    ]),
  };
}

export async function entriesTable(m: EntityManager, { format: _format, ...query }: z.infer<typeof EntriesExportQuery>): Promise<Table> {
  const rows = await everyRow((cursor) => countyEntries(m, { ...query, cursor, limit: PAGE }));
  return {
    name: SUMS[query.figure].name.zh,
    columns: [text('机关代码'), text('程序'), text('案号'), text('案件编号'), text('当事人'), text('款项'), text('分录'), number('行'), text('种类'), text('日期'), yuan(SUMS[query.figure].name.zh), text('依据')],
    rows: rows.map((row): Cell[] => [row.officeId, row.pack, row.caseNumber, row.caseId, row.party, row.debt, row.entryId, row.line, row.kind, row.occurredOn, row.amount, row.article.zh]),
  };
}

export async function debtsTable(m: EntityManager, { format: _format, ...query }: z.infer<typeof DebtsExportQuery>, door: Door): Promise<Table> {
  const rows = await everyRow((cursor) => countyDebts(m, { ...query, cursor, limit: PAGE }, door));
  return {
    name: '未缴款项',
    columns: [text('机关代码'), text('程序'), text('案号'), text('案件编号'), text('当事人'), text('款项'), text('决定送达日'), text('缴款期限'), yuan('未缴本金'), yuan('加收款项'), yuan('尚欠'), text('分期批准日'), text('逾期起日'), text('申请执行期限届满日'), text('最迟催告日'), text('申请执行日')],
    rows: rows.map((row): Cell[] => [row.officeId, row.pack, row.caseNumber, row.caseId, row.party, row.name.zh, row.establishedOn, row.dueOn, row.unpaidPrincipal, row.surcharge, row.balance, row.planSince, row.inDefaultSince, row.windowEndsOn, row.demandBy, row.atCourtSince]),
  };
}

async function everyRow<T>(page: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page(cursor);
    rows.push(...items);
    if (rows.length > MOST_ROWS) throw wrongField('format', 'tooMany', `超过${MOST_ROWS}行，请缩小范围。`, `There are more than ${MOST_ROWS} rows; narrow the filters.`);
    if (next === null) return rows;
    cursor = next;
  }
}
