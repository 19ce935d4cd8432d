import { createHash } from 'node:crypto';
import { Client, type QueryResult } from 'pg';
import { tracing } from '#traces';
import { tracedStatement } from './traced-statement.ts';

/** Statements that a connection keeps prepared at most; further ones are planned anew each time. */
const MOST = 400;
/** Answers all columns of a table: a migration that adds one would make the kept plan fail (0A000), so it is not kept. */
const ALL_COLUMNS = /^\s*SELECT (\w+\.)?\*|RETURNING (\w+\.)?\*/;

const names = new Map<string, string>();
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `p${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
  if (names.size < 10 * MOST) names.set(text, name);
  return name;
}

/**
 * A connection that prepares each statement with parameters when it first sends it, for one plan that serves any values
 * (`plan_cache_mode` of open-store.ts). Under row-level security planning costs several times what running does, and
 * every command sends the same two dozen statements. So a list names only the filters that were given: `$1 IS NULL OR …`
 * would keep its plan from an index.
 */
export class PreparingClient extends Client {
  private readonly prepared = new Set<string>();

  override query(...args: unknown[]): never {
    return (tracing() ? tracedStatement(args, (sent) => this.asPrepared(sent)) : this.asPrepared(args)) as never;
  }

  private asPrepared(args: readonly unknown[]): unknown {
    const [text, values, callback] = args;
    const run = super.query.bind(this) as (...sent: unknown[]) => Promise<QueryResult>;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || ALL_COLUMNS.test(text)) return run(...args);
    const name = nameOf(text);
    if (!this.prepared.has(name) && this.prepared.size >= MOST) return run(...args);
    this.prepared.add(name);
    return run({ name, text, values }, ...(callback === undefined ? [] : [callback]));
  }
}
