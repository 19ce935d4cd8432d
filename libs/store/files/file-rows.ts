import type { EntityManager } from 'typeorm';

/** A file of a case as far as it is known. `sha256` (of the plaintext) stands once it is complete. */
export interface CaseFile {
  fileId: string;
  caseId: string;
  officeId: string;
  keyId: string;
  purpose: string;
  mediaType: string;
  bytes: number;
  received: number;
  sha256: string | null;
  status: 'open' | 'complete' | 'removed';
  begunBy: string;
  /** The event that entered it into the case; null while it is an upload that only its uploader sees. */
  enteredSeq: number | null;
}

export interface PartRow { partId: string; atOffset: number; bytes: number }

const columns = `file_id AS "fileId", case_id AS "caseId", office_id AS "officeId", key_id AS "keyId", purpose, media_type AS "mediaType", bytes::float8 AS bytes, received::float8 AS received, sha256, status, begun_by AS "begunBy", entered_seq AS "enteredSeq"`;

/** The file, or undefined when there is none in the offices of this transaction, or it is the upload of somebody else. */
export async function findFile(m: EntityManager, fileId: string): Promise<CaseFile | undefined> {
  const [row] = await m.query<CaseFile[]>(`SELECT ${columns} FROM case_file WHERE file_id = $1`, [fileId]);
  return row;
}

/** Files of a case in the order in which they were begun; open and removed ones too, uploads of others not. */
export function filesOf(m: EntityManager, caseId: string): Promise<CaseFile[]> {
  return m.query<CaseFile[]>(`SELECT ${columns} FROM case_file WHERE case_id = $1 ORDER BY begun_at, file_id`, [caseId]);
}

export async function insertFile(m: EntityManager, file: Pick<CaseFile, 'fileId' | 'caseId' | 'officeId' | 'keyId' | 'purpose' | 'mediaType' | 'bytes'> & { handlersOnly: boolean }): Promise<void> {
  await m.query(
    'INSERT INTO case_file (file_id, case_id, office_id, key_id, purpose, media_type, bytes, handlers_only, begun_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, asking_actor())',
    [file.fileId, file.caseId, file.officeId, file.keyId, file.purpose, file.mediaType, file.bytes, file.handlersOnly]);
}

/** Notes a stored part; false when another request has continued the file from the same offset meanwhile. */
export async function notePart(m: EntityManager, file: CaseFile, part: PartRow): Promise<boolean> {
  const [, count] = await m.query<[unknown[], number]>("UPDATE case_file SET received = received + $3, touched_at = clock_timestamp() WHERE file_id = $1 AND received = $2 AND status = 'open' RETURNING 1", [file.fileId, part.atOffset, part.bytes]);
  if (count === 0) return false;
  await m.query('INSERT INTO file_part (part_id, file_id, office_id, at_offset, bytes) VALUES ($1, $2, $3, $4, $5)', [part.partId, file.fileId, file.officeId, part.atOffset, part.bytes]);
  return true;
}

export function partsOf(m: EntityManager, fileId: string): Promise<PartRow[]> {
  return m.query<PartRow[]>('SELECT part_id AS "partId", at_offset::float8 AS "atOffset", bytes FROM file_part WHERE file_id = $1 ORDER BY at_offset', [fileId]);
}

export async function markComplete(m: EntityManager, fileId: string, sha256: string): Promise<void> {
  await m.query("UPDATE case_file SET status = 'complete', sha256 = $2, completed_at = clock_timestamp(), touched_at = clock_timestamp() WHERE file_id = $1 AND status = 'open'", [fileId, sha256]);
}

export async function markRemoved(m: EntityManager, fileId: string): Promise<void> {
  await m.query("UPDATE case_file SET status = 'removed', removed_at = clock_timestamp(), touched_at = clock_timestamp() WHERE file_id = $1 AND status <> 'removed'", [fileId]);
}

export async function markBytesGone(m: EntityManager, fileId: string): Promise<void> {
  await m.query("UPDATE case_file SET bytes_gone_at = clock_timestamp() WHERE file_id = $1 AND status = 'removed' AND bytes_gone_at IS NULL", [fileId]);
}

/** Uploads of the asking person in a case that no event has entered yet. One at a time is counted: a second beginning waits for the first to end. */
export async function uploadsUnderWay(m: EntityManager, caseId: string): Promise<number> {
  await m.query("SELECT pg_advisory_xact_lock(hashtextextended('uploads/' || $1 || '/' || asking_actor(), 0))", [caseId]);
  const [row] = await m.query<{ count: number }[]>("SELECT count(*)::integer AS count FROM case_file WHERE case_id = $1 AND begun_by = asking_actor() AND status <> 'removed' AND entered_seq IS NULL", [caseId]);
  return row?.count ?? 0;
}

/** Uploads that nobody has touched for so many days of the machine's clock, and removed files of which bytes may be left; across offices. */
export function abandonedFiles(m: EntityManager, days: number, most: number): Promise<{ fileId: string; officeId: string }[]> {
  return m.query<{ fileId: string; officeId: string }[]>('SELECT file_id AS "fileId", office_id AS "officeId" FROM abandoned_files(clock_timestamp() - make_interval(days => $1), $2)', [days, most]);
}
