import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, neverChanged, type ReaderFunction } from './reader-function.ts';

/** What the party's door asks before it knows which case: an id, its case and office, by the keyed hash of a code. */
export const partyDoorReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'party_code_by_hash(wanted bytea)', language: 'sql', volatility: 'STABLE', returns: 'TABLE (code_id uuid, case_id uuid, office_id text)',
    body: 'SELECT c.code_id, c.case_id, case_office(c.case_id) FROM party_code c WHERE c.code_hash = wanted AND c.ended_at IS NULL',
  },
];

/** Codes of the party's door, its PINs and wrong tries; counts of tries by address, shared by every API process. */
export class PartyDoor1763769600024 implements MigrationInterface {
  readonly name = 'PartyDoor1763769600024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE party_code (
        code_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        party text NOT NULL,
        holder text NOT NULL CHECK (holder IN ('party', 'agent', 'guardian')),
        code_hash bytea NOT NULL UNIQUE CHECK (octet_length(code_hash) = 32),
        -- The paper on which it was printed; null for a slip of the township hall.
        paper_id text,
        pin_hash text,
        wrong_tries integer NOT NULL DEFAULT 0 CHECK (wrong_tries >= 0),
        locked_at timestamptz,
        ended_at timestamptz,
        made_at timestamptz NOT NULL,
        made_by text NOT NULL,
        -- For whom it is beside the party: by which letter or relation, for which steps, on which days. The name is encrypted content.
        name_content_id uuid REFERENCES content,
        letter_file_id uuid REFERENCES case_file,
        relation text CHECK (relation ~ '^[A-Za-z]{1,64}$'),
        scope text[] NOT NULL DEFAULT '{}',
        valid_from date,
        valid_to date CHECK (valid_to >= valid_from),
        CHECK ((holder = 'agent') = (letter_file_id IS NOT NULL AND valid_from IS NOT NULL AND valid_to IS NOT NULL)),
        CHECK ((holder = 'guardian') = (relation IS NOT NULL)),
        CHECK (holder = 'party' OR name_content_id IS NOT NULL)
      );
      CREATE INDEX party_code_of_party ON party_code (case_id, party);
      ${confinedByOffice('party_code')}
      GRANT SELECT, INSERT ON party_code TO anjuan_app;
      GRANT UPDATE (pin_hash, wrong_tries, locked_at, ended_at) ON party_code TO anjuan_app;
      GRANT SELECT ON party_code TO anjuan_reader;

      -- What became of a code, by whom: printed, its PIN set, locked, unlocked, ended.
      CREATE TABLE party_code_log (
        entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        code_id uuid NOT NULL REFERENCES party_code,
        what text NOT NULL CHECK (what IN ('printed', 'pinSet', 'locked', 'unlocked', 'ended')),
        identity_shown text CHECK (identity_shown IN ('identityCard', 'otherDocument', 'knownToOfficer')),
        by_whom text NOT NULL CHECK (by_whom <> ''),
        at timestamptz NOT NULL
      );
      CREATE INDEX party_code_log_of_code ON party_code_log (code_id, entry_id);
      ${neverChanged('party_code_log')}
      ${confinedByOffice('party_code_log')}
      GRANT SELECT, INSERT ON party_code_log TO anjuan_app;

      -- Tries in the current minute by a keyed hash of the address or of what was typed: no row names anybody.
      CREATE TABLE door_try (who bytea PRIMARY KEY, minute timestamptz NOT NULL, tries integer NOT NULL);
      GRANT SELECT, INSERT, UPDATE, DELETE ON door_try TO anjuan_app;
    `);
    await createReaderFunctions(runner, partyDoorReaderFunctions);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
