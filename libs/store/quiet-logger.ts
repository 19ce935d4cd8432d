import type { Logger } from 'typeorm';

/** Logs what failed, never with which values: parameters of statements are personal data. */
export class QuietLogger implements Logger {
  logQuery(): void {}

  logQueryError(error: string | Error, statement: string): void {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
    const constraint = error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? ` (${error.constraint})` : '';
    if (isAnswer(code)) return;
    console.error(`store: ${code}${constraint} in ${statement.replace(/\s+/g, ' ').trim().slice(0, 80)}`);
  }

  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') console.warn(`store: ${String(message).slice(0, 200)}`);
  }
}

/** Refusals by a constraint or by the profile of the instance are answers, not troubles; whoever asked deals with them. What was sent behind a statement that failed (25P02) says nothing of its own. */
function isAnswer(code: string): boolean {
  return code.startsWith('23') || ['25P02', '40001', '40P01', 'AJ002', 'AJ003', 'AJ005'].includes(code);
}
