import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What access asks across offices: kinds only. */
export const qualificationFunctions: readonly ReaderFunction[] = [
  {
    signature: 'qualifications_of(account text, on_day date)', returns: 'TABLE (kind text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT DISTINCT q.kind FROM qualification q
        WHERE q.account_id::text = account AND q.valid_from <= on_day AND (q.valid_to IS NULL OR q.valid_to >= on_day) ORDER BY q.kind`,
  },
];

/**
 * Qualifications of officials with their dates: the national legal qualification that a first-time reviewer of
 * penalties needs (Penalty Law art. 58(2)), or the record of having reviewed before that rule. Provisioned by the owner.
 */
export class Qualification1763769600028 implements MigrationInterface {
  readonly name = 'Qualification1763769600028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE qualification (
        account_id uuid NOT NULL REFERENCES account,
        kind text NOT NULL CHECK (kind IN ('legalProfession', 'earlierReviewer')),
        number text NOT NULL CHECK (number <> ''),
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        PRIMARY KEY (account_id, kind, number)
      );
      ALTER TABLE qualification ENABLE ROW LEVEL SECURITY;
      ALTER TABLE qualification FORCE ROW LEVEL SECURITY;
      -- As with certificates: through the posts, whose own policy applies inside.
      CREATE POLICY qualification_of_own_officials ON qualification USING (EXISTS (SELECT 1 FROM role_assignment r WHERE r.account_id = qualification.account_id));
      GRANT SELECT ON qualification TO anjuan_app, anjuan_reader;`);
    await createReaderFunctions(runner, qualificationFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
