/** Reads packs and the law of service from their files; the SHA-256 is that of the bytes on disk. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CalendarBook } from '../calendar.ts';
import { CauseBook, type CountyCauses } from '../causes/cause-book.ts';
import { LawInputError } from '../errors.ts';
import { LawBook, type LoadedPack, type ParameterSetting, type ServiceLaw, ServiceLawFormat } from '../law-book.ts';
import { checkPack } from '../packs/check-pack.ts';
import { shippedCauses } from './cause-files.ts';
import { repeatedKeys } from './repeated-keys.ts';

const SHIPPED = fileURLToPath(new URL('../packs/', import.meta.url));
const SERVICE_LAW = 'service-of-documents.json';

/** Reads and checks one pack. Throws `LawInputError` that names the file and every problem. */
export function readPack(path: string): LoadedPack {
  const bytes = readFileSync(path);
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new LawInputError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, `${path} 不是有效的JSON文件`);
  }
  const twice = repeatedKeys(bytes.toString('utf8'));
  if (twice.length > 0) throw new LawInputError(`${path}: what stands twice in one object counts once only: ${twice.join(', ')}; join the two.`, `${path}：同一对象中有重复的键：${twice.join('、')}，请合并。`);
  const checked = checkPack(json);
  if (checked.pack === null) throw new LawInputError(`${path} is not a pack:\n- ${checked.problems.join('\n- ')}`, `${path} 不是有效的程序包：\n- ${checked.problems.join('\n- ')}`);
  return { pack: checked.pack, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** All packs of a folder, by file name. */
export function readPacks(folder: string): LoadedPack[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json') && name !== SERVICE_LAW).sort().map((name) => readPack(join(folder, name)));
}

/** The packs that ship with Anjuan. */
export function shippedPacks(): LoadedPack[] {
  return readPacks(SHIPPED);
}

export function shippedServiceLaw(): ServiceLaw {
  return ServiceLawFormat.parse(JSON.parse(readFileSync(join(SHIPPED, SERVICE_LAW), 'utf8')));
}

/** The law as shipped, with what counties have set and further packs (training only). A later pack of the same id replaces the earlier. */
export function lawBookFromFiles(more: { parameters?: readonly ParameterSetting[]; packs?: readonly LoadedPack[]; calendars?: CalendarBook; causes?: readonly CountyCauses[] } = {}): LawBook {
  return new LawBook({ packs: [...shippedPacks(), ...(more.packs ?? [])], calendars: more.calendars ?? CalendarBook.seed(), service: shippedServiceLaw(), parameters: more.parameters ?? [], causes: new CauseBook(shippedCauses(), more.causes) });
}
