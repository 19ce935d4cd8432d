/** The unpaid debts of open cases by how they stand: in terms, in default, near or past the end of the time to ask the court, at the court. */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { formatYuan, type LawBook } from '#law';
import { listAt } from './figures.ts';

const YuanText = z.string().meta({ pattern: String.raw`^-?\d+\.\d{2}$`, examples: ['32313.00'] });

/** Debts of which some principal is unpaid on the books. */
export const UNPAID_DEBTS = `
  SELECT h.office_id, h.pack, h.case_number, h.closed_on, p.case_id, p.party, p.debt, sum(p.fen) AS fen
  FROM ledger_posting p JOIN case_head h USING (case_id) WHERE p.account = 'principal' OR (p.account = 'paid' AND p.part = 'principal')
  GROUP BY h.office_id, h.pack, h.case_number, h.closed_on, p.case_id, p.party, p.debt HAVING sum(p.fen) > 0`;

/** As conditions on a row `s` of `debt_standing`. */
export const STANDINGS = {
  inTerms: { where: () => 's.plan_since IS NOT NULL', name: { zh: '延期、分期缴纳中', en: 'In terms' } },
  termsInDefault: { where: () => 's.plan_since IS NOT NULL AND s.in_default_since IS NOT NULL', name: { zh: '分期逾期', en: 'In terms, and behind with them' } },
  inDefault: { where: () => 's.in_default_since IS NOT NULL', name: { zh: '逾期未缴', en: 'In default' } },
  windowAtRisk: { where: (today: string, month: string) => `s.at_court_since IS NULL AND s.window_ends_on >= ${today}::date AND least(s.demand_by, s.window_ends_on) <= ${month}::date`, name: { zh: '申请执行期限临近', en: 'Time to ask the court at risk' } },
  windowEnded: { where: (today: string) => `s.at_court_since IS NULL AND s.window_ends_on < ${today}::date`, name: { zh: '申请执行期限已过', en: 'Time to ask the court over' } },
  atCourt: { where: () => 's.at_court_since IS NOT NULL', name: { zh: '已申请法院执行', en: 'At the court' } },
} as const;
export type StandingName = keyof typeof STANDINGS;
export const STANDING_NAMES = Object.keys(STANDINGS) as [StandingName, ...StandingName[]];

export const DebtFigure = z.strictObject({ amount: YuanText.describe('Their unpaid principal.'), count: z.number().int(), list: z.string() }).meta({ id: 'DebtFigure', examples: [{ amount: '32313.00', count: 1, list: '/api/county/debts?standing=atCourt&officeId=mianyang' }] });
export type DebtFigure = z.infer<typeof DebtFigure>;

export const StandingFigures = z.strictObject({
  inTerms: DebtFigure, termsInDefault: DebtFigure, inDefault: DebtFigure,
  windowAtRisk: DebtFigure.describe('Not at the court, and the last safe day of a demand or the last day to ask the court lies within thirty days, or the former has passed already.'),
  windowEnded: DebtFigure.describe('The court was not asked in time.'), atCourt: DebtFigure,
}).describe('Unpaid debts of open cases by how they stand; one debt can stand under several. Absent where the procedure has no instalments and no way to the court.').meta({ id: 'StandingFigures' });

type Counted = { office_id: string; pack: string } & Record<`${StandingName}_fen`, string | null> & Record<`${StandingName}_count`, number>;
interface Filters { officeId?: string | undefined; pack?: string | undefined }

/** Counts of every office and procedure in this transaction; a pair without unpaid debts has no row. */
export async function countedStandings(m: EntityManager, { officeId, pack }: Filters, { today, month }: { today: string; month: string }): Promise<Counted[]> {
  const columns = STANDING_NAMES.map((name) => { const where = STANDINGS[name].where('$3', '$4'); return `sum(d.fen) FILTER (WHERE ${where})::text AS "${name}_fen", count(*) FILTER (WHERE ${where})::integer AS "${name}_count"`; });
  return m.query<Counted[]>(`
    SELECT d.office_id, d.pack, ${columns.join(', ')} FROM (${UNPAID_DEBTS}) d JOIN debt_standing s USING (case_id, party, debt)
    WHERE d.closed_on IS NULL AND ($1::text IS NULL OR d.office_id = $1) AND ($2::text IS NULL OR d.pack = $2) GROUP BY d.office_id, d.pack`, [officeId ?? null, pack ?? null, today, month]);
}

/** The figures of one office and procedure; null where its debts know neither terms nor court. */
export function standingFigures(book: LawBook, key: { officeId: string; pack: string }, counted: readonly Counted[]): z.infer<typeof StandingFigures> | null {
  if (book.find(key.pack)?.pack.money?.debts.some(({ terms }) => terms !== undefined) !== true) return null;
  const row = counted.find((one) => one.office_id === key.officeId && one.pack === key.pack);
  return Object.fromEntries(STANDING_NAMES.map((name): [StandingName, DebtFigure] => [name, {
    amount: formatYuan(BigInt(row?.[`${name}_fen`] ?? '0')), count: row?.[`${name}_count`] ?? 0, list: listAt('/api/county/debts', { standing: name, ...key }),
  }])) as z.infer<typeof StandingFigures>;
}
