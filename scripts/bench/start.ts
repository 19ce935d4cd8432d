/** From installed packages to an instance that is ready: a first start with its seed, and a second one on the same data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/ports.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startTemporal } from '../servers/temporal.ts';
import { Launcher } from '../start/instance.ts';
import { type Bench, rounded, timed } from './figures.ts';

const AIM_SECONDS = 20;

export const startBench: Bench = async ({ size, built, say }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'anjuan-bench-start-'));
  const bare = await mkdtemp(join(tmpdir(), 'anjuan-bench-servers-'));
  try {
    const first = await oneStart(dataDir, built, say);
    const again = await oneStart(dataDir, built, say);
    const floor = await timed(async () => {
      const [postgres, temporal] = await Promise.all([
        startPostgres({ dataDir: join(bare, 'postgres'), logFile: join(bare, 'postgresql.log'), port: await freePort() }),
        startTemporal({ dbFile: join(bare, 'temporal.db'), logFile: join(bare, 'temporal.log'), port: await freePort() }),
      ]);
      return async () => { await temporal.stop(); await postgres.stop(); };
    });
    await floor.answer();
    return {
      bench: 'start', shape: { users: first.users },
      figures: [{ name: 'first start, with the demo past', value: rounded(first.ms / 1000), unit: 's' }, { name: 'second start', value: rounded(again.ms / 1000), unit: 's' }],
      floors: [{ name: 'PostgreSQL (initdb) and Temporal alone', value: rounded(floor.ms / 1000), unit: 's' }],
      ratios: [{ name: 'first start to the servers alone', value: rounded(first.ms / floor.ms) }],
      aims: [{ name: `ready in under ${AIM_SECONDS} s`, met: size === 'full' ? first.ms / 1000 < AIM_SECONDS : null }],
      broken: again.users === first.users ? [] : ['The second start knows other people than the first.'],
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
    await rm(bare, { recursive: true, force: true });
  }
};

async function oneStart(dataDir: string, built: string, say: (line: string) => void): Promise<{ ms: number; users: number }> {
  const launcher = new Launcher({ options: { profile: 'development', dataDir, port: await freePort(), temporalNamespace: 'default' }, built, print: () => undefined });
  try {
    const { ms, answer } = await timed(() => launcher.start());
    say(`start: ready after ${(ms / 1000).toFixed(1)} s`);
    return { ms, users: answer.users.length };
  } finally {
    await launcher.stop();
  }
}
