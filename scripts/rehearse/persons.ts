/** Scripts that begin alike are about different persons: one register of a county holds what each of them decides. */
import { checkCreditCode, checkIdentityNumber, creditCodeCheckCharacter, identityCheckCharacter } from '#law';
import type { EdgeParty } from '#commands';
import type { DatedTurn, Script } from './planner.ts';

/** The scripts, each about persons of its own of the same age; a twin keeps those of the script before it. Turns that name nobody stay the same objects. */
export function apart(scripts: readonly Script[], from: number): { script: Script; asPlanned: ReadonlyMap<DatedTurn, DatedTurn> }[] {
  let nth = from;
  return scripts.map((script) => {
    if (script.twin !== true) nth += 1;
    const own = script.turns.map((dated) => aboutOthers(dated, nth));
    return { script: { ...script, turns: own }, asPlanned: new Map(own.map((dated, index) => [dated, script.turns[index] ?? dated])) };
  });
}

function aboutOthers(dated: DatedTurn, nth: number): DatedTurn {
  const { command } = dated.turn;
  if (command.type === 'openCase') return { ...dated, turn: { ...dated.turn, command: { ...command, parties: command.parties.map((party) => ({ ...party, identity: another(party.identity, nth) })) } } };
  if (command.type === 'amendParty') return { ...dated, turn: { ...dated.turn, command: { ...command, identity: another(command.identity, nth) } } };
  return dated;
}

/** The n-th person or organisation beside this one: born the same day, registered in another place. What is wrong in a number stays wrong. */
export function another(identity: EdgeParty['identity'], nth: number): EdgeParty['identity'] {
  const { identityNumber, creditCode } = identity;
  return {
    ...identity,
    ...(identityNumber === undefined || checkIdentityNumber(identityNumber).reason !== null ? {} : { identityNumber: numbered(identityNumber, 1, 5, nth, identityCheckCharacter) }),
    ...(creditCode === undefined || checkCreditCode(creditCode).outcome === 'reject' ? {} : { creditCode: numbered(creditCode, 4, 6, nth, creditCodeCheckCharacter) }),
  };
}

/** The digits at a place counted up, the check character made anew. */
function numbered(number: string, at: number, digits: number, by: number, check: (first17: string) => string): string {
  const counted = String((Number(number.slice(at, at + digits)) + by) % 10 ** digits).padStart(digits, '0');
  const first17 = `${number.slice(0, at)}${counted}${number.slice(at + digits, 17)}`;
  return `${first17}${check(first17)}`;
}
