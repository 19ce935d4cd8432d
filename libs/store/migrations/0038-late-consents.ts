import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** Whether an entry of the record rests on a consent, in whatever office. */
export const lateConsentReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'late_consent_used(wanted uuid)', returns: 'boolean', language: 'sql', volatility: 'STABLE',
    body: "SELECT EXISTS (SELECT 1 FROM case_event e WHERE (e.payload #>> '{late,consent,consentId}') = wanted::text)",
  },
];

/** Consent to a late entry, recorded by the very person who gives it: to one act of one day, and good for one entry. */
export class LateConsents1763769600038 implements MigrationInterface {
  readonly name = 'LateConsents1763769600038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE late_consent (
        consent_id uuid PRIMARY KEY,
        office_id text NOT NULL REFERENCES office,
        -- None yet, where the opening of one is entered late.
        case_id uuid REFERENCES case_head,
        pack text NOT NULL,
        act text NOT NULL CHECK (act IN ('opening', 'step', 'service')),
        -- Code of the step, id of the paper.
        about text,
        done_on date NOT NULL,
        document_number text NOT NULL CHECK (document_number <> ''),
        given_by text NOT NULL,
        given_at timestamptz NOT NULL,
        CHECK ((act = 'opening') = (case_id IS NULL)),
        CHECK ((act = 'opening') = (about IS NULL))
      );
      CREATE INDEX late_consent_newest ON late_consent (given_at DESC, consent_id DESC);
      ALTER TABLE late_consent ENABLE ROW LEVEL SECURITY;
      ALTER TABLE late_consent FORCE ROW LEVEL SECURITY;
      CREATE POLICY late_consent_of_own_offices ON late_consent
        USING (office_id = ANY ((SELECT asking_offices())::text[])) WITH CHECK (office_id = ANY ((SELECT asking_offices())::text[]));
      -- Nobody consents in another's name.
      CREATE POLICY late_consent_by_oneself ON late_consent AS RESTRICTIVE FOR INSERT WITH CHECK (given_by = asking_actor());
      CREATE TRIGGER late_consent_never_changed BEFORE UPDATE OR DELETE ON late_consent FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER late_consent_never_emptied BEFORE TRUNCATE ON late_consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE late_consent ENABLE ALWAYS TRIGGER late_consent_never_changed;
      ALTER TABLE late_consent ENABLE ALWAYS TRIGGER late_consent_never_emptied;
      GRANT SELECT, INSERT ON late_consent TO anjuan_app;
      GRANT SELECT ON late_consent TO anjuan_reader;
      CREATE UNIQUE INDEX a_late_consent_serves_once ON case_event ((payload #>> '{late,consent,consentId}')) WHERE (payload #>> '{late,consent,consentId}') IS NOT NULL;`);
    await createReaderFunctions(runner, lateConsentReaderFunctions);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
