import type { EntityManager } from 'typeorm';
import { grantsOf, resolveBody, whyNoBody, type Grant } from '#access';
import { mattersOf } from '#cases/competence';
import { forbiddenWordBlockers, type Wording } from '#cases';
import { chinaDateOf, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import type { ActingBody, Actor, CaseState, ContentRef, Facts } from '#cases/model';
import type { CommandDeps } from './deps.ts';
import { NotDone, type FieldError } from './outcome.ts';

/** What surrounds a command on its way in. */
export interface Arrival {
  deps: CommandDeps;
  manager: EntityManager;
  caseId: string;
  /** The office of the case, or of the person who opens it. */
  officeId: string;
  /** Null for a new case. */
  state: CaseState | null;
  book: LawBook;
  /** The instant of recording, and the one from which a command without a date counts. */
  at: LegalInstant;
  receivedAt: LegalInstant;
  actor: Actor;
}

/** Encrypts a text or an identity of the case and answers what an event may carry of it. */
export function keep({ deps, manager, caseId, officeId }: Arrival, personRef: string, value: unknown): Promise<ContentRef> {
  return deps.content.put(manager, { caseId, officeId, personRef, value });
}

/** What people of the authority write beside the facts of a procedure, as a refusal names it. */
export const OWN_WORDS = { reason: { zh: '理由', en: 'Reason' }, opinion: { zh: '意见', en: 'Opinion' }, note: { zh: '说明', en: 'Note' }, place: { zh: '送达地点', en: 'Place of service' }, urgency: { zh: '情况紧急的理由', en: 'Why it was urgent' } } as const;

/**
 * Encrypts a text of the authority, after it was searched for the words that no text of the authority says (the seven
 * things that are forbidden): it is shown and printed as facts are. What a party says is kept as it was said (`keep`).
 * `packId`: of a case that is not open yet.
 */
export function keepOwn(arrival: Arrival, personRef: string, { field, label, text }: Wording, packId = arrival.state?.pack): Promise<ContentRef> {
  const { book, at } = arrival;
  const blockers = packId === undefined ? [] : forbiddenWordBlockers(book, packId, chinaDateOf(at), [{ field, label, text }]);
  if (blockers.length > 0) throw new NotDone({ status: 'refused', blockers });
  return keep(arrival, personRef, text);
}

export function invalid(errors: FieldError[]): NotDone {
  return new NotDone({ status: 'invalid', errors });
}

/** The body in whose name the office acts on the day. Only an office without any grant is refused here; the engine judges the rest. */
export async function bodyOf(pack: Pack, facts: Facts, on: LegalDate, { manager, officeId }: Pick<Arrival, 'manager' | 'officeId'>, known?: readonly Grant[]): Promise<ActingBody> {
  const named = mattersOf(pack, facts);
  const matters = named.length > 0 ? named : [pack.id];
  const grants = known ?? await grantsOf(manager, officeId, pack.id);
  const body = resolveBody(grants, pack.id, matters, on);
  if (body !== null) return body;
  throw new NotDone({ status: 'refused', blockers: whyNoBody(grants, pack.id, matters, on) });
}
