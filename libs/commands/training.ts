import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { trainingStep } from '#contracts';
import { chinaDateOf, isLegalDate, startOfDay, type LegalDate, type LegalInstant } from '#law';
import { dueCases, legalNow, MACHINE, nextDueInstant, outboxState, stepLegalClock, unarmedCases, wakeDueCases, withActor, type LegalNow } from '#store';

/** Why a step could not be made or did not come to rest. The sentences are for the person who steps. */
export class TrainingProblem extends Error {
  override readonly name = 'TrainingProblem';
  constructor(readonly code: 'notStepped' | 'goesBack' | 'underWay' | 'keepsFailing' | 'noRest', readonly zh: string, readonly en: string) {
    super(en);
  }
}

/** A duty that waits for a person or for the outside. */
export interface WaitingDuty { dutyId: string; caseId: string; kind: string; role: string | null }

export interface TrainingStep {
  /** Where the legal clock stood and where it stands. */
  from: LegalInstant;
  at: LegalInstant;
  /** Due instants at which the clock stopped on its way. */
  stops: number;
  waiting: WaitingDuty[];
}

export interface StepOptions {
  /** Milliseconds that each stop may take to come to rest. */
  longest?: number;
  signal?: AbortSignal;
}

/** Any number: whoever holds this advisory lock steps the clock. */
const steppingLock = 5_140_772;

/**
 * Moves the stepped legal clock of a training instance to the next due instant, to 00:00 of a date or to an instant, stopping at each
 * due instant on the way: what falls due there is recorded at its own instant, and its reminders go out before the clock
 * goes on. Answers when no clock is due, the outbox is empty, and every duty still owed waits for a person or for the
 * outside. Throws TrainingProblem when the clock is not stepped, the date has passed, somebody else steps, an attempt of
 * the machine has failed three times, or nothing comes to rest (Temporal or the worker is away).
 */
export async function stepTo(source: DataSource, target: LegalDate | LegalInstant | 'next', options: StepOptions = {}): Promise<TrainingStep> {
  const guard = source.createQueryRunner();
  try {
    const [lock] = await guard.manager.query<{ taken: boolean }[]>('SELECT pg_try_advisory_lock($1) AS taken', [steppingLock]);
    if (lock?.taken !== true) throw new TrainingProblem('underWay', '另一次时钟推进尚未结束。', 'Another step of the clock is under way.');
    try {
      return await step(source, target, options);
    } finally {
      await guard.manager.query('SELECT pg_advisory_unlock($1)', [steppingLock]);
    }
  } finally {
    await guard.release();
  }
}

async function step(source: DataSource, target: LegalDate | LegalInstant | 'next', options: StepOptions): Promise<TrainingStep> {
  const begin = await readClock(source);
  if (begin.mode !== 'stepped') throw new TrainingProblem('notStepped', '只有步进时钟可以推进。', 'Only a stepped clock can be moved.');
  const goal = target === 'next' ? null : goalOf(target, begin.at);

  // What is due where the clock stands comes to rest first.
  await settleAt(source, begin.at, options);
  let at = begin.at;
  let stops = 0;
  for (;;) {
    const next = earlier(await nextDueInstant(source), await nextReminder(source));
    if (next === null || (goal !== null && next > goal)) break;
    if (next <= at) throw new TrainingProblem('noRest', `${next}到期的事项推进后仍未记录。`, `What was due at ${next} is still not recorded.`);
    at = await moveTo(source, next, options);
    stops += 1;
    if (goal === null) break;
  }
  if (goal !== null && at < goal) at = await moveTo(source, goal, options);
  return { from: begin.at, at, stops, waiting: await waitingDuties(source) };
}

/** The instant to which a target leads. Throws `goesBack` for a day or an instant gone by. */
function goalOf(target: LegalDate | LegalInstant, at: LegalInstant): LegalInstant {
  // Dates are compared as dates first: the first day of the calendar has no instant before it.
  const today = chinaDateOf(at);
  if (isLegalDate(target) ? target < today : target < at) throw new TrainingProblem('goesBack', `法定时间已是${today}，不能倒退。`, `It is ${today} already; legal time does not go back.`);
  if (!isLegalDate(target)) return target as LegalInstant;
  return target === today ? at : startOfDay(target as LegalDate);
}

async function moveTo(source: DataSource, to: LegalInstant, options: StepOptions): Promise<LegalInstant> {
  await withActor(source, { actorId: MACHINE, offices: [] }, (manager) => stepLegalClock(manager, to));
  await settleAt(source, to, options);
  return to;
}

/** Wakes all that is due at this instant and waits until everything has come to rest. */
async function settleAt(source: DataSource, at: LegalInstant, { longest = trainingStep.longest, signal }: StepOptions): Promise<void> {
  await wakeDueCases(source, at);
  await source.query('SELECT wake_duties($1)', [at]);
  const until = Date.now() + longest;
  for (;;) {
    const moving = await whatMoves(source, at);
    if (moving === null) return;
    if (Date.now() > until) throw new TrainingProblem('noRest', `${longest / 1000}秒内未能完成：${moving.zh}。请检查工作进程和Temporal。`, `Not at rest within ${longest / 1000} s: ${moving.en}. Look at the worker and at Temporal.`);
    await sleep(trainingStep.lookEvery, undefined, signal === undefined ? {} : { signal });
  }
}

/**
 * What is still to be done by the machine at this instant, or null. Throws TrainingProblem when an attempt keeps failing.
 * All of it is seen in one snapshot: a case that has just been advanced is either due still or its duties are owed already.
 */
export function whatMoves(source: DataSource, at: LegalInstant): Promise<{ zh: string; en: string } | null> {
  return source.transaction('REPEATABLE READ', (manager) => whatMovesNow(manager, at));
}

async function whatMovesNow(source: EntityManager, at: LegalInstant): Promise<{ zh: string; en: string } | null> {
  const { failuresBeforeError } = trainingStep;
  const poisoned = await source.query<{ case_id: string }[]>('SELECT case_id FROM cases_that_fail($1)', [failuresBeforeError]);
  const [case_] = poisoned;
  if (case_ !== undefined) throw new TrainingProblem('keepsFailing', `案件${case_.case_id}多次推进失败，请查看事件告警。`, `Case ${case_.case_id} keeps failing to advance; see its incident.`);
  const duties = await source.query<{ duty_id: string; kind: string; attempts: number; failed: boolean }[]>('SELECT duty_id, kind, attempts, failed FROM duties_under_way()');
  const stuck = duties.find(({ attempts, failed }) => failed && attempts >= failuresBeforeError);
  if (stuck !== undefined) throw new TrainingProblem('keepsFailing', `职责${stuck.duty_id}的发送已失败${stuck.attempts}次。`, `Duty ${stuck.duty_id} has failed ${stuck.attempts} times.`);

  const due = await dueCases(source, at);
  if (due.length > 0) return { zh: `${due.length}个案件有到期事项`, en: `${due.length} cases have something due` };
  const reminders = await source.query<{ duty_id: string }[]>('SELECT reminders_due AS duty_id FROM reminders_due($1)', [at]);
  if (reminders.length > 0) return { zh: `${reminders.length}项职责的提醒尚未发出`, en: `the reminders of ${reminders.length} duties are not out` };
  const { waiting } = await outboxState(source);
  if (waiting > 0) return { zh: `${waiting}个唤醒尚未送达`, en: `${waiting} wakes are not delivered` };
  const unseen = await unarmedCases(source);
  if (unseen.length > 0) return { zh: `${unseen.length}个案件的流程尚未看到变动`, en: `the workflows of ${unseen.length} cases have not seen the change` };
  if (duties.length > 0) return { zh: `${duties.length}项职责正在办理`, en: `${duties.length} duties are being seen to` };
  return null;
}

/** The earliest instant at which somebody is reminded of a duty of his; null when there is none. */
async function nextReminder(source: DataSource): Promise<LegalInstant | null> {
  const [row] = await source.query<{ at: LegalInstant | null }[]>('SELECT next_reminder() AS at');
  return row?.at ?? null;
}

function earlier(a: LegalInstant | null, b: LegalInstant | null): LegalInstant | null {
  return a === null || (b !== null && b < a) ? b : a;
}

async function waitingDuties(source: DataSource): Promise<WaitingDuty[]> {
  const rows = await source.query<{ duty_id: string; case_id: string; kind: string; to_role: string | null }[]>('SELECT duty_id, case_id, kind, to_role FROM duties_with_others()');
  return rows.map((row) => ({ dutyId: row.duty_id, caseId: row.case_id, kind: row.kind, role: row.to_role }));
}

/** Where the legal clock stands. */
export function readClock(source: DataSource): Promise<LegalNow> {
  return withActor(source, { actorId: MACHINE, offices: [] }, legalNow);
}
