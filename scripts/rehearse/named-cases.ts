/** Facts that name another case: the look-ahead plays one case alone, so their values come from the cases that were really opened. */
import type { LegalDate, Pack } from '#law';
import type { EdgeFacts } from '#commands';
import { Candidates } from './candidates.ts';
import type { Chance } from './chance.ts';
import type { Script } from './planner.ts';
import { Values } from './values.ts';
import { outcomeOf, type World } from './world.ts';

export interface NumberedCase { caseId: string; number: string; pack: string; office: string }

/** The numbers of cases of the same office that these facts may name, the latest first; none where there is none yet. */
export function numbersNamed(pack: Pack, facts: EdgeFacts, own: { caseId: string | null; office: string }, cases: readonly NumberedCase[]): EdgeFacts {
  return Object.fromEntries(pack.facts.filter((fact) => fact.namesCase && facts[fact.code] !== undefined).flatMap((fact) => {
    const found = cases.findLast((one) => one.office === own.office && one.caseId !== own.caseId && (fact.samePack === undefined || (one.pack === pack.id) === fact.samePack));
    return found === undefined ? [] : [[fact.code, found.number]];
  }));
}

/** A special receipt has one number in the whole county: cases of a rehearsal have one of their own. */
export function receiptsNumbered({ money }: Pack, facts: EdgeFacts, n: number): EdgeFacts {
  return Object.fromEntries((money?.debts ?? []).flatMap(({ collection }) => {
    const number = collection === undefined ? undefined : facts[collection.receipt];
    return collection === undefined || typeof number !== 'string' || !number.startsWith('rehearsal') ? [] : [[collection.receipt, `${number}-${n}`]];
  }));
}

/** The special receipt that a step gives; null for every other step. */
export function receiptGiven({ money }: Pack, command: { step: string; facts: EdgeFacts }): { fact: string; number: string } | null {
  const fact = money?.debts.find(({ collection }) => collection?.step === command.step)?.collection?.receipt;
  const number = fact === undefined ? undefined : command.facts[fact];
  return fact === undefined || typeof number !== 'string' ? null : { fact, number };
}

/** Whether cases of this pack name cases of others. */
export const namesOthers = (pack: Pack): boolean => pack.facts.some((fact) => fact.namesCase && fact.samePack !== true);

const OPENINGS = 30;
const CHANGES = 12;

/** A case of another pack that is only opened, to be named; null where chance finds no opening that the pack takes. */
export function openedOnly(world: World, chance: Chance, on: LegalDate): Script | null {
  const candidates = new Candidates(world, chance, new Values(world, chance, world.harmless));
  for (const opening of candidates.openings(on, OPENINGS)) {
    for (let turn = opening, tries = 0; tries < CHANGES; tries += 1) {
      if ('state' in outcomeOf(world, null, turn, on)) return { stand: world.stand, turns: [{ on, turn }] };
      turn = candidates.changed(turn, [], null, on);
    }
  }
  return null;
}
