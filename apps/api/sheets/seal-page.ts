import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { LawBook } from '#law/law-book';
import { sealUses } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import type { SealPage, SealQuery } from './sheet-schemas.ts';

const SORT = 'newest';

/** The register of use of the seals of the asking person's offices, newest first. */
export async function sealPage(m: EntityManager, book: LawBook, query: z.infer<typeof SealQuery>): Promise<z.infer<typeof SealPage>> {
  const place = readCursor(query.cursor, SORT, [z.iso.datetime(), z.uuid(), z.number().int()]);
  const rows = await sealUses(m, { after: place as [string, string, number] | null, from: query.from ?? null, to: query.to ?? null, keeperId: query.keeper ?? null, limit: query.limit + 1 });
  const names = new Map((await m.query<{ id: string; name: string }[]>('SELECT id::text, display_name AS name FROM account WHERE id::text = ANY ($1)', [[...new Set(rows.flatMap((row) => [row.applicantId, row.keeperId, row.applicantFor, row.keeperFor].filter((id) => id !== null)))]])).map(({ id, name }) => [id, name]));
  const person = (id: string, absent: string | null): { id: string; name: string; inPlaceOf: { id: string; name: string } | null } => ({ id, name: names.get(id) ?? id, inPlaceOf: absent === null ? null : { id: absent, name: names.get(absent) ?? absent } });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      caseId: row.caseId, caseNumber: row.caseNumber, seq: row.seq, office: row.officeId, paperId: row.paperId, paper: row.paper, title: book.find(row.pack)?.pack.papers.find((one) => one.code === row.paper)?.title ?? { zh: row.paper, en: row.paper },
      number: row.number, sha256: row.sha256, seal: row.seal, applicant: person(row.applicantId, row.applicantFor), keeper: person(row.keeperId, row.keeperFor), askedOn: row.askedOn, usedOn: row.usedOn, recordedAt: row.recordedAt,
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf(SORT, [last.recordedAt, last.caseId, last.seq]) : null,
  };
}
