import type { ContentRef } from '#cases/model';
import type { FactDefinition, Pack, PackPaper } from '#law/pack-format';
import { sealContent } from '#store';
import { keep, type Arrival } from '../arrival.ts';

/** Under whose key lie the texts that say who complained: neither a party's nor the case's, so that erasing the complainant erases these and nothing else. */
const COMPLAINANT = 'complainant';

/** Encrypts a text that the county legal office will read and, as the fact says, the person entering it or whoever handles the case. */
export async function keepSealed(arrival: Arrival, personRef: string, fact: FactDefinition, text: string): Promise<ContentRef> {
  const kept = await keep(arrival, fact.sealed === 'handlers' ? personRef : COMPLAINANT, text);
  await sealContent(arrival.manager, { contentId: kept.contentId, caseId: arrival.caseId, officeId: arrival.officeId, fact: fact.code, taker: arrival.actor.personId, readers: fact.sealed === 'handlers' ? 'handlers' : 'taker' });
  return kept;
}

/** Whether a paper prints what only the handlers of its case read, so that it is theirs too. */
export function isForHandlers(pack: Pack, paper: PackPaper): boolean {
  const printed = JSON.stringify([paper.fields, paper.variants, paper.gist ?? '']);
  return pack.facts.some((fact) => fact.sealed === 'handlers' && printed.includes(`:${fact.code}}`));
}

/** Whether anything of the pack's cases is read by their handlers only. */
export function sealsForHandlers(pack: Pack): boolean {
  return pack.sealedFiles || pack.facts.some((fact) => fact.sealed === 'handlers');
}
