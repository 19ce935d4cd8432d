/** What a paper prints in the case as it stands: its fields, with those of the variants that fit over them. */
import type { PackPaper } from '#law/pack-format';
import { type ConditionScope, holds } from './conditions.ts';

/** The fields of a paper on the day of issue; a field that a variant sets to null is left out. */
export function fieldsOf(paper: Pick<PackPaper, 'fields' | 'variants'>, scope: ConditionScope): PackPaper['fields'] {
  const fitting = paper.variants.filter(({ when }) => holds(when, scope) === true).map(({ fields }) => fields);
  const merged = Object.entries(Object.assign({}, paper.fields, ...fitting) as Record<string, string | string[] | null>);
  return Object.fromEntries(merged.filter((entry): entry is [string, string | string[]] => entry[1] !== null));
}
