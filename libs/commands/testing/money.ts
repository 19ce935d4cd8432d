/** What tests of money begin with: a fine that was handed over on the spot, two people of finance, what a case's accounts hold. */
import { createHash, randomUUID } from 'node:crypto';
import { readReceiptFile } from '#banking';
import { formatYuan, parseYuan } from '#law';
import { readPaymentReferences, withActor } from '#store';
import { bankImportPage } from '../money-in/book.ts';
import { importReceipts } from '../money-in/import.ts';
import type { MoneyInOutcome } from '../money-in/receipts.ts';
import type { CommandDone } from '../outcome.ts';
import { openPenaltyCase, personId, type TestCounty } from './county.ts';

/** The office of the people of finance. */
export const FINANCE_OFFICE = 'mian-finance';
export const [ANNA, BERT] = [31, 32];

/** Two of finance, in an office of their own. */
export async function enterFinance({ owner }: TestCounty): Promise<void> {
  await owner.query(`
    INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ('${FINANCE_OFFICE}', '610725', 'countyDepartment', '勉县财政局', '勉财', '610725');
    ${[ANNA, BERT].map((n) => `INSERT INTO account (id, username, display_name) VALUES ('${personId(n)}', 'person.${n}', '财务员${n}'); INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${personId(n)}', '${FINANCE_OFFICE}', 'finance', '2000-01-01');`).join('\n')}`);
}

const officers = [personId(1), personId(2)];
let acts = 0;

/** A fine of 100.00 for another act each time, handed over on a day, and the reference by which it is paid. */
export async function finedOnTheSpot(county: TestCounty, on = '2025-03-03'): Promise<{ caseId: string; reference: string }> {
  const caseId = randomUUID();
  const take = (step: string, facts: Record<string, unknown>): Promise<CommandDone> => county.done(1, caseId, { type: 'takeStep', step, facts, officers });
  acts += 1;
  const actEndedOn = new Date(Date.UTC(2025, 1, 20 - (acts % 300))).toISOString().slice(0, 10);
  await county.done(1, caseId, { ...openPenaltyCase, pack: 'administrative-penalty-summary', facts: { ...openPenaltyCase.facts, cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', actEndedOn, discoveredOn: actEndedOn } });
  await take('takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  await take('hearParty', { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' });
  const decided = await take('decideOnTheSpot', { actPlace: '和平路', findings: '甲', violated: '乙', basis: '丙', factsCertain: true, fine: '100.00', correction: '立即改正。' });
  const paperId = decided.events.flatMap(({ event }) => (event.type === 'paperIssued' && event.paper.paper === 'on-the-spot-decision' ? [event.paper.paperId] : []))[0];
  await county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', attempt: { way: 'direct', on, outcome: 'received', place: '和平路' }, officers });
  const [named] = await withActor(county.source, { actorId: 'test', offices: ['mianyang'] }, (m) => readPaymentReferences(m, caseId));
  return { caseId, reference: named?.reference ?? '' };
}

/** What each account of a case holds, in fen; those that hold nothing are left out. */
export async function accountsOf({ owner }: TestCounty, caseId: string): Promise<Record<string, string>> {
  const rows = await owner.query<{ account: string; fen: string }[]>('SELECT account, sum(fen)::text AS fen FROM ledger_posting WHERE case_id = $1 GROUP BY account HAVING sum(fen) <> 0', [caseId]);
  return Object.fromEntries(rows.map(({ account, fen }) => [account, fen]));
}

let serials = 0;

interface BankRow { yuan: string; reference?: string; reverses?: string }

/** Receipts of the bank on a day, or (`reverses`) their reversals, brought in and booked; answers their serials. */
export async function bankReports(county: TestCounty, rows: readonly BankRow[], on = '2025-03-03'): Promise<string[]> {
  if (rows.length === 0) return [];
  const { importId, named } = await bankBrings(county, rows, on);
  while ((await bankImportPage(county.deps, importId, 10)).more);
  return named;
}

/** The same, not booked yet. */
export async function bankBrings(county: TestCounty, rows: readonly BankRow[], on = '2025-03-03'): Promise<{ importId: string; named: string[] }> {
  const named = rows.map((row) => ({ serial: `F-${serials += 1}`, reference: '', reverses: '', ...row }));
  const text = `汇总,${named.length},${formatYuan(named.reduce((sum, { yuan }) => sum + parseYuan(yuan), 0n))}\n流水号,类型,缴款码,金额,入账日期,付款人,原流水号\n${named.map(({ serial, reference, yuan, reverses }) => [serial, reverses === '' ? '收款' : '冲正', reference, yuan, on, '张三丰', reverses].join(',')).join('\n')}\n`;
  const bytes = new TextEncoder().encode(text);
  const { importId } = doneOf(await importReceipts(county.deps, await county.actor(ANNA), { bank: 'abc', sha256: createHash('sha256').update(bytes).digest('hex'), receipts: readReceiptFile(() => [bytes]) }));
  return { importId, named: named.map(({ serial }) => serial) };
}

export function doneOf<T>(outcome: MoneyInOutcome<T>): T {
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.answer;
}
