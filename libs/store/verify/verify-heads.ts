import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law/dates';
import type { Keys } from '../keys.ts';
import { dayHash, headLine, type HeadLine, noDayBefore, signedText } from './signed-day.ts';

/**
 * What is wrong with a signed day (`list`, `counts`, `chain`, `signature`, `foreignKey`), or with a case that was signed:
 * dropped, cut short of the signed event, or rewritten. `missing`: a head noted elsewhere is not in the chain of days.
 */
export type HeadFault =
  | { why: 'list' | 'counts' | 'chain' | 'signature' | 'foreignKey'; day: LegalDate }
  | { why: 'dropped' | 'cut' | 'rewritten'; day: LegalDate; caseId: string; seq: number }
  | { why: 'missing'; hash: string };

export interface HeadsVerdict {
  days: number;
  /** Signed heads of cases that were compared with their events. */
  heads: number;
  lastDay: LegalDate | null;
  lastHash: string | null;
  faults: HeadFault[];
}

interface DayRow { day: LegalDate; cases: number; events: string; changed: number; list_hash: string; previous_hash: string; hash: string; signature: Buffer; key_fingerprint: string; signed_at: LegalInstant }

const pageOfLines = 5000;

/**
 * Recomputes every signed day and compares each signed head with the event that it names. Needs a role past row
 * security. `expected` are hashes of days that were noted outside the database (printed, sent to the county): only such
 * a note shows that the latest days themselves were removed.
 */
export async function verifyHeads(m: EntityManager, keys: Keys, expected: readonly string[] = []): Promise<HeadsVerdict> {
  const days = await m.query<DayRow[]>('SELECT * FROM daily_head ORDER BY day');
  const verdict: HeadsVerdict = { days: days.length, heads: 0, lastDay: days.at(-1)?.day ?? null, lastHash: days.at(-1)?.hash ?? null, faults: [] };
  const signedSeq = new Map<string, number>();
  let events = 0;
  let previous = noDayBefore;
  for (const row of days) {
    const list = createHash('sha256');
    let changed = 0;
    for await (const line of linesOf(m, row.day)) {
      list.update(headLine(line));
      changed += 1;
      events += line.seq - (signedSeq.get(line.case_id) ?? 0);
      signedSeq.set(line.case_id, line.seq);
    }
    verdict.heads += changed;
    const signed = { day: row.day, cases: row.cases, events: Number(row.events), changed: row.changed, listHash: row.list_hash, previousHash: row.previous_hash, keyFingerprint: row.key_fingerprint, signedAt: row.signed_at };
    const text = signedText(signed);
    const fault = (why: 'list' | 'counts' | 'chain' | 'signature' | 'foreignKey'): void => { verdict.faults.push({ why, day: row.day }); };
    if (row.key_fingerprint !== keys.fingerprints.signing) fault('foreignKey');
    else if (dayHash(text) !== row.hash || !keys.verify(text, row.signature)) fault('signature');
    if (row.previous_hash !== previous) fault('chain');
    if (list.digest('hex') !== row.list_hash) fault('list');
    else if (changed !== row.changed || signedSeq.size !== row.cases || events !== signed.events) fault('counts');
    previous = row.hash;
  }
  verdict.faults.push(...await comparedWithEvents(m));
  const hashes = new Set(days.map((row) => row.hash));
  verdict.faults.push(...expected.filter((hash) => !hashes.has(hash)).map((hash) => ({ why: 'missing' as const, hash })));
  return verdict;
}

async function* linesOf(m: EntityManager, day: LegalDate): AsyncGenerator<HeadLine> {
  for (let after: string | null = null; ;) {
    const page: HeadLine[] = await m.query<HeadLine[]>('SELECT case_id, seq, hash FROM daily_head_case WHERE day = $1 AND ($2::uuid IS NULL OR case_id > $2) ORDER BY case_id LIMIT $3', [day, after, pageOfLines]);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageOfLines) return;
    after = last.case_id;
  }
}

/** For each signed case the first day on which its events say something else than was signed. */
async function comparedWithEvents(m: EntityManager): Promise<HeadFault[]> {
  const rows = await m.query<{ day: LegalDate; case_id: string; seq: number; why: 'dropped' | 'cut' | 'rewritten' }[]>(`
    SELECT DISTINCT ON (d.case_id) d.day, d.case_id, d.seq,
      CASE WHEN e.case_id IS NOT NULL THEN 'rewritten' WHEN EXISTS (SELECT 1 FROM case_event o WHERE o.case_id = d.case_id) THEN 'cut' ELSE 'dropped' END AS why
    FROM daily_head_case d LEFT JOIN case_event e ON e.case_id = d.case_id AND e.seq = d.seq
    WHERE e.hash IS DISTINCT FROM d.hash ORDER BY d.case_id, d.day`);
  return rows.map(({ day, case_id, seq, why }) => ({ day, caseId: case_id, seq, why }));
}
