import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which day a task may lawfully be done, for the inbox. */
export class TaskNotBefore1763769600012 implements MigrationInterface {
  readonly name = 'TaskNotBefore1763769600012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- As known when the case was last written; null when no day stood against it then.
      ALTER TABLE task ADD COLUMN not_before date;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
