/** What was acknowledged to people: a command that was answered as done stands in the record exactly once, and nothing else of theirs does. */
import type { Client } from 'pg';
import { EVERYBODY } from '../rehearse/cast.ts';

export interface Acknowledged { key: string; personId: string; what: string; caseId: string; first: number; last: number }

interface Recorded { case_id: string; command_id: string; actor_id: string; first: number; last: number; events: number }

export class Ledger {
  private readonly entries = new Map<string, Acknowledged>();

  get size(): number { return this.entries.size; }
  get all(): readonly Acknowledged[] { return [...this.entries.values()]; }

  /** Answers that contradict each other: one key, two places. */
  readonly contradictions: string[] = [];

  note(entry: Acknowledged): void {
    const before = this.entries.get(entry.key);
    if (before !== undefined && (before.caseId !== entry.caseId || before.first !== entry.first || before.last !== entry.last)) {
      this.contradictions.push(`${entry.key} (${entry.what}) was answered with events ${before.first}-${before.last} of ${before.caseId} and with ${entry.first}-${entry.last} of ${entry.caseId}`);
    }
    this.entries.set(entry.key, entry);
  }

  /** What was acknowledged after a backup is gone with its restore. Answers how many. */
  forgetExcept(kept: readonly Acknowledged[]): number {
    const gone = this.entries.size - kept.length;
    this.entries.clear();
    for (const entry of kept) this.entries.set(entry.key, entry);
    return gone;
  }

  /** Compares with the record, both ways: each entry with its one command, and each command of a person with its entry. */
  async compare(owner: Client): Promise<{ commands: number; faults: string[] }> {
    const people = EVERYBODY.map(({ id }) => id);
    const { rows } = await owner.query<Recorded>(`
      SELECT case_id::text, command_id::text, actor_id, min(seq) AS first, max(seq) AS last, count(*)::int AS events
      FROM case_event WHERE actor_id = ANY ($1) GROUP BY case_id, command_id, actor_id`, [people]);
    const recorded = new Map(rows.map((row) => [place(row.case_id, row.first), row]));
    const faults = [...this.contradictions];
    for (const { key, personId, what, caseId, first, last } of this.entries.values()) {
      const row = recorded.get(place(caseId, first));
      const said = `${key} (${what} in case ${caseId}, events ${first}-${last})`;
      if (row === undefined) faults.push(`${said} was acknowledged and is not in the record`);
      else if (row.last !== last || row.events !== last - first + 1 || row.actor_id !== personId) faults.push(`${said} stands otherwise in the record: events ${row.first}-${row.last}, ${row.events} of them, by ${row.actor_id}`);
    }
    const entered = new Map<string, string[]>();
    for (const { caseId, first, key } of this.entries.values()) entered.set(place(caseId, first), [...(entered.get(place(caseId, first)) ?? []), key]);
    for (const [at, keys] of entered) if (keys.length > 1) faults.push(`${keys.join(' and ')} were acknowledged with the same events, ${at}`);
    for (const [at, row] of recorded) if (!entered.has(at)) faults.push(`a command of ${row.actor_id} stands in the record, ${at}, and was acknowledged to nobody`);
    return { commands: rows.length, faults };
  }
}

const place = (caseId: string, seq: number): string => `case ${caseId} from event ${seq}`;
