/**
 * Minors and persons without capacity act through their guardian (Civil Code arts. 19-23). Whether an enforcement case
 * asks for the guardian of a minor is the county's to set: the Penalty Law speaks of minors in art. 30 only.
 */
import { type LawBook, type LegalDate, packCitation } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import { parameterBlocker } from '../guards.ts';
import type { Blocker, CaseState, Facts, Surroundings } from '../model.ts';
import type { Rule } from '../rules.ts';
import { representativesOf } from './standing.ts';

/** `minors`: parties under age on the day, where the edge could tell by the identity number. */
export interface AskedOfGuardian { state: CaseState; pack: Pack; book: LawBook; on: LegalDate; minors?: readonly string[] | undefined }

/** Parties who are minors: by the identity number on the day, else by the age on the day of the act. */
export function minorParties({ state, pack, minors }: Pick<AskedOfGuardian, 'state' | 'pack' | 'minors'>): string[] {
  const guardian = pack.representation?.guardian;
  if (guardian === undefined) return [];
  return minors === undefined ? state.parties.filter((one) => one.kind === 'citizen' && one.ageOnAct !== null && one.ageOnAct < guardian.below).map((one) => one.partyId) : [...minors];
}

/** Whether a party acts through a guardian: one of an adult is on file, or the county asks for that of a minor; `unset`: it has not said. */
export function throughGuardian(party: string, asked: AskedOfGuardian): 'yes' | 'no' | 'unset' {
  const { state, pack, book, on } = asked;
  if (representativesOf(state, party, on, 'guardian').some((one) => one.ground === 'incapacity')) return 'yes';
  const guardian = pack.representation?.guardian;
  if (guardian === undefined || !minorParties(asked).includes(party)) return 'no';
  const set = book.parameter(state.county, state.pack, guardian.parameter, on)?.value;
  return set === undefined ? 'unset' : set === 'yes' ? 'yes' : 'no';
}

/** What is lacking for a party who acts through a guardian: the county's word, or the guardian on file. */
export function guardianBlockers(party: string, asked: AskedOfGuardian): Blocker[] {
  const { state, pack, on } = asked;
  const guardian = pack.representation?.guardian;
  const needed = throughGuardian(party, asked);
  if (guardian === undefined || needed === 'no') return [];
  if (needed === 'unset') return [parameterBlocker(pack, guardian.parameter)];
  return representativesOf(state, party, on, 'guardian').length > 0 ? [] : [blocker('guardianMissing', '当事人是未成年人，尚未登记其监护人', 'the party is a minor and no guardian is on file', packCitation(pack, guardian.cite), {
    field: 'party', missing: { zh: '监护人的身份、与当事人的关系及证明（在政务大厅登记）', en: 'the guardian, the relation to the party and its document, recorded at the hall' },
  })];
}

interface AskedStepOfMinor extends AskedOfGuardian { step: PackStep; party: string | null; facts: Facts; mode: 'decide' | 'offer'; around: Surroundings }

/** A statement or hearing of a minor without the guardian is none. What the guardian does himself needs no other presence. */
export const GUARDIAN_RULES: readonly Rule<AskedStepOfMinor>[] = [
  { codes: ['guardianMissing'], judge: (asked) => partiesMeant(asked).flatMap((party) => guardianBlockers(party, asked)).slice(0, 1) },
  {
    codes: ['guardianNotPresent'],
    judge(asked) {
      const { pack, facts, mode, around } = asked;
      const guardian = pack.representation?.guardian;
      if (guardian === undefined || mode === 'offer' || around.actor.kind === 'party' || around.forParty !== undefined) return [];
      const present = facts[guardian.present];
      if ((present?.type === 'boolean' && present.value) || !partiesMeant(asked).some((party) => throughGuardian(party, asked) === 'yes')) return [];
      return [blocker('guardianNotPresent', '未成年人或者无民事行为能力人、限制民事行为能力人的陈述和听证，其监护人应当到场', 'the guardian is present when a minor or a person without capacity states or is heard', packCitation(pack, guardian.cite), { field: `facts.${guardian.present}`, missing: { zh: '监护人到场', en: 'the presence of the guardian' } })];
    },
  },
];

function partiesMeant({ step, party, pack, state }: AskedStepOfMinor): string[] {
  if (pack.representation?.guardian?.steps.includes(step.code) !== true) return [];
  return party === null ? state.parties.map((one) => one.partyId) : [party];
}
