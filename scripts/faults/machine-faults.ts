/** Faults of the machine itself: its clock set back, its disk full for a while. */
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CannotRun, type Fault } from './fault.ts';
import type { Parts } from './parts.ts';

const LIBRARY = 'faketime/libfaketimeMT.so.1';

/** Where Debian and its kind keep libfaketime; null where it is not installed. */
function faketime(): string | null {
  if (process.platform !== 'linux') return null;
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib', ...readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu')).map((name) => join('/usr/lib', name))];
  return folders.map((folder) => join(folder, LIBRARY)).find((file) => existsSync(file)) ?? null;
}

const machineTime = (parts: Parts): Promise<number> => parts.asOwner(async (owner) => (await owner.query<{ at: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 AS at')).rows[0]?.at ?? 0);

/** libfaketime reads its file again within this time. */
const NOTICED = 2_000;

const setBack: Fault = {
  code: 'clock', title: 'the wall clock set back around PostgreSQL and the applications',
  async run({ parts, life, desk, chance }) {
    const library = faketime();
    if (library === null) throw new CannotRun('libfaketime is not installed (Debian: apt-get install libfaketime)');
    const hours = 2 + chance.below(20);
    const file = join(parts.dataDir, 'wall-clock');
    await writeFile(file, '+0s', { mode: 0o644 });
    await life.pause();
    await parts.beginAgainWith({ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' });
    life.begin();
    await life.goOn(1);
    const before = await machineTime(parts);
    const done = desk.count.done;
    await writeFile(file, `-${hours}h`);
    await sleep(NOTICED);
    const after = await machineTime(parts);
    if (after > before - hours * 3600 + 600) throw new Error(`The wall clock of PostgreSQL was not set back: ${before} and then ${after}.`);
    await life.goOn(3);
    const meanwhile = desk.count.done - done;
    await writeFile(file, '+0s');
    await sleep(NOTICED);
    await life.goOn(1);
    await life.pause();
    const fallen = await parts.asOwner(async (owner) => (await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM case_event b JOIN case_event a ON a.case_id = b.case_id AND a.seq = b.seq - 1 WHERE b.recorded_at < a.recorded_at')).rows[0]?.n ?? 0);
    await parts.beginAgainWith({});
    if (meanwhile === 0) throw new Error('No command was done while the wall clock was back.');
    if (fallen > 0) throw new Error(`${fallen} events bear an earlier instant than the one before them.`);
    return `the wall clock of PostgreSQL, APIs and workers set back by ${hours} hours while they ran, ${meanwhile} commands done so, and forward again; no recorded instant fell`;
  },
};

const fullDisk: Fault = {
  code: 'disk', title: 'a disk that is full for a while, under PostgreSQL and the files',
  async run({ parts, life, desk, chance }) {
    const { disk } = parts;
    if (disk === null) throw new CannotRun('no disk of its own can be mounted here (tmpfs; Linux, as root)');
    const refused = { away: desk.count.away, resent: desk.count.resent };
    let uploads = 0;
    const caseId = chance.oneOf(life.cases) ?? '';
    await life.standStill();
    await disk.fill(0);
    try {
      for (const until = Date.now() + 4_000 + chance.below(4_000); Date.now() < until || desk.count.away + desk.count.resent === refused.away + refused.resent;) {
        if (Date.now() > until + 30_000) throw new Error('Nobody was told that something is away while the disk was full.');
        const { status } = await life.upload(caseId, chance, true);
        if (status === 503 || status === 0) uploads += 1;
        await sleep(100);
      }
    } finally {
      await disk.widen();
    }
    const died = !(await parts.postgresAnswers());
    if (died) await parts.bringPostgres();
    life.steps = true;
    return `no room left for a while: ${desk.count.away - refused.away} answers that something is away, ${uploads} uploads put off${died ? '; PostgreSQL had ended itself and was started again' : ''}`;
  },
};

export const machineFaults: readonly Fault[] = [setBack, fullDisk];
