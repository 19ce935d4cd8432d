/** What a fault is: something done to the parts while the office is at work. */
import type { Chance } from '../rehearse/chance.ts';
import type { Desk } from './desk.ts';
import type { Life } from './life.ts';
import type { Parts } from './parts.ts';

export interface Scene { parts: Parts; life: Life; desk: Desk; /** The points at which things happen. */ chance: Chance; /** Rows that a crowded outbox gets. */ outboxRows: number }

export interface Fault {
  code: string;
  /** What it does, for the list. */
  title: string;
  /** Does it and answers in a sentence what was done and seen. The parts serve again at the end. Throws CannotRun, and an Error where what was to happen did not. */
  run: (scene: Scene) => Promise<string>;
}

/** This machine does not allow it: the fault did not run, and counts neither way. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
