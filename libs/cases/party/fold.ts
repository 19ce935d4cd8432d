import type { RepresentativeEvent, RepresentativeState } from './types.ts';

/** Letters and guardians after one more event. */
export function foldRepresentatives(known: readonly RepresentativeState[], event: RepresentativeEvent, seq: number): RepresentativeState[] {
  return event.type === 'representativeFiled' ? [...known, { ...event.representative, seq, ended: null }]
    : known.map((one) => (one.seq === event.number ? { ...one, ended: { seq, on: event.occurredOn } } : one));
}
