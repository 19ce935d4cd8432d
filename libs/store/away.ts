import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { sqlProblem } from './actor.ts';

/** Codes of PostgreSQL and of the network that mean "not now", not "not this": lost, shutting down, out of connections, memory or disk, a row that somebody holds for long. */
const away = /^(08...|53...|55P03|57P0[1-3]|58030|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const awaySentences = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|pool is draining/i;

/** Whether PostgreSQL is away for the moment, as opposed to having refused: the same may be tried again, and says nothing about a case. */
export function recordIsAway(error: unknown): boolean {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = 'cause' in cause ? cause.cause : undefined) {
    const code = sqlProblem(cause)?.code ?? ('code' in cause ? cause.code : undefined);
    if (typeof code === 'string' && away.test(code)) return true;
    // The session was lost inside a transaction: the store has given its connection back before the next statement.
    if (cause instanceof QueryRunnerAlreadyReleasedError || cause instanceof QueryRunnerProviderAlreadyReleasedError) return true;
    // FATAL ends a session.
    if ('severity' in cause && cause.severity === 'FATAL') return true;
    if ('message' in cause && typeof cause.message === 'string' && awaySentences.test(cause.message)) return true;
    if ('driverError' in cause && cause.driverError !== cause && recordIsAway(cause.driverError)) return true;
  }
  return false;
}
