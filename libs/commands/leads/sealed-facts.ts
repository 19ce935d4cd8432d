import type { ContentRef } from '#cases/model';
import type { FactDefinition } from '#law/pack-format';
import { sealContent } from '#store';
import { keep, type Arrival } from '../arrival.ts';

/** Under whose key sealed texts lie: neither a party's nor the case's, so that erasing the complainant erases these and nothing else. */
const COMPLAINANT = 'complainant';

/** Encrypts a text that only the person entering it and the county legal office will read. */
export async function keepSealed(arrival: Arrival, fact: FactDefinition, text: string): Promise<ContentRef> {
  const kept = await keep(arrival, COMPLAINANT, text);
  await sealContent(arrival.manager, { contentId: kept.contentId, caseId: arrival.caseId, officeId: arrival.officeId, fact: fact.code, taker: arrival.actor.personId });
  return kept;
}
