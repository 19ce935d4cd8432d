import type { OrderOutcome } from '#commands/people';
import { notFound, Problem } from '../problems/problem.ts';

/** What was ordered; every other outcome becomes its problem. */
export function orderAnswer<T>(outcome: OrderOutcome<T>): T {
  switch (outcome.status) {
    case 'done': return outcome.order;
    case 'invalid': throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: outcome.errors });
    case 'refused': throw new Problem('blocked', { zh: '不能办理，原因见blockers。', en: 'This cannot be done; see blockers.' }, { blockers: outcome.blockers });
    case 'notFound': throw notFound();
  }
}
