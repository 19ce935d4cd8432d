/** A disk in memory (tmpfs) whose size can be drawn together until nothing more fits. Linux, as root. */
import { execFile } from 'node:child_process';
import { mkdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOMY = '6g';
/** How often a narrowing is tried while others write. */
const ATTEMPTS = 50;

export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Null where mounting is not allowed. */
  static async mount(folder: string): Promise<SmallDisk | null> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
    await mkdir(folder, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY},mode=0755`, 'anjuan-faults', folder]);
    } catch (error) {
      // The exit code of mount; anything else is a defect of ours.
      if (typeof (error as { code?: unknown }).code === 'number') return null;
      throw error;
    }
    return new SmallDisk(folder);
  }

  /** Leaves no more room than this many bytes. Who writes between the look and the narrowing makes it fail: then it looks again. */
  async fill(left: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { blocks, bfree, bsize } = await statfs(this.folder);
      try {
        await run('mount', ['-o', `remount,size=${(blocks - bfree) * bsize + left}`, this.folder]);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || typeof (error as { code?: unknown }).code !== 'number') throw error;
      }
    }
  }

  async widen(): Promise<void> {
    await run('mount', ['-o', `remount,size=${ROOMY}`, this.folder]);
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder]);
  }
}
