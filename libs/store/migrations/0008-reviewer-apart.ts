import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who reviews the law of a case neither drafted what is reviewed nor decides on it (Penalty Law art. 58). */
export class ReviewerApart1763769600008 implements MigrationInterface {
  readonly name = 'ReviewerApart1763769600008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE case_hand
        ADD CONSTRAINT drafter_reviews_not EXCLUDE USING gist (case_id WITH =, person_id WITH =, power WITH <>) WHERE (power IN ('drafter', 'legalReviewer')),
        ADD CONSTRAINT reviewer_decides_not EXCLUDE USING gist (case_id WITH =, person_id WITH =, power WITH <>) WHERE (power IN ('legalReviewer', 'decider'));`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
