import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { csvOf } from './csv.ts';
import { MEDIA_TYPES, type ExportFormat, type Table } from './table.ts';
import { xlsxOf } from './xlsx.ts';

/** A table as the file that a person takes away; nothing in between keeps it. `name` without its ending. */
export function answeredAsFile(reply: FastifyReply, name: string, format: ExportFormat, table: Table): StreamableFile {
  const bytes = format === 'csv' ? csvOf(table) : xlsxOf(table);
  void reply.headers({ 'cache-control': 'no-store' });
  return new StreamableFile(bytes, { type: MEDIA_TYPES[format], disposition: `attachment; filename="${name}.${format}"`, length: bytes.length });
}
