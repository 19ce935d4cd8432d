import { parentPort, workerData } from 'node:worker_threads';
import { readScannedCode, type ScanType } from '#documents/scanned-code';

const { bytes, type } = workerData as { bytes: Uint8Array; type: ScanType };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(readScannedCode(bytes, type));
