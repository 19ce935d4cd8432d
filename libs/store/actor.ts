import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { spanned } from '#traces';

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
    return await spanned('transaction', { kind: 'client', onlyWithin: true, throwsAnswers: true, facts: { 'db.system.name': 'postgresql' } }, () =>
      // READ COMMITTED by the settings of the connection: naming it again would cost a round trip.
      source.transaction(async (manager) => {
        await setActor(manager, actor);
        return await work(manager);
      }));
  } catch (error) {
    throw withoutValues(error);
  }
}

/** Sets for whom the transaction goes on; it ends with the transaction. */
export async function setActor(manager: EntityManager, { actorId, offices, cases = [], readings = [] }: AskingActor): Promise<void> {
  const misnamed = offices.find((office) => !/^[A-Za-z0-9-]+$/.test(office));
  if (misnamed !== undefined) throw new Error(`"${misnamed}" is not the id of an office.`);
  await manager.query("SELECT set_config('app.actor', $1, true), set_config('app.offices', $2, true), set_config('app.cases', $3, true), set_config('app.readings', $4, true)",
    [actorId, offices.join(','), cases.join(','), readings.filter((id) => !cases.includes(id)).join(',')]);
}

/** The office of a case, across offices; null for an unknown case. Answers an id only. */
export async function officeOfCase(manager: EntityManager, caseId: string): Promise<string | null> {
  const [row] = await manager.query<{ office: string | null }[]>('SELECT case_office($1) AS office', [caseId]);
  return row?.office ?? null;
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
