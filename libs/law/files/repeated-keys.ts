/** A string, or one of the characters that open, close and part objects and lists. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Keys that stand twice in one object of a JSON text, each with its path: JSON lets the last one win without a word, so
 * that a rule joined in by a merge takes the place of another. The text must be JSON.
 */
export function repeatedKeys(text: string): string[] {
  const found: string[] = [];
  const open: { keys: Set<string> | null; at: string; index: number }[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const inside = open.at(-1);
    if (token === '{' || token === '[') {
      const path = inside === undefined ? '' : inside.keys === null ? `${inside.at}[${inside.index}]` : inside.at === '' ? last : `${inside.at}.${last}`;
      open.push({ keys: token === '{' ? new Set() : null, at: path, index: 0 });
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inside?.keys === null) inside.index += 1;
    else if (token === ':' && inside !== undefined && inside.keys !== null) {
      if (inside.keys.has(last)) found.push(inside.at === '' ? last : `${inside.at}.${last}`);
      inside.keys.add(last);
    } else if (token.startsWith('"')) last = JSON.parse(token) as string;
  }
  return found;
}
