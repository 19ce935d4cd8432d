import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Facts } from '#cases';
import type { Pack } from '#law/pack-format';
import { isOpenToAsking } from '#store';
import { isErased, type ContentStore, type PartyIdentity } from '#store/content';
import { notFound, Problem } from '../problems/problem.ts';
import type { SeenCase } from './seen-case.ts';

export const RevealedParty = z.strictObject({
  partyId: z.string(),
  identity: z.strictObject({ name: z.string(), identityNumber: z.string().optional(), creditCode: z.string().optional(), address: z.string(), phone: z.string().optional() }),
  texts: z.record(z.string(), z.string()).describe('Free text held for this party, by fact.'),
}).meta({ id: 'RevealedParty' });
export const RevealedFact = z.strictObject({ fact: z.string(), text: z.string() }).meta({ id: 'RevealedFact' });

/** A party in clear. Throws `notFound`, and `gone` for a person who was erased. */
export async function revealParty(m: EntityManager, content: ContentStore, { head, state }: SeenCase, partyId: string, why: string): Promise<z.infer<typeof RevealedParty>> {
  const party = state.parties.find((one) => one.partyId === partyId);
  if (party === undefined) throw notFound();
  const texts = textsOf(state.partyFacts[partyId] ?? {});
  const read = await content.reveal(m, { caseId: head.caseId, officeId: head.officeId, contentIds: [party.identity.contentId, ...texts.map(([, id]) => id)], why });
  const identity = read.get(party.identity.contentId);
  if (identity === undefined || isErased(identity)) throw erasedPerson();
  const { name, identityNumber, creditCode, address, phone } = identity as PartyIdentity;
  return {
    partyId,
    identity: { name, address, ...(identityNumber === undefined ? {} : { identityNumber }), ...(creditCode === undefined ? {} : { creditCode }), ...(phone === undefined ? {} : { phone }) },
    texts: Object.fromEntries(texts.flatMap(([code, id]) => {
      const text = read.get(id);
      return typeof text === 'string' ? [[code, text]] : [];
    })),
  };
}

/** A text fact of the case in clear. Throws `forbidden` for one that is sealed from the asking person. */
export async function revealFact(m: EntityManager, content: ContentStore, { head, state }: SeenCase, pack: Pack, fact: string, why: string): Promise<z.infer<typeof RevealedFact>> {
  const contentId = textsOf(state.facts).find(([code]) => code === fact)?.[1];
  if (contentId === undefined) throw notFound();
  if (!(await isOpenToAsking(m, contentId))) throw pack.facts.find((one) => one.code === fact)?.sealed === 'handlers' ? sealedForHandlers() : sealed();
  const text = (await content.reveal(m, { caseId: head.caseId, officeId: head.officeId, contentIds: [contentId], why })).get(contentId);
  if (typeof text !== 'string') throw erasedPerson();
  return { fact, text };
}

/** Civil Code art. 1039: who complained is known to whoever took it in and to the county legal office. */
function sealed(): Problem {
  return new Problem('forbidden', { zh: '举报人的身份依法保密，只有登记人和县司法行政机关可以查看，并须说明理由（《中华人民共和国民法典》第1039条）。', en: 'Who complained is kept secret: only the person who entered it and the county legal office may read it, with a reason (Civil Code art. 1039).' });
}

/** Civil Code art. 1039: what was reported is known to whoever handles it. */
export function sealedForHandlers(): Problem {
  return new Problem('forbidden', { zh: '举报内容及其材料依法保密，只有承办人员（登记、办理或者已领取待办的人员）和县司法行政机关可以查看，每次查看均有记录（《中华人民共和国民法典》第1039条）。', en: 'What was reported, and its files, are kept secret: only who handles the lead (took it in, acts in it, or has claimed a task of it) and the county legal office may read them, each time on record (Civil Code art. 1039).' });
}

function textsOf(facts: Facts): [string, string][] {
  return Object.entries(facts).flatMap(([code, value]): [string, string][] => (value.type === 'text' ? [[code, value.content.contentId]] : []));
}

function erasedPerson(): Problem {
  return new Problem('gone', { zh: '此人的资料已依法删除。', en: 'The data of this person has been erased.' });
}
