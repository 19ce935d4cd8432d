/**
 * A development server could not be started, found or stopped. The message is one sentence for the person at the
 * terminal: what is wrong and what to do about it. The launcher prints it alone, without a stack.
 */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem';
}

/** The error code of a failed system call (`ENOENT`, `EPERM`, …) or of PostgreSQL (`57P03`), if the value has one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The sentence of an error, whatever was thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message) return error.message;
  return errorCode(error) ?? error.name;
}
