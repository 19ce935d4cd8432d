/**
 * `npm run rearm [-- --training] [--unarmed] [--restored]`: wakes or starts every workflow that is owed: after Temporal was lost or
 * wiped, after PostgreSQL was restored, or whenever in doubt, since a wake too many does no harm. It needs PostgreSQL
 * only; the relay of the worker carries the wakes as soon as Temporal answers. `--unarmed` leaves out the cases whose
 * workflow is known to sleep. `--restored`, after PostgreSQL was restored and before anybody works with it: payment
 * references and electronic receipts go on behind those that papers of the lost hours may bear.
 */
import { parseArgs } from 'node:util';
import { openStore, rearmCases, REFERENCES_LEFT_OUT, skipElectronicReceipts, skipPaymentReferences } from '#store';
import { appUrlOf, dataFolder, terminalCommand } from './terminal-command.ts';

await terminalCommand('rearm', 'npm run rearm -- [--training] [--unarmed] [--restored]', async () => {
  const { values } = parseArgs({ options: { training: { type: 'boolean', default: false }, unarmed: { type: 'boolean', default: false }, restored: { type: 'boolean', default: false } } });
  const source = await openStore(await appUrlOf(dataFolder(values.training)), { applicationName: 'anjuan rearm', poolSize: 1 });
  try {
    if (values.restored) console.log(`rearm: ${await skipElectronicReceipts(source)} series of electronic receipts go on later, the numbers left out are on record`);
    if (values.restored) console.log(`rearm: ${await skipPaymentReferences(source)} series of payment references go on ${REFERENCES_LEFT_OUT} numbers later`);
    const woken = await rearmCases(source, { everything: !values.unarmed });
    // A Temporal restored from an older backup may know the case and not its services and hearings.
    if (!values.unarmed) await source.query('SELECT wake_duties(NULL)');
    console.log(`rearm: ${woken} ${woken === 1 ? 'case' : 'cases'} woken; the worker's relay delivers the wakes`);
    return 0;
  } finally {
    await source.destroy();
  }
});
