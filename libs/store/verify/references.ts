import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { PersonKeys } from '../content/person-keys.ts';
import { unseal, unsealBytes } from '../content/sealed.ts';
import type { StoredEvent } from '../events.ts';
import type { Keys } from '../keys.ts';
import type { Fault } from './fault.ts';

/** What events of a case refer to, with the event that does. */
export interface References {
  contents: { seq: number; contentId: string; commitment: string }[];
  papers: { seq: number; paperId: string; sha256: string; number: string | null }[];
  files: { seq: number; fileId: string; sha256: string }[];
}

/** Collects all references of events, wherever in the payload they stand. */
export function referencesIn(events: readonly StoredEvent[]): References {
  const found: References = { contents: [], papers: [], files: [] };
  for (const { seq, type, payload } of events) {
    collectContents(payload, seq, found.contents);
    if (type === 'paperIssued') {
      const { paper, sha256, number } = payload as { paper: { paperId: string }; sha256: string; number: string | null };
      found.papers.push({ seq, paperId: paper.paperId, sha256, number });
    }
    if (type === 'fileAttached') {
      const { file } = payload as { file: { fileId: string; sha256: string } };
      found.files.push({ seq, fileId: file.fileId, sha256: file.sha256 });
    }
  }
  return found;
}

function collectContents(value: unknown, seq: number, into: References['contents']): void {
  if (typeof value !== 'object' || value === null) return;
  const { contentId, commitment } = value as { contentId?: unknown; commitment?: unknown };
  if (typeof contentId === 'string' && typeof commitment === 'string') into.push({ seq, contentId, commitment });
  else for (const part of Object.values(value)) collectContents(part, seq, into);
}

/** Compares references with what is kept. What was erased with a person is counted and is no fault. */
export async function verifyReferences(m: EntityManager, keys: Keys | null, caseId: string, { contents, papers, files }: References): Promise<{ references: number; erased: number; faults: Fault[] }> {
  const faults: Fault[] = [];
  const people = keys && new PersonKeys(keys);
  let erased = 0;

  if (contents.length > 0) {
    const kept = await byId<{ commitment: string; key_id: string; wrapped: Buffer | null; sealed: Buffer }>(m,
      'SELECT c.content_id AS id, c.commitment, c.key_id, k.wrapped, c.sealed FROM content c JOIN person_key k USING (key_id) WHERE c.case_id = $1 AND c.content_id = ANY($2::uuid[])', caseId, contents.map((one) => one.contentId));
    for (const { seq, contentId, commitment } of contents) {
      const row = kept.get(contentId);
      if (row && !row.wrapped) erased += 1;
      const { wrapped, key_id, sealed } = row ?? {};
      const whole = row?.commitment === commitment && (!people || !wrapped || !key_id || !sealed || opens(() => unseal(people.unwrap(key_id, caseId, wrapped), contentId, caseId, sealed).commitment === commitment));
      if (!whole) faults.push({ caseId, seq, why: 'content' });
    }
  }

  if (papers.length > 0) {
    const kept = await byId<{ sha256: string; number: string | null; key_id: string; wrapped: Buffer | null; bytes: Buffer }>(m,
      'SELECT p.paper_id AS id, p.sha256, p.number, p.key_id::text, k.wrapped, p.bytes FROM paper p LEFT JOIN person_key k ON k.key_id = p.key_id::uuid WHERE p.case_id = $1 AND p.paper_id = ANY($2::text[])', caseId, papers.map((one) => one.paperId));
    for (const { seq, paperId, sha256, number } of papers) {
      const row = kept.get(paperId);
      if (row && !row.wrapped) erased += 1;
      const { wrapped, key_id, bytes } = row ?? {};
      const whole = row?.sha256 === sha256 && row.number === number
        && (!people || !wrapped || !key_id || !bytes || opens(() => createHash('sha256').update(unsealBytes(people.unwrap(key_id, caseId, wrapped), 'paper', paperId, caseId, bytes)).digest('hex') === sha256));
      if (!whole) faults.push({ caseId, seq, why: 'paper' });
    }
  }

  if (files.length > 0) {
    const kept = await byId<{ sha256: string; status: string }>(m, 'SELECT file_id AS id, sha256, status FROM case_file WHERE case_id = $1 AND file_id = ANY($2::uuid[])', caseId, files.map((one) => one.fileId));
    for (const { seq, fileId, sha256 } of files) {
      const row = kept.get(fileId);
      if (row?.status === 'removed') erased += 1;
      if (row?.sha256 !== sha256 || row.status === 'open') faults.push({ caseId, seq, why: 'file' });
    }
  }
  return { references: contents.length + papers.length + files.length, erased, faults };
}

async function byId<Row>(m: EntityManager, sql: string, caseId: string, ids: string[]): Promise<Map<string, Row>> {
  const rows = await m.query<(Row & { id: string })[]>(sql, [caseId, ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Something that was changed does not decrypt: that is the answer here, not a failure. */
function opens(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
