/**
 * How every process here sleeps: until it is woken, or until the instant that the record named. A wake is counted,
 * never compared with anything: one that comes twice, late or for nothing costs one look at the record.
 */
import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import { poisonPause, restlessPause } from '#contracts/timeouts';
import { wakeSignalName } from '#contracts/workflow-ids';

/** "Look at the record again." */
export const wake = defineSignal(wakeSignalName);

export class Wakes {
  private heard = 0;
  private seen = 0;
  private restless = 0;

  constructor() {
    setHandler(wake, () => { this.heard += 1; });
  }

  /** Call before each look at the record: a wake that arrives during the look then counts as a new one. */
  lookingNow(): void {
    this.seen = this.heard;
  }

  /** Whether a wake has come since the last look began. */
  heardMore(): boolean {
    return this.heard > this.seen;
  }

  /** Something inside this process asks for another look. */
  lookAgain(): void {
    this.heard += 1;
  }

  /**
   * Sleeps until a wake, until the instant (null = none), or at the latest for `longest` milliseconds. An instant that
   * has passed already means that looking changed nothing: then it pauses, longer each time, so as not to spin.
   */
  async sleepUntil(instant: string | null, longest: number): Promise<void> {
    if (this.heard > this.seen) return;
    let pause = longest;
    if (instant !== null) {
      const until = Date.parse(instant) - Date.now();
      this.restless = until > 0 ? 0 : this.restless + 1;
      pause = until > 0 ? until : Math.min(restlessPause * 2 ** (this.restless - 1), poisonPause);
    }
    await condition(() => this.heard > this.seen, Math.max(1, Math.min(pause, longest)));
  }
}

/** For a process that has nothing to look at again: a wake finds it at work, and is done. */
export function hearWakes(): void {
  setHandler(wake, () => undefined);
}
