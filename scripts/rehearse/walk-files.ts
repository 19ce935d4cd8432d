/** Kept walks on file: one JSON for each shipped pack, a turn a line. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KeptWalks, Walk } from './walks.ts';

const FOLDER = new URL('../../test/walks/', import.meta.url);

/** What is kept for a pack; null where nothing is. */
export function readWalks(pack: string): KeptWalks | null {
  const file = fileURLToPath(new URL(`${pack}.json`, FOLDER));
  if (!existsSync(file)) return null;
  const found = JSON.parse(readFileSync(file, 'utf8')) as KeptWalks;
  if (found.pack !== pack) throw new Error(`${file} holds walks of ${found.pack}.`);
  return found;
}

const told = (walk: Walk): string => `    {\n      "round": ${walk.round}, "stand": ${JSON.stringify(walk.stand)}${walk.until === undefined ? '' : `, "until": "${walk.until}"`},\n      "shows": ${JSON.stringify(walk.shows)},\n      "turns": [\n${walk.turns.map((turn) => `        ${JSON.stringify(turn)}`).join(',\n')}\n      ]\n    }`;

/** Writes what is kept, in a form whose changes can be read. */
export function writeWalks(file: string, { pack, rounds, walks }: KeptWalks): void {
  writeFileSync(file, `{\n  "pack": ${JSON.stringify(pack)},\n  "rounds": [${rounds.map((one) => JSON.stringify(one)).join(', ')}],\n  "walks": [\n${walks.map(told).join(',\n')}\n  ]\n}\n`);
}
