/** Papers, photos, scans and recordings of cases: received in parts, encrypted, opened as a stream. */
export { filesOf, findFile } from './files/file-rows.ts';
export { CaseFiles, mostUploads, type BegunFile, type CaseFile, type InTransaction, type OpenedFile } from './files/case-files.ts';
export { FileRefused, type FileRefusal } from './files/file-refused.ts';
export { sweepUploads } from './files/sweep-uploads.ts';
export type { FileStorage } from './files/file-storage.ts';
export { openFileStorage, type FilesPlace } from './files/open-file-storage.ts';
export { acceptedMediaTypes } from './files/media-types.ts';
