/**
 * `npm run rearm [-- --training] [--unarmed]`: wakes or starts every workflow that is owed: after Temporal was lost or
 * wiped, after PostgreSQL was restored, or whenever in doubt, since a wake too many does no harm. It needs PostgreSQL
 * only; the relay of the worker carries the wakes as soon as Temporal answers. `--unarmed` leaves out the cases whose
 * workflow is known to sleep.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore, rearmCases } from '#store';
import { instanceDatabase } from './verify/instance-database.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { training: { type: 'boolean', default: false }, unarmed: { type: 'boolean', default: false } } });
  const folder = resolve(process.env.ANJUAN_DATA_DIR ?? '.anjuan');
  const url = process.env.DATABASE_URL ?? (await instanceDatabase(values.training ? resolve(folder, 'training') : folder)).appUrl;
  const source = await openStore(url, { applicationName: 'anjuan rearm', poolSize: 1 });
  try {
    const woken = await rearmCases(source, { everything: !values.unarmed });
    // A Temporal restored from an older backup may know the case and not its services and hearings.
    if (!values.unarmed) await source.query('SELECT wake_duties(NULL)');
    console.log(`rearm: ${woken} ${woken === 1 ? 'case' : 'cases'} woken; the worker's relay delivers the wakes`);
  } finally {
    await source.destroy();
  }
}

try {
  await main();
} catch (error) {
  console.error(`rearm: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
