import type { EntityManager } from 'typeorm';
import type { LegalInstant } from '#law/dates';
import { MACHINE } from './actor.ts';

/** Ends the open incidents of these duties of a case: what they reported is settled. */
export async function endIncidentsOf(manager: EntityManager, caseId: string, kind: string, dutyIds: readonly string[], at: LegalInstant): Promise<void> {
  if (dutyIds.length === 0) return;
  await manager.query(`UPDATE incident SET closed_at = $4, closed_by = $5 WHERE case_id = $1 AND kind = $2 AND closed_at IS NULL AND split_part(subject, '@', 1) = ANY ($3)`, [caseId, kind, dutyIds.map((dutyId) => `${kind}:${dutyId}`), at, MACHINE]);
}
