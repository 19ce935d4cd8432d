/** The bank in a faults run: it reports what parties pay, in part, in full, twice, by a wrong reference, and takes receipts back; what finance was told is there must be booked once. */
import type { Client } from 'pg';
import { formatYuan, parseYuan, type LegalDate } from '#law';
import type { Chance } from '../rehearse/chance.ts';
import type { Desk } from './desk.ts';

/** Of finance of the demo county. */
const FINANCE = 'du.juan';
const BANK = 'faults';

/** A line that the bank reports. */
interface Line { serial: string; reference: string; fen: string; on: LegalDate; /** Of a reversal: the serial of what it takes back. */ reverses: string | null }
interface Row { serial: string; fen: string; reverses: string | null; status: string; booked: number; taken_back: number; in_case: string | null }

export class Bank {
  private readonly brought = new Map<string, Line>();
  private serials = 0;

  get size(): number { return this.brought.size; }
  get all(): readonly string[] { return [...this.brought.keys()]; }

  /** What was brought in after a backup is gone with its restore; finance brings the bank's lines in again, as one file. Answers how many. */
  async againExcept(kept: readonly string[], desk: Desk): Promise<number> {
    const lost = [...this.brought.values()].filter(({ serial }) => !kept.includes(serial));
    for (const { serial } of lost) this.brought.delete(serial);
    if (lost.length > 0) await this.bringIn(desk, lost, 1);
    return lost.length;
  }

  /** A file of the bank about one case: a receipt or two for a debt, or one taken back; now and then the same file twice at once. */
  async report(desk: Desk, caseId: string, { by, chance, on }: { by: string; chance: Chance; on: LegalDate }): Promise<void> {
    const { status, body } = await desk.get(`/api/cases/${caseId}/money`, by);
    const debt = status === 200 ? chance.oneOf((body['debts'] as { paymentReference: string | null; balance: string }[]).filter(({ paymentReference }) => paymentReference !== null)) : undefined;
    if (debt?.paymentReference == null) return;
    await this.bringIn(desk, this.drawn(debt.paymentReference, parseYuan(debt.balance), chance, on), chance.happens(0.2) ? 2 : 1);
  }

  /** Brings lines in, as often as given at the same instant, each time under a key of its own. */
  private async bringIn(desk: Desk, lines: readonly Line[], times: number): Promise<void> {
    const body = { bank: BANK, receipts: lines.map(({ serial, reference, fen, on, reverses }) => ({ serial, reference, amount: formatYuan(BigInt(fen)), valueDate: on, payer: '演练付款人', ...(reverses === null ? {} : { kind: 'reversal', reverses }) })) };
    const answers = await Promise.all(Array.from({ length: times }, () => desk.post('/api/bank-imports', FINANCE, body)));
    if (answers.some(({ status }) => status === 201)) for (const line of lines) this.brought.set(line.serial, line);
  }

  private drawn(reference: string, balance: bigint, chance: Chance, on: LegalDate): Line[] {
    const serial = (): string => `F-${this.serials += 1}`;
    const known = [...this.brought.values()].filter((one) => one.reference === reference && one.reverses === null && one.on <= on);
    const taken = new Set([...this.brought.values()].map(({ reverses }) => reverses));
    const back = chance.happens(0.3) ? chance.oneOf(known.filter((one) => !taken.has(one.serial))) : undefined;
    if (back !== undefined) return [{ serial: serial(), reference, fen: back.fen, on, reverses: back.serial }];
    const whole = balance > 0n ? balance : 10_000n;
    const fen = chance.happens(0.5) ? whole / 3n + 1n : whole;
    const one = { serial: serial(), reference: chance.happens(0.1) ? '不详' : reference, fen: String(fen), on, reverses: null };
    return chance.happens(0.15) ? [one, { ...one, serial: serial() }] : [one];
  }

  /** Compares with the record: each line that was taken in stands there once, with its sum, settled, and each receipt is booked once more than it was taken back, where it is booked. */
  async compare(owner: Client): Promise<{ settled: number; booked: number; faults: string[] }> {
    const { rows } = await owner.query<Row>(`
      SELECT r.serial, r.fen::text AS fen, r.reverses, r.status,
        (SELECT count(*)::int FROM case_event e WHERE e.type = 'paymentBooked' AND e.payload->>'receiptId' = r.county || '.' || r.bank || '.' || r.serial) AS booked,
        (SELECT count(*)::int FROM case_event e WHERE e.type = 'paymentReversed' AND e.payload->>'receiptId' = r.county || '.' || r.bank || '.' || r.serial) AS taken_back,
        (SELECT p.at_case::text FROM receipt_place p WHERE p.receipt_id = r.county || '.' || r.bank || '.' || r.serial) AS in_case
      FROM bank_receipt r WHERE r.bank = $1`, [BANK]);
    return { settled: rows.filter(({ status }) => status !== 'waiting').length, booked: rows.filter(({ status }) => status === 'booked').length, faults: this.faultsIn(rows) };
  }

  private faultsIn(rows: readonly Row[]): string[] {
    const recorded = new Map(rows.map((row) => [row.serial, row]));
    const faults: string[] = [];
    for (const { serial, fen, reverses } of this.brought.values()) {
      const row = recorded.get(serial);
      if (row === undefined) faults.push(`${serial} was taken in and is not in the record`);
      else if (row.fen !== fen || row.reverses !== reverses) faults.push(`${serial} stands otherwise in the record: ${row.fen} fen for ${fen}`);
    }
    for (const { serial, reverses, status, booked, taken_back: back, in_case: at } of rows) {
      if (!this.brought.has(serial)) faults.push(`${serial} stands in the record and was acknowledged to nobody`);
      if (status === 'waiting' || status === 'failed') faults.push(`${serial} is ${status}`);
      const owed = status === 'booked' ? 1 : 0;
      if (reverses === null && (booked - back !== owed || (at !== null) !== (owed === 1))) faults.push(`${serial} is ${status}, was booked ${booked} times and taken back ${back} times, and stands in ${at ?? 'no case'}`);
    }
    return faults;
  }
}
