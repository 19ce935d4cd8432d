import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { hashPin, isPin } from '#access/party-pin';
import { readPartyCode } from '#access/party-code';
import { advance, evolve, openClocks } from '#cases';
import type { CaseState } from '#cases/model';
import { throughGuardian } from '#cases/party/guardians';
import { representativesOf } from '#cases/party/standing';
import { chinaDateOf } from '#law/dates';
import { caseOfPartyCode, countDoorTry, countWrongPin, forgetWrongPins, legalNow, lockPartyCode, MACHINE, readHead, readPartyCode as readCodeRow, setActor, setPin, withActor, type PartyCode } from '#store';
import type { CommandDeps } from '../deps.ts';
import { stateOf } from '../record.ts';
import { codeStillOpens, partyCodeHash } from './codes.ts';
import { minorsOn } from './minors.ts';

/** Tries in one minute from one address, and with one code. */
export const MOST_TRIES = { address: 20, code: 10 } as const;

/** Milliseconds after which a code or PIN that is not right is answered: longer than it takes to find that out. */
const REFUSED_AFTER = 400;

/** Who stands at the party's door with a code. */
export interface PartyAtDoor { codeId: string; caseId: string; officeId: string; party: string; holder: PartyCode['holder']; /** Number of the letter or of the guardian's record. */ authority: number | null }

export type SessionOutcome =
  | { status: 'open'; who: PartyAtDoor }
  /** Unknown, ended or over; or a wrong PIN: nobody is told which. */
  | { status: 'refused' }
  | { status: 'locked' }
  | { status: 'tooMany' };

/**
 * Opens the party's door with a code and a PIN; the first use sets the PIN. Tries are counted in the database, for all
 * processes together, by keyed hashes of the address and of what was typed. Five wrong PINs lock the code until the
 * township hall lifts it. What is unknown takes as long as what is wrong.
 */
export async function openPartySession(deps: CommandDeps, of: { code: string; pin: string; address: string }): Promise<SessionOutcome> {
  const arrived = performance.now();
  const outcome = await tryCode(deps, of);
  // What is wrong is answered at the same moment after its arrival, whatever had to be looked up for it.
  if (outcome.status === 'refused') await sleep(Math.max(0, REFUSED_AFTER - (performance.now() - arrived)));
  return outcome;
}

async function tryCode(deps: CommandDeps, { code: typed, pin, address }: { code: string; pin: string; address: string }): Promise<SessionOutcome> {
  const { keys } = deps;
  const code = readPartyCode(typed);
  const hash = partyCodeHash(keys, code ?? Buffer.from(typed));
  const found = await withActor(deps.source, { actorId: MACHINE, offices: [] }, async (m) => {
    const fromAddress = await countDoorTry(m, keys.keyedHash('door address', Buffer.from(address)));
    const withCode = await countDoorTry(m, keys.keyedHash('door code', hash));
    if (fromAddress > MOST_TRIES.address || withCode > MOST_TRIES.code) return 'tooMany' as const;
    return code === null ? null : caseOfPartyCode(m, hash);
  });
  if (found === 'tooMany') return { status: 'tooMany' };
  const peppered = keys.keyedHash('party pin', Buffer.from(pin));
  if (found === null) {
    await isPin(peppered, null);
    return { status: 'refused' };
  }
  return withActor(deps.source, { actorId: MACHINE, offices: [found.officeId] }, async (m): Promise<SessionOutcome> => {
    const row = await lockPartyCode(m, found.codeId);
    const who = row === null ? null : await atDoor(deps, m, row);
    if (row === null || who === null) {
      await isPin(peppered, null);
      return { status: 'refused' };
    }
    const { at } = await legalNow(m);
    const right = row.pinHash === null ? null : await isPin(peppered, row.pinHash);
    if (row.locked) return { status: 'locked' };
    if (right === null) await setPin(m, row.codeId, await hashPin(peppered), `${row.holder}:${row.party}`, at);
    else if (right) await forgetWrongPins(m, row.codeId);
    else {
      await countWrongPin(m, row, `${row.holder}:${row.party}`, at);
      return { status: 'refused' };
    }
    return { status: 'open', who };
  });
}

/** The holder of an open session again: null once the code was ended, locked or is over. The transaction reads that one case. */
export async function partyOfSession(deps: CommandDeps, caseId: string, codeId: string): Promise<PartyAtDoor | null> {
  return withActor(deps.source, { actorId: MACHINE, offices: [], readings: [caseId] }, async (m) => {
    const row = await readCodeRow(m, codeId);
    return row === null || row.locked ? null : atDoor(deps, m, row);
  });
}

async function atDoor(deps: CommandDeps, m: EntityManager, row: PartyCode): Promise<PartyAtDoor | null> {
  await setActor(m, { actorId: MACHINE, offices: [row.officeId] });
  const head = await readHead(m, row.caseId);
  if (row.ended || head === null) return null;
  const book = await deps.law.bookFor(m, head);
  const { at: now } = await legalNow(m);
  const at = now < head.lastRecordedAt ? head.lastRecordedAt : now;
  const recorded = await stateOf(m, head);
  const state = advance(recorded, at, book).reduce<CaseState>((before, event, index) => evolve(before, event, recorded.seq + index + 1, at, head.caseId), recorded);
  const today = chinaDateOf(at);
  const { pack } = book.pack(state.pack);
  const acts = row.representative === null
    // A party who acts through a guardian comes in by the guardian's code.
    ? throughGuardian(row.party, { state, pack, book, on: today, minors: await minorsOn(m, deps.content, state, pack, today) }) !== 'yes'
    : representativesOf(state, row.party, today).some((one) => one.seq === row.representative);
  if (!acts) return null;
  const opens = codeStillOpens({ madeOn: chinaDateOf(row.madeAt) }, { state, clocks: openClocks(state, at, book), pack, today, party: row.party });
  return opens ? { codeId: row.codeId, caseId: row.caseId, officeId: head.officeId, party: row.party, holder: row.holder, authority: row.representative } : null;
}
