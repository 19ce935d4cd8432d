import type { EntityManager } from 'typeorm';
import type { CaseState } from '#cases/model';
import { throughGuardian } from '#cases/party/guardians';
import { representativesOf } from '#cases/party/standing';
import type { RepresentativeState } from '#cases/party/types';
import { ageOn, checkIdentityNumber, type LawBook, type LegalDate } from '#law';
import type { Pack } from '#law/pack-format';
import { isErased, type ContentStore, type PartyIdentity } from '#store/content';

/**
 * Parties who are minors on a day, where the pack asks for guardians: those who were at the time of the act and have not
 * come of age since. The birth date is read from the encrypted identity and goes nowhere else.
 */
export async function minorsOn(m: EntityManager, content: ContentStore, state: CaseState, pack: Pack, on: LegalDate): Promise<string[]> {
  const below = pack.representation?.guardian?.below;
  const young = below === undefined ? [] : state.parties.filter((one) => one.kind === 'citizen' && one.ageOnAct !== null && one.ageOnAct < below);
  if (below === undefined || young.length === 0) return [];
  const kept = await content.read(m, young.map((one) => one.identity.contentId));
  return young.filter((party) => {
    const identity = kept.get(party.identity.contentId);
    const number = identity === undefined || isErased(identity) ? undefined : (identity as PartyIdentity).identityNumber;
    const birth = number === undefined ? null : checkIdentityNumber(number).birth;
    return birth === null || ageOn(birth, on) < below;
  }).map((one) => one.partyId);
}

/** The guardians of the parties who act through one on a day: papers to these parties are addressed to them. */
export async function guardiansOf({ content }: { content: ContentStore }, m: EntityManager, { state, book, on }: { state: CaseState; book: LawBook; on: LegalDate }): Promise<Map<string, RepresentativeState[]>> {
  const { pack } = book.pack(state.pack);
  const minors = await minorsOn(m, content, state, pack, on);
  return new Map(state.parties.filter((one) => throughGuardian(one.partyId, { state, pack, book, on, minors }) === 'yes').map((one) => [one.partyId, representativesOf(state, one.partyId, on, 'guardian')]));
}
