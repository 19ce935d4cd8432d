import type { EntityManager } from 'typeorm';
import type { LegalInstant } from '#law/dates';

/** Who uses the code: the party itself, an agent with a filed letter of authority, or a guardian. */
export type CodeHolder = 'party' | 'agent' | 'guardian';
/** By what the township hall knew the person to whom it gave a slip. */
export type IdentityShown = 'identityCard' | 'otherDocument' | 'knownToOfficer';

/** A code of the party's door; the code itself is nowhere, only its keyed hash. */
export interface PartyCode {
  codeId: string;
  caseId: string;
  officeId: string;
  party: string;
  holder: CodeHolder;
  pinHash: string | null;
  wrongTries: number;
  locked: boolean;
  ended: boolean;
  madeAt: LegalInstant;
  /** Number under which the case has the letter or the guardian; null for the party itself. */
  representative: number | null;
}

/** For whom a code is; an agent or guardian by the number in the record. */
export interface CodeFor { holder: CodeHolder; representative?: number }

export interface CodeEntry { codeId: string; holder: CodeHolder; representative: number | null; what: 'printed' | 'pinSet' | 'locked' | 'unlocked' | 'ended'; identityShown: IdentityShown | null; by: string; at: LegalInstant }

/** Wrong PINs after which a code is locked until the township hall lifts it. */
export const MOST_WRONG_PINS = 5;

interface Made { caseId: string; officeId: string; party: string; hash: Buffer; paperId: string | null; at: LegalInstant; by: string; identityShown?: IdentityShown }

/** Keeps a new code. `paperId` names the paper on which it is printed; null for a slip of the township hall. */
export async function keepPartyCode(m: EntityManager, code: Made & CodeFor): Promise<void> {
  const [row] = await m.query<{ code_id: string }[]>(`
    INSERT INTO party_code (case_id, office_id, party, holder, code_hash, paper_id, made_at, made_by, representative)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING code_id`,
  [code.caseId, code.officeId, code.party, code.holder, code.hash, code.paperId, code.at, code.by, code.representative ?? null]);
  if (row === undefined) throw new Error('A code of the party’s door was not kept.');
  await enter(m, row.code_id, 'printed', code.by, code.at, code.identityShown);
}

/** Which case a code opens, across offices; null for none. Answers ids only. */
export async function caseOfPartyCode(m: EntityManager, hash: Buffer): Promise<{ codeId: string; caseId: string; officeId: string } | null> {
  const [row] = await m.query<{ code_id: string; case_id: string; office_id: string }[]>('SELECT code_id, case_id, office_id FROM party_code_by_hash($1)', [hash]);
  return row === undefined ? null : { codeId: row.code_id, caseId: row.case_id, officeId: row.office_id };
}

/** The code, locked for the transaction so that tries are counted one after the other; null where this transaction does not see its case. */
export async function lockPartyCode(m: EntityManager, codeId: string): Promise<PartyCode | null> {
  return read(m, codeId, 'FOR UPDATE');
}

export async function readPartyCode(m: EntityManager, codeId: string): Promise<PartyCode | null> {
  return read(m, codeId, '');
}

async function read(m: EntityManager, codeId: string, lock: '' | 'FOR UPDATE'): Promise<PartyCode | null> {
  const [row] = await m.query<PartyCode[]>(`
    SELECT code_id AS "codeId", case_id AS "caseId", coalesce(case_office(case_id), office_id) AS "officeId", party, holder, pin_hash AS "pinHash", wrong_tries AS "wrongTries",
      locked_at IS NOT NULL AS locked, ended_at IS NOT NULL AS ended, made_at AS "madeAt", representative::int AS representative
    FROM party_code WHERE code_id = $1 ${lock}`, [codeId]);
  return row ?? null;
}

/** First use sets the PIN; it is never set over another one. */
export async function setPin(m: EntityManager, codeId: string, pinHash: string, by: string, at: LegalInstant): Promise<void> {
  await m.query('UPDATE party_code SET pin_hash = $2, wrong_tries = 0 WHERE code_id = $1 AND pin_hash IS NULL', [codeId, pinHash]);
  await enter(m, codeId, 'pinSet', by, at);
}

/** Counts a wrong PIN; the last one allowed locks the code. */
export async function countWrongPin(m: EntityManager, code: PartyCode, by: string, at: LegalInstant): Promise<void> {
  const locks = code.wrongTries + 1 >= MOST_WRONG_PINS;
  await m.query('UPDATE party_code SET wrong_tries = wrong_tries + 1, locked_at = CASE WHEN $2 THEN clock_timestamp() ELSE locked_at END WHERE code_id = $1', [code.codeId, locks]);
  if (locks) await enter(m, code.codeId, 'locked', by, at);
}

export async function forgetWrongPins(m: EntityManager, codeId: string): Promise<void> {
  await m.query('UPDATE party_code SET wrong_tries = 0 WHERE code_id = $1 AND wrong_tries > 0', [codeId]);
}

/** Ends every code of the party, or of one agent or guardian, in a case: a renewed code replaces them. Answers how many. */
export async function endPartyCodes(m: EntityManager, of: { caseId: string; party: string; representative: number | null }, by: string, at: LegalInstant): Promise<number> {
  const [rows] = await m.query<[{ code_id: string }[], number]>('UPDATE party_code SET ended_at = clock_timestamp() WHERE case_id = $1 AND party = $2 AND representative IS NOT DISTINCT FROM $3 AND ended_at IS NULL RETURNING code_id', [of.caseId, of.party, of.representative]);
  for (const row of rows) await enter(m, row.code_id, 'ended', by, at);
  return rows.length;
}

/** Lifts the lock of every code of a party; the PIN stays. Answers how many were locked. */
export async function unlockPartyCodes(m: EntityManager, of: { caseId: string; party: string }, by: string, at: LegalInstant, identityShown: IdentityShown): Promise<number> {
  const [rows] = await m.query<[{ code_id: string }[], number]>('UPDATE party_code SET locked_at = NULL, wrong_tries = 0 WHERE case_id = $1 AND party = $2 AND locked_at IS NOT NULL RETURNING code_id', [of.caseId, of.party]);
  for (const row of rows) await enter(m, row.code_id, 'unlocked', by, at, identityShown);
  return rows.length;
}

/** What became of the codes of a party, oldest first. */
export async function partyCodeLog(m: EntityManager, of: { caseId: string; party: string }): Promise<CodeEntry[]> {
  return m.query<CodeEntry[]>(`
    SELECT l.code_id AS "codeId", c.holder, c.representative::int AS representative, l.what, l.identity_shown AS "identityShown", l.by_whom AS by, l.at FROM party_code_log l JOIN party_code c USING (code_id)
    WHERE c.case_id = $1 AND c.party = $2 ORDER BY l.entry_id`, [of.caseId, of.party]);
}

async function enter(m: EntityManager, codeId: string, what: CodeEntry['what'], by: string, at: LegalInstant, identityShown?: IdentityShown): Promise<void> {
  await m.query('INSERT INTO party_code_log (case_id, office_id, code_id, what, identity_shown, by_whom, at) SELECT case_id, coalesce(case_office(case_id), office_id), code_id, $2, $3, $4, $5 FROM party_code WHERE code_id = $1',
    [codeId, what, identityShown ?? null, by, at]);
}

/**
 * Counts a try at the door in the running minute of the machine and answers how many there were: one row for all API
 * processes. `who` is a keyed hash of an address or of what was typed.
 */
export async function countDoorTry(m: EntityManager, who: Buffer): Promise<number> {
  const [row] = await m.query<{ tries: number }[]>(`
    INSERT INTO door_try AS t (who, minute, tries) VALUES ($1, date_trunc('minute', clock_timestamp()), 1)
    ON CONFLICT (who) DO UPDATE SET minute = EXCLUDED.minute, tries = CASE WHEN t.minute = EXCLUDED.minute THEN t.tries + 1 ELSE 1 END RETURNING tries`, [who]);
  return row?.tries ?? 1;
}

/** Drops counts of minutes long gone; answers how many. */
export async function sweepDoorTries(m: EntityManager): Promise<number> {
  const [, count] = await m.query<[unknown, number]>("DELETE FROM door_try WHERE minute < clock_timestamp() - interval '1 hour'");
  return count;
}
