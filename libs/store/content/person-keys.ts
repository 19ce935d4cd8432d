import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Keys } from '../keys/keys.ts';
import { ContentProblem } from './content-problem.ts';
import { sameNumber } from './same-number.ts';
import { sealBytes, unsealBytes } from './sealed.ts';

/** The `personRef` of what concerns a case and no one person of it: free text on the case, scans, notes. */
export const caseKeyRef = 'case';

/** Whom each data key of a case concerns (a party id, or `case`), by key id; without the keys. */
export async function personRefs(m: EntityManager, caseId: string): Promise<Map<string, string>> {
  return new Map((await m.query<{ key_id: string; person_ref: string }[]>('SELECT key_id, person_ref FROM person_key WHERE case_id = $1', [caseId])).map((row) => [row.key_id, row.person_ref]));
}

/** A data key as it lies in the database: `wrapped` is null once the person was erased. */
interface KeyRow { key_id: string; case_id: string; wrapped: Buffer | null; subject_hash: Buffer | null }

export interface DataKey { keyId: string; key: Buffer }

/**
 * Data keys: one for each person in each case, and one for the case itself. A key never leaves the database unwrapped
 * except into this process; destroying its row's key makes everything under it unreadable, in every copy that the
 * database makes of itself from then on.
 */
export class PersonKeys {
  readonly #keys: Keys;
  /** Keys that a transaction has read, for as long as it lasts: a command seals many texts under one key. */
  readonly #read = new WeakMap<EntityManager, Map<string, KeyRow>>();
  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /**
   * The data key of a person in a case, made when there is none; null when it was destroyed. `subject` is the identity
   * number or credit code, of which only a keyed hash is kept, so that one person can be found in all his cases.
   */
  async keyFor(m: EntityManager, about: { caseId: string; officeId: string; personRef: string; subject?: string | undefined }): Promise<DataKey | null> {
    const subjectHash = about.subject === undefined ? null : this.#subjectHash(about.subject);
    let row = this.#known(m).get(nameOf(about)) ?? await this.#find(m, about.caseId, about.personRef);
    if (!row) {
      const keyId = randomUUID();
      const wrapped = this.#keys.wrap(randomBytes(32), dataKeyContext(keyId, about.caseId));
      const made = await m.query<KeyRow[]>(
        `INSERT INTO person_key (key_id, case_id, office_id, person_ref, kek, wrapped, subject_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (case_id, person_ref) DO NOTHING RETURNING key_id, case_id, wrapped, subject_hash`,
        [keyId, about.caseId, about.officeId, about.personRef, this.#keys.fingerprints.keyEncryption, wrapped, subjectHash],
      );
      row = made[0] ?? await this.#find(m, about.caseId, about.personRef);
      if (!row) throw new Error(`The key of ${about.personRef} in case ${about.caseId} belongs to an office outside this transaction.`);
    }
    if (row.wrapped && subjectHash && !row.subject_hash?.equals(subjectHash)) {
      await m.query('UPDATE person_key SET subject_hash = $2 WHERE key_id = $1', [row.key_id, subjectHash]);
      row = { ...row, subject_hash: subjectHash };
    }
    this.#known(m).set(nameOf(about), row);
    return row.wrapped && { keyId: row.key_id, key: this.unwrap(row.key_id, row.case_id, row.wrapped) };
  }

  /** A data key by its id; null when it was destroyed or is not there. */
  async keyById(m: EntityManager, keyId: string): Promise<Buffer | null> {
    const [row] = await m.query<Pick<KeyRow, 'case_id' | 'wrapped'>[]>('SELECT case_id, wrapped FROM person_key WHERE key_id = $1', [keyId]);
    return row?.wrapped ? this.unwrap(keyId, row.case_id, row.wrapped) : null;
  }

  /** A data key out of its row. Throws if it was wrapped by other keys or moved from another case. */
  unwrap(keyId: string, caseId: string, wrapped: Buffer): Buffer {
    return this.#keys.unwrap(wrapped, dataKeyContext(keyId, caseId));
  }

  /**
   * Encrypts the bytes of an issued paper under the key of `personRef`: of the party it names, or of the case. Throws
   * when that key was destroyed.
   */
  async sealBytes(m: EntityManager, about: { caseId: string; officeId: string; personRef: string; id: string; bytes: Buffer }): Promise<{ keyId: string; sealed: Buffer }> {
    const dataKey = await this.keyFor(m, about);
    if (!dataKey) throw new ContentProblem(`${about.personRef} in case ${about.caseId} was erased: no paper can be issued in this name.`);
    return { keyId: dataKey.keyId, sealed: sealBytes(dataKey.key, 'paper', about.id, about.caseId, [about.bytes]) };
  }

  /** The bytes of a paper again; null when the person was erased. Throws ContentProblem when they were changed or moved. */
  async openBytes(m: EntityManager, paper: { keyId: string; id: string; sealed: Buffer }): Promise<Buffer | null> {
    const [row] = await m.query<Pick<KeyRow, 'case_id' | 'wrapped'>[]>('SELECT case_id, wrapped FROM person_key WHERE key_id = $1', [paper.keyId]);
    if (!row) throw new ContentProblem(`The key of paper ${paper.id} is not there.`);
    if (!row.wrapped) return null;
    try {
      return unsealBytes(this.unwrap(paper.keyId, row.case_id, row.wrapped), 'paper', paper.id, row.case_id, paper.sealed);
    } catch (cause) {
      throw new ContentProblem(`Paper ${paper.id} was changed or belongs to other keys.`, { cause });
    }
  }

  /**
   * Erases one person of one case: the key is gone, and with it name, numbers, texts and files under it. Answers false
   * when there is no such key or it was destroyed before. What the record keeps (that there was a party, dates, sums)
   * stays.
   */
  async destroyPersonKey(m: EntityManager, caseId: string, personRef: string): Promise<boolean> {
    this.#known(m).delete(nameOf({ caseId, personRef }));
    const [, count] = await m.query<[unknown[], number]>(
      `UPDATE person_key SET wrapped = NULL, subject_hash = NULL, destroyed_at = clock_timestamp(), destroyed_by = nullif(current_setting('app.actor', true), '')
       WHERE case_id = $1 AND person_ref = $2 AND wrapped IS NOT NULL RETURNING key_id`, [caseId, personRef]);
    return count > 0;
  }

  /** Where a person has a key, among the offices of this transaction: the cases to go through when he is to be erased. */
  async casesOf(m: EntityManager, subject: string): Promise<{ caseId: string; personRef: string }[]> {
    const rows = await m.query<{ case_id: string; person_ref: string }[]>('SELECT case_id, person_ref FROM person_key WHERE subject_hash = $1 ORDER BY case_id, person_ref', [this.#subjectHash(subject)]);
    return rows.map((row) => ({ caseId: row.case_id, personRef: row.person_ref }));
  }

  #known(m: EntityManager): Map<string, KeyRow> {
    const known = this.#read.get(m) ?? new Map<string, KeyRow>();
    this.#read.set(m, known);
    return known;
  }

  async #find(m: EntityManager, caseId: string, personRef: string): Promise<KeyRow | undefined> {
    const rows = await m.query<KeyRow[]>('SELECT key_id, case_id, wrapped, subject_hash FROM person_key WHERE case_id = $1 AND person_ref = $2', [caseId, personRef]);
    return rows[0];
  }

  #subjectHash(subject: string): Buffer {
    return this.#keys.keyedHash('person', Buffer.from(sameNumber(subject)));
  }
}

function nameOf({ caseId, personRef }: { caseId: string; personRef: string }): string {
  return `${caseId}/${personRef}`;
}

/** What a wrapped data key is bound to, so that none can be moved to another row. */
export function dataKeyContext(keyId: string, caseId: string): string {
  return `anjuan data key 1|${keyId}|${caseId}`;
}
