/** `npm run migrate [-- --training]`: brings the schema up to date, as the owner of the database; forward only. */
import { parseArgs } from 'node:util';
import { migrate } from '#store';
import { dataFolder, ownerUrlOf, terminalCommand } from './terminal-command.ts';

await terminalCommand('migrate', 'npm run migrate -- [--training]', async () => {
  const { values } = parseArgs({ options: { training: { type: 'boolean', default: false } } });
  const ran = await migrate(await ownerUrlOf(dataFolder(values.training)));
  console.log(`migrate: ${ran.length === 0 ? 'the schema is up to date' : ran.join(', ')}`);
  return 0;
});
