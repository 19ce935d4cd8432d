import { openSpan } from '#traces';

const VERBS = /^\s*(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|START|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|LOCK)\b/i;
/** The first table written or read, or the function called: names of our own schema. */
const TARGET = /\b(?:INTO|UPDATE|FROM|JOIN)\s+"?([a-z_][a-z0-9_]*)"?|^\s*SELECT\s+([a-z_][a-z0-9_]*)\(/i;

const summaries = new Map<string, { operation: string; target: string | undefined }>();

/** What a statement does and to which table, from its text; no value stands in it. */
function summaryOf(text: string): { operation: string; target: string | undefined } {
  const known = summaries.get(text);
  if (known !== undefined) return known;
  const [, table, called] = TARGET.exec(text) ?? [];
  const operation = (VERBS.exec(text)?.[1] ?? 'OTHER').toUpperCase();
  const summary = { operation, target: /^(START|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|OTHER)$/.test(operation) ? undefined : called ?? table };
  if (summaries.size < 4000) summaries.set(text, summary);
  return summary;
}

/** Sends a statement as a span of what is traced: operation, table, count of rows and SQLSTATE, never text or values. */
export function tracedStatement(args: readonly unknown[], send: (args: readonly unknown[]) => unknown): unknown {
  const [first] = args;
  const text: unknown = typeof first === 'object' && first !== null && 'text' in first ? first.text : first;
  if (typeof text !== 'string') return send(args);
  const { operation, target } = summaryOf(text);
  const span = openSpan(target === undefined ? operation : `${operation} ${target}`, {
    kind: 'client', onlyWithin: true, throwsAnswers: true, facts: { 'db.system.name': 'postgresql', 'db.operation.name': operation, ...(target === undefined ? {} : { 'db.collection.name': target }) },
  });
  if (span === null) return send(args);
  const ended = (result: unknown): void => {
    if (typeof result === 'object' && result !== null && 'rowCount' in result && typeof result.rowCount === 'number') span.note({ 'db.response.returned_rows': result.rowCount });
    span.end();
  };
  const last = args.at(-1);
  if (typeof last === 'function') {
    return send([...args.slice(0, -1), (error: unknown, result: unknown) => {
      if (error == null) ended(result); else span.end(error);
      (last as (...answer: unknown[]) => void)(error, result);
    }]);
  }
  const answer = send(args);
  void Promise.resolve(answer).then(ended, (error: unknown) => { span.end(error); });
  return answer;
}
