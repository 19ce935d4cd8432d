import type { MoneyInOutcome } from '#commands';
import { notFound, Problem } from '../problems/problem.ts';

/** The answer of what was done. Throws the problem of what was not. */
export function answerOf<T>(outcome: MoneyInOutcome<T>): T {
  switch (outcome.status) {
    case 'done': return outcome.answer;
    case 'invalid': throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct what is listed.' }, { errors: outcome.errors });
    case 'refused': throw new Problem('blocked', { zh: '不能办理，原因见blockers。', en: 'This cannot be done; see blockers.' }, { blockers: outcome.blockers });
    case 'notFound': throw notFound();
  }
}
