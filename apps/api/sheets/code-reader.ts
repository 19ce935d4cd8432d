import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ScanType } from '#documents';

/** A sheet that is not read by then is read by nobody; the person types the code. */
const PATIENCE = 20_000;
/** Scans that are read at the same time; the others wait. One takes some hundred megabytes for a moment. */
const AT_ONCE = 1;

const extension = extname(new URL(import.meta.url).pathname);
const waiting: (() => void)[] = [];
let reading = 0;

/** The text of the code on a scan, read in a thread of its own, so that nobody's request waits for it; null where there is none. */
export async function readCodeAside(bytes: Uint8Array, type: ScanType): Promise<string | null> {
  if (reading >= AT_ONCE) await new Promise<void>((resolve) => { waiting.push(resolve); });
  reading += 1;
  try {
    return await readIn(new Worker(new URL(`./code-reader-thread${extension}`, import.meta.url), {
      workerData: { bytes, type }, resourceLimits: { maxOldGenerationSizeMb: 512 },
      // From source a thread needs the loader that its parent had.
      ...(extension === '.ts' ? { execArgv: ['--import', '@swc-node/register/esm-register'] } : {}),
    }));
  } finally {
    reading -= 1;
    waiting.shift()?.();
  }
}

function readIn(thread: Worker): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => { void thread.terminate(); resolve(null); }, PATIENCE);
    thread.once('message', (text: string | null) => { clearTimeout(late); resolve(text); });
    thread.once('error', (error: Error & { code?: string }) => {
      clearTimeout(late);
      // A picture that needs more memory than a sheet does is none.
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(null); else reject(error);
    });
    thread.once('exit', () => { clearTimeout(late); resolve(null); });
  });
}
