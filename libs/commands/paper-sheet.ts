import type { PaperContent } from '#documents';
import { stepOfPaper } from '#cases/evolve';
import type { CaseState } from '#cases/model';
import type { Pack, PackPaper, PackRole } from '#law/pack-format';
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
/** Roles that approve and carry nothing out themselves. */
const LEADING: readonly PackRole[] = ['head', 'deputyHead', 'countyLegalOffice'];

/** Names on record, and certificates as they stood on the day of issue. */
export interface People { person: (personId: string) => string | null; certificate: (personId: string) => string | null }

const powerIn = (pack: Pack) => (code: string): string | undefined => pack.steps.find((one) => one.code === code)?.power;

/** Who investigated the case and drafted what came of it, each once. */
export function handlersOf({ steps }: CaseState, pack: Pack): string[] {
  const powerOf = powerIn(pack);
  return [...new Set(steps.filter((one) => !one.byTime && HANDLING.includes(powerOf(one.step) ?? '')).flatMap((one) => [one.actorId, ...one.officerIds]))];
}

/**
 * Who answers for a paper that is served: whoever decided or approved it, and those who handled the case, with their
 * certificates; null for other papers. A decision for which nobody can be named does not go out.
 */
export function answeredFor(state: CaseState, seq: number, pack: Pack, { actorId, served }: { actorId: string; served: boolean }, people: People): string | null {
  const step = stepOfPaper(state, seq);
  const decides = step !== undefined && powerIn(pack)(step.step) === 'decider';
  if (step === undefined || !(decides || served)) return null;
  const by = people.person(actorId);
  if (decides && by === null) {
    throw new NotDone({ status: 'refused', blockers: [{
      code: 'deciderNotNamed', article: { zh: '本系统规则：决定须有署名的负责人', en: 'Anjuan: a named person answers for every decision' },
      message: { zh: '作出决定的人员没有姓名记录，决定书不能制作', en: 'whoever decides has no name on record: the decision is not printed' }, missing: { zh: '作出决定的人员的姓名', en: 'the name of whoever decides' },
    }] });
  }
  const roles = pack.steps.find((one) => one.code === step.step)?.by ?? [];
  const approves = roles.length > 0 && roles.every((role) => LEADING.includes(role));
  const handlers = handlersOf(state, pack).flatMap((id) => {
    const [name, certificate] = [people.person(id), people.certificate(id)];
    return name === null ? [] : [certificate === null ? name : `${name}（执法证号${certificate}）`];
  });
  const parts = [...(by !== null && (decides || approves) ? [`${decides ? '决定人' : '批准人'}：${by}`] : []), ...(handlers.length > 0 ? [`承办人：${handlers.join('、')}`] : [])];
  return parts.length === 0 ? null : parts.join('；');
}
