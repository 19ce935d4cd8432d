import type { z } from 'zod';
import { wrongField } from '../problems/problem.ts';

/** A place in a sorted list: the sort it belongs to and the key of the last row. */
export function cursorOf(sort: string, key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([sort, ...key])).toString('base64url');
}

/** Reads a cursor of the same sort, each part by its schema. Throws the problem `validation` for one that was not answered here. */
export function readCursor(text: string | undefined, sort: string, parts: readonly z.ZodType[]): (string | number)[] | null {
  if (text === undefined) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read.length === parts.length + 1 && read[0] === sort && parts.every((part, index) => part.safeParse(read[index + 1]).success)) {
      return read.slice(1) as (string | number)[];
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw wrongField('cursor', 'cursor', '游标无效，或属于另一种排序。', 'This cursor is not valid, or belongs to another sort.');
}
