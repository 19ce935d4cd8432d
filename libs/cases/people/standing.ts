/**
 * How a person comes to act: in the place of an absent one by written authority, or lent by another office. The role is
 * that of the authority; powers that must not meet in one hand are judged for both persons.
 */
import { type LegalDate, ROLE_NAMES } from '#law';
import type { PackRole } from '#law/pack-format';
import { blocker, houseRule } from '../blockers.ts';
import type { Actor, Blocker } from '../model.ts';
import { firstOf, type Rule } from '../rules.ts';
import type { ActedAs, ActingFor, LentBy } from './types.ts';

interface AskedStanding { actor: Actor; actingFor: ActingFor | undefined; lent: LentBy | undefined; on: LegalDate; /** Who may do it. */ by: readonly PackRole[]; pack: string }

const written = houseRule('代行职责须有书面委托，载明文号、范围和期限', 'who acts for an absent official needs a written authority with number, scope and dates');
const lending = houseRule('借用人员须有借调文件，限于所载案件和期限', 'a lent person acts by the recorded order, in its case and on its days');
const names = (roles: readonly PackRole[]): { zh: string; en: string } => ({ zh: roles.map((role) => ROLE_NAMES[role].zh).join('、'), en: roles.map((role) => ROLE_NAMES[role].en).join(', ') });

function termOf(from: LegalDate, to: LegalDate | null): { zh: string; en: string } {
  return to === null ? { zh: `自${from}起`, en: `from ${from} on` } : { zh: `${from}至${to}`, en: `${from} to ${to}` };
}

/** The first that stands against acting as this person does. */
export const STANDING_RULES: readonly Rule<AskedStanding>[] = [
  {
    codes: ['substituteForOneself'],
    judge: ({ actor, actingFor }) => (actingFor?.personId === actor.personId ? [blocker('substituteForOneself', '不得委托自己代行自己的职责', 'nobody acts in his own place', written, { field: 'actingFor' })] : []),
  },
  {
    // What was handed to a substitute ends with him: he cannot hand it on.
    codes: ['substitutionChained'],
    judge: ({ actingFor, by }) => (actingFor && !by.some((role) => actingFor.heldRoles.includes(role)) && by.some((role) => actingFor.substitutedRoles.includes(role))
      ? [blocker('substitutionChained', '代行的职责不得再委托他人代行', 'who acts for another cannot be substituted in that: the role is not his own', written, { field: 'actingFor' })] : []),
  },
  {
    codes: ['substitutionMissing'],
    judge: ({ actingFor }) => (actingFor && actingFor.instrument === null ? [blocker('substitutionMissing', '没有委托本人代行该人员职责的书面文件', 'there is no written authority to act for this person', written, { field: 'actingFor', missing: { zh: '经批准的代行委托书及文号', en: 'an approved authority with its number' } })] : []),
  },
  {
    codes: ['substitutionOutsideDates'],
    judge({ actingFor, on }) {
      if (!actingFor || actingFor.from === null || actingFor.to === null || (actingFor.from <= on && on <= actingFor.to)) return [];
      const term = termOf(actingFor.from, actingFor.to);
      return [blocker('substitutionOutsideDates', `${on}不在${actingFor.instrument ?? ''}的代行期限（${term.zh}）内`, `${on} lies outside the days of ${actingFor.instrument ?? ''} (${term.en})`, written, { field: 'on', ...(on < actingFor.from ? { earliest: actingFor.from } : {}) })];
    },
  },
  {
    codes: ['substitutionOutsideScope'],
    judge({ actingFor, by, pack }) {
      if (!actingFor) return [];
      const inPack = actingFor.packs.length === 0 || actingFor.packs.includes(pack);
      const inRoles = by.length === 0 ? actingFor.roles.length > 0 : by.some((role) => actingFor.roles.includes(role));
      if (inPack && inRoles) return [];
      const scope = names(actingFor.roles);
      return [blocker('substitutionOutsideScope', `${actingFor.instrument ?? ''}的代行范围为：${scope.zh}${actingFor.packs.length > 0 ? `（${actingFor.packs.join('、')}）` : ''}，不包括此事`, `${actingFor.instrument ?? ''} covers: ${scope.en}${actingFor.packs.length > 0 ? ` (${actingFor.packs.join(', ')})` : ''}, and not this act`, written)];
    },
  },
  {
    codes: ['loanOutsideDates'],
    judge({ lent, on }) {
      if (!lent || (lent.from <= on && (lent.to === null || on <= lent.to))) return [];
      const term = termOf(lent.from, lent.to);
      return [blocker('loanOutsideDates', `${on}不在借调文件${lent.instrument}的期限（${term.zh}）内`, `${on} lies outside the days of the loan ${lent.instrument} (${term.en})`, lending, { field: 'on', ...(on < lent.from ? { earliest: lent.from } : {}) })];
    },
  },
];

/** What stands against the standing of this person on the day of the act. */
export function standingBlockers(actor: Actor, on: LegalDate, by: readonly PackRole[], pack: string): Blocker[] {
  return firstOf(STANDING_RULES, { actor, actingFor: actor.actingFor, lent: actor.lent, on, by, pack });
}

/** The roles that count: of a substitute those that the absent person held and the authority names, else the own ones. */
export function rolesActing(actor: Actor): PackRole[] {
  const { actingFor } = actor;
  return actingFor ? actingFor.roles.filter((role) => actingFor.heldRoles.includes(role)) : actor.roles;
}

/** The persons whose hand an act is. */
export function handsActing(actor: Actor): string[] {
  return actor.actingFor ? [actor.personId, actor.actingFor.personId] : [actor.personId];
}

/** What an event keeps of it. */
export function actedAs({ actingFor, lent }: Actor): ActedAs {
  return {
    ...(actingFor && actingFor.instrument !== null ? { actingFor: { personId: actingFor.personId, instrument: actingFor.instrument } } : {}),
    ...(lent ? { lent: { instrument: lent.instrument, officeId: lent.officeId } } : {}),
  };
}
