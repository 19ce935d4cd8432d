/**
 * Words on which nothing may be founded (packs, `forbiddenWords`). A word is found however it is written: full width,
 * other case, with spaces, punctuation or invisible characters between its characters.
 */
import type { ForbiddenWords } from './pack-format.ts';

/** A text without what separates its characters; `at` leads each remaining one back to its place in the text. */
interface Bare { text: string; at: number[] }

function bare(text: string): Bare {
  const found: Bare = { text: '', at: [] };
  let place = 0;
  for (const character of text) {
    // NFKC takes width and compatibility forms away; what is neither letter nor digit only separates.
    for (const one of character.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')) {
      found.text += one;
      for (let unit = 0; unit < one.length; unit += 1) found.at.push(place);
    }
    place += character.length;
  }
  return found;
}

type WordRule = Pick<ForbiddenWords, 'words' | 'except'>;

/** The words of a rule without what separates their characters. */
const bareRules = new WeakMap<WordRule, { words: string[]; harmless: string[] }>();
function bareRule(rule: WordRule): { words: string[]; harmless: string[] } {
  const known = bareRules.get(rule) ?? { words: rule.words.map((one) => bare(one).text), harmless: rule.except.map((one) => bare(one).text) };
  bareRules.set(rule, known);
  return known;
}

/** A text made ready to be searched by many rules. */
export interface SearchableText { text: string; written: Bare }
export function searchable(text: string): SearchableText {
  return { text, written: bare(text) };
}

/** The first forbidden word in a text, as it is written there; null when there is none. */
export function forbiddenWordIn({ text, written }: SearchableText, rule: WordRule): string | null {
  const { words, harmless } = bareRule(rule);
  let first: { from: number; to: number } | null = null;
  for (const word of words) {
    for (let from = written.text.indexOf(word); from >= 0; from = written.text.indexOf(word, from + 1)) {
      if (harmless.some((longer) => standsWithin(longer, word, written.text, from))) continue;
      // Of two words at one place the longer is told.
      if (first === null || from < first.from || (from === first.from && from + word.length > first.to)) first = { from, to: from + word.length };
      break;
    }
  }
  if (first === null) return null;
  const begin = written.at[first.from] ?? 0;
  const last = written.at[first.to - 1] ?? begin;
  return text.slice(begin, last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1));
}

/** Whether the word at this place is only a part of a longer, harmless one. */
function standsWithin(longer: string, word: string, text: string, from: number): boolean {
  for (let inside = longer.indexOf(word); inside >= 0; inside = longer.indexOf(word, inside + 1)) {
    if (from >= inside && text.startsWith(longer, from - inside)) return true;
  }
  return false;
}
