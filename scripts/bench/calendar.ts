/** An amended calendar notice while a county has a hundred thousand open cases and people go on working. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { addDays, CalendarBook, legalDate, type CalendarVersion } from '#law';
import { personId } from '../seed/teams.ts';
import { benchInstance, type BenchInstance } from './bench-instance.ts';
import { type Bench, percentile, rounded } from './figures.ts';
import { copyCases } from './large-county.ts';
import { closedLoop } from './load.ts';

export const calendarBench: Bench = async ({ size, built, say }) => {
  const many = size === 'full' ? 100_000 : 200;
  const instance = await benchInstance(built, 'calendar');
  const owner = new Client({ connectionString: instance.database.ownerUrl });
  try {
    await owner.connect();
    const { rows: templates } = await owner.query<{ case_id: string }>("SELECT DISTINCT h.case_id FROM case_head h JOIN clock c USING (case_id) WHERE h.closed_on IS NULL AND c.status = 'running'");
    const cases = await copyCases(instance.database.ownerUrl, { of: templates.map(({ case_id: id }) => id), many, from: 0, armed: true });
    say(`calendar: ${cases.length} open cases loaded`);
    const { rows: [work] } = await owner.query<{ case_id: string }>("SELECT case_id FROM case_head WHERE phase = 'investigation' AND closed_on IS NULL AND NOT case_id = ANY ($1::uuid[]) LIMIT 1", [cases]);
    const before = await judgedBy(owner, cases);

    await amend(instance);
    const began = Date.now();
    let done = false;
    const meanwhile = commandsUntil(instance, work?.case_id ?? '', () => done);
    let left = cases.length;
    // To look is work for the database that is being measured.
    const lookEvery = Math.max(500, many / 20);
    let told = began;
    for (const until = began + 3_600_000; left > 0 && Date.now() < until;) {
      await sleep(lookEvery);
      const { rows: [row] } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM case_head WHERE closed_on IS NULL AND calendar_version = $1', [before]);
      left = row?.n ?? 0;
      if (Date.now() - told < 30_000) continue;
      told = Date.now();
      say(`calendar: ${left} cases are still to be judged again`);
    }
    const seconds = (Date.now() - began) / 1000;
    done = true;
    const load = await meanwhile;
    const { rows: [moved] } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM case_head WHERE case_id = ANY ($1::uuid[]) AND woken_seq > coalesce(seen_revision, 0)', [cases]);
    const floor = await bareUpdate(owner, cases.length);
    say(`calendar: ${cases.length} cases judged again in ${rounded(seconds)} s`);
    return {
      bench: 'calendar', shape: { openCases: cases.length, templates: templates.length },
      figures: [
        { name: 'all cases judged again', value: rounded(seconds), unit: 's' }, { name: 'cases judged again', value: rounded(cases.length / seconds), unit: 'per second' }, { name: 'cases whose workflow had to be woken', value: moved?.n ?? 0, unit: 'cases' },
        { name: 'commands meanwhile: p50', value: rounded(percentile(load.latencies, 50)), unit: 'ms' }, { name: 'commands meanwhile: p99', value: rounded(percentile(load.latencies, 99)), unit: 'ms' },
      ],
      floors: [{ name: 'as many rows of that width rewritten, a hundred a transaction', value: rounded(floor), unit: 's' }],
      ratios: [{ name: 'judging again to rewriting the rows', value: rounded(seconds / floor) }],
      aims: [], broken: [...(left === 0 ? [] : [`${left} cases were never judged by the amended calendar.`]), ...load.wrong.slice(0, 5)],
    };
  } finally {
    await owner.end();
    await instance.stop();
  }
};

async function judgedBy(owner: Client, cases: readonly string[]): Promise<string> {
  const { rows: [row] } = await owner.query<{ calendar_version: string }>('SELECT calendar_version FROM case_head WHERE case_id = $1', [cases[0]]);
  if (row === undefined) throw new Error('The first copy is not there.');
  return row.calendar_version;
}

/** Two people of the county legal office: one more rest day, on a working day soon. */
async function amend(instance: BenchInstance): Promise<void> {
  const today = legalDate(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  const book = CalendarBook.seed();
  let day = addDays(today, 2);
  while (!book.final().isWorkingDay(day)) day = addDays(day, 1);
  const year = Number(day.slice(0, 4));
  const known = book.versions.filter((version) => version.year === year && version.region === 'CN').at(-1);
  const days: CalendarVersion['days'] = { ...known?.days, [day]: 'rest' };
  const notice = { id: `测算通知${today}`, title: '测算：部分节假日安排的调整', publishedOn: today, source: 'bench' };
  const send = async (username: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const { status, body: text } = await instance.target.ask({ method: 'POST', path, token: await instance.tokenOf(username), body, key: randomUUID() });
    if (status !== 200 && status !== 201) throw new Error(`${path} answered ${status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const { proposalId } = await send('zhou.lan', '/api/calendars', { region: 'CN', year, notice, days });
  await send('wu.gang', `/api/calendars/${String(proposalId)}/approve`, {});
}

/** One officer goes on taking evidence until the amendment is through. */
async function commandsUntil(instance: BenchInstance, caseId: string, over: () => boolean): Promise<{ latencies: number[]; wrong: string[] }> {
  const token = await instance.tokenOf('zhang.min');
  const latencies: number[] = [];
  const wrong: string[] = [];
  while (!over() || latencies.length < 5) {
    const load = await closedLoop(1, 5, async () => {
      const { status, body } = await instance.target.ask({ method: 'POST', path: `/api/cases/${caseId}/steps/takeEvidence`, token, key: randomUUID(), body: { facts: { evidenceKind: 'inspectionRecord', evidenceSummary: '现场照片。' }, officers: [personId('zhang.min'), personId('li.qiang')] } });
      return status === 200 || status === 201 ? null : `A command meanwhile answered ${status}: ${body.slice(0, 200)}`;
    });
    latencies.push(...load.latencies);
    wrong.push(...load.wrong);
  }
  return { latencies, wrong };
}

async function bareUpdate(owner: Client, many: number): Promise<number> {
  await owner.query('CREATE TEMP TABLE bench_heads AS SELECT n AS id, 0 AS seq, jsonb_build_object(\'text\', repeat(\'state \', 500)) AS state FROM generate_series(1, $1::int) n', [many]);
  await owner.query('CREATE UNIQUE INDEX ON bench_heads (id)');
  const began = Date.now();
  for (let from = 0; from < many; from += 100) await owner.query("UPDATE bench_heads SET seq = seq + 1, state = jsonb_build_object('text', repeat('other ', 500)) WHERE id > $1 AND id <= $1 + 100", [from]);
  return Math.max(1, Date.now() - began) / 1000;
}
