import type { EntityManager } from 'typeorm';
import { newPartyCode, readPartyCode } from '#access/party-code';
import type { CaseEvent, CaseState, OpenClock } from '#cases/model';
import { throughGuardian } from '#cases/party/guardians';
import { representativesOf } from '#cases/party/standing';
import type { LegalDate, LegalInstant } from '#law/dates';
import type { LawBook } from '#law/law-book';
import type { Pack } from '#law/pack-format';
import { endPartyCodes, keepPartyCode, type CodeFor, type IdentityShown } from '#store';
import type { ContentStore } from '#store/content';
import type { Keys } from '#store/keys';
import { minorsOn } from './minors.ts';

interface Reading { m: EntityManager; content: ContentStore; state: CaseState; book: LawBook; on: LegalDate }

/** The keyed hash under which a code is kept and found. */
export function partyCodeHash(keys: Keys, code: Buffer): Buffer {
  return keys.keyedHash('party code', code);
}

/** Makes a code, keeps its hash in the transaction and answers the code in words: the only time that it is anywhere. */
export async function makePartyCode(keys: Keys, m: EntityManager, of: { caseId: string; officeId: string; party: string; paperId: string | null; at: LegalInstant; by: string; identityShown?: IdentityShown } & CodeFor): Promise<string> {
  const code = newPartyCode();
  const bytes = readPartyCode(code);
  if (bytes === null) throw new Error('A new code of the party’s door cannot be read again.');
  await keepPartyCode(m, { ...of, hash: partyCodeHash(keys, bytes) });
  return code;
}

/** For whom a paper carries a code: the party on whom it is served, in a procedure with a door, or its guardian; null for a paper to several, and for a party that needs a guardian and has none on file. */
export async function doorOf(pack: Pack, serve: boolean, { m, content, state, book, on, party }: Reading & { party: string | null }): Promise<({ party: string } & CodeFor) | null> {
  if (!serve || !pack.steps.some((step) => step.byParty)) return null;
  const [only, ...others] = state.parties;
  const receiver = party ?? (others.length === 0 ? only?.partyId ?? null : null);
  if (receiver === null) return null;
  const needed = throughGuardian(receiver, { state, pack, book, on, minors: await minorsOn(m, content, state, pack, on) });
  if (needed !== 'yes') return { party: receiver, holder: 'party' };
  const [guardian] = representativesOf(state, receiver, on, 'guardian');
  return guardian === undefined ? null : { party: receiver, holder: 'guardian', representative: guardian.seq };
}

/** Codes of agents and guardians end with their letter, in the same transaction. */
export async function endCodesWith(m: EntityManager, caseId: string, events: readonly CaseEvent[], state: CaseState, by: string, at: LegalInstant): Promise<void> {
  for (const event of events) {
    const ended = event.type === 'representativeEnded' ? state.representatives.find((one) => one.seq === event.number) : undefined;
    if (ended !== undefined) await endPartyCodes(m, { caseId, party: ended.party, representative: ended.seq }, by, at);
  }
}

/**
 * Whether a code still opens: until the last remedy of its party is over. One printed after that (a demand, a receipt) is
 * good until the case is closed, and so is every code of a case without a decision.
 */
export function codeStillOpens(code: { madeOn: LegalDate }, { state, clocks, pack, today, party }: { state: CaseState; clocks: readonly OpenClock[]; pack: Pack; today: LegalDate; party: string }): boolean {
  const own = clocks.filter((one) => one.actor === 'party' && (one.party === null || one.party === party));
  const remedies = own.filter((one) => pack.clocks.some((clock) => clock.code === one.clock && clock.remedy));
  if (remedies.length === 0) return state.closed === null || own.some((one) => one.status === 'running');
  // An end that still waits for the calendar notice is no end.
  const last = remedies.some((one) => one.dueOn === null || one.provisional) ? null : remedies.map((one) => one.dueOn ?? today).sort().at(-1) ?? null;
  return last === null || today <= last || own.some((one) => one.status === 'running') || (state.closed === null && code.madeOn > last);
}
