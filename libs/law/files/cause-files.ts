/** Reads the library of causes that ships with Anjuan, one file a topic. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CauseFile } from '../causes/cause-format.ts';
import { checkCauses } from '../causes/check-causes.ts';
import { LawInputError } from '../errors.ts';

const SHIPPED = fileURLToPath(new URL('../causes/data/', import.meta.url));

/** Reads and checks one file of causes. Throws `LawInputError` that names the file and every problem. */
export function readCauses(path: string): CauseFile {
  const checked = checkCauses(JSON.parse(readFileSync(path, 'utf8')));
  if (checked.file === null) throw new LawInputError(`${path} is not a library of causes:\n- ${checked.problems.join('\n- ')}`, `${path} 不是有效的案由库：\n- ${checked.problems.join('\n- ')}`);
  return checked.file;
}

/** The causes that ship; a code stands once in all topics together. */
export function shippedCauses(): CauseFile[] {
  return readdirSync(SHIPPED).filter((name) => name.endsWith('.json')).sort().map((name) => readCauses(join(SHIPPED, name)));
}
