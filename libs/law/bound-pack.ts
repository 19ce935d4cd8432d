/**
 * An open case keeps the text of the pack under which it was judged, until a signed change of law brings it to another.
 * The law's own end needs no signature: when the newest text of a pack ends earlier, the older ones end with it.
 */
import type { LawBook, LoadedPack } from './law-book.ts';

/** The older text with the end of force of the newest, and the sentence that then refuses; the very same object where nothing ends earlier. */
export function endingWith(older: LoadedPack, newest: LoadedPack): LoadedPack {
  const { to } = newest.pack.inForce;
  const own = older.pack.inForce.to;
  if (to === null || (own !== null && own <= to)) return older;
  const after = newest.pack.inForce.after ?? newest.pack.inForce.before;
  const known = new Set(older.pack.instruments.map(({ id }) => id));
  return {
    ...older,
    pack: { ...older.pack, inForce: { ...older.pack.inForce, to, after }, instruments: [...older.pack.instruments, ...newest.pack.instruments.filter(({ id }) => !known.has(id))] },
  };
}

/** The law with this text of a pack in place of the one that it holds, ended where the newest has ended. */
export function underPack(book: LawBook, text: LoadedPack, newest: LoadedPack): LawBook {
  const bound = text.sha256 === newest.sha256 ? newest : endingWith(text, newest);
  return book.find(bound.pack.id) === bound ? book : book.with({ packs: [...book.packs.filter(({ pack }) => pack.id !== bound.pack.id), bound] });
}
