import { ApplicationFailure } from '@temporalio/common';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { failureTypes } from '#contracts';
import { sqlProblem } from '#store';

/** Codes of PostgreSQL and of the network that mean "not now", not "not this": lost, shutting down, out of connections, memory or disk, a row that somebody holds for long. */
const away = /^(08...|53...|55P03|57P0[1-3]|58030|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const awaySentences = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|pool is draining/i;

/** Whether PostgreSQL is away, as opposed to having refused. */
export function recordIsAway(error: unknown): boolean {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = 'cause' in cause ? cause.cause : undefined) {
    const code = sqlProblem(cause)?.code ?? ('code' in cause ? cause.code : undefined);
    if (typeof code === 'string' && away.test(code)) return true;
    // The session was lost inside a transaction: the store has given its connection back before the next statement.
    if (cause instanceof QueryRunnerAlreadyReleasedError) return true;
    if ('message' in cause && typeof cause.message === 'string' && awaySentences.test(cause.message)) return true;
    if ('driverError' in cause && cause.driverError !== cause && recordIsAway(cause.driverError)) return true;
  }
  return false;
}

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
