/** A table as people take it away: columns with a heading, rows of texts, whole numbers and amounts in yuan. */
export interface Column { heading: string; /** Texts are never read as formulas; sums are decimal text with two digits. */ kind: 'text' | 'number' | 'yuan' }
export type Cell = string | number | null;
export interface Table { name: string; columns: readonly Column[]; rows: readonly (readonly Cell[])[] }

export const FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof FORMATS)[number];
export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
