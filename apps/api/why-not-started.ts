import { ConfigurationProblem } from './configuration.ts';

/** One sentence for the person who starts the service; a stack only for what nobody foresaw. */
export function whyNotStarted(error: unknown, env: Record<string, string | undefined>): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  if (error instanceof ConfigurationProblem || /Problem$|^WrongProfileError$|^LawInputError$/.test(error.name)) return error.message;
  if (code === 'EADDRINUSE') return `Port ${env.PORT ?? '3000'} is taken by another program; choose another with PORT.`;
  if (code === 'EACCES') return `Port ${env.PORT ?? '3000'} may not be opened by this user; choose another with PORT.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT' || code === '57P03') return 'PostgreSQL does not answer at the address in DATABASE_URL.';
  if (code === '28P01' || code === '28000' || code === '3D000') return 'PostgreSQL does not let the application in: check role, password and database in DATABASE_URL.';
  if (code === '42P01' || code === '42883') return 'The database is not migrated: run "npm run migrate" with DATABASE_OWNER_URL first.';
  return error.stack ?? error.message;
}
