import type { ReaderFunction } from '../reader-function.ts';

/** All that the application may ask across offices. A test compares this list with the database. */
export const readerFunctions: readonly ReaderFunction[] = [
  {
    signature: 'case_office(wanted uuid)', returns: 'text', language: 'sql', volatility: 'STABLE',
    body: 'SELECT office_id FROM case_head WHERE case_id = wanted',
  },
  {
    // The lease is committed before anything is signalled, so no lock is held while Temporal is called.
    signature: 'claim_outbox(most integer, lease interval)', returns: 'TABLE (workflow_id text, version bigint, attempts integer)', language: 'sql', volatility: 'VOLATILE',
    body: `
      UPDATE outbox o SET claimed_until = clock_timestamp() + lease
      FROM (SELECT c.workflow_id FROM outbox c WHERE c.claimed_until IS NULL OR c.claimed_until < clock_timestamp()
            ORDER BY c.changed_at LIMIT most FOR UPDATE SKIP LOCKED) turn
      WHERE o.workflow_id = turn.workflow_id
      RETURNING o.workflow_id, o.version, o.attempts`,
  },
  {
    signature: 'settle_outbox(signalled text, at_version bigint)', returns: 'boolean', language: 'plpgsql', volatility: 'VOLATILE',
    body: `
      BEGIN
        DELETE FROM outbox WHERE workflow_id = signalled AND version = at_version;
        IF FOUND THEN RETURN true; END IF;
        UPDATE outbox SET claimed_until = NULL, attempts = 0, last_error = NULL WHERE workflow_id = signalled;
        RETURN false;
      END`,
  },
  {
    signature: 'fail_outbox(tried text, error text, again_after interval)', returns: 'void', language: 'sql', volatility: 'VOLATILE',
    body: `UPDATE outbox SET attempts = attempts + 1, last_error = left(error, 300), claimed_until = clock_timestamp() + again_after WHERE workflow_id = tried`,
  },
  {
    signature: 'outbox_state()', returns: 'TABLE (waiting integer, failing integer, oldest timestamptz)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT count(*)::integer, count(*) FILTER (WHERE attempts > 0)::integer, min(changed_at) FROM outbox',
  },
  {
    signature: 'unarmed_cases()', returns: 'SETOF uuid', language: 'sql', volatility: 'STABLE',
    body: 'SELECT case_id FROM case_head WHERE armed_for IS DISTINCT FROM next_wake_at OR seen_revision IS NULL OR seen_revision < woken_seq',
  },
  {
    // Everything: for Temporal lost, or PostgreSQL restored behind it; otherwise only where nobody is known to sleep.
    signature: 'rearm_cases(everything boolean)', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
    body: `
      WITH woken AS (
        INSERT INTO outbox AS o (workflow_id, case_id, office_id)
        SELECT 'case/' || h.case_id, h.case_id, h.office_id FROM case_head h
        WHERE h.armed_for IS DISTINCT FROM h.next_wake_at OR h.seen_revision IS NULL OR h.seen_revision < h.woken_seq
          OR (everything AND (h.closed_on IS NULL OR h.next_wake_at IS NOT NULL
                              OR EXISTS (SELECT 1 FROM duty d WHERE d.case_id = h.case_id AND d.status = 'owed')))
        ORDER BY h.case_id
        ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL, changed_at = clock_timestamp()
        RETURNING 1)
      SELECT count(*)::integer FROM woken`,
  },
  {
    // A Temporal namespace other than the one last seen holds none of our workflows: nothing is armed.
    signature: 'note_temporal_namespace(seen text)', returns: 'boolean', language: 'plpgsql', volatility: 'VOLATILE',
    body: `
      DECLARE known text;
      BEGIN
        SELECT temporal_namespace INTO known FROM instance FOR UPDATE;
        IF known IS NOT DISTINCT FROM seen THEN RETURN false; END IF;
        UPDATE instance SET temporal_namespace = seen;
        UPDATE case_head SET armed_for = NULL, seen_revision = NULL WHERE armed_for IS NOT NULL OR seen_revision IS NOT NULL;
        RETURN true;
      END`,
  },
  {
    signature: 'wake_due_cases(until timestamptz)', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
    body: `
      WITH woken AS (
        INSERT INTO outbox AS o (workflow_id, case_id, office_id)
        SELECT 'case/' || case_id, case_id, office_id FROM case_head WHERE next_wake_at <= until ORDER BY case_id
        ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL, changed_at = clock_timestamp()
        RETURNING 1)
      SELECT count(*)::integer FROM woken`,
  },
  {
    signature: 'due_cases(until timestamptz)', returns: 'TABLE (case_id uuid, wake_at timestamptz)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT h.case_id, h.next_wake_at FROM case_head h WHERE h.next_wake_at <= until ORDER BY h.next_wake_at, h.case_id',
  },
  {
    signature: 'next_due_instant()', returns: 'timestamptz', language: 'sql', volatility: 'STABLE',
    body: 'SELECT min(next_wake_at) FROM case_head',
  },
  {
    signature: 'owed_duties()', returns: 'TABLE (duty_id text, case_id uuid, kind text, workflow_id text, attempts integer)', language: 'sql', volatility: 'STABLE',
    body: "SELECT d.duty_id, d.case_id, d.kind, d.workflow_id, d.attempts FROM duty d WHERE d.status = 'owed' ORDER BY d.duty_id",
  },
  {
    signature: 'open_cases_after(last uuid, most integer)', returns: 'SETOF uuid', language: 'sql', volatility: 'STABLE',
    body: 'SELECT case_id FROM case_head WHERE closed_on IS NULL AND (last IS NULL OR case_id > last) ORDER BY case_id LIMIT most',
  },
  {
    signature: 'cases_on_other_calendar(version text, last uuid, most integer)', returns: 'SETOF uuid', language: 'sql', volatility: 'STABLE',
    body: 'SELECT case_id FROM case_head WHERE closed_on IS NULL AND calendar_version <> version AND (last IS NULL OR case_id > last) ORDER BY case_id LIMIT most',
  },
  {
    signature: 'prune_idempotency(before timestamptz, most integer)', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
    body: `
      WITH old AS (SELECT actor_id, route, key FROM idempotency WHERE created_at < before ORDER BY created_at LIMIT most FOR UPDATE SKIP LOCKED),
      gone AS (DELETE FROM idempotency i USING old WHERE (i.actor_id, i.route, i.key) = (old.actor_id, old.route, old.key) RETURNING 1)
      SELECT count(*)::integer FROM gone`,
  },
];
