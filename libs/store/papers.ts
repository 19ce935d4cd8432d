import type { EntityManager } from 'typeorm';
import type { LegalDate } from '#law/dates';

/** An issued paper as it lies in the record; `sealed` is encrypted under the key named by `keyId`. */
export interface StoredPaper {
  paperId: string;
  caseId: string;
  officeId: string;
  seq: number;
  paper: string;
  party: string | null;
  number: string | null;
  authorityId: string;
  sha256: string;
  templateSha256: string;
  mediaType: string;
  sealed: Uint8Array;
  keyId: string;
  issuedOn: LegalDate;
  /** It prints what only the handlers of its case and the county legal office read. */
  handlersOnly: boolean;
  voided: boolean;
}

/** Keeps an issued paper; the database never lets it be changed. */
export async function insertPaper(manager: EntityManager, paper: Omit<StoredPaper, 'voided'>): Promise<void> {
  await manager.query(`
    INSERT INTO paper (paper_id, case_id, office_id, seq, paper, party, number, authority_id, sha256, template_sha256, media_type, bytes, key_id, issued_on, handlers_only)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
  [paper.paperId, paper.caseId, paper.officeId, paper.seq, paper.paper, paper.party, paper.number, paper.authorityId, paper.sha256, paper.templateSha256, paper.mediaType,
    Buffer.from(paper.sealed), paper.keyId, paper.issuedOn, paper.handlersOnly]);
}

/** Marks papers as voided; their numbers stay taken. */
export async function markVoided(manager: EntityManager, paperIds: readonly string[]): Promise<void> {
  if (paperIds.length > 0) await manager.query('UPDATE paper SET voided = true WHERE paper_id = ANY ($1) AND NOT voided', [paperIds]);
}

/** A paper of a case, or null when there is none in the offices of this transaction. */
export async function readPaper(manager: EntityManager, caseId: string, paperId: string): Promise<StoredPaper | null> {
  const [row] = await manager.query<StoredPaper[]>(`
    SELECT paper_id AS "paperId", case_id AS "caseId", office_id AS "officeId", seq, paper, party, number, authority_id AS "authorityId", sha256, template_sha256 AS "templateSha256",
      media_type AS "mediaType", bytes AS sealed, key_id AS "keyId", issued_on AS "issuedOn", handlers_only AS "handlersOnly", voided
    FROM paper WHERE case_id = $1 AND paper_id = $2`, [caseId, paperId]);
  return row ?? null;
}
