import type { EntityManager } from 'typeorm';
import type { CaseState, RecordedEvent } from '#cases/model';
import { enterSealUse } from '#store';

/** Enters the uses of the seal that these events record into the register of the office. */
export async function enterSealUses(manager: EntityManager, caseId: string, officeId: string, events: readonly RecordedEvent[], state: CaseState): Promise<void> {
  for (const { seq, recordedAt, event } of events) {
    if (event.type !== 'sealUsed') continue;
    const request = state.papers.find((one) => one.paperId === event.paperId)?.seals.find((one) => one.seq === event.requestSeq);
    if (request === undefined) throw new Error(`Case ${caseId} used a seal at ${seq} that nobody asked for.`);
    await enterSealUse(manager, {
      caseId, seq, officeId, paperId: event.paperId, sha256: event.sha256, seal: event.seal, applicantId: event.applicantId, keeperId: event.keeperId, applicantFor: request.inPlaceOf ?? null, keeperFor: event.actingFor?.personId ?? null,
      askedOn: request.askedOn, usedOn: event.occurredOn, recordedAt,
    });
  }
}
