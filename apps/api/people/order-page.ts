import { z } from 'zod';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Cursor, Limit } from '../http/schemas.ts';

/** A list of orders is read page by page, as every list that grows. */
export const OrderQuery = z.strictObject({ cursor: Cursor, limit: Limit });

interface Listing<T> {
  /** Name of the list and its sort, by which its cursors are known. */
  sort: string;
  /** What a cursor of this list holds. */
  parts: readonly z.ZodType[];
  read: (sought: { after?: readonly string[]; limit: number }) => Promise<T[]>;
  keyOf: (row: T) => readonly (string | number)[];
}

/** One page of a list, and where the next one begins; null after the last. Throws `validation` for a cursor of another list. */
export async function listPage<T>({ cursor, limit }: z.infer<typeof OrderQuery>, { sort, parts, read, keyOf }: Listing<T>): Promise<{ items: T[]; next: string | null }> {
  const place = readCursor(cursor, sort, parts);
  const rows = await read({ ...(place === null ? {} : { after: place.map(String) }), limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(sort, keyOf(last)) : null };
}

/** What a cursor holds of a list that is sorted by when its rows were made. */
export const MADE = [z.iso.datetime(), z.uuid()] as const;
