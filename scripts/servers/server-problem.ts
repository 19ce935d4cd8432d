/**
 * A development server could not be started, found or stopped. The message is one sentence for the person at the
 * terminal: what is wrong and what to do about it. The launcher prints it alone, without a stack.
 */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem';
}

/**
 * The error code of a failed system call (`ENOENT`, `EPERM`, …), of PostgreSQL (`57P03`) or of gRPC (5), if the value has
 * one. Looks at the shape: an error of Node's own modules is no `instanceof Error` of the realm in which Jest runs us.
 */
export function errorCode(error: unknown): string | number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined;
}

/** The sentence of an error, whatever was thrown. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('message' in error && typeof error.message === 'string' && error.message !== '') return error.message;
  return String(errorCode(error) ?? ('name' in error ? error.name : error));
}
