import type { EntityManager } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law/dates';

/** A use of a seal as the register shows it. */
export interface SealUse {
  caseId: string;
  seq: number;
  officeId: string;
  paperId: string;
  sha256: string;
  seal: 'physical' | 'electronic';
  applicantId: string;
  keeperId: string;
  /** The absent persons in whose place these two acted. */
  applicantFor: string | null;
  keeperFor: string | null;
  askedOn: LegalDate;
  usedOn: LegalDate;
  recordedAt: LegalInstant;
}

/** Enters a use of the seal into the register, in the transaction of its event. */
export async function enterSealUse(manager: EntityManager, use: SealUse): Promise<void> {
  await manager.query(`
    INSERT INTO seal_use (case_id, seq, office_id, paper_id, sha256, seal, applicant_id, keeper_id, asked_on, used_on, recorded_at, applicant_for, keeper_for)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
  [use.caseId, use.seq, use.officeId, use.paperId, use.sha256, use.seal, use.applicantId, use.keeperId, use.askedOn, use.usedOn, use.recordedAt, use.applicantFor, use.keeperFor]);
}

/** A row of the register with what people look for in it. */
export type ListedSealUse = SealUse & { caseNumber: string; paper: string; number: string | null; pack: string };

/** The register, newest first: the rows after a place in it. */
export function sealUses(manager: EntityManager, asked: { after: [string, string, number] | null; from: string | null; to: string | null; keeperId: string | null; limit: number }): Promise<ListedSealUse[]> {
  return manager.query<ListedSealUse[]>(`
    SELECT u.case_id AS "caseId", u.seq, u.office_id AS "officeId", u.paper_id AS "paperId", u.sha256, u.seal, u.applicant_id AS "applicantId", u.keeper_id AS "keeperId", u.applicant_for AS "applicantFor", u.keeper_for AS "keeperFor",
      u.asked_on AS "askedOn", u.used_on AS "usedOn", u.recorded_at AS "recordedAt", h.case_number AS "caseNumber", h.pack, p.paper, p.number
    FROM seal_use u JOIN case_head h ON h.case_id = u.case_id JOIN paper p ON p.paper_id = u.paper_id
    WHERE ($1::timestamptz IS NULL OR (u.recorded_at, u.case_id, u.seq) < ($1::timestamptz, $2::uuid, $3::integer))
      AND ($4::date IS NULL OR u.used_on >= $4) AND ($5::date IS NULL OR u.used_on <= $5) AND ($6::text IS NULL OR u.keeper_id = $6)
    ORDER BY u.recorded_at DESC, u.case_id DESC, u.seq DESC LIMIT $7`,
  [...(asked.after ?? [null, null, null]), asked.from, asked.to, asked.keeperId, asked.limit]);
}
