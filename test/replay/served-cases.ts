import { AMOUNT_STEP } from '../../scripts/replay/activities.ts';
import { fineCases, surveyFines } from '../../scripts/replay/fine-cases.ts';
import type { FineRow } from '../../scripts/replay/fine-file.ts';
import { FINE_PACK } from '../../scripts/replay/replay-case.ts';
import type { HttpAnswer, RunningService } from './running-service.ts';

/** What the service has on record of one case, and what it refused. */
export interface ServedCase {
  caseId: string;
  steps: { step: string; on: string; byTime: boolean }[];
  events: ServedEvent[];
  refused: { activity: string; code: string }[];
}
export interface ServedEvent { seq: number; type: string; occurredOn: string; recordedAt: string; actorId: string; commandId: string; payload: Record<string, unknown> }

/** So many cases of a file: the first of every sequence of activities, then the first of the others. */
export async function chooseCases(path: string, howMany: number): Promise<FineRow[][]> {
  const file = await surveyFines(path);
  const first = new Map<string, FineRow[]>();
  const others: FineRow[][] = [];
  for await (const rows of fineCases(file)) {
    const sequence = rows.map((row) => row.activityName).join(', ');
    if (first.has(sequence)) others.push(rows);
    else first.set(sequence, rows);
  }
  return [...first.values(), ...others].slice(0, howMany);
}

/**
 * Plays cases through the service day by day, as officers would: the clock is stepped to the day, then its facts are
 * sent. Penalties are not sent; their amounts are when the service asks for them. At the end time runs to `horizon`.
 */
export async function playThrough(service: RunningService, cases: readonly FineRow[][], horizon: string): Promise<Map<string, ServedCase>> {
  const play = new Play(service, cases);
  const rows = cases.flat().filter((row) => row.activity.act !== 'produced').map((row, index) => ({ row, index })).sort((a, b) => (a.row.on < b.row.on ? -1 : a.row.on > b.row.on ? 1 : a.index - b.index));
  let today = '';
  for (const { row } of rows) {
    if (row.on !== today) await play.stepTo(row.on);
    today = row.on;
    await play.send(row);
  }
  await play.stepTo(horizon);
  return play.read();
}

class Play {
  readonly #ids = new Map<string, string>();
  readonly #refused = new Map<string, { activity: string; code: string }[]>();
  readonly #amounts: ReadonlyMap<string, FineRow>;

  constructor(private readonly service: RunningService, private readonly cases: readonly FineRow[][]) {
    this.#amounts = new Map(cases.flat().filter((row) => row.activity.act === 'produced').map((row) => [row.caseId, row]));
  }

  async stepTo(day: string): Promise<void> {
    expectDone(await this.service.post('/api/training/clock', { to: day }), `the step of the clock to ${day}`);
  }

  async send(row: FineRow): Promise<void> {
    const id = this.#ids.get(row.caseId);
    if (row.activity.act === 'open') {
      const answer = await this.service.post('/api/cases', { pack: FINE_PACK, on: row.on, parties: [{ kind: 'citizen', identity: { name: `车主${row.caseId}`, address: '勉县和平路2号' } }], facts: row.facts });
      if (this.#kept(row, answer)) this.#ids.set(row.caseId, String(answer.body['caseId']));
      return;
    }
    if (id === undefined) throw new Error(`Case ${row.caseId} was not opened.`);
    await this.#answerTask(row.caseId, id);
    this.#kept(row, await this.service.post(`/api/cases/${id}/steps/${row.activity.step}`, { on: row.on, facts: row.facts }));
  }

  async read(): Promise<Map<string, ServedCase>> {
    const found = new Map<string, ServedCase>();
    for (const [name, id] of this.#ids) {
      await this.#answerTask(name, id);
      const view = expectDone(await this.service.get(`/api/cases/${id}`), `case ${name}`);
      const events = expectDone(await this.service.get(`/api/cases/${id}/events?limit=100`), `events of ${name}`);
      found.set(name, { caseId: id, steps: view['steps'] as ServedCase['steps'], events: events['items'] as ServedEvent[], refused: this.#refused.get(name) ?? [] });
    }
    return found;
  }

  async #answerTask(name: string, id: string): Promise<void> {
    const { tasks } = expectDone(await this.service.get(`/api/cases/${id}`), `case ${name}`) as unknown as { tasks: { step: string }[] };
    const row = this.#amounts.get(name);
    if (row === undefined || !tasks.some((task) => task.step === AMOUNT_STEP)) return;
    expectDone(await this.service.post(`/api/cases/${id}/steps/${AMOUNT_STEP}`, { facts: row.facts }), `the amount of the penalty of ${name}`);
  }

  #kept(row: FineRow, { status, body }: HttpAnswer): boolean {
    if (status < 300) return true;
    const blockers = body['blockers'] as { code: string }[] | undefined;
    if (blockers === undefined) throw new Error(`${row.caseId}, ${row.activityName}: ${status} ${JSON.stringify(body)}`);
    this.#refused.set(row.caseId, [...(this.#refused.get(row.caseId) ?? []), ...blockers.map(({ code }) => ({ activity: row.activityName, code }))]);
    return false;
  }
}

function expectDone({ status, body }: HttpAnswer, what: string): Record<string, unknown> {
  if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
}
