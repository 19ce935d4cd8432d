/** What a turn shows, and a turn as it is taken in a case. */
import type { CaseEvent, CaseState } from '#cases/model';
import { type Item, item } from './declared.ts';
import type { Turn } from './world.ts';

/** The numbers of earlier steps that a turn names as the n-th of their kind. */
export function withNumbers(turn: Turn, state: CaseState | null): Turn {
  const { command, refs } = turn;
  if (refs === undefined || state === null || !('facts' in command)) return turn;
  const numbers = Object.fromEntries(Object.entries(refs).flatMap(([fact, { step, nth }]) => {
    const seq = state.steps.filter((one) => one.step === step)[nth]?.seq;
    return seq === undefined ? [] : [[fact, seq]];
  }));
  return { ...turn, command: { ...command, facts: { ...command.facts, ...numbers } } };
}

/** What a turn and its events show. */
export function itemsOf(turn: Turn | null, events: readonly CaseEvent[]): Item[] {
  const { command } = turn ?? {};
  const own: Item[] = command === undefined ? [] : [item('command', command.type), ...(command.type === 'takeStep' ? [item('step', command.step)] : command.type === 'closeCase' ? [item('closing', command.closing)] : command.type === 'reopenCase' ? [item('reopening', command.reopening)] : [])];
  return [...own, ...events.flatMap(itemsOfEvent)];
}

function itemsOfEvent(event: CaseEvent): Item[] {
  const found: Item[] = [item('event', event.type)];
  if ('late' in event && typeof event.late === 'object') found.push(item('late', event.type));
  if ('actingFor' in event && event.actingFor !== undefined) found.push(item('stood', 'actingFor'));
  if ('lent' in event && event.lent !== undefined) found.push(item('stood', 'lent'));
  if (event.type === 'stepTaken') found.push(...event.claims.map((register) => item('claim', register)));
  if (event.type === 'dutyOwed') found.push(item('duty', event.duty.kind));
  if (event.type === 'serviceAttempted' && event.result !== 'failed') found.push(item('way', event.attempt.way));
  if (event.type === 'approvalSigned') found.push(item('verdict', event.verdict));
  if (event.type === 'signersChanged') found.push(item('place', event.place ?? 'removed'));
  if (event.type === 'sealUsed') found.push(item('seal', event.seal));
  return found;
}
