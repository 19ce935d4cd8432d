import { readFileSync } from 'node:fs';
import { LawInputError } from '../errors.ts';

/** The bytes of a file that was named on the command line. Throws `LawInputError` when it cannot be read. */
export function readNamedFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new LawInputError(`${file} cannot be read: there is no such file.`, `无法读取${file}：没有此文件。`);
    if (code === 'EISDIR') throw new LawInputError(`${file} cannot be read: it is a folder, not a file.`, `无法读取${file}：这是文件夹，不是文件。`);
    if (code === 'EACCES') throw new LawInputError(`${file} cannot be read: access is denied.`, `无法读取${file}：没有读取权限。`);
    throw error;
  }
}

/** What a file of JSON holds. Throws `LawInputError` when it is none. */
export function readNamedJson(file: string, bytes: Buffer = readNamedFile(file)): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LawInputError(`${file} is not JSON: ${why}`, `${file}不是JSON文件：${why}`);
  }
}
