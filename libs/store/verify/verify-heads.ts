import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law/dates';
import { type Keys, publicKeyFingerprint, successionText } from '../keys/keys.ts';
import { dayHash, headLine, type HeadLine, noDayBefore, signedText } from './signed-day.ts';

/**
 * What is wrong with a signing key that took over from another and was not vouched for by it (`succession`), with a signed
 * day (`list`, `counts`, `chain`, `signature`, `foreignKey`), or with a case that was signed:
 * dropped, cut short of the signed event, or rewritten. `missing`: a head noted elsewhere is not in the chain of days.
 */
export type HeadFault =
  | { why: 'succession'; fingerprint: string }
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
  const signers = await signingKeys(m, keys);
  verdict.faults.push(...signers.faults);
  let generation = 0;
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
    const signer = signers.trusted.get(row.key_fingerprint);
    // A key that was replaced signs no later day.
    if (signer === undefined || signer.generation < generation) fault('foreignKey');
    else {
      generation = signer.generation;
      if (dayHash(text) !== row.hash || !verify(null, text, signer.key, row.signature)) fault('signature');
    }
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

interface SigningKeyRow { generation: number; fingerprint: string; public_key: Buffer; vouched_by: Buffer | null }

/**
 * The signing keys of this database by fingerprint: the one in use, which must be that of `keys`, and before it each one
 * that vouched for the next. Where the line is broken, nothing older is trusted.
 */
async function signingKeys(m: EntityManager, keys: Keys): Promise<{ trusted: Map<string, { generation: number; key: KeyObject }>; faults: HeadFault[] }> {
  const rows = await m.query<SigningKeyRow[]>("SELECT generation, fingerprint, public_key, vouched_by FROM instance_key WHERE purpose = 'signing' ORDER BY generation DESC");
  const current = rows[0]?.generation ?? 1;
  const trusted = new Map([[keys.fingerprints.signing, { generation: current, key: verifyingKey(keys.publicKey()) }]]);
  for (const [at, row] of rows.entries()) {
    const before = rows[at + 1];
    const sound = publicKeyFingerprint(row.public_key) === row.fingerprint && trusted.has(row.fingerprint)
      && (before === undefined ? row.generation === 1 : row.generation === before.generation + 1 && row.vouched_by !== null && verify(null, successionText(before.fingerprint, row.public_key), verifyingKey(before.public_key), row.vouched_by));
    if (!sound) return { trusted, faults: [{ why: 'succession', fingerprint: row.fingerprint }] };
    if (before !== undefined) trusted.set(before.fingerprint, { generation: before.generation, key: verifyingKey(before.public_key) });
  }
  return { trusted, faults: [] };
}

function verifyingKey(publicKey: Buffer): KeyObject {
  return createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
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
