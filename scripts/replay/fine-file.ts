/**
 * Reads a file of road traffic fines row by row, so that its size does not matter. What is wrong with the file itself is
 * one sentence with its line; whether a fact can be is for the engine to say.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { isLegalDate, LawInputError, type LegalDate, legalDate, parseYuan } from '#law';
import { ACTIVITIES, type Activity, AMOUNT_COLUMNS, type Column, COLUMNS, NUMBER_COLUMNS } from './activities.ts';

/** The file cannot be replayed; the message is one sentence for the person who gave it. */
export class FineFileError extends Error {
  override readonly name = 'FineFileError';
}

/** One event of the log. */
export interface FineRow {
  /** Line in the file, from 1. */
  line: number;
  caseId: string;
  activityName: string;
  activity: Activity;
  on: LegalDate;
  /** Decides the order of events of one case on one day. */
  order: number;
  /** Plain facts by the codes of the pack, as the edge takes them: texts, and whole numbers for `points`. */
  facts: Record<string, string | number>;
}

/** No row of the format is near this long; an unclosed quote would otherwise swallow the rest of the file. */
const LONGEST_ROW = 10_000;

/** Rows in the order of the file. Throws `FineFileError` at the first thing that is not of the format. */
export async function* readFineRows(path: string): AsyncGenerator<FineRow> {
  const kind = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new FineFileError(error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}.`);
  });
  if (!kind.isFile()) throw new FineFileError(`${path} is not a plain file; the replay reads it twice.`);
  const parser = parse({ bom: true, info: true, skip_empty_lines: true, max_record_size: LONGEST_ROW, columns: (header: string[]) => checkHeader(path, header) });
  const failed = pipeline(createReadStream(path), parser).then(() => null, (error: unknown) => error);
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
      rows += 1;
      yield readRow(path, info.lines, record);
    }
  } catch (error) {
    throw asSentence(path, error);
  } finally {
    parser.destroy();
    await failed;
  }
  if (rows === 0) throw new FineFileError(`${path} holds no events.`);
}

function checkHeader(path: string, header: string[]): string[] {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new FineFileError(`${path}, line 1: the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing; the header must name ${COLUMNS.join(', ')}.`);
  const twice = header.find((column, index) => header.indexOf(column) !== index);
  if (twice !== undefined) throw new FineFileError(`${path}, line 1: the column ${twice} is named twice.`);
  return header;
}

function asSentence(path: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const line = typeof error['lines'] === 'number' ? error['lines'] : '?';
    return new FineFileError(`${path}, line ${line}: ${error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? 'the row has another number of fields than the header' : error.message}.`);
  }
  if (error instanceof Error && 'code' in error && 'syscall' in error) return new FineFileError(`${path} cannot be read: ${error.message}.`);
  return error;
}

function readRow(path: string, line: number, record: Record<string, string>): FineRow {
  const fail = (what: string): never => { throw new FineFileError(`${path}, line ${line}: ${what}.`); };
  const text = (column: Column): string => record[column] ?? '';
  const shown = (column: Column): string => JSON.stringify(text(column).slice(0, 40));
  for (const column of COLUMNS) if (text(column).includes('\uFFFD')) fail(`${column} is not UTF-8 text`);
  const caseId = text('case_id');
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(caseId)) fail(`case_id ${shown('case_id')} must be letters and digits`);
  const activityName = text('activity');
  const activity = Object.hasOwn(ACTIVITIES, activityName) ? ACTIVITIES[activityName] : undefined;
  if (activity === undefined) return fail(`${shown('activity')} is not an activity of this log; known are ${Object.keys(ACTIVITIES).join(', ')}`);
  if (!isLegalDate(text('occurred_at'))) fail(`occurred_at ${shown('occurred_at')} is not a date of the calendar in the form YYYY-MM-DD`);
  if (text('lifecycle') !== 'complete') fail(`lifecycle ${shown('lifecycle')} is not "complete"; only what has happened can be replayed`);
  for (const column of AMOUNT_COLUMNS) if (text(column) !== '' && !isAmount(text(column))) fail(`${column} ${shown(column)} is not an amount such as 36.0 or 71.50`);
  for (const column of NUMBER_COLUMNS) if (text(column) !== '' && !/^\d{1,15}$/.test(text(column))) fail(`${column} ${shown(column)} is not a whole number`);
  if (text('source_order') === '') fail('source_order is empty, so that the order within a day is not known');
  const given = Object.entries(activity.facts).filter(([, column]) => text(column) !== '');
  return {
    line, caseId, activityName, activity, on: legalDate(text('occurred_at')), order: Number(text('source_order')),
    facts: Object.fromEntries(given.map(([fact, column]) => [fact, column === 'points' ? Number(text(column)) : text(column)])),
  };
}

function isAmount(text: string): boolean {
  try {
    parseYuan(text);
    return true;
  } catch (error) {
    if (error instanceof LawInputError) return false;
    throw error;
  }
}
