import { errorCode, reasonOf } from './server-problem.ts';

/** The sentence for a database that does not answer, does not let us in, or is none of ours; undefined for any other error. */
export function databaseProblem(error: unknown): string | undefined {
  const code = errorCode(error);
  if (typeof code !== 'string') return undefined;
  // Several addresses of one host were tried: the error is a collection without a message of its own.
  const why = code === reasonOf(error) || reasonOf(error).startsWith(code) ? reasonOf(error) : `${code}: ${reasonOf(error)}`;
  if (/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|57P03|53300)$/.test(code)) return `PostgreSQL does not answer (${why}): start it, or correct the connection string.`;
  if (/^(28P01|28000|3D000)$/.test(code)) return `PostgreSQL does not let us in (${why}): correct the connection string.`;
  if (code === '42P01' || code === '3F000') return `The database has not the tables of this version (${why}): run "npm run migrate" first.`;
  if (code === '42501') return `The role may not do this (${why}): set DATABASE_OWNER_URL to the owner of the database.`;
  return undefined;
}
