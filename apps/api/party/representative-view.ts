import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { CaseState } from '#cases';
import { stands } from '#cases/party/standing';
import type { RepresentativeIdentity } from '#commands';
import type { LegalDate } from '#law/dates';
import type { Pack } from '#law/pack-format';
import { isErased, maskName, type ContentStore } from '#store/content';
import type { RepresentativeView } from './representative-schemas.ts';

/** Letters and guardians of a party; names masked, or in clear for the party itself. */
export async function representativeViews(m: EntityManager, content: ContentStore, state: CaseState, pack: Pack, party: string, today: LegalDate, clear: boolean): Promise<z.infer<typeof RepresentativeView>[]> {
  const own = state.representatives.filter((one) => one.party === party);
  const kept = await content.read(m, own.map((one) => one.identity.contentId));
  return own.map((one) => {
    const identity = kept.get(one.identity.contentId);
    const name = identity === undefined || isErased(identity) ? null : (identity as RepresentativeIdentity).name;
    return {
      number: one.seq, party: one.party, as: one.as, name: name === null || clear ? name : maskName(name), authority: one.authority,
      scope: one.scope.map((step) => ({ step, name: pack.steps.find(({ code }) => code === step)?.name ?? { zh: step, en: step } })), profession: one.profession, relation: one.relation, ground: one.ground,
      from: one.from, to: one.to, endedOn: one.ended?.on ?? null, stands: stands(one, today), fileId: one.document.fileId, sha256: one.document.sha256,
    };
  });
}
