import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import { caseKeyRef, PersonKeys } from '../content/person-keys.ts';
import type { Keys } from '../keys.ts';
import { FileRefused } from './file-refused.ts';
import { type CaseFile, findFile, insertFile, markBytesGone, markComplete, markRemoved, notePart, type PartRow, partsOf, uploadsUnderWay } from './file-rows.ts';
import type { FileStorage } from './file-storage.ts';
import { acceptedMediaTypes, headBytes, looksLike } from './media-types.ts';
import { frameBytes, openFrames, sealPart, storedRange } from './sealed-part.ts';

export type { CaseFile } from './file-rows.ts';

/** A short transaction for the asking person (`withActor` bound to it): none is held while bytes travel. */
export type InTransaction = <T>(work: (m: EntityManager) => Promise<T>) => Promise<T>;

export interface BegunFile { caseId: string; officeId: string; personRef?: string | undefined; purpose: string; mediaType: string; bytes: number; /** Read by whoever handles the case, by its uploader and by the county legal office only. */ handlersOnly?: boolean }

/** A complete file; `stream` yields the plaintext from `from` up to and without `to`, and fails if a part was changed. */
export interface OpenedFile { file: CaseFile; from: number; to: number; stream: Readable }

/** A part is stored as soon as so many bytes are there: what a broken connection can cost, and what an upload holds in memory. */
const partBytes = 4_194_304;

/** So many uploads of one person in one case may wait to be entered; those begun and left are swept after seven days. */
export const mostUploads = 20;

/**
 * Files of cases: begun with size and type, received in parts that continue at a known offset (after a broken
 * connection, a restart, from another process), completed with the SHA-256 that the sender declared and the event
 * carries. Until an event has entered it, a file is seen by its uploader only. Bytes lie in the storage encrypted under
 * the key of the person they concern, or of the case. Refusals are FileRefused.
 */
export class CaseFiles {
  readonly #storage: FileStorage;
  readonly #people: PersonKeys;
  constructor(storage: FileStorage, keys: Keys) {
    this.#storage = storage;
    this.#people = new PersonKeys(keys);
  }

  /** Announces a file. `personRef` is the party it concerns; the case where not given. `purpose` is a word, not a sentence. */
  async begin(run: InTransaction, { caseId, officeId, personRef = caseKeyRef, purpose, mediaType, bytes, handlersOnly = false }: BegunFile): Promise<CaseFile> {
    const limit = Object.hasOwn(acceptedMediaTypes, mediaType) ? acceptedMediaTypes[mediaType] : undefined;
    if (limit === undefined) throw new FileRefused('mediaType', `Files of type ${mediaType} are not accepted; accepted are ${Object.keys(acceptedMediaTypes).join(', ')}.`);
    if (!Number.isSafeInteger(bytes) || bytes <= 0 || bytes > limit) throw new FileRefused('size', `A file of type ${mediaType} has 1 to ${limit} bytes.`);
    const fileId = randomUUID();
    return run(async (m) => {
      if (await uploadsUnderWay(m, caseId) >= mostUploads) throw new FileRefused('tooMany', `You have ${mostUploads} uploads in this case that are not entered yet: complete them or give them up.`);
      const dataKey = await this.#people.keyFor(m, { caseId, officeId, personRef });
      if (!dataKey) throw new FileRefused('erased', `${personRef} in this case was erased: nothing more can be kept about this person.`);
      await insertFile(m, { fileId, caseId, officeId, keyId: dataKey.keyId, purpose, mediaType, bytes, handlersOnly });
      return this.#file(m, fileId);
    });
  }

  /** Where a file stands; `received` is the offset at which the next part continues. */
  status(run: InTransaction, fileId: string): Promise<CaseFile> {
    return run((m) => this.#file(m, fileId));
  }

  /**
   * Receives bytes from `offset` on. What came in stays, also when the sender breaks off (`interrupted`): the next part
   * continues at the answered offset.
   */
  async writePart(run: InTransaction, fileId: string, offset: number, body: AsyncIterable<Uint8Array>): Promise<{ offset: number; bytes: number; interrupted: boolean }> {
    const { file, dataKey } = await run(async (m) => this.#withKey(m, await this.#file(m, fileId)));
    if (file.status !== 'open') throw new FileRefused(file.status, `File ${fileId} takes no more bytes: it is ${file.status}.`, file.received);
    if (offset !== file.received) throw new FileRefused('offset', `File ${fileId} continues at byte ${file.received}, not at ${offset}.`, file.received);

    let at = offset;
    let waiting: Uint8Array[] = [];
    let held = 0;
    const store = async (): Promise<void> => {
      if (held === 0) return;
      const plain = Buffer.concat(waiting);
      if (at === 0 && (plain.length >= headBytes || plain.length === file.bytes)) await this.#refuseOtherType(run, file, plain.subarray(0, headBytes));
      const part = { partId: randomUUID(), atOffset: at, bytes: plain.length };
      await this.#storage.put(part.partId, sealPart(dataKey, { fileId, ...part }, plain));
      if (!await run((m) => notePart(m, file, part))) {
        await this.#storage.remove(part.partId);
        throw new FileRefused('offset', `File ${fileId} was continued by another request meanwhile.`);
      }
      at += plain.length;
      waiting = [];
      held = 0;
    };

    const incoming = body[Symbol.asyncIterator]();
    for (;;) {
      const next = await incoming.next().catch(() => 'brokenOff' as const);
      if (next === 'brokenOff' || next.done === true) {
        await store();
        return { offset: at, bytes: file.bytes, interrupted: next === 'brokenOff' };
      }
      if (at + held + next.value.length > file.bytes) {
        await incoming.return?.();
        throw new FileRefused('tooLong', `File ${fileId} was announced with ${file.bytes} bytes, and more came.`, at);
      }
      waiting.push(next.value);
      held += next.value.length;
      if (held >= partBytes) await store();
    }
  }

  /**
   * Reads back everything that was stored, checks type and the hash that the sender declares (hex), and closes the file.
   * The answer's `sha256` is what the event carries. Calling it again answers the same; with another hash it is refused
   * and the complete file stays.
   */
  async complete(run: InTransaction, fileId: string, declaredSha256: string): Promise<CaseFile & { sha256: string }> {
    const { file, dataKey, parts } = await this.#withParts(run, fileId);
    if (file.status === 'complete' && file.sha256 !== null) {
      if (declaredSha256.toLowerCase() !== file.sha256) throw new FileRefused('otherHash', `File ${fileId} is complete with another SHA-256.`);
      return { ...file, sha256: file.sha256 };
    }
    if (file.status === 'removed') throw new FileRefused('removed', `File ${fileId} was removed.`);
    if (file.received < file.bytes) throw new FileRefused('incomplete', `File ${fileId} has ${file.received} of ${file.bytes} bytes.`, file.received);
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    for await (const frame of this.#plaintext(file, dataKey, parts, 0, file.bytes)) {
      if (head.length < headBytes) head = Buffer.concat([head, frame.subarray(0, headBytes - head.length)]);
      hash.update(frame);
    }
    await this.#refuseOtherType(run, file, head);
    const sha256 = hash.digest('hex');
    if (declaredSha256.toLowerCase() !== sha256) {
      await this.remove(run, fileId);
      throw new FileRefused('otherHash', `File ${fileId} did not arrive as it was sent: its SHA-256 is ${sha256}.`);
    }
    return run(async (m) => {
      await markComplete(m, fileId, sha256);
      return { ...await this.#file(m, fileId), sha256 };
    });
  }

  /** Opens a complete file, or the bytes `from` up to and without `to` of it (counted from 0). */
  async open(run: InTransaction, fileId: string, range: { from?: number | undefined; to?: number | undefined } = {}): Promise<OpenedFile> {
    const { file, dataKey, parts } = await this.#withParts(run, fileId);
    if (file.status === 'removed') throw new FileRefused('removed', `File ${fileId} was removed.`);
    if (file.status === 'open') throw new FileRefused('incomplete', `File ${fileId} has ${file.received} of ${file.bytes} bytes.`, file.received);
    const from = Math.max(0, range.from ?? 0);
    const to = Math.min(file.bytes, range.to ?? file.bytes);
    if (!(from < to)) throw new FileRefused('size', `File ${fileId} has ${file.bytes} bytes.`);
    return { file, from, to, stream: Readable.from(this.#plaintext(file, dataKey, parts, from, to), { objectMode: false }) };
  }

  /** Removes the bytes; that there was a file, its hash and size stay. Calling it again is no error. */
  async remove(run: InTransaction, fileId: string): Promise<void> {
    const parts = await run(async (m) => {
      await this.#file(m, fileId);
      await markRemoved(m, fileId);
      return partsOf(m, fileId);
    });
    for (const { partId } of parts) await this.#storage.remove(partId);
    await run((m) => markBytesGone(m, fileId));
  }

  /** The uploader gives up an upload. What an event has entered stays: it is part of the record. */
  async giveUp(run: InTransaction, fileId: string): Promise<void> {
    const file = await run((m) => this.#file(m, fileId));
    if (file.enteredSeq !== null) throw new FileRefused('entered', `File ${fileId} is part of the record.`);
    await this.remove(run, fileId);
  }

  async* #plaintext(file: CaseFile, dataKey: Buffer, parts: readonly PartRow[], from: number, to: number): AsyncGenerator<Buffer> {
    let at = from;
    for (const part of parts) {
      const place = { fileId: file.fileId, ...part };
      if (part.atOffset + part.bytes <= at || part.atOffset >= to) continue;
      const [begin, end] = [at - part.atOffset, Math.min(part.bytes, to - part.atOffset)];
      const range = storedRange(place, begin, end);
      let inPart = range.first * frameBytes;
      for await (const frame of openFrames(dataKey, place, range, await this.#storage.get(part.partId, range.from, range.to))) {
        const wanted = frame.subarray(Math.max(0, begin - inPart), Math.max(0, end - inPart));
        inPart += frame.length;
        at += wanted.length;
        yield wanted;
      }
    }
    if (at !== to) throw new Error(`File ${file.fileId} has a gap at byte ${at}.`);
  }

  async #refuseOtherType(run: InTransaction, file: CaseFile, head: Buffer): Promise<void> {
    if (looksLike(file.mediaType, head)) return;
    await this.remove(run, file.fileId);
    throw new FileRefused('notThatType', `The bytes of file ${file.fileId} are not ${file.mediaType}.`);
  }

  async #file(m: EntityManager, fileId: string): Promise<CaseFile> {
    const file = await findFile(m, fileId);
    if (!file) throw new FileRefused('notFound', `There is no file ${fileId}.`);
    return file;
  }

  async #withKey(m: EntityManager, file: CaseFile): Promise<{ file: CaseFile; dataKey: Buffer }> {
    const dataKey = await this.#people.keyById(m, file.keyId);
    if (!dataKey) throw new FileRefused('erased', `File ${file.fileId} was erased with the person it concerns.`);
    return { file, dataKey };
  }

  #withParts(run: InTransaction, fileId: string): Promise<{ file: CaseFile; dataKey: Buffer; parts: PartRow[] }> {
    return run(async (m) => ({ ...await this.#withKey(m, await this.#file(m, fileId)), parts: await partsOf(m, fileId) }));
  }
}
