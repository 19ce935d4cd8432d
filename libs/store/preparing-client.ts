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
  private behindStart: (() => void) | null = null;
  private corked = false;

  override query(...args: unknown[]): never {
    this.sendTogether();
    const answer = tracing() ? tracedStatement(args, (sent) => this.asPrepared(sent)) : this.asPrepared(args);
    if (this.behindStart !== null && args[0] === 'START TRANSACTION') this.behindStart();
    return answer as never;
  }

  /** A statement to be sent right behind the next START TRANSACTION, before anything else of that transaction. */
  behindNextStart(text: string, values: readonly unknown[]): { sent: Promise<void>; answered: Promise<unknown> } {
    let answered: (answer: Promise<unknown>) => void;
    const answer = new Promise<unknown>((resolve) => { answered = resolve; });
    answer.catch(() => undefined);
    const sent = new Promise<void>((resolve) => {
      this.behindStart = () => {
        this.behindStart = null;
        answered(this.query(text, values) as Promise<unknown>);
        resolve();
      };
    });
    return { sent, answered: answer };
  }

  /** What is asked in one turn of the event loop goes out in one write, and the server reads it at once. */
  private sendTogether(): void {
    if (this.corked) return;
    this.corked = true;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => {
      this.corked = false;
      stream.uncork();
    });
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
