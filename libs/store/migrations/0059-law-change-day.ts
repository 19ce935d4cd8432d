import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The day on which a line of a change of law was drawn up: its sums of money are those of the end of this day. */
export class LawChangeDay1763769600059 implements MigrationInterface {
  readonly name = 'LawChangeDay1763769600059';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE law_change_line ADD COLUMN drawn_on date;
      UPDATE law_change_line l SET drawn_on = (SELECT (c.proposed_at AT TIME ZONE 'Asia/Shanghai')::date FROM law_change c WHERE c.law_change_id = l.law_change_id);
      ALTER TABLE law_change_line ALTER COLUMN drawn_on SET NOT NULL;
      GRANT UPDATE (drawn_on) ON law_change_line TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
