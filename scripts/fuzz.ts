/**
 * `npm run fuzz -- [--calls 20000] [--seed 1]`: a throwaway instance is called with what its own OpenAPI document
 * allows and forbids, by nobody, by officers of two counties, by the county legal office and by a party. No answer may
 * be a 500, carry a status or type that is not in the document, or a body of another shape. Exit code 1 otherwise.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Service } from './demo-office/client.ts';
import { callersOf, idsOf } from './fuzz/callers.ts';
import { NoPython, pythonTools } from './fuzz/python-tool.ts';
import { Fuzzer, type Round } from './fuzz/rounds.ts';
import { killEveryChild } from './servers/child.ts';
import { freePort } from './servers/ports.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { Launcher } from './start/instance.ts';
import { argumentsGiven } from './terminal-command.ts';

const usage = 'npm run fuzz -- [--calls N] [--seed N]';
const built = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line: string): void => { process.stdout.write(`${line}\n`); };

function whole(text: string, name: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 1) throw new ServerProblem(`--${name} ${text} is no whole number above 0; what can be given: ${usage}`);
  return n;
}

let launcher: Launcher | undefined;
let dataDir = '';
async function leave(code: number): Promise<never> {
  await launcher?.stop();
  killEveryChild();
  if (dataDir !== '') await rm(dataDir, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGINT', () => void leave(1));
process.on('SIGTERM', () => void leave(1));

function told({ caller, calls, failures, seconds }: Round): string {
  return `${failures.length === 0 ? 'ok    ' : 'FAILED'} as ${caller}: ${calls} calls, ${failures.length} kinds of failure (${seconds.toFixed(0)} s)`;
}

try {
  const { values } = argumentsGiven(usage, { options: { calls: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } } });
  const calls = whole(values.calls, 'calls');
  const seed = whole(values.seed, 'seed');
  const home = dirname(built);
  const tools = await pythonTools(join(home, '.cache'), join(built, 'scripts/fuzz/requirements.txt'), say);
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-fuzz-'));
  launcher = new Launcher({ options: { profile: 'development', dataDir, port: await freePort(), temporalNamespace: 'default' }, built, print: say });
  const instance = await launcher.start();
  const service = new Service(instance.address);
  const ids = await idsOf(service);
  const callers = await callersOf(service, ids);
  const fuzzer = new Fuzzer({ address: instance.address, tools, folder: dataDir, hooks: join(built, 'scripts/fuzz/hooks.py'), ids });
  const rounds: Round[] = [];
  const waiting = [...callers];
  // The tool makes up its calls on one thread: as many callers call at once as there are processors.
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), callers.length) }, async () => {
    for (let caller = waiting.shift(); caller !== undefined; caller = waiting.shift()) {
      const round = await fuzzer.round(caller, Math.ceil(calls / callers.length), seed);
      rounds.push(round);
      say(told(round));
      for (const failure of round.failures) say(failure);
    }
  }));
  const failed = rounds.reduce((sum, round) => sum + round.failures.length, 0);
  say(`\n${rounds.reduce((sum, round) => sum + round.calls, 0)} calls, ${failed} kinds of failure; left out: ${fuzzer.leftOut.join(', ')}`);
  await leave(failed === 0 ? 0 : 1);
} catch (error) {
  if (error instanceof NoPython) {
    say(`did not run: fuzzing of the API: ${error.message}`);
    await leave(0);
  }
  process.stderr.write(`\nfuzz: ${error instanceof ServerProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  await leave(1);
}
