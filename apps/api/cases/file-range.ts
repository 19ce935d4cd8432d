import { Problem } from '../problems/problem.ts';

/** One byte range (RFC 9110, 14.1.2), `to` exclusive; null for the whole file, also when the header is of another form. */
export function rangeOf(header: string | undefined, bytes: number): { from: number; to: number } | null {
  const read = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (read === null || (read[1] === '' && read[2] === '')) return null;
  const [, first = '', last = ''] = read;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  if (from >= to) throw new Problem('rangeNotSatisfiable', { zh: `文件共${bytes}字节。`, en: `The file has ${bytes} bytes.` }, { headers: { 'content-range': `bytes */${bytes}` } });
  return { from, to };
}
