import type { BilingualText } from '#law/pack-format';
import type { ProblemKind } from './kinds.ts';

/** One thing wrong in the input: where, by which rule, in words. */
export interface FieldProblem { field: string; rule: string; message: BilingualText }

/** A refusal by law: what is missing, by which article, and the earliest lawful day. */
export interface BlockerProblem {
  code: string;
  message: BilingualText;
  article: BilingualText;
  field?: string | undefined;
  missing?: BilingualText | undefined;
  earliest?: string | undefined;
}

/** Thrown anywhere in the API; the filter answers it as application/problem+json. */
export class Problem extends Error {
  public constructor(
    public readonly kind: ProblemKind,
    public readonly detail: BilingualText,
    public readonly more: { errors?: FieldProblem[]; blockers?: BlockerProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail.en);
    this.name = 'Problem';
  }
}

/** One and the same answer for what does not exist and what belongs to another office: existence is not told. */
export function notFound(): Problem {
  return new Problem('notFound', { zh: '没有这一记录，或其不属于您的机关。', en: 'There is no such record, or it does not belong to your office.' });
}

/** Wrong input in one field. */
export function wrongField(field: string, rule: string, zh: string, en: string): Problem {
  return new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: [{ field, rule, message: { zh, en } }] });
}
