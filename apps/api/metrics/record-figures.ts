/** What the alerts ask of the record: counts, ages and days, over all offices; no id, name or text of a case. */
import type { DataSource } from 'typeorm';
import { legalNow, MACHINE, setActor, withActor } from '#store';
import type { Family } from './exposition.ts';

interface Row {
  outbox: number; outbox_age: number | null; unarmed: number; overdue: number | null;
  proof_end: number | null; unexplained: number | null; late: number | null; since: number;
}

const gauge = (name: string, help: string, value: number): Family => ({ name: `anjuan_${name}`, type: 'gauge', help, samples: [{ value }] });

/** Read anew at each scrape, from PostgreSQL alone: a Temporal that is away hides nothing. */
export function recordFigures(source: DataSource): Promise<Family[]> {
  return withActor(source, { actorId: MACHINE, offices: [] }, async (m) => {
    const offices: { id: string }[] = await m.query('SELECT id FROM office');
    await setActor(m, { actorId: MACHINE, offices: offices.map((one) => one.id) });
    const { at } = await legalNow(m);
    const [row] = await m.query<Row[]>(`
      SELECT o.outbox, o.outbox_age, (SELECT count(*)::int FROM unarmed_cases()) AS unarmed,
        (SELECT extract(epoch FROM $1::timestamptz - min(wake_at))::float8 FROM due_cases($1)) AS overdue,
        extract(epoch FROM (p.date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')::float8 AS proof_end,
        (p.causes->>'unexplained')::int AS unexplained, coalesce((p.causes->>'recordedLate')::int, 0) + coalesce((p.causes->>'outage')::int, 0) AS late,
        (SELECT extract(epoch FROM made_at)::float8 FROM instance) AS since
      FROM (SELECT count(*)::int AS outbox, extract(epoch FROM clock_timestamp() - min(changed_at))::float8 AS outbox_age FROM outbox) o
      LEFT JOIN (SELECT date, causes FROM proof ORDER BY date DESC LIMIT 1) p ON true`, [at]);
    if (row === undefined) throw new Error('The record answered nothing.');
    const incidents = await m.query<{ kind: string; open: number }[]>('SELECT kind, count(*)::int AS open FROM incident WHERE closed_at IS NULL GROUP BY kind ORDER BY kind');
    return [
      gauge('outbox_rows', 'Wakes not yet delivered to Temporal.', row.outbox),
      gauge('outbox_oldest_seconds', 'Age of the oldest wake not yet delivered.', row.outbox_age ?? 0),
      gauge('cases_unarmed', 'Cases for which no workflow is known to sleep until their next wake.', row.unarmed),
      gauge('wake_overdue_seconds', 'How long the earliest wake that is due has been waiting: a lapse that is not recorded yet.', Math.max(0, row.overdue ?? 0)),
      gauge('legal_time_seconds', 'The legal clock.', Date.parse(at) / 1000),
      gauge('proof_covers_until_seconds', 'End of the last day that was proven; of an instance without a proof, its beginning.', row.proof_end ?? row.since),
      gauge('proof_unexplained', 'Differences of the last proof that nothing explains.', row.unexplained ?? 0),
      gauge('proof_recorded_late', 'Lapses that the last proof found recorded late or not at all.', row.late ?? 0),
      {
        name: 'anjuan_incidents_open', type: 'gauge', help: 'Open incidents, by kind.',
        samples: [{ labels: { kind: 'any' }, value: incidents.reduce((sum, one) => sum + one.open, 0) }, ...incidents.map(({ kind, open }) => ({ labels: { kind }, value: open }))],
      },
    ];
  });
}
