import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What the proof and a training step ask across offices. */
export const proofReaderFunctions: readonly ReaderFunction[] = [
  {
    // Cases that were open on that day, in pages by id.
    signature: 'cases_to_prove(day date, last uuid, most integer)', returns: 'TABLE (case_id uuid, office_id text)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT h.case_id, h.office_id FROM case_head h WHERE h.opened_on <= day AND (h.closed_on IS NULL OR h.closed_on >= day) AND (last IS NULL OR h.case_id > last) ORDER BY h.case_id LIMIT most',
  },
  {
    // Duties that are owed, which the machine has not yet brought to rest: reminders not sent, and duties of people that nobody was told of.
    signature: 'duties_under_way()', returns: 'TABLE (duty_id text, case_id uuid, kind text, attempts integer, failed boolean)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT d.duty_id, d.case_id, d.kind, coalesce(max(m.attempts), 0), coalesce(bool_or(m.last_error IS NOT NULL), false) FROM duty d
      LEFT JOIN gateway_message m ON m.case_id = d.case_id AND split_part(m.duty_id, '/', 1) = d.duty_id AND m.status <> 'sent'
      WHERE d.status = 'owed' AND (d.kind IN ('remind', 'escalate') OR m.duty_id IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM gateway_message f WHERE f.case_id = d.case_id AND split_part(f.duty_id, '/', 1) = d.duty_id AND f.status = 'sent'))
      GROUP BY d.duty_id, d.case_id, d.kind ORDER BY d.duty_id`,
  },
  {
    signature: 'duties_with_others()', returns: 'TABLE (duty_id text, case_id uuid, kind text, to_role text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT d.duty_id, d.case_id, d.kind, d.to_role FROM duty d
      WHERE d.status = 'owed' AND d.kind NOT IN ('remind', 'escalate') ORDER BY d.duty_id`,
  },
  {
    signature: 'next_reminder()', returns: 'timestamptz', language: 'sql', volatility: 'STABLE',
    body: "SELECT min(remind_at) FROM duty WHERE status = 'owed'",
  },
  {
    signature: 'reminders_due(until timestamptz)', returns: 'SETOF text', language: 'sql', volatility: 'STABLE',
    body: "SELECT duty_id FROM duty WHERE status = 'owed' AND remind_at <= until ORDER BY duty_id",
  },
  {
    // The workflows of people's duties: all of them, or (until given) those that have something to tell by then.
    signature: 'wake_duties(until timestamptz)', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
    body: `
      WITH woken AS (
        INSERT INTO outbox AS o (workflow_id, case_id, office_id)
        SELECT d.workflow_id, d.case_id, d.office_id FROM duty d
        WHERE d.status = 'owed' AND d.kind IN ('serve', 'holdHearing') AND (until IS NULL OR d.remind_at <= until)
        ORDER BY d.workflow_id
        ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL, changed_at = clock_timestamp()
        RETURNING 1)
      SELECT count(*)::integer FROM woken`,
  },
  {
    signature: 'cases_that_fail(at_least integer)', returns: 'TABLE (case_id uuid, attempts integer)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT f.case_id, f.attempts FROM command_failure f WHERE f.attempts >= at_least ORDER BY f.case_id',
  },
];

/** The daily proof: one row a day of counts, and one row a difference, seen by the office of its case. */
export class Proof1763769600004 implements MigrationInterface {
  readonly name = 'Proof1763769600004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await createReaderFunctions(runner, proofReaderFunctions);
  }

  /** Forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const tables = `
-- The legal instant at which the workflow of a duty has its next thing to tell.
ALTER TABLE duty ADD COLUMN remind_at timestamptz;
CREATE INDEX duty_by_reminder ON duty (remind_at) WHERE status = 'owed' AND remind_at IS NOT NULL;

CREATE TABLE proof (
  date date PRIMARY KEY,
  made_at timestamptz NOT NULL,
  machine_at timestamptz NOT NULL,
  cases integer NOT NULL CHECK (cases >= 0),
  clocks integer NOT NULL CHECK (clocks >= 0),
  -- Number of differences by cause.
  causes jsonb NOT NULL,
  -- Whether the stored clocks could be compared: only a proof of the day itself sees them as they were.
  stored_compared boolean NOT NULL
);
CREATE INDEX gateway_message_by_case ON gateway_message (case_id);
CREATE TABLE proof_difference (
  date date NOT NULL REFERENCES proof ON DELETE CASCADE,
  place integer NOT NULL,
  case_id uuid NOT NULL,
  office_id text NOT NULL,
  clock_id text,
  kind text NOT NULL,
  cause text NOT NULL,
  about jsonb NOT NULL,
  PRIMARY KEY (date, case_id, place)
);
${confinedByOffice('proof_difference')}
GRANT SELECT, INSERT, UPDATE ON proof TO anjuan_app;
GRANT SELECT, INSERT, DELETE ON proof_difference TO anjuan_app;
GRANT SELECT ON gateway_message, command_failure TO anjuan_reader;
-- Pruning old keys locks the rows that it deletes.
GRANT UPDATE ON idempotency TO anjuan_reader;
`;
