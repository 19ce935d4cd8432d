import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The use of a seal of rubber, and who acts for a party, can be entered late too (decision 36): consent to that is kept as any other. */
export class ConsentToMoreActs1763769600048 implements MigrationInterface {
  readonly name = 'ConsentToMoreActs1763769600048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE late_consent DROP CONSTRAINT late_consent_act_check;
      ALTER TABLE late_consent ADD CONSTRAINT late_consent_act_check CHECK (act IN ('opening', 'step', 'service', 'seal', 'representation', 'representationEnd'));`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
