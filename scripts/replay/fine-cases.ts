/**
 * Cases of a file, each whole and in legal order. The file is read twice: first to check every row and to learn how many
 * rows a case has, then to hand out each case as soon as it is complete. So rows of a case may lie anywhere, and memory
 * holds only the cases that are still open.
 */
import type { LegalDate } from '#law';
import { FineFileError, type FineRow, readFineRows } from './fine-file.ts';

export interface FineFile {
  path: string;
  events: number;
  /** Rows by case. */
  rows: ReadonlyMap<string, number>;
  firstDay: LegalDate;
  lastDay: LegalDate;
}

/** Checks the whole file. Throws `FineFileError`. */
export async function surveyFines(path: string, onRow: (rows: number) => void = () => {}): Promise<FineFile> {
  const rows = new Map<string, number>();
  let events = 0;
  let firstDay: LegalDate | null = null;
  let lastDay: LegalDate | null = null;
  for await (const row of readFineRows(path)) {
    events += 1;
    rows.set(row.caseId, (rows.get(row.caseId) ?? 0) + 1);
    if (firstDay === null || row.on < firstDay) firstDay = row.on;
    if (lastDay === null || row.on > lastDay) lastDay = row.on;
    onRow(events);
  }
  if (firstDay === null || lastDay === null) throw new FineFileError(`${path} holds no events.`);
  return { path, events, rows, firstDay, lastDay };
}

/** Each case with its rows by day, and by the order of the source within a day. */
export async function* fineCases(file: FineFile): AsyncGenerator<FineRow[]> {
  const open = new Map<string, FineRow[]>();
  for await (const row of readFineRows(file.path)) {
    const rows = open.get(row.caseId) ?? [];
    rows.push(row);
    if (rows.length === file.rows.get(row.caseId)) {
      open.delete(row.caseId);
      yield inLegalOrder(rows);
    } else open.set(row.caseId, rows);
  }
  if (open.size > 0) throw new FineFileError(`${file.path} changed while it was being read.`);
}

export function inLegalOrder(rows: readonly FineRow[]): FineRow[] {
  return [...rows].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.order - b.order || a.line - b.line));
}
