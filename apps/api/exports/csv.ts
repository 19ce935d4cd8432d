import type { Cell, Column, Table } from './table.ts';

/** Without it, spreadsheet programs read Chinese as another encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** RFC 4180 with a byte order mark. What a spreadsheet program would run as a formula is led by an apostrophe. */
export function csvOf({ columns, rows }: Table): Buffer {
  const lines = [columns.map(({ heading }) => quoted(guarded(heading))), ...rows.map((row) => row.map((cell, index) => cellText(cell, columns[index])))];
  return Buffer.from(BYTE_ORDER_MARK + lines.map((line) => `${line.join(',')}\r\n`).join(''), 'utf8');
}

function cellText(cell: Cell, column: Column | undefined): string {
  if (cell === null) return '';
  // A sum can be below zero; its minus sign begins a number and nothing else.
  if (column !== undefined && column.kind !== 'text' && /^-?\d+(\.\d{2})?$/.test(String(cell))) return String(cell);
  return quoted(guarded(String(cell)));
}

/** OWASP, CSV injection: = + - @, tab and carriage return at the beginning, also behind spaces and in their full-width forms. */
function guarded(text: string): string {
  return /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
