/** Lines as a terminal shows them: broken before its edge, what follows indented under what came before. */

/** Han, kana, full-width forms and their punctuation take two columns. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
/** Never at the beginning of a line. */
const CLOSING = /[，。、；：？！）》」』】〕”’,.;:?!)\]]/;

/** Columns that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Never at its end. */
const OPENING = /[（《「『【〔“‘([]/;

/** Words, each with the space after it; every wide character is a word with the closing marks that follow it. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const character of text) {
    const last = words.at(-1);
    const begins = last === undefined || (last.endsWith(' ') && character !== ' ') || (!CLOSING.test(character) && !OPENING.test(last.at(-1) ?? '') && character !== ' ' && (WIDE.test(character) || WIDE.test(last.at(-1) ?? '')));
    if (begins) words.push(character);
    else words[words.length - 1] = `${last}${character}`;
  }
  return words;
}

/** One line as several of at most `columns`; a word that is longer than that stays whole. */
export function wrapped(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `;
  const lines: string[] = [];
  let now = /^ */.exec(line)?.[0] ?? '';
  for (const word of wordsOf(line.trimStart())) {
    if (now.trim() !== '' && widthOf(now) + widthOf(word.trimEnd()) > columns) {
      lines.push(now.trimEnd());
      now = indent;
    }
    now += word;
  }
  return [...lines, now.trimEnd()];
}
