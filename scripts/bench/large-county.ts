/**
 * A record as large as asked for: copies of cases that the service itself brought to where they stand, under other ids,
 * numbers, offices and due days, loaded by COPY into the same tables, with all constraints.
 */
import { Client } from 'pg';
import { eventHash, NO_EVENT_BEFORE, type ChainedEvent } from '#store/chain';
import { copyIn } from './copy-in.ts';
import { drawing } from './figures.ts';

export interface CountySize { counties: number; officesEach: number; cases: number; openTasks: number; /** Of so many cases the events are there too. */ withEvents: number }

type Row = Record<string, unknown>;
interface Template { caseId: string; officeId: string; countyId: string; number: string; head: Row; tasks: Row[]; clocks: Row[]; duties: Row[]; events: Row[] }

const AT_ONCE = 2_000;
const TABLES = ['case_head', 'case_event', 'task', 'clock', 'duty'] as const;
type Table = (typeof TABLES)[number];

/** Loads it; the county of the templates is one of the counties. Answers how many rows each table got. */
export async function loadLargeCounty(ownerUrl: string, size: CountySize, seed: number, say: (line: string) => void): Promise<Record<Table, number>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Dates as texts: a day of the law is not an instant of this machine.
    await client.query("SET timezone = 'UTC'");
    const offices = await enterOffices(client, size);
    const templates = await readTemplates(client);
    const open = templates.filter(({ head, tasks }) => head.closed_on === null && tasks.length > 0);
    // Most closed cases are short ones.
    const [short, ...long] = templates.filter(({ head }) => head.closed_on !== null).sort((a, b) => a.events.length - b.events.length);
    if (open.length === 0 || short === undefined) throw new Error('The instance holds no open and no closed case to copy.');
    const tasksEach = open.reduce((sum, one) => sum + one.tasks.length, 0) / open.length;
    const openCases = Math.min(size.cases, Math.round(size.openTasks / tasksEach));
    const draw = drawing(seed);
    const loaded = { case_head: 0, case_event: 0, task: 0, clock: 0, duty: 0 };
    for (let from = 0; from < size.cases; from += AT_ONCE) {
      const copies = Array.from({ length: Math.min(AT_ONCE, size.cases - from) }, (_, k) => {
        const n = from + k;
        // Open cases are strewn among the closed ones.
        const isOpen = Math.floor(((n + 1) * openCases) / size.cases) > Math.floor((n * openCases) / size.cases);
        const template = isOpen ? open[n % open.length] : n % 10 === 0 ? long[n % Math.max(1, long.length)] ?? short : short;
        const office = offices[Math.floor(draw() * offices.length)];
        if (template === undefined || office === undefined) throw new Error('There is nothing to copy.');
        return copyOf(template, n, office, draw, Math.floor(((n + 1) * size.withEvents) / size.cases) > Math.floor((n * size.withEvents) / size.cases));
      });
      for (const [table, rows] of Object.entries(await copyTables(client, copies)) as [Table, number][]) loaded[table] += rows;
      if (from % (AT_ONCE * 25) === 0 && from > 0) say(`  ${from} of ${size.cases} cases loaded`);
    }
    await client.query('ANALYZE');
    return loaded;
  } finally {
    await client.end();
  }
}

/** How the copies of `copyCases` stand: armed, as if their workflows slept; or known to no workflow. */
export interface Copies { of: readonly string[]; many: number; /** The number of the first, so that no two calls make the same case. */ from: number; armed: boolean }

/** Copies of the named cases in their own office, with their events, in turn; answers the ids. */
export async function copyCases(ownerUrl: string, { of, many, from, armed }: Copies): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SET timezone = 'UTC'");
    const templates = (await readTemplates(client)).filter(({ caseId }) => of.includes(caseId));
    const ids: string[] = [];
    for (let done = 0; done < many; done += AT_ONCE) {
      const copies = Array.from({ length: Math.min(AT_ONCE, many - done) }, (_, k) => {
        const template = templates[(done + k) % templates.length];
        if (template === undefined) throw new Error('There is no case to copy.');
        const copy = copyOf(template, from + done + k, { id: template.officeId, county: template.countyId }, () => 0, true, false);
        const [head] = copy.case_head;
        const arm = armed ? { armed_for: head?.next_wake_at, seen_revision: head?.seq } : { armed_for: null, seen_revision: null };
        return { ...copy, case_head: [{ ...head, ...arm }] };
      });
      ids.push(...copies.flatMap(({ case_head: [head] }) => (head === undefined ? [] : [String((head as Row).case_id)])));
      await copyTables(client, copies);
    }
    await client.query('ANALYZE');
    return ids;
  } finally {
    await client.end();
  }
}

/** Copies the rows of all tables, those that are referred to first. Answers how many each got. */
async function copyTables(client: Client, copies: readonly Record<Table, Row[]>[]): Promise<Record<Table, number>> {
  const loaded = { case_head: 0, case_event: 0, task: 0, clock: 0, duty: 0 };
  for (const table of TABLES) {
    const rows = copies.flatMap((one) => one[table]);
    const [first] = rows;
    if (first === undefined) continue;
    const columns = Object.keys(first);
    await copyIn(client, table, columns, rows.map((row) => columns.map((column) => row[column])));
    loaded[table] = rows.length;
  }
  return loaded;
}

async function enterOffices(client: Client, { counties, officesEach }: CountySize): Promise<{ id: string; county: string }[]> {
  for (let c = 1; c < counties; c += 1) {
    const county = String(900_000 + c);
    await client.query('INSERT INTO county (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [county, `测算县${c}`]);
    for (let o = 1; o <= officesEach; o += 1) {
      const id = `${county}${String(o).padStart(3, '0')}`;
      await client.query("INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ($1, $2, 'township', $3, $4, $1) ON CONFLICT DO NOTHING", [id, county, `测算镇${c}-${o}`, `测${c}${o}`]);
    }
  }
  const { rows } = await client.query<{ id: string; county: string }>("SELECT id, county_id AS county FROM office WHERE kind = 'township' ORDER BY id");
  return rows;
}

async function readTemplates(client: Client): Promise<Template[]> {
  const { rows: heads } = await client.query<Row>('SELECT *, opened_on::text, closed_on::text FROM case_head ORDER BY case_id');
  const of = async (table: string, caseId: unknown, days: string): Promise<Row[]> => (await client.query<Row>(`SELECT *${days} FROM ${table} WHERE case_id = $1`, [caseId])).rows;
  const templates: Template[] = [];
  for (const head of heads) {
    templates.push({
      caseId: String(head.case_id), officeId: String(head.office_id), countyId: String(head.county_id), number: String(head.case_number), head,
      tasks: await of('task', head.case_id, ', due_on::text, not_before::text'), clocks: await of('clock', head.case_id, ', anchor_on::text, due_on::text'), duties: await of('duty', head.case_id, ''),
      // The transaction that wrote an event is that of the copy.
      events: (await of('case_event', head.case_id, ', occurred_on::text')).map(({ written_by: _written, ...row }) => row).sort((a, b) => Number(a.seq) - Number(b.seq)),
    });
  }
  return templates;
}

/** `elsewhen`: with other days in the columns of the lists, so that they have something to sort. */
function copyOf(template: Template, n: number, office: { id: string; county: string }, draw: () => number, withEvents: boolean, elsewhen = true): Record<Table, Row[]> {
  const caseId = `b0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const later = elsewhen ? Math.floor(draw() * 400) - 60 : 0;
  const asCopy = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typeof value === 'string' || (typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)) ? renamed(value) : value]));
  const renamed = (value: unknown): unknown => (typeof value === 'string' ? renamedText(value) : JSON.parse(renamedText(JSON.stringify(value))));
  const renamedText = (text: string): string => text.replaceAll(template.caseId, caseId).replaceAll(`"officeId":"${template.officeId}"`, `"officeId":"${office.id}"`);
  const here = (row: Row): Row => ({ ...asCopy(row), case_id: caseId, office_id: office.id });
  const due = (row: Row): Row => ({ ...here(row), due_on: typeof row.due_on === 'string' ? moved(row.due_on, later) : null });
  const head: Row = { ...here(template.head), county_id: office.county, case_number: `${template.number.slice(0, -1)}-${n}号`, opened_on: moved(String(template.head.opened_on), elsewhen ? -Math.floor(draw() * 900) : 0) };
  const events = withEvents ? chained(template.events.map((row) => ({ ...asCopy(row), case_id: caseId, command_id: commandIdOf(n, Number(row.seq)), command_index: 0 }))) : [];
  const last = events.at(-1);
  return { case_head: [last === undefined ? head : { ...head, head_hash: last.hash }], case_event: events, task: template.tasks.map(due), clock: template.clocks.map(due), duty: template.duties.map(here) };
}

const commandIdOf = (n: number, seq: number): string => `c0000000-0000-4000-8000-${String(n * 1_000 + seq).padStart(12, '0')}`;
const moved = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The events under their new case, chained as the service would have chained them. */
const instant = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

function chained(rows: Row[]): Row[] {
  let previousHash: string = NO_EVENT_BEFORE;
  return rows.map((row) => {
    const hash = eventHash({
      caseId: row.case_id, seq: row.seq, previousHash, type: row.type, schemaVersion: row.schema_version, occurredOn: row.occurred_on, recordedAt: instant(row.recorded_at), machineAt: instant(row.machine_at),
      actorId: row.actor_id, commandId: row.command_id, pack: row.pack, packSha256: row.pack_sha256, calendarVersion: row.calendar_version, payload: row.payload,
    } as ChainedEvent);
    const entry: Row = { ...row, previous_hash: previousHash, hash };
    previousHash = hash;
    return entry;
  });
}
