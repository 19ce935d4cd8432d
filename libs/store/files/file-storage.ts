import type { Readable } from 'node:stream';

/**
 * Where encrypted parts of files lie: a local folder or an S3-compatible service. Names are ids and nothing else; what
 * is stored under a name is never written again.
 */
export interface FileStorage {
  /** Stores the bytes; durable when it resolves. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** The bytes from `from` (counted from 0) up to and without `to`. Rejects, or the stream fails, when there is no such name. */
  get(name: string, from: number, to: number): Promise<Readable>;
  /** Removes the name; one that is not there is no error. */
  remove(name: string): Promise<void>;
}

/** Throws when a name could mean anything but one object. */
export function checkedName(name: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)) throw new Error('The name of a stored part is an id.');
  return name;
}
