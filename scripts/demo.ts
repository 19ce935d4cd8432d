/**
 * `npm run demo`: one training instance from 2018-03-01 with fixed dates, the same story on every day it is run. A fee
 * case of 2018 goes from report to served decision and with its money through instalments and the court to the end of the
 * fee, a penalty case of 2025 to a deferred fine, all through the public API; two cases run side by side through an office,
 * the fine is not paid and goes to the court; at the end the record is proved and its chains are verified.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killEveryChild } from './servers/child.ts';
import { freePort } from './servers/ports.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { Launcher } from './start/instance.ts';
import { tellDeferredFine } from './demo/deferred-fine.ts';
import { tellFeeCase } from './demo/fee-case.ts';
import { Narrator } from './demo/narrator.ts';
import { tellOffice } from './demo/office-chapter.ts';
import { tellPenaltyCase } from './demo/penalty-case.ts';
import { tellProof } from './demo/proof-told.ts';
import { wrapped } from './demo/wrap.ts';
import { Service } from './demo-office/client.ts';
import { provision } from './seed/provision.ts';

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const dataDir = join(dirname(built), '.anjuan', 'demo');
const language = process.argv.includes('--lang') && process.argv[process.argv.indexOf('--lang') + 1] === 'zh' ? 'zh' : 'en';
// Into a file or a pipe each line goes whole.
const columns = process.stdout.isTTY ? Math.max(60, process.stdout.columns) : Infinity;
const print = (line: string): void => { process.stdout.write(`${wrapped(line, columns).join('\n')}\n`); };

await rm(dataDir, { recursive: true, force: true });
const launcher = new Launcher({
  options: { profile: 'training', dataDir, port: await freePort(), trainingFrom: '2018-03-01', temporalNamespace: 'default' },
  built, print: (line) => print(`  ${line}`), withoutSeed: true,
});
let leaving = false;
async function leave(code: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  await launcher.stop();
  killEveryChild();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGINT', () => void leave(1));
process.on('SIGTERM', () => void leave(1));

try {
  const instance = await launcher.start();
  await provision(instance.database.ownerUrl);
  const narrator = new Narrator(new Service(instance.address, language), language, print);
  const told = (async () => {
    await tellFeeCase(narrator);
    const fined = await tellPenaltyCase(narrator);
    await tellOffice(narrator);
    await tellDeferredFine(narrator, fined);
    await tellProof(instance, narrator);
    narrator.end();
  })();
  await Promise.race([told, instance.failed.then((problem) => Promise.reject(problem))]);
  await leave(0);
} catch (error) {
  if (!leaving) process.stderr.write(`\n${error instanceof ServerProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  await leave(1);
}
