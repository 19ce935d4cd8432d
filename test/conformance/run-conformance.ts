/**
 * `npm run conformance [-- --log FILE] [--seed N] [--keep FOLDER]`: logs of cases, written by the exporter, are held
 * by pm4py against the procedures drawn from the packs. Without `--log`: every case of the scenarios and the fines of
 * the replay. Exit code 1 where a case does not fit, where a log that was made wrong on purpose fits, or where no case
 * of a pack was there. Needs Python 3.11 for pm4py, which it installs under `.cache/`.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { procedureOf, OF_THE_COURSE } from '../../scripts/conformance/procedure.ts';
import { pnmlOf } from '../../scripts/conformance/pnml.ts';
import type { ToldCase } from '../../scripts/export/told-cases.ts';
import { xesHead, xesTail, xesTrace } from '../../scripts/export/xes.ts';
import { NoPython, pythonTools } from '../../scripts/fuzz/python-tool.ts';
import { fineLaw } from '../../scripts/replay/replay-file.ts';
import { MADE_FILE } from '../replay/made-file.ts';
import { casesOfFines, casesOfScenarios } from './lawful-cases.ts';

interface Verdict {
  pack: string; cases: number; variants: number; events: number; activities: number; orders: number; seen: number; wrong: number;
  broken: { case: string[]; breaks: string[] }[];
  missed: { kind: string; case: string[] }[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (line: string): void => { process.stdout.write(`${line}\n`); };

async function judged(logs: string[], folder: string, seed: number): Promise<Verdict[]> {
  const bin = await pythonTools(join(root, '.cache'), join(root, 'scripts/conformance/requirements.txt'), say);
  const procedures = [];
  for (const { pack } of fineLaw().packs) {
    const { net, orders } = procedureOf(pack);
    const path = join(folder, `${pack.id}.pnml`);
    await writeFile(path, pnmlOf(pack.id, net));
    procedures.push({ pack: pack.id, net: path, orders });
  }
  const asked = join(folder, 'asked.json');
  await writeFile(asked, JSON.stringify({ course: OF_THE_COURSE, procedures, logs, seed }));
  const { stdout } = await promisify(execFile)(join(bin, 'python'), [join(root, 'scripts/conformance/judge.py'), asked], { maxBuffer: 1 << 28, env: { ...process.env, PYTHONHASHSEED: '0' } });
  const answers = stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Verdict | { unknown: string[] });
  const unknown = answers.flatMap((one) => ('unknown' in one ? one.unknown : []));
  if (unknown.length > 0) throw new Error(`The log holds cases of packs that are not here: ${unknown.join(', ')}.`);
  return answers.filter((one): one is Verdict => 'pack' in one);
}

async function ownLogs(folder: string): Promise<string[]> {
  const book = fineLaw();
  const real = process.env['ANJUAN_TRAFFIC_FINES'] ?? '';
  const cases: ToldCase[] = [...await casesOfScenarios(book), ...await casesOfFines(MADE_FILE, book), ...(real === '' ? [] : await casesOfFines(real, book))];
  const path = join(folder, 'cases.xes');
  await writeFile(path, [xesHead, ...cases.map(xesTrace), xesTail].join(''));
  return [path];
}

function tell(one: Verdict): number {
  const ok = one.broken.length === 0 && one.missed.length === 0;
  say(`${ok ? 'ok    ' : 'FAILED'} ${one.pack}: ${one.cases - one.broken.length} of ${one.cases} cases fit (${one.variants} courses, ${one.events} events, ${one.activities} activities; ${one.seen} of ${one.orders} orders came up); ${one.wrong - one.missed.length} of ${one.wrong} wrong logs noticed`);
  for (const { case: names, breaks } of one.broken.slice(0, 10)) say(`  does not fit: ${breaks.join('; ')}\n    ${names.join(', ')}`);
  for (const { kind, case: names } of one.missed.slice(0, 10)) say(`  not noticed: ${kind}\n    ${names.join(', ')}`);
  return ok ? 0 : 1;
}

const { values } = parseArgs({ options: { log: { type: 'string' }, seed: { type: 'string', default: '1' }, keep: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'anjuan-conformance-'));
try {
  const logs = values.log === undefined ? await ownLogs(folder) : [resolve(values.log)];
  const verdicts = await judged(logs, folder, Number(values.seed));
  let failed = 0;
  for (const one of verdicts) if (values.log === undefined || one.cases > 0) failed += tell(one);
  const silent = verdicts.filter((one) => one.cases === 0 || (values.log === undefined && one.wrong === 0));
  if (values.log === undefined && silent.length > 0) { failed += 1; say(`FAILED nothing to judge: ${silent.map((one) => one.pack).join(', ')}`); }
  if (values.keep !== undefined) {
    await mkdir(values.keep, { recursive: true });
    for (const path of [...logs, ...verdicts.map((one) => join(folder, `${one.pack}.pnml`))]) await copyFile(path, join(values.keep, basename(path)));
  }
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof NoPython)) throw error;
  say(`did not run: conformance of the log: ${error.message}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
