/** On what a late entry rests: the revision that its sender had seen, and what came on record after it. */
import type { EntityManager } from 'typeorm';
import { QUIET } from '#cases';
import { readEvents } from '#store';
import { invalid } from './arrival.ts';
import type { EdgeCommand } from './edge.ts';
import type { MovedSince } from './outcome.ts';

/** The revision that the command names; null where it names none or the present one. Throws NotDone for one that the case has not reached. */
export function basedOnEarlier(command: EdgeCommand, revision: number): number | null {
  const named = 'basedOn' in command ? command.basedOn : undefined;
  if (named !== undefined && named > revision) {
    throw invalid([{ field: 'basedOn', rule: 'notReached', message: { zh: `案件现为第${revision}版，没有第${named}版。`, en: `The case stands at revision ${revision}; there is no revision ${named} yet.` } }]);
  }
  return named === undefined || named === revision ? null : named;
}

/** What brought a case from one revision to another; read after the command was recorded. */
export async function movedBetween(manager: EntityManager, caseId: string, { basedOn, foundAt }: Omit<MovedSince, 'events'>): Promise<MovedSince> {
  let revision = 0;
  const events = (await readEvents(manager, caseId)).filter(({ event }) => {
    if (QUIET.has(event.type)) return false;
    revision += 1;
    return revision > basedOn && revision <= foundAt;
  });
  return { basedOn, foundAt, events };
}
