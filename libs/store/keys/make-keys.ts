import { resolve } from 'node:path';
import { Keys, KeysProblem } from '../keys.ts';
import { writeKeysFile } from './open-keys.ts';
import { systemCode } from './system-code.ts';

/** `npm run keys -- FILE`: makes the keys of a new production instance, to be mounted as ANJUAN_KEYS_FILE and backed up apart from the database. */
const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0) {
  console.error('Usage: npm run keys -- FILE');
  process.exitCode = 1;
} else {
  try {
    const keys = Keys.generate();
    await writeKeysFile(file, keys);
    console.log(`Keys written to ${resolve(file)} (mode 600). Keep a copy apart from the database backups: without it the personal data cannot be read.`);
    for (const [purpose, fingerprint] of Object.entries(keys.fingerprints)) console.log(`  ${purpose.padEnd(14)} ${fingerprint}`);
    console.log(`  public key of the signed heads: ${keys.publicKey().toString('base64')}`);
  } catch (error) {
    console.error(systemCode(error) === 'EEXIST' ? `${file} exists already and is left as it is.` : new KeysProblem(`${file} could not be written (${systemCode(error) ?? String(error)}).`).message);
    process.exitCode = 1;
  }
}
