/** What the mutants can switch off, and what they cannot: nothing of the engine refuses without a test that would miss it. */
import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleLists } from './mutants.ts';

const engine = fileURLToPath(new URL('../../libs/cases/', import.meta.url));
const scenarios = fileURLToPath(new URL('../scenarios/', import.meta.url));
const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('testing')).sort()
  .map((name) => ({ name, text: readFileSync(join(engine, name), 'utf8') }));

it('every list of rules is among them', async () => {
  const registered = new Set<unknown>(ruleLists.map(([, list]) => list));
  const missing: string[] = [];
  for (const { name, text } of sources) {
    const lists = [...text.matchAll(/^export const (\w+): readonly \(?Rule</gm)].flatMap(([, list]) => (list === undefined ? [] : [list]));
    if (lists.length === 0) continue;
    const module = await import(join(engine, name)) as Record<string, unknown>;
    missing.push(...lists.filter((list) => !registered.has(module[list])).map((list) => `${name}: ${list}`));
  }
  expect(missing).toEqual([]);
});

it('what the engine refuses outside those lists is expected by a scenario', () => {
  const inLists = new Set(ruleLists.flatMap(([, list]) => list.flatMap((rule) => rule.codes)));
  const told = readFileSync(join(engine, 'simulate.spec.ts'), 'utf8') + readdirSync(scenarios).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(scenarios, name), 'utf8')).join('\n');
  const outside = new Set(sources.flatMap(({ text }) => [...text.matchAll(/(?:blocker\(|\bcode: )'(\w+)'/g)].flatMap(([, code]) => (code === undefined || inLists.has(code) ? [] : [code]))));
  expect(outside.size).toBeGreaterThan(10);
  expect([...outside].filter((code) => !new RegExp(`'${code}'`).test(told))).toEqual([]);
});
