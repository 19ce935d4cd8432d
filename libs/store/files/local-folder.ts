import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { checkedName, type FileStorage } from './file-storage.ts';

/** Parts in a folder of this machine, in 256 subfolders, readable by our account only. */
export class LocalFolder implements FileStorage {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(name: string, bytes: Buffer): Promise<void> {
    const file = this.#file(name);
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    const half = `${file}.half`;
    const handle = await open(half, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Whole or not at all.
    await rename(half, file);
  }

  async get(name: string, from: number, to: number): Promise<Readable> {
    const handle = await open(this.#file(name), 'r');
    return createReadStream('', { fd: handle, start: from, end: to - 1 });
  }

  remove(name: string): Promise<void> {
    return rm(this.#file(name), { force: true });
  }

  #file(name: string): string {
    const checked = checkedName(name);
    return join(this.#folder, checked.slice(0, 2), checked);
  }
}
