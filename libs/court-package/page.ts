/** Pages of the package that no paper of the case holds: plain HTML to read and print, without scripts or anything from elsewhere. */
import type { BilingualText } from '#law/pack-format';

/** A cell, in Chinese with English below it, or the same in both. */
export type PageCell = BilingualText | string;
export type PagePart = { heading: BilingualText } | { text: BilingualText } | { head: readonly BilingualText[]; rows: readonly (readonly PageCell[])[] };

/** One page. Equal parts give equal bytes. `training` stands on it where the record is one to practise on. */
export function page(title: BilingualText, parts: readonly PagePart[], training: boolean): Buffer {
  const body = parts.map((part) => {
    if ('heading' in part) return `<h2>${both(part.heading)}</h2>`;
    if ('text' in part) return `<p>${both(part.text)}</p>`;
    return `<table><thead><tr>${part.head.map((cell) => `<th>${both(cell)}</th>`).join('')}</tr></thead><tbody>\n${part.rows.map((row) => `<tr>${row.map((cell) => `<td>${typeof cell === 'string' ? escaped(cell) : both(cell)}</td>`).join('')}</tr>`).join('\n')}\n</tbody></table>`;
  });
  return Buffer.from(`<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>${escaped(title.zh)}</title><style>
body{font-family:serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.5}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #666;padding:.3em .5em;text-align:left;vertical-align:top;white-space:pre-wrap}
.en{display:block;color:#444;font-size:.85em}.training{color:#b00}
</style></head><body>
${training ? '<p class="training">培训 TRAINING</p>\n' : ''}<h1>${both(title)}</h1>
${body.join('\n')}
</body></html>
`);
}

function both({ zh, en }: BilingualText): string {
  return zh === en ? escaped(zh) : `${escaped(zh)}<span class="en">${escaped(en)}</span>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
