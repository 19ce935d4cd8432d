import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { advance, isAtRest } from '#cases';
import { spanned } from '#traces';
import { actForCase, legalNow, lockHead, MACHINE, seeCase, takeDueCases, together, withActor, withSavepoint, type CaseHead, type LegalNow } from '#store';
import { canBeJudgedAgain } from './claims.ts';
import type { CommandDeps } from './deps.ts';
import { later } from './door.ts';
import { recordEvents, stateOf } from './record.ts';

/** Cases that one transaction brings to now at most; the midnight burst shares commits, not troubles. */
export const MOST_CASES_A_TRANSACTION = 100;

export type AdvanceOutcome =
  | { status: 'advanced'; caseId: string; seq: number; revision: number; appended: number }
  | { status: 'notFound'; caseId: string }
  /** A poison case: it rolled back to its own savepoint and held up nobody else. */
  | { status: 'failed'; caseId: string; error: unknown };

/**
 * Records what time alone did to these cases up to now, in id order, one transaction for at most 100 of them with a
 * savepoint each. `wake: false` when the cases' own workflows ask and see the answer. Throws when the transaction
 * itself fails (no database, deadlock after retries); then nothing was recorded.
 */
export function advanceCases(deps: CommandDeps, caseIds: readonly string[], { wake = true }: { wake?: boolean } = {}): Promise<AdvanceOutcome[]> {
  const ids = [...new Set(caseIds)].sort();
  return spanned('advance cases', { onlyWithin: true, facts: { 'anjuan.count': ids.length } }, async (note) => {
    const outcomes: AdvanceOutcome[] = [];
    for (let from = 0; from < ids.length; from += MOST_CASES_A_TRANSACTION) {
      outcomes.push(...await advanceTogether(deps, ids.slice(from, from + MOST_CASES_A_TRANSACTION), wake));
    }
    note({ 'anjuan.events': outcomes.reduce((sum, one) => sum + (one.status === 'advanced' ? one.appended : 0), 0), 'anjuan.failed': outcomes.filter(({ status }) => status === 'failed').length });
    return outcomes;
  });
}

/**
 * Records what time did to at most `most` cases that it has reached, in one transaction with a savepoint each; several
 * processes can do so at once, each with cases of its own. It wakes nobody: a case's workflow wakes at the same instant by
 * its timer, or by `rearm`, and finds the lapse recorded. Nothing on a stepped clock, whose step wakes those that are due.
 */
export function advanceDueCases(deps: CommandDeps, most: number): Promise<AdvanceOutcome[]> {
  return inOneTransaction(deps, async (manager) => {
    const { at, mode } = await legalNow(manager);
    return mode === 'stepped' ? [] : eachOf(deps, manager, await takeDueCases(manager, at, most), false);
  });
}

const advanceTogether = (deps: CommandDeps, ids: readonly string[], wake: boolean): Promise<AdvanceOutcome[]> => inOneTransaction(deps, (manager) => eachOf(deps, manager, ids, wake));

async function inOneTransaction(deps: CommandDeps, work: (manager: EntityManager) => Promise<AdvanceOutcome[]>): Promise<AdvanceOutcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withActor(deps.source, { actorId: MACHINE, offices: [] }, work);
    } catch (error) {
      if (attempt === 5 || !canBeJudgedAgain(error)) throw error;
    }
  }
}

async function eachOf(deps: CommandDeps, manager: EntityManager, ids: readonly string[], wake: boolean): Promise<AdvanceOutcome[]> {
  const outcomes: AdvanceOutcome[] = [];
  for (const caseId of ids) outcomes.push(await advanceOne(deps, manager, caseId, wake));
  return outcomes;
}

async function advanceOne(deps: CommandDeps, manager: EntityManager, caseId: string, wake: boolean): Promise<AdvanceOutcome> {
  try {
    return await withSavepoint(manager, (savepoint) => advanceLocked(deps, savepoint, caseId, wake));
  } catch (error) {
    // A deadlock has ended the whole transaction; everything else only this case.
    if (canBeJudgedAgain(error)) throw error;
    return { status: 'failed', caseId, error };
  }
}

async function advanceLocked(deps: CommandDeps, manager: EntityManager, caseId: string, wake: boolean): Promise<AdvanceOutcome> {
  // Sent together and in this order: the law's instant is told after the case is locked.
  const [office, seen, then, law] = await together([seeCase(manager, caseId), lockHead(manager, caseId), legalNow(manager), deps.law.book(manager)]);
  if (office === null) return { status: 'notFound', caseId };
  const [head, now] = seen === null ? await lockMoved(manager, caseId) : [seen, then];
  if (head === null) return { status: 'notFound', caseId };
  const at = later(now.at, head.lastRecordedAt);
  const book = await deps.law.bookFor(manager, head, law);
  const before = await stateOf(manager, head);
  // Woken late or once too often: what a case at rest shows stays as it was when it was closed, also under a later calendar.
  if (isAtRest(before)) return { status: 'advanced', caseId, seq: before.seq, revision: before.revision, appended: 0 };
  const { state, events } = await recordEvents(deps, manager, advance(before, at, book), {
    head, before, at, machineAt: now.machineAt, book, actorId: MACHINE, commandId: randomUUID(), claims: {}, wake,
  });
  return { status: 'advanced', caseId, seq: state.seq, revision: state.revision, appended: events.length };
}

/** The case was moved to another office between two statements. */
async function lockMoved(manager: EntityManager, caseId: string): Promise<[CaseHead | null, LegalNow]> {
  await actForCase(manager, caseId, 'NO KEY UPDATE');
  return together([lockHead(manager, caseId), legalNow(manager)]);
}
