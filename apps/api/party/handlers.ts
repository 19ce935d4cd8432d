import type { EntityManager } from 'typeorm';
import { holdersInCounty, postOnDay } from '#access';
import type { CaseState } from '#cases';
import { stepOfPaper } from '#cases/evolve';
import type { LegalDate } from '#law/dates';
import type { BilingualText, Pack } from '#law/pack-format';
import { ROLE_NAMES } from '#law/role-names';

/** A person who has a part in the case, as the party may know him: by name and post, as officers show their certificates (Penalty Law arts. 43, 55). */
export interface Handler { person: string; name: string; posts: BilingualText[] }

/** Whoever acted in the case, was named or appointed in it, and the heads of its office who decide in it. */
export async function handlersOf(m: EntityManager, state: CaseState, on: LegalDate): Promise<Handler[]> {
  const named = state.steps.flatMap((step) => [step.actorId, ...step.officerIds, ...Object.values(step.facts).flatMap((fact) => (fact.type === 'person' ? [fact.personId] : []))]);
  const heads = (await holdersInCounty(m, state.officeId, ['head'], on)).filter((one) => one.officeId === state.officeId).map((one) => one.personId);
  const rows = await m.query<{ id: string; name: string }[]>('SELECT id::text, display_name AS name FROM account WHERE id::text = ANY ($1) ORDER BY display_name, id', [[...new Set([...named, ...heads])]]);
  const found: Handler[] = [];
  for (const { id, name } of rows) found.push({ person: id, name, posts: ((await postOnDay(m, id, on))?.roles ?? []).map((role) => ROLE_NAMES[role]) });
  return found;
}

/** Who answers for a paper by name: whoever took the step that issued it, and for a decision those who investigated and drafted. */
export function answersFor(state: CaseState, pack: Pack, paper: CaseState['papers'][number], handlers: readonly Handler[]): { by: string | null; handledBy: string[] } {
  const powerOf = (code: string): string | undefined => pack.steps.find((one) => one.code === code)?.power;
  const nameOf = (id: string): string[] => handlers.filter((one) => one.person === id).map((one) => one.name);
  const step = paper.about === undefined && paper.closing === undefined && paper.approval === undefined ? stepOfPaper(state, paper.seq) : undefined;
  if (step === undefined) return { by: null, handledBy: [] };
  const worked = state.steps.filter((one) => one.seq < paper.seq && !one.byTime && ['investigator', 'drafter'].includes(powerOf(one.step) ?? ''));
  return { by: nameOf(step.actorId)[0] ?? null, handledBy: powerOf(step.step) === 'decider' ? [...new Set(worked.flatMap((one) => [one.actorId, ...one.officerIds]))].flatMap(nameOf) : [] };
}
