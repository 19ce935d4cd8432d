/**
 * `npm run bench -- [law|commands|inbox|timers|plans|calendar|proof|ledger|start …] [--small] [--seed N]`: measures, beside floors of the
 * same run; a table for people, then one JSON line each. Exit code 1 when something that must hold however slow the
 * machine is does not; never for being slow.
 */
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchReport } from './bench/figures.ts';
import { calendarBench } from './bench/calendar.ts';
import { commandsBench } from './bench/commands.ts';
import { inboxBench } from './bench/inbox.ts';
import { ledgerBench } from './bench/ledger.ts';
import { lawBench } from './bench/law.ts';
import { plansBench } from './bench/plans.ts';
import { proofBench } from './bench/proof.ts';
import { startBench } from './bench/start.ts';
import { timersBench } from './bench/timers.ts';
import { killEveryChild } from './servers/child.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { argumentsGiven } from './terminal-command.ts';

const benches: Record<string, Bench> = { law: lawBench, commands: commandsBench, inbox: inboxBench, timers: timersBench, plans: plansBench, calendar: calendarBench, proof: proofBench, ledger: ledgerBench, start: startBench };
const usage = `npm run bench -- [${Object.keys(benches).join('|')} …] [--small] [--seed N]`;
const built = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line: string): void => { process.stderr.write(`${line}\n`); };

process.on('SIGINT', () => { killEveryChild(); process.exit(1); });
process.on('SIGTERM', () => { killEveryChild(); process.exit(1); });

function told(report: BenchReport): string {
  const rows = [...report.figures.map((one) => `  ${one.name}: ${one.value} ${one.unit}`), ...report.floors.map((one) => `  floor: ${one.name}: ${one.value} ${one.unit}`),
    ...report.ratios.map((one) => `  ${one.name}: ${one.value} times`), ...report.aims.map((one) => `  aim ${one.met === null ? '(not judged at this size)' : one.met ? 'met' : 'NOT met'}: ${one.name}`), ...report.broken.map((one) => `  BROKEN: ${one}`)];
  return [`${report.bench} (${Object.entries(report.shape).map(([name, value]) => `${name} ${value}`).join(', ')})`, ...rows].join('\n');
}

try {
  const { values, positionals } = argumentsGiven(usage, { allowPositionals: true, options: { small: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } } });
  const unknown = positionals.filter((name) => !(name in benches));
  if (unknown.length > 0) throw new ServerProblem(`There is no benchmark ${unknown.join(', ')}; what can be given: ${usage}`);
  if (!/^\d{1,9}$/.test(values.seed)) throw new ServerProblem(`--seed ${values.seed} is no whole number; what can be given: ${usage}`);
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, on: new Date().toISOString().slice(0, 10) };
  let broken = 0;
  for (const name of names) {
    const report = await benches[name]?.({ size: values.small ? 'small' : 'full', seed: Number(values.seed), built, say });
    if (report === undefined) continue;
    say(`\n${told(report)}`);
    process.stdout.write(`${JSON.stringify({ ...report, machine })}\n`);
    broken += report.broken.length;
  }
  process.exitCode = broken === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`\nbench: ${error instanceof ServerProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  killEveryChild();
}
