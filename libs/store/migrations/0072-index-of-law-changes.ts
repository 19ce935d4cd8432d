import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/**
 * The index by which a change of law walks the open cases of a pack is for that walk only: the lists of a county took it
 * too, read all open cases of the pack and sorted them, instead of the first page from the index of due days. Its
 * condition names what no list asks for; every case with an event has it.
 */
export class IndexOfLawChanges1763769600072 implements MigrationInterface {
  readonly name = 'IndexOfLawChanges1763769600072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX case_head_open_by_pack;
      CREATE INDEX case_head_by_text_of_pack ON case_head (county_id, pack, case_id) WHERE closed_on IS NULL AND pack_sha256 <> '';
      DROP FUNCTION cases_under_other_pack(text, text, text, uuid, integer);`);
    await createReaderFunctions(runner, [{
      signature: 'cases_under_other_pack(county text, of_pack text, sha text, last uuid, most integer)', returns: 'SETOF uuid', language: 'sql', volatility: 'STABLE',
      body: "SELECT case_id FROM case_head WHERE county_id = county AND pack = of_pack AND closed_on IS NULL AND pack_sha256 <> '' AND pack_sha256 <> sha AND (last IS NULL OR case_id > last) ORDER BY case_id LIMIT most",
    }]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
