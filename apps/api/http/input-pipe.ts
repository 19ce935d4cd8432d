import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { fieldProblems } from '../problems/issues.ts';
import { notFound, Problem, wrongField } from '../problems/problem.ts';

const deepest = 32;
const lone = /[\uD800-\uDFFF]/u;
const unstorable = (text: string): boolean => text.includes('\0') || lone.test(text);

/** Parses every parameter that carries a zod schema. A path that cannot name anything answers 404, all else 422 by field. */
@Injectable()
export class InputPipe implements PipeTransform {
  public async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const schema = metadata.schema as z.ZodType | undefined;
    if (schema === undefined || metadata.type === 'custom') return value;
    refuseUnstorable(value, metadata.type === 'param');
    const read = await schema.safeParseAsync(value ?? (metadata.type === 'query' ? {} : undefined));
    if (read.success) return read.data;
    if (metadata.type === 'param') throw notFound();
    throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: fieldProblems(read.error.issues, metadata.data ?? '') });
  }
}

/** NUL and lone surrogates cannot be stored as text, and no honest input is nested this deep. */
function refuseUnstorable(value: unknown, isPath: boolean): void {
  const open: { value: unknown; field: string; depth: number }[] = [{ value, field: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: inner, field, depth } = next;
    if (typeof inner === 'string' && unstorable(inner)) {
      if (isPath) throw notFound();
      throw wrongField(field, 'text', '含有不允许的字符（空字符或不完整的字符）。', 'This holds a character that is not allowed (NUL or half of a character).');
    }
    if (typeof inner !== 'object' || inner === null) continue;
    if (depth >= deepest) throw wrongField(field.slice(0, 100), 'depth', '嵌套层次过深。', 'This is nested too deeply.');
    for (const [key, part] of Object.entries(inner)) {
      const at = field === '' ? key : `${field}.${key}`;
      if (unstorable(key)) throw wrongField(field, 'text', '字段名含有不允许的字符。', 'A field name holds a character that is not allowed.');
      open.push({ value: part, field: at, depth: depth + 1 });
    }
  }
}
