import type { LoggerService } from '@nestjs/common';

let quiet = false;

/** Leaves out the lines of level `info`. */
export function logErrorsOnly(): void {
  quiet = true;
}

/** One JSON line on standard error. Ids, routes and counts only: no names, numbers or bodies. */
export function logLine(level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>): void {
  if (quiet && level === 'info') return;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
}

/** Nest's own lines in the same form; what it says at start is left out. */
export class NestLog implements LoggerService {
  public log(): void {
    // The start is told by one line, `api ready`.
  }

  public warn(message: unknown): void {
    logLine('warn', 'nest', { message: String(message) });
  }

  public error(message: unknown): void {
    logLine('error', 'nest', { message: String(message).split('\n')[0] });
  }
}
