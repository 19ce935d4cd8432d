/** Faults of the record's database: a backup put back, a session cut in mid-transaction, a crowded outbox. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backUp, putBack } from './backup.ts';
import { holding, SESSIONS, wakeCase } from './catching.ts';
import type { Acknowledged } from './ledger.ts';
import type { Fault } from './fault.ts';
import { ownCase, rearm } from './process-faults.ts';

const restored: Fault = {
  code: 'restore', title: 'PostgreSQL restored from a backup behind a living Temporal',
  async run({ parts, life, desk, chance }) {
    const backup = join(parts.dataDir, 'backup');
    let kept: readonly Acknowledged[] = [];
    let receipts: readonly string[] = [];
    await parts.asSuperuser((superuser) => backUp(superuser, parts.clusterFolder, backup, async () => {
      await life.pause();
      kept = desk.ledger.all;
      receipts = life.bank.all;
    }));
    life.begin();
    await life.goOn(2 + chance.below(2));
    await life.pause();
    await parts.stopPostgres('kill');
    await putBack(backup, parts.clusterFolder);
    await parts.bringPostgres();
    const lost = desk.ledger.forgetExcept(kept);
    life.takeDays();
    const woken = await rearm(parts.database.appUrl, { restored: true });
    const again = await life.bank.againExcept(receipts, desk);
    await life.dropUnknown();
    if (lost === 0) throw new Error('Nothing was done between backup and restore.');
    return `a backup of ${kept.length} commands put back, ${lost} later ones with it gone from the record, Temporal living on; rearm woke ${woken} cases; ${again} receipts of the bank brought in again`;
  },
};

const cut: Fault = {
  code: 'cut', title: 'connections cut in mid-transaction',
  async run(scene) {
    const { parts, life, desk, chance } = scene;
    const on = await life.standStill();
    const caseId = await ownCase(scene, 'filed');
    const resent = desk.count.resent;
    // One of an API, known to wait inside its transaction.
    const command = await holding(parts, [caseId], async (waiting) => {
      const sent = life.take(caseId, 'takeEvidence', chance, { on });
      const [pid] = await waiting(SESSIONS.api);
      await parts.asSuperuser((superuser) => superuser.query('SELECT pg_terminate_backend($1)', [pid]));
      return { sent };
    });
    const { status, body } = await command.sent;
    if (status !== 200) throw new Error(`The command whose session was cut ended with ${status} ${JSON.stringify(body).slice(0, 300)}`);
    // One of a worker.
    await life.pause();
    await holding(parts, [caseId], async (waiting) => {
      await wakeCase(parts, caseId);
      const [pid] = await waiting(SESSIONS.worker);
      await parts.asSuperuser((superuser) => superuser.query('SELECT pg_terminate_backend($1)', [pid]));
    });
    // And any that has written something and not yet committed, for a while.
    life.begin();
    life.steps = true;
    const hit = { api: 0, worker: 0 };
    await parts.asSuperuser(async (superuser) => {
      for (const until = Date.now() + 15_000; Date.now() < until && (hit.api < 5 || hit.worker < 5);) {
        const { rows } = await superuser.query<{ application_name: string }>(`
          SELECT application_name FROM pg_stat_activity WHERE application_name = ANY ($1) AND backend_xid IS NOT NULL AND pg_terminate_backend(pid)`, [Object.values(SESSIONS)]);
        for (const row of rows) hit[row.application_name === SESSIONS.api ? 'api' : 'worker'] += 1;
        await sleep(rows.length > 0 ? 200 + chance.below(300) : 1);
      }
    });
    life.spared.delete(caseId);
    if (hit.api + hit.worker === 0) throw new Error('No session was found in the middle of a transaction.');
    return `one session of an API and one of a worker that waited in their transactions, then ${hit.api} of APIs and ${hit.worker} of workers that had written and not committed; ${desk.count.resent - resent} requests sent again`;
  },
};

const crowdedOutbox: Fault = {
  code: 'outbox', title: 'a crowded outbox (10,000 rows)',
  async run({ parts, life, desk, outboxRows }) {
    await life.standStill();
    const before = desk.took.length;
    const began = Date.now();
    // Wakes of cases that are none: each starts a workflow, which finds no record and ends.
    await parts.asSuperuser((superuser) => superuser.query("INSERT INTO outbox (workflow_id) SELECT 'case/' || gen_random_uuid() FROM generate_series(1, $1)", [outboxRows]));
    const commandsWhile = desk.count.done;
    for (let left = outboxRows, least = left, since = Date.now(); left > 100;) {
      await life.goOn(1);
      left = await parts.asOwner(async (owner) => (await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')).rows[0]?.n ?? 0);
      if (left < least) { least = left; since = Date.now(); }
      if (Date.now() - since > 120_000) throw new Error(`${left} of ${outboxRows} wakes wait, and none was delivered for two minutes.`);
    }
    const seconds = (Date.now() - began) / 1000;
    const took = desk.took.slice(before).sort((a, b) => a - b);
    life.steps = true;
    return `${outboxRows} wakes delivered in ${seconds.toFixed(0)} s (${Math.round(outboxRows / seconds)} a second); ${desk.count.done - commandsWhile} commands done meanwhile, half of them within ${took[Math.floor(took.length / 2)] ?? 0} ms, 99 of 100 within ${took[Math.floor(took.length * 0.99)] ?? 0} ms`;
  },
};

export const databaseFaults: readonly Fault[] = [restored, cut, crowdedOutbox];
