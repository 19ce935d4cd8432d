/**
 * `npm run cluster`: the topology of docker/compose.yaml as plain processes, where no Docker engine is at hand: two APIs
 * and two workers behind a proxy, a Temporal of five processes (two of them history) on a PostgreSQL of its own, and the
 * record's PostgreSQL. Takes what `npm start` takes; data in `.anjuan/cluster`. Needs Go once, to build Temporal's server.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClusterLauncher } from './cluster/cluster-launcher.ts';
import { whatToKill } from './cluster/parts.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { serverBinaries } from './servers/temporal-server.ts';
import { runAtTerminal } from './start/at-terminal.ts';
import { closingWords } from './start/closing-words.ts';
import { readOptions } from './start/options.ts';
import { progressTo } from './start/progress.ts';

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const home = dirname(built);

await runAtTerminal(async (print) => {
  const options = readOptions(process.argv.slice(2), process.env, home, { name: 'npm run cluster', folder: '.anjuan/cluster' });
  if (options.temporalAddress !== undefined) throw new ServerProblem('TEMPORAL_ADDRESS is set, but npm run cluster starts a Temporal of its own: unset it, or use npm start.');
  const { note } = progressTo(print);
  const launcher = new ClusterLauncher({ options, built, print }, await serverBinaries((line) => note('Temporal', line)), home);
  return { launcher, words: (instance) => [...closingWords({ ...instance, profile: options.profile }), ...whatToKill(launcher.parts)] };
});
