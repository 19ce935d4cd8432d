import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { openClocks } from '#cases';
import type { CommandOutcome } from '#commands';
import { chinaDateOf, type LegalInstant } from '#law/dates';
import type { LawBook } from '#law/law-book';
import { seeCase } from '../cases/seen-case.ts';
import type { RequestAnswer } from './party-schemas.ts';

/** The answer to a request that was taken: its number, the day that counts, and until when it is to be answered. */
export async function requestTaken(m: EntityManager, book: LawBook, outcome: CommandOutcome, { step, party, arrivedAt }: { step: string; party: string; arrivedAt: LegalInstant }): Promise<z.infer<typeof RequestAnswer>> {
  const taken = outcome.status === 'done' ? outcome.events.find(({ event }) => event.type === 'stepTaken' && event.step === step) : undefined;
  if (outcome.status !== 'done' || taken === undefined) throw new Error('A request of a party was done and left no step.');
  const { state, at } = await seeCase(m, outcome.caseId, book);
  const answerBy = openClocks(state, at, book).find((clock) => clock.actor === 'agency' && clock.anchorSeq === taken.seq && (clock.party === null || clock.party === party))?.dueOn ?? null;
  return { number: taken.seq, step, on: taken.event.occurredOn, receivedAt: arrivedAt < taken.recordedAt && chinaDateOf(arrivedAt) === taken.event.occurredOn ? arrivedAt : taken.recordedAt, answerBy, repeated: outcome.repeated };
}
