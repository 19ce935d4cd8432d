/** Faults of what people and Temporal send: the same command twice at the same instant; signals twice, late, out of order; a calendar amended. */
import { addDays, type CalendarVersion, type LegalDate } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import { LawShelf } from '#commands';
import { openStore } from '#store';
import type { Fault, Scene } from './fault.ts';
import { ownCase } from './process-faults.ts';
import { signal, withTemporal } from './temporal-look.ts';

const twice: Fault = {
  code: 'twice', title: 'the same command twice at the same instant',
  async run(scene) {
    const { life, desk, chance } = scene;
    const on = await life.standStill();
    const told: string[] = [];
    for (let time = 0; time < 4; time += 1) {
      // The same key at both APIs: one command, both answers tell of it.
      const oneKey = await ownCase(scene, 'opened');
      const key = desk.nextKey();
      const [a, b] = await Promise.all([0, 1].map((api) => life.take(oneKey, 'proposeFiling', chance, { on, key, api })));
      const events = [a, b].map((answer) => JSON.stringify((answer?.body['events'] as { seq: number }[] | undefined ?? []).map(({ seq }) => seq)));
      if (a?.status !== 200 || b?.status !== 200 || events[0] !== events[1]) throw new Error(`The same key twice: ${a?.status} with events ${events[0] ?? ''}, ${b?.status} with events ${events[1] ?? ''}`);
      if (a.body['repeated'] === b.body['repeated']) throw new Error(`The same key twice: both answers say repeated: ${String(a.body['repeated'])}.`);
      // Two keys for what is done once: the law takes one and refuses the other.
      const statuses = (await Promise.all([0, 1].map((api) => life.take(oneKey, 'fileCase', chance, { on, api })))).map(({ status }) => status).sort((a, b) => a - b);
      if (statuses.join() !== '200,409') throw new Error(`Two keys for a step that is taken once were answered with ${statuses.join(' and ')}.`);
      // Two keys for what may be done again: both stand.
      const both = (await Promise.all([0, 1].map((api) => life.take(oneKey, 'takeEvidence', chance, { on, api })))).map(({ status }) => status);
      if (both.join() !== '200,200') throw new Error(`Two keys for a step that may be repeated were answered with ${both.join(' and ')}.`);
      // One key, two bodies: one is done, the other is told so.
      const shared = desk.nextKey();
      const bodies = (await Promise.all([on, addDays(on, -1)].map((day, api) => life.take(oneKey, 'takeEvidence', chance, { on: day, key: shared, api })))).map(({ status }) => status).sort((a, b) => a - b);
      if (bodies.filter((status) => status === 200).length > 1) throw new Error(`One key with two bodies was answered with ${bodies.join(' and ')}.`);
      told.push(bodies.join('/'));
      life.spared.delete(oneKey);
    }
    return `4 times at both APIs: one key answered alike, two keys of a step taken once answered 200 and 409, of a repeatable step 200 and 200, one key with two bodies ${told.join(', ')}`;
  },
};

const signals: Fault = {
  code: 'signals', title: 'signals twice, late, out of order',
  async run({ parts, life, chance }) {
    const ids = async (): Promise<string[]> => parts.asOwner(async (owner) => (await owner.query<{ id: string }>("SELECT 'case/' || case_id AS id FROM case_head UNION SELECT workflow_id FROM duty WHERE workflow_id !~ '^case/'")).rows.map(({ id }) => id));
    const early = await ids();
    let sent = 0;
    let nobody = 0;
    const send = async (workflowIds: readonly string[]): Promise<void> => withTemporal(parts.temporalAddress, async (client) => {
      await Promise.all(workflowIds.map(async (workflowId) => {
        sent += 1;
        if (!(await signal(client, workflowId))) nobody += 1;
      }));
    });
    // Twice at once, services before their cases or after, as it comes.
    await send(chance.shuffled([...early, ...early]));
    await life.goOn(2);
    // Late: what was to be looked at rounds ago; and to what has ended since.
    await send(chance.shuffled(early));
    // As the relay brings them: whatever has ended begins again, reads and ends.
    await parts.asSuperuser((superuser) => superuser.query("INSERT INTO outbox AS o (workflow_id) SELECT unnest($1::text[]) ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1", [chance.shuffled(early)]));
    await send(chance.shuffled(await ids()));
    return `${sent} signals, each workflow at least three times, ${nobody} of them to workflows that had ended; and ${early.length} late wakes by the relay`;
  },
};

const amended: Fault = {
  code: 'calendar', title: 'a calendar amended while clocks run',
  async run({ parts, life, desk }) {
    const on = await life.today();
    const { version, day, running } = await amend({ parts, desk }, on);
    await life.goOn(1);
    return `${version}: ${day} becomes a rest day while ${running} clocks run; proposed twice, rejected once, approved by a second person`;
  },
};

/** A notice of today by two persons: the days of the year as they stand, with one more rest day soon. */
async function amend({ parts, desk }: Pick<Scene, 'parts' | 'desk'>, on: LegalDate): Promise<{ version: string; day: LegalDate; running: number }> {
  const calendars = await calendarsNow(parts.database.appUrl);
  const year = Number(on.slice(0, 4));
  const before = calendars.versions.filter((one) => one.year === year && one.region === 'CN').at(-1);
  const calendar = calendars.asKnownOn(on);
  let day = addDays(on, 3);
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1);
  const days: CalendarVersion['days'] = { ...before?.days, ...(day.startsWith(String(year)) ? { [day]: 'rest' as const } : { [`${year}-12-31`]: 'rest' as const }) };
  const id = `演练通知${on}-${desk.nextKey()}`;
  const propose = async (): Promise<string> => {
    const { status, body } = await desk.post('/api/calendars', 'r.legal.a', { region: 'CN', year, notice: { id, title: '演练：部分节假日安排的调整', publishedOn: on, source: 'faults' }, days });
    if (status !== 201) throw new Error(`The amended calendar was not proposed: ${status} ${JSON.stringify(body).slice(0, 300)}`);
    return String(body['proposalId']);
  };
  await desk.post(`/api/calendars/${await propose()}/reject`, 'r.legal.b', {});
  const { status, body } = await desk.post(`/api/calendars/${await propose()}/approve`, 'r.legal.b', {});
  if (status !== 200) throw new Error(`The amended calendar was not approved: ${status} ${JSON.stringify(body).slice(0, 300)}`);
  const running = await parts.asOwner(async (owner) => (await owner.query<{ n: number }>("SELECT count(*)::int AS n FROM clock WHERE status = 'running'")).rows[0]?.n ?? 0);
  return { version: id, day, running };
}

/** The calendars as the record has them now, which a restore may have taken back. */
async function calendarsNow(appUrl: string): Promise<ReturnType<typeof lawBookFromFiles>['calendars']> {
  const source = await openStore(appUrl, { applicationName: 'anjuan faults', poolSize: 1 });
  try {
    return (await new LawShelf(lawBookFromFiles({})).book(source.manager)).calendars;
  } finally {
    await source.destroy();
  }
}

export const commandFaults: readonly Fault[] = [twice, signals, amended];
