/** Events of real cases as releases wrote them: `test/corpus/<version>/<name>.json`, never changed once they are there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseState } from '#cases/model';
import type { StoredEvent } from '#store/events';

export const corpusFolder = fileURLToPath(new URL('../../test/corpus/', import.meta.url));

/** A case as a release left it. `state` is what that release's `evolve` made of the events, `evolveVersion` its number. */
export interface CorpusCase { evolveVersion: number; events: StoredEvent[]; state: CaseState }

/** Versions in the order of their names, with the cases of each. */
export function readCorpus(folder = corpusFolder): { version: string; name: string; kept: CorpusCase }[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort().flatMap((version) =>
    readdirSync(join(folder, version)).filter((name) => name.endsWith('.json')).sort().map((name) => ({ version, name: name.slice(0, -'.json'.length), kept: JSON.parse(readFileSync(join(folder, version, name), 'utf8')) as CorpusCase })));
}

/** What an event looks like, whatever it says: its type, version and the fields of its payload. */
export function shapeOf({ type, schemaVersion, payload }: Pick<StoredEvent, 'type' | 'schemaVersion' | 'payload'>): string {
  return `${type}@${schemaVersion}(${fieldsOf(payload).join(' ')})`;
}

/** Names of fields, of inner objects too; facts and parties are named by people and not by the shape. */
function fieldsOf(value: object, under = ''): string[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const path = `${under}${name}`;
    const open = /(^|\.)(facts|partyFacts|signers|served)$/.test(path);
    return typeof part === 'object' && part !== null && !Array.isArray(part) && !open ? fieldsOf(part, `${path}.`) : [path];
  }).sort();
}

/**
 * The fewest cases, roughly, that between them show every shape that is not `known` yet, and every procedure that is not
 * `told` yet: each time the case that shows most that is new.
 */
export function choose<T extends { pack: string; shapes: ReadonlySet<string> }>(cases: readonly T[], known: ReadonlySet<string>, told: ReadonlySet<string>): T[] {
  const seen = new Set(known);
  const packs = new Set(told);
  const chosen: T[] = [];
  const left = [...cases];
  for (;;) {
    const worth = left.map((one) => [...one.shapes].filter((shape) => !seen.has(shape)).length + (packs.has(one.pack) ? 0 : 0.5));
    const best = worth.indexOf(Math.max(...worth));
    const [next] = left.splice(best, 1);
    if (next === undefined || (worth[best] ?? 0) === 0) return chosen;
    chosen.push(next);
    packs.add(next.pack);
    for (const shape of next.shapes) seen.add(shape);
  }
}
