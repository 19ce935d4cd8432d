import type { EntityManager } from 'typeorm';
import type { Pack, PackStep } from '#law/pack-format';
import type { CaseEvent, CaseState, Facts, FactValue, Surroundings } from '#cases/model';
import { sqlProblem } from '#store';
import { isErased } from '#store/content';
import { claimRegister, findClaim, holdsClaim, lookupHash, nameClaim } from '#store/registers';
import type { CommandDeps } from './deps.ts';

/** Two commands claimed one key at the same moment; the one that came second is judged again and learns who holds it. */
export class ClaimedMeanwhile extends Error {
  override readonly name = 'ClaimedMeanwhile';
}

/** Keyed hashes by register code, for what a step would claim; a register whose key is not complete yet is absent. */
export type ClaimHashes = Record<string, string>;

/** Computes the keys that a step would claim in the registers of its pack, from the facts as they will stand. */
export async function claimHashes(deps: CommandDeps, manager: EntityManager, input: { pack: Pack; step: PackStep; state: CaseState; party: string | null; facts: Facts }): Promise<ClaimHashes> {
  const { pack, step, state, party, facts } = input;
  const hashes: ClaimHashes = {};
  for (const { register } of step.claims) {
    const definition = pack.registers.find((one) => one.code === register);
    if (definition === undefined) throw new Error(`Step ${step.code} of pack ${pack.id} claims in an unknown register ${register}.`);
    const parts: (string | null)[] = [];
    for (const part of definition.key) {
      const given = (code: string): FactValue | undefined => (party === null ? undefined : state.partyFacts[party]?.[code]) ?? facts[code] ?? state.facts[code];
      parts.push('fact' in part ? plain(given(part.fact)) ?? (part.else === undefined ? null : plain(given(part.else))) ?? part.default ?? null : await identityNumberOf(deps, manager, state, party));
    }
    if (parts.every((part): part is string => part !== null)) hashes[register] = lookupHash(deps.keys, parts);
  }
  return hashes;
}

/** Who holds those keys already, in whatever office: an office's name and a document's number, nothing else. */
export async function existingClaims(manager: EntityManager, hashes: ClaimHashes, caseId: string): Promise<Surroundings['claims']> {
  const claims: Surroundings['claims'] = {};
  for (const [register, hash] of Object.entries(hashes)) {
    // A case whose decision was quashed decides anew under its own claim.
    const holder = await holdsClaim(manager, { register, hash, caseId }) ? null : await findClaim(manager, register, hash);
    claims[register] = holder === null ? null : { heldBy: holder };
  }
  return claims;
}

/** Enters what the events claim. Throws ClaimedMeanwhile when another command was faster. */
export async function enterClaims(manager: EntityManager, state: CaseState, events: readonly CaseEvent[], hashes: ClaimHashes, pack: Pack): Promise<void> {
  const number = events.find((event) => event.type === 'paperIssued' && event.number !== null);
  for (const register of events.flatMap((event) => (event.type === 'stepTaken' ? event.claims : []))) {
    const hash = hashes[register];
    if (hash === undefined && pack.registers.some((one) => one.code === register && one.whenComplete)) continue;
    if (hash === undefined) throw new Error(`The key for register ${register} is not complete, and the step claimed it all the same.`);
    // The claim of the decision that was quashed stands for the one that takes its place.
    if (await holdsClaim(manager, { register, hash, caseId: state.caseId })) continue;
    const claimed = await claimRegister(manager, { register, hash, caseId: state.caseId, officeId: state.officeId });
    if (claimed.status === 'held') throw new ClaimedMeanwhile(register);
    if (number?.type === 'paperIssued' && number.number !== null) await nameClaim(manager, { register, caseId: state.caseId, hash, number: number.number });
  }
}

/** Frees the keys of decisions that were voided before anybody received them, or that a step says are gone. */
export async function releaseClaims(manager: EntityManager, state: CaseState, events: readonly CaseEvent[]): Promise<void> {
  const voided = new Set(events.flatMap((event) => (event.type === 'paperVoided' ? [event.paperId] : [])));
  const numbers = state.papers.flatMap((paper) => (voided.has(paper.paperId) && paper.number !== null ? [paper.number] : []));
  if (numbers.length > 0) await manager.query('DELETE FROM register_claim WHERE case_id = $1 AND number = ANY ($2)', [state.caseId, numbers]);
  const released = events.flatMap((event) => (event.type === 'stepTaken' ? event.releases ?? [] : []));
  if (released.length > 0) await manager.query('DELETE FROM register_claim WHERE case_id = $1 AND register = ANY ($2)', [state.caseId, released]);
}

function plain(value: FactValue | undefined): string | null {
  switch (value?.type) {
    case undefined: case 'text': return null;
    case 'money': return value.fen;
    case 'person': return value.personId;
    case 'date': case 'choice': case 'code': return value.value;
    case 'integer': case 'boolean': return String(value.value);
  }
}

async function identityNumberOf(deps: CommandDeps, manager: EntityManager, state: CaseState, party: string | null): Promise<string | null> {
  const found = state.parties.find((one) => one.partyId === party) ?? (state.parties.length === 1 ? state.parties[0] : undefined);
  if (found === undefined) return null;
  const identity = (await deps.content.read(manager, [found.identity.contentId])).get(found.identity.contentId);
  if (identity === undefined || isErased(identity)) return null;
  const { identityNumber, creditCode } = identity as { identityNumber?: unknown; creditCode?: unknown };
  const number = identityNumber ?? creditCode;
  return typeof number === 'string' ? number : null;
}

/** Whether an error of the database means that two commands ran into each other and the later one can be judged again. */
export function canBeJudgedAgain(error: unknown): boolean {
  if (error instanceof ClaimedMeanwhile) return true;
  const code = sqlProblem(error)?.code;
  return code === '40001' || code === '40P01';
}
