/**
 * `npm run check:docker`: the files of `docker/` without a Docker engine. The compose file by its JSON Schema; that all
 * it names is there; that API and worker would take their settings; that alerts and dashboard ask for metrics that
 * exist; the Dockerfile by hadolint and, where Docker is installed, the compose file by `docker compose config`.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { Configuration } from '../../apps/api/configuration.ts';
import { readSettings } from '../../apps/worker/settings.ts';
import { NoPython, pythonTools } from '../fuzz/python-tool.ts';
import { composeSchema, environmentOf, namesMissing, readCompose, variablesMissing } from './compose-file.ts';
import { metricsMissing, metricsOf, metricsToldBy } from './metric-names.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'docker');
const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
const say = (line: string): void => { process.stdout.write(`${line}\n`); };
let failed = 0;

/** One line a check, and each problem below it. */
async function check(name: string, work: () => Promise<string[]> | string[]): Promise<void> {
  const problems = await (async () => work())().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
  failed += problems.length;
  say(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  for (const problem of problems) say(`  ${problem}`);
}

const [text, example, dockerfile, alerts, dashboard] = await Promise.all([read('compose.yaml'), read('.env.example'), read('Dockerfile'), read('prometheus/alerts.yaml'), read('grafana/dashboards/anjuan.json')]);
const schema = composeSchema(await read('schema/compose-spec.json'));
const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage = '']) => stage);

await check('compose.yaml keeps the Compose Specification', () => { readCompose(text, schema); return []; });
await check('everything that compose.yaml names is there', () => namesMissing(readCompose(text, schema), folder, stages));
await check('.env.example names what compose.yaml reads', () => variablesMissing(text, example));
await check('the API takes its settings', () => { Configuration.from({ ...environmentOf(readCompose(text, schema), 'api-1', example), ANJUAN_DATA_DIR: '/var/lib/anjuan' }); return []; });
await check('the worker takes its settings', () => { readSettings(environmentOf(readCompose(text, schema), 'worker-1', example)); return []; });
await check('alerts and dashboard ask for metrics that exist', async () => metricsMissing([...metricsOf(alerts), ...metricsOf(dashboard)], await metricsToldBy(join(root, 'apps/api/metrics'))));
await check('each alert has its place in docs/operations.md', async () => {
  const operations = await readFile(join(root, 'docs/operations.md'), 'utf8');
  const { groups } = parse(alerts) as { groups: { rules: { alert: string }[] }[] };
  return groups.flatMap((group) => group.rules).filter(({ alert }) => !operations.includes(`### ${alert}\n`)).map(({ alert }) => `${alert} has none`);
});

try {
  const bin = await pythonTools(join(root, '.cache'), join(root, 'scripts/docker/requirements.txt'), say);
  await check('the Dockerfile, by hadolint', async () => {
    const { stdout } = await run(join(bin, 'hadolint'), ['--no-color', '--no-fail', join(folder, 'Dockerfile')]);
    return stdout.split('\n').filter((line) => line !== '');
  });
} catch (error) {
  if (!(error instanceof NoPython)) throw error;
  say(`did not run: hadolint: ${error.message}`);
}
const engine = await run('docker', ['compose', 'version']).then(() => true, () => false);
if (engine) {
  await check('compose.yaml, by docker compose config', async () => {
    await run('docker', ['compose', '--env-file', join(folder, '.env.example'), '-f', join(folder, 'compose.yaml'), 'config', '--quiet']);
    return [];
  });
} else say('docker compose is not installed: its own check of compose.yaml is left out');
process.exitCode = failed === 0 ? 0 : 1;
