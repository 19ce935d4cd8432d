import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { addDays, formatYuan, type LegalDate } from '#law';
import type { LawBook } from '#law/law-book';
import type { BilingualText } from '#law/pack-format';
import { legalNow } from '#store';
import { Bilingual, Code, Day, NearDate } from '../http/schemas.ts';
import type { RuleText } from '../problems/issues.ts';
import { countedStandings, DebtFigure, standingFigures, StandingFigures, UNPAID_DEBTS } from './debt-standings.ts';
import { daysAt, Figure, grouped, listAt } from './figures.ts';

export const Yuan = z.string().meta({ pattern: String.raw`^-?\d+\.\d{2}$`, examples: ['32313.00'] });
const OfficeId = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);
const DAYS_OF_A_MONTH = 30;

/** Why no list of offices goes by money (违反行政事业性收费和罚没收入收支两条线管理规定行政处分暂行规定, art. 8). */
const NO_RANKING: RuleText = {
  rule: 'noRanking',
  zh: '各机关按固定顺序列出，不得按收缴金额、比例排序，也没有收缴指标和收缴率：下达或者变相下达罚没指标应予处分（国务院令第281号第8条）。',
  en: 'Offices stand in a fixed order; they are not sorted by sums or rates, and there is neither a target nor a collection rate: whoever sets targets for fines and confiscations is punished (State Council Order 281 art. 8).',
};
const refused = (): z.ZodOptional<z.ZodString> => z.string().max(200).refine(() => false, { params: { ...NO_RANKING } }).optional().describe(`Refused: ${NO_RANKING.en}`);
/** What people of other systems will ask for; refused by name rather than as an unknown field, so that they learn why. */
const Refused = { sort: refused(), rate: refused(), target: refused() };
const Filters = {
  officeId: OfficeId.optional(), pack: Code.optional(),
  from: NearDate.optional().describe('Sums: entries of this day in law and later.'), to: NearDate.optional().describe('Sums: entries up to and with this day in law.'),
};
export const MoneyFiguresQuery = z.strictObject({ ...Filters, ...Refused });
export type MoneyFiguresQuery = z.infer<typeof MoneyFiguresQuery>;
export { Filters as MONEY_FILTERS, Refused as REFUSED_FILTERS };

/** A sum of the ledger: the postings that it adds up stand in its list, as many as `count`. */
export const Sum = z.strictObject({ amount: Yuan, count: z.number().int(), list: z.string() }).meta({ id: 'Sum', examples: [{ amount: '32313.00', count: 2, list: '/api/county/entries?figure=paid&officeId=mianyang' }] });
type Sum = z.infer<typeof Sum>;

/** The sums, each as the postings `p` of entries `e` that make it, and the side on which its account stands (libs/ledger/accounts.ts). */
export const SUMS = {
  decided: { where: "p.account = 'principal'", side: 1, name: { zh: '决定金额', en: 'Decided' } },
  paid: { where: "p.account = 'paid'", side: -1, name: { zh: '已缴金额', en: 'Paid' } },
  inSuspense: { where: "p.account = 'suspense'", side: -1, name: { zh: '暂存金额', en: 'In suspense' } },
  inHands: { where: "p.account = 'inHands'", side: 1, name: { zh: '当场收缴未缴存金额', en: 'Collected on the spot, not paid in' } },
  waived: { where: "p.account = 'waived'", side: -1, name: { zh: '减免金额', en: 'Waived' } },
  toRefund: { where: "p.account = 'refundable'", side: -1, name: { zh: '待退金额', en: 'To be refunded' } },
  refunded: { where: "p.account = 'refundable' AND e.kind = 'refundPaid'", side: 1, name: { zh: '已退金额', en: 'Refunded' } },
} as const;
export type SumName = keyof typeof SUMS;
export const SUM_NAMES = Object.keys(SUMS) as SumName[];
/** Shown of every office; the others only once the county has an entry of the kind: a zero would say that somebody looked. */
const ALWAYS: readonly SumName[] = ['decided', 'paid', 'inSuspense'];

const MoneyRow = z.strictObject({
  officeId: z.string(), officeName: z.string(), pack: z.string(),
  open: Figure, openByPhase: z.array(z.strictObject({ phase: z.string(), open: Figure })),
  clocksDueIn7Days: Figure, clocksDueIn30Days: Figure, overdue: Figure.describe('Open cases with a period of the authority that ended unmet.'),
  byRung: z.array(z.strictObject({ clock: z.string(), name: Bilingual, rung: z.string(), reached: Figure })).describe('Running or lapsed clocks of open cases, by the last rung of warning that they have reached.'),
  decided: Sum.optional().describe('What served decisions order, as it stands: varied and quashed sums included. Sums stand only where the procedure has money, and of waiving and refunds only where there is an entry.'), paid: Sum.optional(), inSuspense: Sum.optional().describe('Money that pays nothing and is to go back.'),
  inHands: Sum.optional().describe('Collected on the spot and not reported by the bank yet; part of what is paid.'), waived: Sum.optional(), toRefund: Sum.optional(), refunded: Sum.optional(),
  unpaid: DebtFigure.optional().describe('Principal that no receipt has paid, of how many debts; the list reckons each as of today.'), standing: StandingFigures.optional(),
});
export const CountyMoney = z.strictObject({ asOf: Day, dueIn7DaysUntil: Day, dueIn30DaysUntil: Day, items: z.array(MoneyRow).describe('By office and procedure, in the order of their codes, never of sums.') }).meta({ id: 'CountyMoney' });
export type CountyMoney = z.infer<typeof CountyMoney>;

interface CaseCount { office_id: string; office_name: string; pack: string; phase: string; open: number; overdue: number }
interface ClockCount { office_id: string; pack: string; week: number; month: number }
interface RungCount { office_id: string; pack: string; code: string; name: BilingualText; rung: string; reached: number }
type SumCount = { office_id: string; pack: string } & Record<`${SumName}_fen`, string | null> & Record<`${SumName}_count`, number>;
interface DebtCount { office_id: string; pack: string; fen: string; debts: number }

export interface Bounds { today: LegalDate; week: LegalDate; month: LegalDate }
export async function boundsOf(m: EntityManager): Promise<Bounds> {
  const { today, soonUntil } = daysAt((await legalNow(m)).at);
  return { today, week: soonUntil, month: addDays(today, DAYS_OF_A_MONTH) };
}

/** Open cases, clocks, rungs and money by office and procedure, in the offices of this transaction; each figure with its list. */
export async function countyMoney(m: EntityManager, query: MoneyFiguresQuery, book: LawBook): Promise<CountyMoney> {
  const { today, week, month } = await boundsOf(m);
  const where = '($1::text IS NULL OR h.office_id = $1) AND ($2::text IS NULL OR h.pack = $2)';
  const filters = [query.officeId ?? null, query.pack ?? null];
  const cases = await m.query<CaseCount[]>(`
    SELECT h.office_id, o.name AS office_name, h.pack, h.phase, count(*) FILTER (WHERE h.closed_on IS NULL)::integer AS open,
      count(*) FILTER (WHERE h.closed_on IS NULL AND EXISTS (SELECT 1 FROM clock m WHERE m.case_id = h.case_id AND m.view ->> 'actor' = 'agency' AND (m.status = 'lapsed' OR (m.status = 'running' AND m.due_on < $3::date))))::integer AS overdue
    FROM case_head h JOIN office o ON o.id = h.office_id WHERE ${where} GROUP BY h.office_id, o.name, h.pack, h.phase ORDER BY h.office_id, h.pack, h.phase`, [...filters, today]);
  const clocks = await m.query<ClockCount[]>(`
    SELECT h.office_id, h.pack, count(*) FILTER (WHERE c.due_on <= $4::date)::integer AS week, count(*)::integer AS month
    FROM clock c JOIN case_head h ON h.case_id = c.case_id WHERE h.closed_on IS NULL AND c.status = 'running' AND c.due_on BETWEEN $3::date AND $5::date AND ${where} GROUP BY h.office_id, h.pack`, [...filters, today, week, month]);
  const rungs = await m.query<RungCount[]>(`
    SELECT h.office_id, h.pack, c.code, (array_agg(c.view -> 'name'))[1] AS name, ${RUNG} AS rung, count(*)::integer AS reached
    FROM clock c JOIN case_head h ON h.case_id = c.case_id WHERE h.closed_on IS NULL AND c.status IN ('running', 'lapsed') AND ${RUNG} IS NOT NULL AND ${where}
    GROUP BY h.office_id, h.pack, c.code, ${RUNG} ORDER BY h.office_id, h.pack, c.code, ${RUNG}`, filters);
  const sums = await m.query<SumCount[]>(`
    SELECT h.office_id, h.pack, ${SUM_NAMES.map((name) => `(${SUMS[name].side} * sum(p.fen) FILTER (WHERE ${SUMS[name].where}))::text AS "${name}_fen", count(*) FILTER (WHERE ${SUMS[name].where})::integer AS "${name}_count"`).join(', ')}
    FROM ledger_posting p JOIN ledger_entry e USING (case_id, entry_id) JOIN case_head h USING (case_id)
    WHERE ${where} AND ($3::date IS NULL OR e.occurred_on >= $3) AND ($4::date IS NULL OR e.occurred_on <= $4) GROUP BY h.office_id, h.pack`, [...filters, query.from ?? null, query.to ?? null]);
  const debts = await m.query<DebtCount[]>(`SELECT office_id, pack, sum(fen)::text AS fen, count(*)::integer AS debts FROM (${UNPAID_DEBTS}) d WHERE ($1::text IS NULL OR office_id = $1) AND ($2::text IS NULL OR pack = $2) GROUP BY office_id, pack`, filters);
  const standings = await countedStandings(m, query, { today, month });
  const shown = SUM_NAMES.filter((name) => ALWAYS.includes(name) || sums.some((row) => row[`${name}_count`] > 0));
  return {
    asOf: today, dueIn7DaysUntil: week, dueIn30DaysUntil: month,
    items: grouped(cases, (row) => `${row.office_id} ${row.pack}`).flatMap((of) => {
      const [first] = of;
      if (first === undefined) return [];
      const key = { officeId: first.office_id, pack: first.pack };
      const mine = <T extends { office_id: string; pack: string }>(rows: readonly T[]): T | undefined => rows.find((row) => row.office_id === first.office_id && row.pack === first.pack);
      const [clock, sum, debt] = [mine(clocks), mine(sums), mine(debts)];
      const casesAt = (count: number, more: Record<string, string> = {}): Figure => ({ count, list: listAt('/api/cases', { ...key, ...more, closed: 'false' }) });
      const clocksAt = (count: number, more: Record<string, string>): Figure => ({ count, list: listAt('/api/county/clocks', { ...key, ...more }) });
      const sumOf = (name: SumName): Sum => ({ amount: formatYuan(BigInt(sum?.[`${name}_fen`] ?? '0')), count: sum?.[`${name}_count`] ?? 0, list: listAt('/api/county/entries', { figure: name, ...key, from: query.from, to: query.to }) });
      const standing = standingFigures(book, key, standings);
      const total = (which: 'open' | 'overdue'): number => of.reduce((all, row) => all + row[which], 0);
      return [{
        officeId: first.office_id, officeName: first.office_name, pack: first.pack,
        open: casesAt(total('open')), openByPhase: of.filter(({ open }) => open > 0).map(({ phase, open }) => ({ phase, open: casesAt(open, { phase }) })),
        clocksDueIn7Days: clocksAt(clock?.week ?? 0, { state: 'soon' }), clocksDueIn30Days: clocksAt(clock?.month ?? 0, { state: 'month' }), overdue: casesAt(total('overdue'), { overdue: 'true' }),
        byRung: rungs.filter((row) => row.office_id === first.office_id && row.pack === first.pack).map(({ code, name, rung, reached }) => ({ clock: code, name, rung, reached: clocksAt(reached, { clock: code, state: 'rung', rung }) })),
        ...(book.find(first.pack)?.pack.money === undefined ? {} : {
          ...(Object.fromEntries(shown.map((name) => [name, sumOf(name)])) as Partial<Record<SumName, Sum>>),
          unpaid: { amount: formatYuan(BigInt(debt?.fen ?? '0')), count: debt?.debts ?? 0, list: listAt('/api/county/debts', key) },
          ...(standing === null ? {} : { standing }),
        }),
      }];
    }),
  };
}

/** The last rung that a clock `c` has reached; each stands once per instant at which it was due. */
export const RUNG = '(SELECT r.rung FROM clock_rung r WHERE r.clock_id = c.clock_id ORDER BY r.due_at DESC, r.seq DESC LIMIT 1)';
