/**
 * Registers of what may exist once only, across all offices of the instance: one levy for a parent and a child
 * (architecture, "Row-level security"). An entry is a keyed hash, so that nobody can read from the table who is in it.
 */
import type { EntityManager } from 'typeorm';
import { canonicalJson } from './canonical-json.ts';
import { sameNumber } from './content/same-number.ts';
import type { Keys } from './keys.ts';

/** Who holds an entry: the deciding office's name and the number of its document, null until it has one. */
export interface ClaimHolder { office: string; number: string | null }

export type ClaimResult = { status: 'claimed' } | { status: 'held'; heldBy: ClaimHolder };

/**
 * The keyed hash (64 hex digits) of the parts of a key, such as identity number, birth date and order of the child. Parts are
 * compared as `sameNumber` writes them: 11010519491231002x, 11010519491231002X and 110105491231002 are one person.
 */
export function lookupHash(keys: Keys, parts: readonly (string | number)[]): string {
  return keys.keyedHash('register', Buffer.from(canonicalJson(parts.map((part) => sameNumber(String(part)))))).toString('hex');
}

/** Who holds this key in the register, in whatever office; null if nobody. */
export async function findClaim(m: EntityManager, register: string, hash: string): Promise<ClaimHolder | null> {
  const [row] = await m.query<ClaimHolder[]>('SELECT office, number FROM register_holder($1, $2)', [register, Buffer.from(hash, 'hex')]);
  return row ?? null;
}

/**
 * Enters the key for a case. Two transactions that claim the same key at the same time are ordered by the unique
 * index: the second waits for the first to end, and learns who holds it; its transaction stays usable.
 */
export async function claimRegister(m: EntityManager, claim: { register: string; hash: string; caseId: string; officeId: string }): Promise<ClaimResult> {
  const entered = await m.query<unknown[]>(
    'INSERT INTO register_claim (register, key_hash, case_id, office_id) VALUES ($1, $2, $3, $4) ON CONFLICT (register, key_hash) DO NOTHING RETURNING 1',
    [claim.register, Buffer.from(claim.hash, 'hex'), claim.caseId, claim.officeId]);
  if (entered.length === 1) return { status: 'claimed' };
  const heldBy = await findClaim(m, claim.register, claim.hash);
  if (!heldBy) throw new Error(`Register ${claim.register} refused a claim of case ${claim.caseId} and names no holder.`);
  return { status: 'held', heldBy };
}

/** Whether the case itself holds the key. */
export async function holdsClaim(m: EntityManager, { register, hash, caseId }: { register: string; hash: string; caseId: string }): Promise<boolean> {
  return (await m.query<unknown[]>('SELECT 1 FROM register_claim WHERE register = $1 AND key_hash = $2 AND case_id = $3', [register, Buffer.from(hash, 'hex'), caseId])).length > 0;
}

/** Writes the document number of the decision beside the case's claims of this register; once. Answers how many were named. */
export async function nameClaim(m: EntityManager, claim: { register: string; caseId: string; hash?: string; number: string }): Promise<number> {
  const [, count] = await m.query<[unknown[], number]>(
    'UPDATE register_claim SET number = $3 WHERE register = $1 AND case_id = $2 AND number IS NULL AND ($4::bytea IS NULL OR key_hash = $4) RETURNING 1',
    [claim.register, claim.caseId, claim.number, claim.hash === undefined ? null : Buffer.from(claim.hash, 'hex')]);
  return count;
}
