/** Faults of whole processes: killed in the middle of their work, stopped for a while, started again without memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, rearmCases, skipElectronicReceipts, skipPaymentReferences } from '#store';
import { nameOf, type TemporalCluster } from '../cluster/temporal-cluster.ts';
import type { Fault, Scene } from './fault.ts';
import { holding, SESSIONS, wakeCase } from './catching.ts';
import { TWO, type One } from './parts.ts';

/** A case of its own that nobody else works on: opened, proposed, so that a step is open. */
export async function ownCase({ life, chance }: Scene, upTo: 'opened' | 'proposed' | 'filed'): Promise<string> {
  const on = await life.today();
  const caseId = await life.open(on);
  if (caseId === null) throw new Error('A case for the fault could not be opened.');
  life.spared.add(caseId);
  const steps = upTo === 'opened' ? [] : upTo === 'proposed' ? ['proposeFiling'] : ['proposeFiling', 'fileCase'];
  for (const step of steps) {
    const { status, body } = await life.take(caseId, step, chance, { on });
    if (status !== 200) throw new Error(`The case for the fault did not come to ${step}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
  }
  return caseId;
}

const killedWorker: Fault = {
  code: 'worker', title: 'kill -9 of a worker in mid-activity',
  async run(scene) {
    const { parts, life, chance } = scene;
    const one: One = chance.happens(0.5) ? 0 : 1;
    const other: One = one === 0 ? 1 : 0;
    await life.standStill();
    const caseId = await ownCase(scene, 'filed');
    await life.pause();
    await life.rest();
    // The other worker is away, so that whatever comes for the case is of this one.
    await parts.killWorker(other);
    await holding(parts, [caseId], async (waiting) => {
      await wakeCase(parts, caseId);
      await waiting(SESSIONS.worker);
      await parts.killWorker(one);
    });
    await parts.bringWorker(other);
    life.begin();
    await life.goOn(1);
    // A second time at any moment, with both at work.
    await sleep(chance.below(400));
    await parts.killWorker(other);
    await sleep(chance.below(600));
    await Promise.all(TWO.map((n) => parts.bringWorker(n)));
    life.steps = true;
    life.spared.delete(caseId);
    return `worker ${one + 1} killed while its activity waited in the record, worker ${other + 1} being away; then worker ${other + 1} killed at any moment`;
  },
};

const killedApi: Fault = {
  code: 'api', title: 'kill -9 of an API in mid-command',
  async run(scene) {
    const { parts, life, chance } = scene;
    const one: One = chance.happens(0.5) ? 0 : 1;
    const on = await life.standStill();
    const caseId = await ownCase(scene, 'filed');
    const sent = await holding(parts, [caseId], async (waiting) => {
      // Sent to this API first; cut off, it goes to the other with the same key.
      const command = life.take(caseId, 'takeEvidence', chance, { on, api: one });
      await waiting(SESSIONS.api);
      await parts.killApi(one);
      return { command };
    });
    const { status, body } = await sent.command;
    if (status !== 200) throw new Error(`The command that was cut off ended with ${status} ${JSON.stringify(body).slice(0, 300)}`);
    await parts.bringApi(one);
    life.steps = true;
    const resentBefore = scene.desk.count.resent;
    // At any moment of the thick of it, three times: before the commit, after it, before the answer.
    for (let time = 0; time < 3; time += 1) {
      await sleep(50 + chance.below(500));
      await parts.killApi(time % 2 === 0 ? one : one === 0 ? 1 : 0);
      await parts.bringApi(time % 2 === 0 ? one : one === 0 ? 1 : 0);
    }
    life.spared.delete(caseId);
    return `API ${one + 1} killed while a command waited inside its transaction; the command, sent again to the other, ${body['repeated'] === true ? 'was known' : 'was done'}; then 3 kills at any moment, ${scene.desk.count.resent - resentBefore} requests sent again`;
  },
};

const temporalAway: Fault = {
  code: 'temporal', title: 'Temporal stopped for a while; of several processes, kill -9 of one history process',
  async run(scene) {
    const { parts, life, desk, chance } = scene;
    if (parts.cluster !== null) return historyKilled(scene, parts.cluster);
    await life.standStill();
    await parts.stopTemporal();
    const before = desk.count.done;
    await life.goOn(2 + chance.below(2));
    const meanwhile = desk.count.done - before;
    const waiting = await parts.asOwner(async (owner) => (await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')).rows[0]?.n ?? 0);
    await parts.bringTemporal();
    life.steps = true;
    if (meanwhile === 0) throw new Error('No command was done while Temporal was away.');
    return `Temporal stopped; ${meanwhile} commands done meanwhile, ${waiting} wakes waited; then started again`;
  },
};

/** The other history process takes over what this one held: people, the clock and the workflows go on meanwhile. */
async function historyKilled({ life, desk, chance }: Scene, cluster: TemporalCluster): Promise<string> {
  const member = chance.happens(0.5) ? 'history-1' : 'history-2';
  await sleep(chance.below(500));
  await cluster.killMember(member);
  const before = desk.count.done;
  const days = await life.today();
  await life.goOn(2 + chance.below(2));
  const meanwhile = desk.count.done - before;
  const until = await life.today();
  await cluster.bringMember(member);
  await life.goOn(1);
  if (meanwhile === 0) throw new Error('No command was done while one history process was away.');
  return `${nameOf(member)} killed, the other taking over; ${meanwhile} commands done and the clock gone from ${days} to ${until} meanwhile; then started again`;
}

const temporalWiped: Fault = {
  code: 'wipe', title: "Temporal's database wiped, and rearm",
  async run({ parts, life, chance }) {
    await life.goOn(1);
    await sleep(chance.below(500));
    await parts.wipeTemporal();
    const woken = await rearm(parts.database.appUrl);
    return `Temporal came back without memory; rearm woke ${woken} cases`;
  },
};

/** As `npm run rearm`; `restored` as with its option. */
export async function rearm(appUrl: string, { restored = false }: { restored?: boolean } = {}): Promise<number> {
  const source = await openStore(appUrl, { applicationName: 'anjuan faults', poolSize: 1 });
  try {
    if (restored) {
      await skipPaymentReferences(source);
      await skipElectronicReceipts(source);
    }
    const woken = await rearmCases(source, { everything: true });
    await source.query('SELECT wake_duties(NULL)');
    return woken;
  } finally {
    await source.destroy();
  }
}

const postgresRestarted: Fault = {
  code: 'postgres', title: 'PostgreSQL restarted, and killed',
  async run({ parts, life, desk, chance }) {
    const told: string[] = [];
    for (const how of chance.shuffled(['fast', 'kill'] as const)) {
      await sleep(100 + chance.below(700));
      const away = Date.now();
      const resent = desk.count.resent;
      await parts.stopPostgres(how);
      await sleep(chance.below(1500));
      await parts.bringPostgres();
      told.push(`${how === 'fast' ? 'shut down' : 'kill -9'}, back after ${((Date.now() - away) / 1000).toFixed(1)} s, ${desk.count.resent - resent} requests sent again`);
      await life.goOn(1);
    }
    return told.join('; then ');
  },
};

export const processFaults: readonly Fault[] = [killedWorker, killedApi, temporalAway, temporalWiped, postgresRestarted];
