import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { legalNow, legalSpeed } from '#store';

/**
 * The instant of the machine's clock at which the legal clock will show `legal`: the same on the wall clock, sooner on a
 * running one, and none (null) while the legal clock only moves in steps: then whoever steps it wakes those concerned.
 */
export async function wallInstantOf(manager: EntityManager, legal: string): Promise<string | null> {
  const speed = await legalSpeed(manager);
  if (speed === null) return null;
  const { at, machineAt, mode } = await legalNow(manager);
  if (mode === 'wall') return legal;
  return new Date(Date.parse(machineAt) + Math.ceil((Date.parse(legal) - Date.parse(at)) / speed)).toISOString();
}

/** Spreads wakes for the same instant over some seconds, by a hash of the id: later, never earlier, and always the same. */
export function spread(instant: string, id: string, seconds: number): string {
  if (seconds === 0) return instant;
  const share = createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32;
  return new Date(Date.parse(instant) + Math.floor(share * seconds * 1000)).toISOString();
}
