import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ContentRef } from '#cases/model';
import { sendAhead } from '../actor.ts';
import type { Keys } from '../keys.ts';
import { ContentProblem } from './content-problem.ts';
import { caseKeyRef, PersonKeys } from './person-keys.ts';
import { seal, unseal } from './sealed.ts';

/** What stands where a person was erased. */
export interface Erased { erased: true }
export const erased: Erased = Object.freeze({ erased: true });
export function isErased(value: unknown): value is Erased {
  return value === erased;
}

interface ContentRow { content_id: string; case_id: string; key_id: string; sealed: Buffer; commitment: string; wrapped: Buffer | null }

/**
 * Names, identity numbers, addresses and free text about persons (architecture, "Data that identifies people"). All
 * methods work inside the transaction of `m` and see what its row-level security shows.
 */
export class ContentStore {
  readonly #people: PersonKeys;
  constructor(keys: Keys, people: PersonKeys = new PersonKeys(keys)) {
    this.#people = people;
  }

  /**
   * Encrypts a JSON value under the key of `personRef` (a party id such as `p1`, or `case`) and answers the reference
   * that an event may carry. Throws ContentProblem when that person was erased.
   */
  async put(m: EntityManager, about: { caseId: string; officeId: string; personRef: string; value: unknown }): Promise<ContentRef> {
    const { caseId, officeId, personRef, value } = about;
    const dataKey = await this.#people.keyFor(m, { caseId, officeId, personRef, subject: subjectOf(value) });
    if (!dataKey) throw new ContentProblem(`${personRef} in case ${caseId} was erased: nothing more can be kept about this person there.`);
    const contentId = randomUUID();
    const { sealed, commitment } = seal(dataKey.key, contentId, caseId, value);
    await sendAhead(m, m.query('INSERT INTO content (content_id, case_id, office_id, key_id, sealed, commitment) VALUES ($1, $2, $3, $4, $5, $6)', [contentId, caseId, officeId, dataKey.keyId, sealed, commitment]));
    return { contentId, commitment };
  }

  /**
   * Decrypts for the machine's own use: printing a paper, masking an answer. What a person is shown in full goes
   * through `reveal`. Unknown ids and those of other offices are absent from the answer; an erased person's content is
   * `erased`. Throws ContentProblem when a row was changed or moved.
   */
  async read(m: EntityManager, contentIds: readonly string[]): Promise<Map<string, unknown>> {
    if (contentIds.length === 0) return new Map();
    const rows = await m.query<ContentRow[]>(
      'SELECT c.content_id, c.case_id, c.key_id, c.sealed, c.commitment, k.wrapped FROM content c JOIN person_key k USING (key_id) WHERE c.content_id = ANY($1::uuid[])', [contentIds]);
    return new Map(rows.map((row) => [row.content_id, this.#open(row)]));
  }

  /**
   * Content in full for a person's eyes: one row in `reveal_log` for each, with the actor of the transaction and the
   * reason, before anything is decrypted. The reason is free text and is itself encrypted, under the case's key.
   */
  async reveal(m: EntityManager, about: { caseId: string; officeId: string; contentIds: readonly string[]; why: string }): Promise<Map<string, unknown>> {
    await this.logReveal(m, about);
    return this.read(m, about.contentIds);
  }

  /** Writes the reveal to the log without reading; a look at what concerns no content, such as a file of a case without a party, under its own words. Throws ContentProblem when an id is not of this case. */
  async logReveal(m: EntityManager, about: { caseId: string; officeId: string; contentIds: readonly string[]; why: string }): Promise<void> {
    const why = await this.put(m, { caseId: about.caseId, officeId: about.officeId, personRef: caseKeyRef, value: about.why });
    const ids = about.contentIds.length === 0 ? [why.contentId] : [...new Set(about.contentIds)];
    const logged = await m.query<unknown[]>(
      `INSERT INTO reveal_log (actor_id, case_id, office_id, content_id, why_content_id)
       SELECT current_setting('app.actor'), c.case_id, $4, c.content_id, $3 FROM content c WHERE c.content_id = ANY($1::uuid[]) AND c.case_id = $2 RETURNING 1`,
      [ids, about.caseId, why.contentId, about.officeId]);
    if (logged.length !== ids.length) throw new ContentProblem(`Not all of this content belongs to case ${about.caseId}.`);
  }

  #open(row: ContentRow): unknown {
    if (!row.wrapped) return erased;
    try {
      const { value, commitment } = unseal(this.#people.unwrap(row.key_id, row.case_id, row.wrapped), row.content_id, row.case_id, row.sealed);
      if (commitment === row.commitment) return value;
    } catch (cause) {
      throw new ContentProblem(`Content ${row.content_id} of case ${row.case_id} was changed or belongs to other keys.`, { cause });
    }
    throw new ContentProblem(`Content ${row.content_id} of case ${row.case_id} does not match its commitment.`);
  }
}

/** The number by which a person is one and the same in all cases, if the value is a party's identity. */
function subjectOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { identityNumber, creditCode } = value as { identityNumber?: unknown; creditCode?: unknown };
  if (typeof identityNumber === 'string') return identityNumber;
  return typeof creditCode === 'string' ? creditCode : undefined;
}
