import type { EntityManager } from 'typeorm';
import { advance, evolve, type CaseState } from '#cases';
import { stateOf } from '#commands';
import type { LawBook } from '#law/law-book';
import type { LegalInstant } from '#law/dates';
import { legalNow, readHead, type CaseHead } from '#store';
import { notFound } from '../problems/problem.ts';

/** A case as it stands at an instant: time is evaluated, so what has lapsed shows before anybody has recorded it. */
export interface SeenCase { head: CaseHead; state: CaseState; at: LegalInstant; unrecorded: number }

/** Throws the problem `notFound` for unknown cases and those of other offices. */
export async function seeCase(m: EntityManager, caseId: string, book: LawBook): Promise<SeenCase> {
  const head = await readHead(m, caseId);
  if (head === null) throw notFound();
  const { at: now } = await legalNow(m);
  const at = now < head.lastRecordedAt ? head.lastRecordedAt : now;
  const recorded = await stateOf(m, head);
  const events = advance(recorded, at, book);
  const state = events.reduce<CaseState>((before, event, index) => evolve(before, event, recorded.seq + index + 1, at, caseId), recorded);
  return { head, state, at, unrecorded: events.length };
}
