/**
 * Why a file, or a part of it, is not taken or given: unknown (or another office's), a type that is not accepted, too
 * large or empty, bytes that are not of the announced type, a part that does not continue at `offset`, more bytes than
 * announced, not all bytes there yet, another hash than declared, complete already, removed, erased with its person, too
 * many uploads of this person in the case that are not entered yet, entered by an event.
 */
export type FileRefusal = 'notFound' | 'mediaType' | 'size' | 'notThatType' | 'offset' | 'tooLong' | 'incomplete' | 'otherHash' | 'complete' | 'removed' | 'erased' | 'tooMany' | 'entered';

/** A refusal that the API answers to the sender; `offset` is how many bytes are there. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly why: FileRefusal;
  readonly offset: number | undefined;
  constructor(why: FileRefusal, message: string, offset?: number) {
    super(message);
    this.why = why;
    this.offset = offset;
  }
}
