import type { PaperContent } from '#documents';
import { stepOfPaper } from '#cases/evolve';
import type { CaseState } from '#cases/model';
import type { Pack, PackPaper } from '#law/pack-format';
import { NotDone } from './outcome.ts';
import { SIGNER_NAMES, SIGNING_NAMES } from '#law/role-names';

/** What the pack says of a sheet beside its fields: copies and for whom, who signs and how, what is read out. */
export function printedAround({ copies, signs, readAloud }: PackPaper): Pick<PaperContent, 'copies' | 'signs' | 'readAloud'> {
  return {
    copies: (copies ?? []).map((one) => ({ for: one.for.zh, count: one.count })),
    signs: (signs ?? []).map(({ who, how }) => ({ who: SIGNER_NAMES[who].zh, how: SIGNING_NAMES[how].zh })),
    readAloud: readAloud?.zh ?? null,
  };
}

/** Powers of those who handled the case before it was decided. */
const HANDLING: readonly string[] = ['investigator', 'drafter'];

/**
 * Who answers for a decision: whoever decided and those who handled the case, by name; null for other papers. A decision
 * for which nobody can be named does not go out.
 */
export function answeredFor(state: CaseState, seq: number, pack: Pack, actorId: string, nameOf: (personId: string) => string | null): string | null {
  const powerOf = (code: string): string | undefined => pack.steps.find((one) => one.code === code)?.power;
  const step = stepOfPaper(state, seq);
  if (step === undefined || powerOf(step.step) !== 'decider') return null;
  const decider = nameOf(actorId);
  if (decider === null) {
    throw new NotDone({ status: 'refused', blockers: [{
      code: 'deciderNotNamed', article: { zh: '本系统规则：决定须有署名的负责人', en: 'Anjuan: a named person answers for every decision' },
      message: { zh: '作出决定的人员没有姓名记录，决定书不能制作', en: 'whoever decides has no name on record: the decision is not printed' }, missing: { zh: '作出决定的人员的姓名', en: 'the name of whoever decides' },
    }] });
  }
  const handlers = [...new Set(state.steps.filter((one) => !one.byTime && HANDLING.includes(powerOf(one.step) ?? '')).flatMap((one) => [one.actorId, ...one.officerIds]))].flatMap((id) => nameOf(id) ?? []);
  return `决定人：${decider}${handlers.length === 0 ? '' : `；承办人：${handlers.join('、')}`}`;
}
