import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { fieldProblems } from '../problems/issues.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { refuseUnstorable } from './unstorable.ts';

/** Parses every parameter that carries a zod schema. A path that cannot name anything answers 404, all else (a date in a path too) 422 by field. */
@Injectable()
export class InputPipe implements PipeTransform {
  public async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const schema = metadata.schema as z.ZodType | undefined;
    if (schema === undefined || metadata.type === 'custom') return value;
    refuseUnstorable(value, metadata.type === 'param');
    const read = await schema.safeParseAsync(value ?? (metadata.type === 'query' ? {} : undefined));
    if (read.success) return read.data;
    if (metadata.type === 'param' && !read.error.issues.some((issue) => issue.code === 'custom' && issue.params?.['rule'] === 'date')) throw notFound();
    throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: fieldProblems(read.error.issues, metadata.data ?? '') });
  }
}
