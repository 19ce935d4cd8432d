/**
 * `npm run keys -- FILE`: makes the keys of a new production instance, to be mounted as ANJUAN_KEYS_FILE and backed up
 * apart from the database. `npm run keys -- --rotate NEW_FILE [--training]`: replaces the keys of an instance.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Keys } from '#store/keys';
import { writeKeysFile } from '#store/keys/open-keys';
import { rotate } from './keys/rotate.ts';
import { errorCode, reasonOf, ServerProblem } from './servers/server-problem.ts';
import { terminalCommand } from './terminal-command.ts';

const usage = 'npm run keys -- FILE | --rotate NEW_FILE [--training]';

await terminalCommand('keys', usage, async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { rotate: { type: 'boolean', default: false }, training: { type: 'boolean', default: false } } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || (values.training && !values.rotate)) throw new ServerProblem(`Name one file: ${usage}`);
  if (values.rotate) await rotate(file, values.training);
  else await make(file);
  return 0;
});

async function make(file: string): Promise<void> {
  const keys = Keys.generate();
  try {
    await writeKeysFile(file, keys);
  } catch (error) {
    throw new ServerProblem(errorCode(error) === 'EEXIST' ? `${file} exists already and is left as it is.` : `${file} could not be written (${reasonOf(error)}).`);
  }
  console.log(`Keys written to ${resolve(file)} (mode 600). Keep a copy apart from the database backups: without it the personal data cannot be read.`);
  for (const [purpose, fingerprint] of Object.entries(keys.fingerprints)) console.log(`  ${purpose.padEnd(14)} ${fingerprint}`);
  console.log(`  public key of the signed heads: ${keys.publicKey().toString('base64')}`);
}
