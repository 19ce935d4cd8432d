/**
 * `npm start`: starts the servers that are missing, the API and the worker, seeds a fresh database, says where everything
 * is, and stops it all on Ctrl-C. Whatever goes wrong is said in one sentence and ends with exit code 1.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAtTerminal } from './start/at-terminal.ts';
import { closingWords } from './start/closing-words.ts';
import { Launcher } from './start/instance.ts';
import { readOptions } from './start/options.ts';

// From dist/scripts/start.js: the built programs lie in dist, the data in the folder above it.
const built = dirname(dirname(fileURLToPath(import.meta.url)));

await runAtTerminal((print) => {
  const options = readOptions(process.argv.slice(2), process.env, dirname(built));
  return { launcher: new Launcher({ options, built, print }), words: (instance) => closingWords({ ...instance, profile: options.profile }) };
});
