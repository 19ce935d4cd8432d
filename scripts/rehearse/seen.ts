/** What a rehearsal has really seen: in the answers of the service, and in its record. */
import { Client } from 'pg';
import type { CaseEvent } from '#cases/model';
import { type Item, type ItemKind, item } from './declared.ts';

export class Seen {
  private readonly counts = new Map<string, Map<Item, number>>();

  /** Counts an item of a pack that an answer showed. */
  add(pack: string, one: Item, times = 1): void {
    const of = this.counts.get(pack) ?? new Map<Item, number>();
    of.set(one, (of.get(one) ?? 0) + times);
    this.counts.set(pack, of);
  }

  of(pack: string, one: Item): number { return this.counts.get(pack)?.get(one) ?? 0; }

  /** Everything counted for a pack that is not among these. */
  others(pack: string, known: readonly Item[]): [Item, number][] {
    const declared = new Set(known);
    return [...this.counts.get(pack) ?? []].filter(([one]) => !declared.has(one)).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Counts what the record holds: events, duties, ways of service, what machines did. Counted anew each time. */
  async readRecord(ownerUrl: string): Promise<void> {
    for (const of of this.counts.values()) for (const one of of.keys()) if (/^(event|duty|claim|way|late|verdict|place|seal|stood|verb) |^command (advance|fulfilDuty)$/.test(one)) of.delete(one);
    const client = new Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ pack: string; type: CaseEvent['type']; detail: string | null; n: number }>(`
        SELECT pack, type, CASE type WHEN 'dutyOwed' THEN payload->'duty'->>'kind' WHEN 'serviceAttempted' THEN CASE WHEN payload->>'result' <> 'failed' THEN payload->'attempt'->>'way' END END AS detail, count(*)::int AS n
        FROM case_event GROUP BY 1, 2, 3`);
      for (const { pack, type, detail, n } of rows) {
        this.add(pack, item('event', type), n);
        if (detail !== null) this.add(pack, item(type === 'dutyOwed' ? 'duty' : 'way', detail), n);
      }
      const { rows: late } = await client.query<{ pack: string; type: string; n: number }>("SELECT pack, type, count(*)::int AS n FROM case_event WHERE payload ? 'late' GROUP BY 1, 2");
      for (const { pack, type, n } of late) this.add(pack, item('late', type), n);
      const { rows: details } = await client.query<{ pack: string; kind: ItemKind; code: string | null; n: number }>(`
        SELECT pack, kind, code, count(*)::int AS n FROM case_event, LATERAL (VALUES
          ('verdict', CASE WHEN type = 'approvalSigned' THEN payload->>'verdict' END), ('verb', CASE WHEN type = 'taskHandled' THEN payload->>'verb' END), ('seal', CASE WHEN type = 'sealUsed' THEN payload->>'seal' END),
          ('place', CASE WHEN type = 'signersChanged' THEN coalesce(payload->>'place', 'removed') END), ('stood', CASE WHEN payload ? 'actingFor' THEN 'actingFor' END), ('stood', CASE WHEN payload ? 'lent' THEN 'lent' END)) AS of(kind, code)
        WHERE code IS NOT NULL GROUP BY 1, 2, 3`);
      for (const { pack, kind, code, n } of details) if (code !== null) this.add(pack, item(kind, code), n);
      const { rows: claims } = await client.query<{ pack: string; register: string; n: number }>("SELECT pack, jsonb_array_elements_text(payload->'claims') AS register, count(*)::int AS n FROM case_event WHERE type = 'stepTaken' GROUP BY 1, 2");
      for (const { pack, register, n } of claims) this.add(pack, item('claim', register), n);
      const { rows: machine } = await client.query<{ pack: string; command: string; n: number }>(`
        SELECT pack, CASE WHEN type = 'dutyFulfilled' THEN 'fulfilDuty' ELSE 'advance' END AS command, count(DISTINCT command_id)::int AS n FROM case_event WHERE actor_id = 'machine' GROUP BY 1, 2`);
      for (const { pack, command, n } of machine) this.add(pack, item('command', command), n);
    } finally {
      await client.end();
    }
  }
}
