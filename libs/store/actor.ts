import { QueryFailedError, type DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { spanned } from '#traces';
import { PreparingClient } from './preparing-client.ts';

/** For whom a transaction reads and writes: row-level security shows the rows of these offices only, and of single cases lent to the person. */
export interface AskingActor {
  readonly actorId: string;
  readonly offices: readonly string[];
  /** Cases of other offices on which the person works by a loan. */
  readonly cases?: readonly string[];
  /** Cases whose file the person's office has on loan: read, never written. */
  readonly readings?: readonly string[];
}

/** The machine: relay, timers, proof. It sees an office only while it works on one of its cases. */
export const MACHINE = 'machine';

/**
 * Runs `work` in one READ COMMITTED transaction in which the settings of row-level security stand. Errors of the
 * database come out without the values of the statement.
 */
export async function withActor<T>(source: DataSource, actor: AskingActor, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  try {
    // What rolls back is often an answer (a refusal), so the transaction alone is no fault.
    return await spanned('transaction', { kind: 'client', onlyWithin: true, throwsAnswers: true, facts: { 'db.system.name': 'postgresql' } }, () => inTransaction(source, actor, work));
  } catch (error) {
    throw withoutValues(error);
  }
}

/** Statements of a transaction that were sent and whose answers are waited for at its end. */
const sentAlready = new WeakMap<EntityManager, Promise<unknown>[]>();

/**
 * A write whose answer nobody needs before the end of the transaction. Inside `withActor` it is sent and the caller
 * goes on; the transaction waits for all of them before it commits, and the first that failed is what it fails with.
 * Elsewhere it is waited for here.
 */
export async function sendAhead(manager: EntityManager, write: Promise<unknown>): Promise<void> {
  const sent = sentAlready.get(manager);
  if (sent === undefined) await write;
  else {
    write.catch(() => undefined);
    sent.push(write);
  }
}

/**
 * Answers of statements that were sent together, in their order. Waits for all of them even when one fails, so that none
 * is still on its way when the transaction is rolled back; then throws what the first of them failed with.
 */
export async function together<const T extends readonly Promise<unknown>[]>(sent: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as { -readonly [K in keyof T]: Awaited<T[K]> };
}

/**
 * Runs `work` in a savepoint: what fails there leaves the rest of the transaction as it was. The savepoint is sent with
 * the first statement of the work and released with the last; answers once all of them are answered.
 */
export async function withSavepoint<T>(manager: EntityManager, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const around = sentAlready.get(manager);
  const sent: Promise<unknown>[] = [];
  sentAlready.set(manager, sent);
  try {
    return await answered(sent, async () => {
      await sendAhead(manager, manager.query('SAVEPOINT one_of_many'));
      const result = await work(manager);
      await sendAhead(manager, manager.query('RELEASE SAVEPOINT one_of_many'));
      return result;
    });
  } catch (error) {
    await manager.query('ROLLBACK TO SAVEPOINT one_of_many');
    throw error;
  } finally {
    if (around === undefined) sentAlready.delete(manager);
    else sentAlready.set(manager, around);
  }
}

/** What a statement says that follows one that failed. */
const TRANSACTION_ABORTED = '25P02';

/** Runs `work` and waits for what it sent ahead; throws what failed first. */
async function answered<T>(sent: Promise<unknown>[], work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await together(sent.splice(0));
    return result;
  } catch (error) {
    const failures = (await Promise.allSettled(sent.splice(0))).flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
    throw sqlProblem(error)?.code === TRANSACTION_ABORTED ? failures.find((one) => sqlProblem(one)?.code !== TRANSACTION_ABORTED) ?? error : error;
  }
}

async function inTransaction<T>(source: DataSource, actor: AskingActor, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  const sent: Promise<unknown>[] = [];
  sentAlready.set(runner.manager, sent);
  try {
    return await answered(sent, async () => {
      await begin(runner, actor, sent);
      const result = await work(runner.manager);
      // Sent behind everything else: where something failed, the server rolls back instead.
      sent.push(runner.commitTransaction());
      return result;
    });
  } catch (error) {
    // Where the connection is lost, the server has rolled back by itself.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * START TRANSACTION and the settings of row-level security, sent together; the work of the transaction is sent behind
 * them without waiting for their answers. Answers once they are on their way.
 */
async function begin(runner: QueryRunner, actor: AskingActor, sent: Promise<unknown>[]): Promise<void> {
  const client: unknown = await runner.connect();
  if (!(client instanceof PreparingClient)) throw new Error('This connection was not opened as a store.');
  const settings = client.behindNextStart(SET_ACTOR, settingsOf(actor));
  // READ COMMITTED by the settings of the connection: naming it again would cost a round trip.
  const begun = runner.startTransaction();
  begun.catch(() => undefined);
  sent.push(begun, settings.answered);
  await Promise.race([settings.sent, begun]);
}

const SET_ACTOR = "SELECT set_config('app.actor', $1, true), set_config('app.offices', $2, true), set_config('app.cases', $3, true), set_config('app.readings', $4, true)";

function settingsOf({ actorId, offices, cases = [], readings = [] }: AskingActor): string[] {
  const misnamed = offices.find((office) => !/^[A-Za-z0-9-]+$/.test(office));
  if (misnamed !== undefined) throw new Error(`"${misnamed}" is not the id of an office.`);
  return [actorId, offices.join(','), cases.join(','), readings.filter((id) => !cases.includes(id)).join(',')];
}

/** Sets for whom the transaction goes on; it ends with the transaction. */
export async function setActor(manager: EntityManager, actor: AskingActor): Promise<void> {
  await manager.query(SET_ACTOR, settingsOf(actor));
}

/** The office of a case, across offices; null for an unknown case. Answers an id only. */
export async function officeOfCase(manager: EntityManager, caseId: string): Promise<string | null> {
  const [row] = await manager.query<{ office: string | null }[]>('SELECT case_office($1) AS office', [caseId]);
  return row?.office ?? null;
}

/**
 * From here on the transaction is the machine's and sees the office in which the case is now; null for an unknown case.
 * A case that is moved at this moment is then not seen: `actForCase` finds it where it has gone.
 */
export async function seeCase(manager: EntityManager, caseId: string): Promise<string | null> {
  const [row] = await manager.query<{ office: string }[]>(
    "SELECT set_config('app.actor', $2, true), set_config('app.offices', coalesce(case_office($1), ''), true) AS office, set_config('app.cases', '', true), set_config('app.readings', '', true)", [caseId, MACHINE]);
  return row === undefined || row.office === '' ? null : row.office;
}

/**
 * From here on the transaction is the machine's and sees the office of the case, which does not move to another one
 * before the transaction ends: a case that is moved just now is waited for and found where it has gone. Null for an
 * unknown case. `lock`: `SHARE` to read, `NO KEY UPDATE` where the head is written afterwards.
 */
export async function actForCase(manager: EntityManager, caseId: string, lock: 'SHARE' | 'NO KEY UPDATE'): Promise<string | null> {
  let office = await officeOfCase(manager, caseId);
  while (office !== null) {
    await setActor(manager, { actorId: MACHINE, offices: [office] });
    if ((await manager.query<object[]>(`SELECT 1 FROM case_head WHERE case_id = $1 FOR ${lock}`, [caseId])).length > 0) return office;
    const now = await officeOfCase(manager, caseId);
    if (now === office) throw new Error(`Case ${caseId} of ${office} is not seen by its own office.`);
    office = now;
  }
  return null;
}

/** The machine works on one case: a transaction that sees the office of that case. Null when there is no such case. */
export function withCase<T>(source: DataSource, caseId: string, work: (manager: EntityManager, officeId: string) => Promise<T>): Promise<T | null> {
  return withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const office = await actForCase(manager, caseId, 'SHARE');
    return office === null ? null : await work(manager, office);
  });
}

/** Takes the values out of an error of the database: parameters, and the detail line that quotes a row. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  Reflect.set(error, 'parameters', []);
  for (const part of [error, error.driverError] as object[]) {
    for (const field of ['detail', 'where', 'internalQuery']) if (field in part) Reflect.deleteProperty(part, field);
  }
  return error;
}

/** SQLSTATE of an error of the database, and the constraint that refused, where there is one. */
export function sqlProblem(error: unknown): { code: string; constraint: string | null } | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { code, constraint } = error.driverError as { code?: unknown; constraint?: unknown };
  return typeof code === 'string' ? { code, constraint: typeof constraint === 'string' ? constraint : null } : null;
}
