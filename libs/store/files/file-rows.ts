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
}

export interface PartRow { partId: string; atOffset: number; bytes: number }

const columns = `file_id AS "fileId", case_id AS "caseId", office_id AS "officeId", key_id AS "keyId", purpose, media_type AS "mediaType", bytes::float8 AS bytes, received::float8 AS received, sha256, status, begun_by AS "begunBy"`;

/** The file, or undefined when there is none in the offices of this transaction. */
export async function findFile(m: EntityManager, fileId: string): Promise<CaseFile | undefined> {
  const [row] = await m.query<CaseFile[]>(`SELECT ${columns} FROM case_file WHERE file_id = $1`, [fileId]);
  return row;
}

/** Files of a case in the order in which they were begun; open and removed ones too. */
export function filesOf(m: EntityManager, caseId: string): Promise<CaseFile[]> {
  return m.query<CaseFile[]>(`SELECT ${columns} FROM case_file WHERE case_id = $1 ORDER BY begun_at, file_id`, [caseId]);
}

export async function insertFile(m: EntityManager, file: Pick<CaseFile, 'fileId' | 'caseId' | 'officeId' | 'keyId' | 'purpose' | 'mediaType' | 'bytes'>): Promise<void> {
  await m.query(
    'INSERT INTO case_file (file_id, case_id, office_id, key_id, purpose, media_type, bytes, begun_by) VALUES ($1, $2, $3, $4, $5, $6, $7, asking_actor())',
    [file.fileId, file.caseId, file.officeId, file.keyId, file.purpose, file.mediaType, file.bytes]);
}

/** Notes a stored part; false when another request has continued the file from the same offset meanwhile. */
export async function notePart(m: EntityManager, file: CaseFile, part: PartRow): Promise<boolean> {
  const [, count] = await m.query<[unknown[], number]>("UPDATE case_file SET received = received + $3 WHERE file_id = $1 AND received = $2 AND status = 'open' RETURNING 1", [file.fileId, part.atOffset, part.bytes]);
  if (count === 0) return false;
  await m.query('INSERT INTO file_part (part_id, file_id, office_id, at_offset, bytes) VALUES ($1, $2, $3, $4, $5)', [part.partId, file.fileId, file.officeId, part.atOffset, part.bytes]);
  return true;
}

export function partsOf(m: EntityManager, fileId: string): Promise<PartRow[]> {
  return m.query<PartRow[]>('SELECT part_id AS "partId", at_offset::float8 AS "atOffset", bytes FROM file_part WHERE file_id = $1 ORDER BY at_offset', [fileId]);
}

export async function markComplete(m: EntityManager, fileId: string, sha256: string): Promise<void> {
  await m.query("UPDATE case_file SET status = 'complete', sha256 = $2, completed_at = clock_timestamp() WHERE file_id = $1 AND status = 'open'", [fileId, sha256]);
}

export async function markRemoved(m: EntityManager, fileId: string): Promise<void> {
  await m.query("UPDATE case_file SET status = 'removed', removed_at = clock_timestamp() WHERE file_id = $1 AND status <> 'removed'", [fileId]);
}
