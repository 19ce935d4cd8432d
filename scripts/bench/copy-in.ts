/** `COPY … FROM STDIN` of rows as they come, a few thousand at a time. */
import type { Client, Submittable, Connection } from 'pg';

/** The copy protocol of the driver's connection, which its types leave out. */
interface CopyConnection { query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void; sendCopyFail(reason: string): void }

class CopyIn implements Submittable {
  private failed: Error | undefined;
  constructor(private readonly statement: string, private readonly rows: Buffer, private readonly settle: (error?: Error) => void) {}

  submit(connection: Connection): void { (connection as unknown as CopyConnection).query(this.statement); }
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.rows);
    connection.endCopyFrom();
  }
  handleError(error: Error): void { this.failed = error; this.settle(error); }
  handleCommandComplete(): void { /* the end is handleReadyForQuery */ }
  handleReadyForQuery(): void { if (this.failed === undefined) this.settle(); }
}

/** A value of a row in the text format of COPY. Objects are written as JSON, arrays of texts as arrays of PostgreSQL. */
export function copyText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  const text = Array.isArray(value) ? `{${value.map((one) => `"${String(one).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
    : value instanceof Date ? value.toISOString() : Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean | bigint}`;
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** Copies rows into the named columns of a table; what a constraint refuses fails with the error of PostgreSQL. */
export async function copyIn(client: Client, table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Promise<void> {
  if (rows.length === 0) return;
  const bytes = Buffer.from(`${rows.map((row) => row.map(copyText).join('\t')).join('\n')}\n`);
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(`COPY ${table} (${columns.join(', ')}) FROM STDIN`, bytes, (error) => (error === undefined ? resolve() : reject(error))));
  });
}
