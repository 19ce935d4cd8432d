// The three tiers of tests: `fast` (no servers), `ci` (what CI runs), `all` (before an issue is closed). Each check
// prints one line; the last line counts them: `N passed, M failed`. A check that cannot run here says so and is not counted.
// `--only TEXT`: those checks of the tier whose name holds the text; `--from TEXT`: from the first such check on. What is left out
// is named at the end: a tier has passed when none is.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'anjuan-test-'));
const node = process.execPath;
const jest = (project, tier) => ({
  name: `tests: ${project}`, tier, kind: 'jest', output: join(scratch, `${project}.json`),
  command: [node, '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--selectProjects', project, '--json', `--outputFile=${join(scratch, `${project}.json`)}`, '--maxWorkers=2'],
});
const bin = (name, ...args) => [node, `node_modules/${name}`, ...args];
const source = (file, ...args) => [node, '--import', '@swc-node/register/esm-register', file, ...args];

// `only`: a check of this tier that a larger one replaces in the wider tiers.
const checks = [
  { name: 'types', tier: 'fast', command: bin('typescript/bin/tsc', '--noEmit', '-p', '.') },
  { name: 'lint', tier: 'ci', command: bin('oxlint/bin/oxlint', '--disable-nested-config', '--type-aware') },
  { name: 'boundaries', tier: 'fast', command: bin('dependency-cruiser/bin/dependency-cruise.mjs', 'apps', 'libs', 'workflows', 'scripts') },
  { name: 'law: reference vectors', tier: 'fast', command: source('libs/law/cli/main.ts', 'check', 'libs/law/reference/vectors.json') },
  jest('pure', 'fast'),
  { name: 'model check of legality', tier: 'ci', command: ['npm', 'run', '--silent', 'test:legality'], show: true },
  { name: 'mutants of the guards', tier: 'all', command: ['npm', 'run', '--silent', 'test:mutants'] },
  jest('served', 'ci'),
  { name: 'fuzzing of the API, 1,000 calls', tier: 'ci', only: 'ci', command: ['npm', 'run', '--silent', 'fuzz', '--', '--calls', '1000', '--seed', '1'], show: true },
  { name: 'fuzzing of the API, 20,000 calls', tier: 'all', command: ['npm', 'run', '--silent', 'fuzz', '--', '--calls', '20000', '--seed', '1'], show: true },
  { name: 'faults while cases move, some kinds', tier: 'ci', only: 'ci', command: ['npm', 'run', '--silent', 'test:faults', '--', '--seed', '1', '--faults', 'worker,api,cut,twice'] },
  { name: 'small benchmarks, for what must hold', tier: 'ci', command: ['npm', 'run', '--silent', 'bench', '--', '--small', 'law', 'commands', 'inbox', 'timers', 'plans', 'calendar', 'ledger'] },
  { name: 'docker files', tier: 'all', command: ['npm', 'run', '--silent', 'check:docker'], show: true },
  { name: 'conformance of the log, by pm4py', tier: 'all', command: ['npm', 'run', '--silent', 'conformance'], show: true },
  { name: 'rehearsal with troubles, of the shipped packs', tier: 'all', command: ['npm', 'run', '--silent', 'rehearse', '--', '--seed', '1', '--cases', '40'] },
  { name: 'rehearsal with troubles, of a pack from outside', tier: 'all', command: ['npm', 'run', '--silent', 'rehearse', '--', '--seed', '1', '--cases', '20', '--pack', 'test/packs/road-traffic-fine.json'] },
  ...Array.from({ length: 20 }, (_, index) => ({ name: `faults while cases move, every kind, seed ${index + 1}`, tier: 'all', command: ['npm', 'run', '--silent', 'test:faults', '--', '--seed', String(index + 1), ...(index === 0 ? [] : ['--outbox', '1000'])] })),
  { name: 'faults on a Temporal of several processes', tier: 'all', command: ['npm', 'run', '--silent', 'test:faults', '--', '--cluster', '--seed', '1', '--faults', 'temporal,wipe,worker,postgres'] },
  { name: 'start, demo and stop from a build', tier: 'all', command: source('test/start/start-check.ts') },
];
const order = { fast: 0, ci: 1, all: 2 };
const [tier = 'ci', ...options] = process.argv.slice(2);
if (!(tier in order)) {
  console.error(`Unknown tier "${tier}"; use fast, ci or all.`);
  process.exit(1);
}
const ofTier = checks.filter((one) => order[one.tier] <= order[tier] && (one.only === undefined || one.only === tier));
const chosen = chosenOf(options);

/** The checks that the options leave; ends the run where they name none. */
function chosenOf([option, text, ...more]) {
  if (option === undefined) return ofTier;
  const found = text === undefined || more.length > 0 ? [] : option === '--only' ? ofTier.filter(({ name }) => name.includes(text)) : option === '--from' ? ofTier.slice(ofTier.findIndex(({ name }) => name.includes(text))) : [];
  if (found.length > 0 && ofTier.some(({ name }) => name.includes(text))) return found;
  console.error(`"${options.join(' ')}" names no check of the tier ${tier}. What can be given: --only TEXT or --from TEXT, of these names:\n${ofTier.map(({ name }) => `  ${name}`).join('\n')}`);
  return process.exit(1);
}

const run = (command) => new Promise((resolve) => {
  const child = spawn(command[0], command.slice(1), { cwd: root, env: { ...process.env, TZ: 'UTC', ANJUAN_TEST_TIER: tier, NODE_NO_WARNINGS: '1' }, shell: false });
  const out = [];
  child.stdout.on('data', (part) => out.push(part));
  child.stderr.on('data', (part) => out.push(part));
  child.on('error', (error) => resolve({ code: 1, text: String(error) }));
  child.on('close', (code) => resolve({ code: code ?? 1, text: Buffer.concat(out).toString('utf8') }));
});

/** Each failed test by file and name with its message: the program's own logging would bury it. */
const failuresOf = (report) => report.testResults.flatMap((file) => {
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return file.status === 'failed' ? [`${relative(root, file.name)}\n${stripVTControlCharacters(file.message).slice(0, 2_000)}`] : [];
  return failed.map((test) => `${relative(root, file.name)}: ${test.fullName} (${test.duration ?? '?'} ms)\n${stripVTControlCharacters(test.failureMessages.join('\n')).slice(0, 2_000)}`);
}).join('\n\n');

/** How long each test took, in seconds, by file and name. */
const timesOf = (report) => report.testResults.flatMap((file) => file.assertionResults.map((test) => ({ seconds: (test.duration ?? 0) / 1000, name: `${relative(root, file.name)}: ${test.fullName}` })));

let passed = 0;
let failed = 0;
const times = [];
const summary = [];
for (const check of chosen) {
  const began = Date.now();
  const { code, text } = await run(check.command);
  let counted = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  let broken = text;
  const notRun = text.split('\n').filter((row) => row.startsWith('did not run: '));
  // What could not run here has not passed.
  if (check.kind !== 'jest' && code === 0 && notRun.length > 0) counted = { passed: 0, failed: 0 };
  if (check.kind === 'jest') {
    try {
      const report = JSON.parse(readFileSync(check.output, 'utf8'));
      counted = { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
      if (counted.failed === 0 && (code !== 0 || counted.passed === 0)) counted.failed = 1;
      const told = failuresOf(report);
      if (told.length > 0) broken = told;
      times.push(...timesOf(report));
    } catch (error) {
      counted = { passed: 0, failed: 1 };
      console.log(`no report of ${check.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  passed += counted.passed;
  failed += counted.failed;
  if (check.kind !== 'jest') times.push({ seconds: (Date.now() - began) / 1000, name: check.name });
  const line = `${counted.failed === 0 ? 'ok    ' : 'FAILED'} ${check.name}: ${counted.passed} passed, ${counted.failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`;
  summary.push(line);
  console.log(line);
  for (const row of notRun) console.log(`       ${row}`);
  if (counted.failed > 0) console.log(broken.slice(0, 20_000));
  else if (check.show) console.log(text.slice(-20_000));
}
rmSync(scratch, { recursive: true, force: true });
const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, 10).map(({ seconds, name }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
console.log(['', 'the slowest ten', ...slowest, '', ...summary, ...ofTier.filter((one) => !chosen.includes(one)).map(({ name }) => `left out ${name}`), '', `${passed} passed, ${failed} failed`].join('\n'));
process.exit(failed === 0 ? 0 : 1);
