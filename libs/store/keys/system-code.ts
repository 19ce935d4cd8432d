/** The code of a failed system call (`ENOENT`, `EEXIST`, …). Not by `instanceof`: a test runs in a realm of its own. */
export function systemCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
