import { ApplicationFailure } from '@temporalio/common';
import { failureTypes } from '#contracts';
import { recordIsAway, sqlProblem } from '#store';

/**
 * What Temporal and the logs may know of an error: its kind, the SQLSTATE and constraint, and where in our code it came
 * from. Never its sentence, which may quote a value about a person.
 */
export function describeError(error: unknown): string {
  if (error instanceof ApplicationFailure) return `${error.type ?? 'Failure'}: ${error.message}`;
  const sql = sqlProblem(error);
  if (sql !== null) return `PostgreSQL ${sql.code}${sql.constraint === null ? '' : ` (${sql.constraint})`}`;
  if (typeof error !== 'object' || error === null) return 'something that is no error was thrown';
  const name = 'name' in error && typeof error.name === 'string' ? error.name : 'Error';
  const stack = 'stack' in error && typeof error.stack === 'string' ? error.stack : '';
  const place = /\n\s+at (?:.*\()?(?:file:\/\/)?[^\n]*?((?:apps|libs|workflows)\/[^\s)]+)/.exec(stack)?.[1];
  return place === undefined ? name : `${name} at ${place}`;
}

/** The failure that an activity throws for an error. An ApplicationFailure is ours and passes as it is. */
export function failureOf(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  // The short policy of looks at the record does not retry it (workflows/record.ts), every patient one does.
  if (recordIsAway(error)) return ApplicationFailure.create({ type: failureTypes.recordUnavailable, message: 'PostgreSQL does not answer.' });
  const failure = ApplicationFailure.create({ type: typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'Error', message: describeError(error) });
  // The place is in the message; a stack would only tell Temporal where this machine keeps its files.
  failure.stack = failure.message;
  return failure;
}

/** There is no such case or duty: trying again is of no use. */
export function notFound(what: string): ApplicationFailure {
  return ApplicationFailure.create({ type: failureTypes.notFound, message: `There is no ${what} in the record.`, nonRetryable: true });
}
