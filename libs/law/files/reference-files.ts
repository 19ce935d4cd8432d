import { readFileSync } from 'node:fs';

/** Reads one of the reference data files that lie in the repository and in the build. The only place of the library that reads a file. */
export function readReference(name: 'clocks.json' | 'amounts.json' | 'vectors.json'): unknown {
  return JSON.parse(readFileSync(new URL(`../reference/${name}`, import.meta.url), 'utf8')) as unknown;
}
