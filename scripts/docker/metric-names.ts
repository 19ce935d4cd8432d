/** Metrics that alerts and dashboards ask for, and those that the API tells. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const OURS = /\b(?:anjuan_|process_|nodejs_)[a-z0-9_]+/g;
const OF_HISTOGRAM = /_(?:bucket|sum|count)$/;

export function metricsOf(text: string): string[] {
  return [...new Set([...text.matchAll(OURS)].map(([name]) => name.replace(OF_HISTOGRAM, '')))];
}

/** Names as the source of the API has them: `gauge('x', …)` is `anjuan_x`. */
export async function metricsToldBy(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const sources = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return sources.flatMap((text) => [...[...text.matchAll(/gauge\('([a-z_]+)'/g)].map(([, name = '']) => `anjuan_${name}`), ...[...text.matchAll(/'((?:anjuan_|process_|nodejs_)[a-z0-9_]+)'/g)].map(([, name = '']) => name)]);
}

export function metricsMissing(asked: readonly string[], told: readonly string[]): string[] {
  const problems = [...new Set(asked)].filter((name) => !told.includes(name)).map((name) => `nobody tells ${name}`);
  return asked.length === 0 ? ['no metric is asked for'] : problems;
}
