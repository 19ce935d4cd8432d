import { inflateSync } from 'node:zlib';

/**
 * The printed text of each page of one of our PDF files, without spaces, for tests. It reads what the typesetter writes
 * (Type 0 fonts with a ToUnicode map, text in `TJ`) and is no general PDF reader.
 */
export function pdfPages(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes).toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id, body);
  const maps = new Map<string, Map<number, string>>();
  for (const body of objects.values()) {
    for (const [, name = '', id = ''] of (/\/Font <<([\s\S]*?)>>/.exec(body)?.[1] ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
      if (cmap !== undefined) maps.set(name, readUnicodeMap(streamOf(objects.get(cmap) ?? '')));
    }
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  return pages.map((page) => readText(streamOf(objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '') ?? ''), maps));
}

function streamOf(body: string): string {
  const start = body.indexOf('stream\n');
  const length = Number(/\/Length (\d+)/.exec(body)?.[1]);
  const data = Buffer.from(body.slice(start + 7, start + 7 + length), 'latin1');
  return (body.includes('/FlateDecode') ? inflateSync(data) : data).toString('latin1');
}

const text = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function readUnicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', hex = ''] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) map.set(parseInt(glyph, 16), text(hex));
  }
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', hex = ''] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      const first = text(hex).codePointAt(0) ?? 0;
      for (let glyph = parseInt(from, 16); glyph <= parseInt(to, 16); glyph += 1) map.set(glyph, String.fromCodePoint(first + glyph - parseInt(from, 16)));
    }
  }
  return map;
}

function readText(content: string, maps: Map<string, Map<number, string>>): string {
  let font = '';
  const saved: string[] = [];
  let text = '';
  // A string may hold a balanced pair of brackets without a backslash.
  for (const [token] of content.matchAll(/\b[qQ]\b|\/F\d+ [\d.]+ Tf|<[0-9A-Fa-f]+>|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\))*\)/g)) {
    if (token === 'q') saved.push(font);
    if (token === 'Q') font = saved.pop() ?? '';
    if (token.startsWith('/')) {
      font = token.slice(1, token.indexOf(' '));
      continue;
    }
    if (!/^[<(]/.test(token)) continue;
    const codes = token.startsWith('<') ? Buffer.from(token.slice(1, -1), 'hex') : Buffer.from(unescape(token.slice(1, -1)), 'latin1');
    for (let at = 0; at + 1 < codes.length; at += 2) text += maps.get(font)?.get(codes.readUInt16BE(at)) ?? '';
  }
  return text.replaceAll(/[\s\u200b]/g, '');
}

function unescape(literal: string): string {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return literal.replaceAll(/\\([0-7]{1,3}|[\s\S])/g, (_, code: string) => (/^[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : named[code] ?? code));
}
