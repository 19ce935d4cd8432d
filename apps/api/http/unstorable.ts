import { notFound, wrongField } from '../problems/problem.ts';

const deepest = 32;
const lone = /[\uD800-\uDFFF]/u;
const unstorable = (text: string): boolean => text.includes('\0') || lone.test(text);

/** NUL and lone surrogates cannot be stored as text, no number is infinite (JSON can write 1e999), and no honest input is nested this deep. Throws the problem that names the field. */
export function refuseUnstorable(value: unknown, isPath: boolean): void {
  const open: { value: unknown; field: string; depth: number }[] = [{ value, field: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: inner, field, depth } = next;
    if (typeof inner === 'string' && unstorable(inner)) {
      if (isPath) throw notFound();
      throw wrongField(field, 'text', '含有不允许的字符（空字符或不完整的字符）。', 'This holds a character that is not allowed (NUL or half of a character).');
    }
    if (typeof inner === 'number' && !Number.isFinite(inner)) throw wrongField(field, 'number', '数值过大。', 'This number is too large.');
    if (typeof inner !== 'object' || inner === null) continue;
    if (depth >= deepest) throw wrongField(field.slice(0, 100), 'depth', '嵌套层次过深。', 'This is nested too deeply.');
    for (const [key, part] of Object.entries(inner)) {
      const at = field === '' ? key : `${field}.${key}`;
      if (unstorable(key)) throw wrongField(field, 'text', '字段名含有不允许的字符。', 'A field name holds a character that is not allowed.');
      open.push({ value: part, field: at, depth: depth + 1 });
    }
  }
}
