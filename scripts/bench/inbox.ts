/** What officers and the county legal office look at all day, over a record of a million cases. */
import { Client } from 'pg';
import { benchInstance } from './bench-instance.ts';
import { type Bench, percentile, rounded, timed } from './figures.ts';
import { closedLoop, figuresOf, type Load } from './load.ts';
import { loadLargeCounty, type CountySize } from './large-county.ts';

const AIM_MS = 30;
const CLIENTS = 16;
const FULL: CountySize = { counties: 10, officesEach: 20, cases: 1_000_000, openTasks: 200_000, withEvents: 10_000 };
const SMALL: CountySize = { counties: 3, officesEach: 4, cases: 6_000, openTasks: 2_400, withEvents: 400 };

interface Look { name: string; who: string; path: string; /** What an answer must hold. */ right: (body: { items?: unknown[]; total?: number }) => boolean; aimed: boolean }
const LOOKS: Look[] = [
  { name: 'inbox of an officer, 20 by due date with total', who: 'zhang.min', path: '/api/inbox?limit=20&sort=due', right: ({ items, total }) => items?.length === 20 && total !== undefined && total > 20, aimed: true },
  { name: 'inbox of the county legal office, 20 by due date with total', who: 'zhou.lan', path: '/api/inbox?limit=20&sort=due', right: ({ items }) => items !== undefined, aimed: true },
  { name: 'cases of a county, three filters, 20 by next due day', who: 'zhou.lan', path: '/api/cases?limit=20&sort=due&pack=administrative-penalty&closed=false&dueBefore=2027-06-30', right: ({ items }) => items?.length === 20, aimed: true },
  { name: 'cases of a county, newest', who: 'zhou.lan', path: '/api/cases?limit=20', right: ({ items }) => items?.length === 20, aimed: false },
  { name: 'figures of a county', who: 'zhou.lan', path: '/api/county', right: () => true, aimed: false },
  { name: 'figures of a team', who: 'zhang.min', path: '/api/team', right: () => true, aimed: false },
];

export const inboxBench: Bench = async ({ size, seed, built, say }) => {
  const county = size === 'full' ? FULL : SMALL;
  const many = size === 'full' ? 1_600 : 64;
  const instance = await benchInstance(built, 'inbox');
  try {
    const { ms, answer: loaded } = await timed(() => loadLargeCounty(instance.database.ownerUrl, county, seed, say));
    say(`inbox: ${loaded.case_head} cases, ${loaded.task} tasks, ${loaded.clock} clocks, ${loaded.case_event} events loaded in ${(ms / 1000).toFixed(0)} s`);
    const floor = await bareLook(instance.database.appUrl, many);
    const loads: { look: Look; alone: Load; load: Load }[] = [];
    for (const look of LOOKS) {
      const token = await instance.tokenOf(look.who);
      const ask = async (): Promise<string | null> => {
        const { status, body } = await instance.target.ask({ method: 'GET', path: look.path, token });
        return status === 200 && look.right(JSON.parse(body) as Parameters<Look['right']>[0]) ? null : `${look.name}: ${status} ${body.slice(0, 200)}`;
      };
      await closedLoop(CLIENTS, CLIENTS, ask);
      const alone = await closedLoop(1, Math.ceil(many / 40), ask);
      const load = await closedLoop(CLIENTS, look.aimed ? many : Math.ceil(many / 40), ask);
      say(`inbox: ${look.name}: p50 ${rounded(percentile(load.latencies, 50))} ms, p99 ${rounded(percentile(load.latencies, 99))} ms; alone ${rounded(percentile(alone.latencies, 50))} ms`);
      loads.push({ look, alone, load });
    }
    const bareP99 = percentile(floor.latencies, 99);
    return {
      bench: 'inbox', shape: { cases: loaded.case_head, openTasks: loaded.task, clocks: loaded.clock, events: loaded.case_event, counties: county.counties, offices: (county.counties - 1) * county.officesEach + 19, clients: CLIENTS, loadedInSeconds: Math.round(ms / 1000) },
      figures: loads.flatMap(({ look, alone, load }) => [...figuresOf(look.name, load), { name: `${look.name}: p50 with one client`, value: rounded(percentile(alone.latencies, 50)), unit: 'ms' as const }]),
      floors: figuresOf('twenty rows by an index, bare PostgreSQL', floor),
      ratios: loads.filter(({ look }) => look.aimed).map(({ look, load }) => ({ name: `p99 of ${look.name} to the bare rows`, value: rounded(percentile(load.latencies, 99) / bareP99) })),
      aims: loads.filter(({ look }) => look.aimed).map(({ look, load }) => ({ name: `${look.name}: p99 under ${AIM_MS} ms at ${CLIENTS} clients`, met: size === 'full' ? percentile(load.latencies, 99) < AIM_MS : null })),
      broken: loads.flatMap(({ alone, load }) => [...alone.wrong, ...load.wrong]).slice(0, 10),
    };
  } finally {
    await instance.stop();
  }
};

/** The floor: sixteen connections read twenty open tasks of an office by its index, in a transaction that sees the office, without totals or HTTP. */
async function bareLook(url: string, many: number): Promise<Load> {
  const idle: Client[] = await Promise.all(Array.from({ length: CLIENTS }, async () => { const client = new Client({ connectionString: url }); await client.connect(); return client; }));
  const all = [...idle];
  try {
    return await closedLoop(CLIENTS, many, async () => {
      const client = idle.pop();
      if (client === undefined) throw new Error('More clients than connections.');
      await client.query('BEGIN');
      await client.query("SELECT set_config('app.offices', '610725001', true)");
      const { rows } = await client.query("SELECT * FROM task WHERE office_id = '610725001' AND role = 'officer' AND persons = '{}' ORDER BY coalesce(due_on, 'infinity'::date) LIMIT 20");
      await client.query('COMMIT');
      idle.push(client);
      return rows.length > 0 ? null : 'The floor found no task.';
    });
  } finally {
    await Promise.all(all.map((client) => client.end()));
  }
}
