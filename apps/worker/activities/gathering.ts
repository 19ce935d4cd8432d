import { setTimeout as sleep } from 'node:timers/promises';
import { advanceTogether, gatherFor } from '#contracts';
import { standing, togetherFor } from '#traces';

/** Brings several cases to now in one transaction, a savepoint each: an error a case that failed, null for the others. */
export type AdvanceTogether = (caseIds: readonly string[]) => Promise<ReadonlyMap<string, Error | null>>;

/** Who waits for a case, and where in a trace. */
interface Waiting { readonly resolve: () => void; readonly reject: (error: unknown) => void; readonly standing: ReturnType<typeof standing> }

/**
 * Legal periods end together at midnight: wakes that arrive within a few milliseconds share one transaction of at most a
 * hundred cases, in the order of their ids so that two transactions never wait for each other in a circle. A case that
 * fails fails alone.
 */
export class Gathering {
  private waiting = new Map<string, Waiting[]>();
  private gathering = false;

  constructor(private readonly advanceTogether: AdvanceTogether) {}

  /** Resolves when the case has been brought to now; rejects with what went wrong with this case. */
  advance(caseId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.set(caseId, [...(this.waiting.get(caseId) ?? []), { resolve, reject, standing: standing() }]);
      if (!this.gathering) void this.gather();
    });
  }

  private async gather(): Promise<void> {
    this.gathering = true;
    await sleep(gatherFor);
    this.gathering = false;
    const turn = [...this.waiting];
    this.waiting = new Map();
    for (let from = 0; from < turn.length; from += advanceTogether) await this.advanceTurn(turn.slice(from, from + advanceTogether));
  }

  private async advanceTurn(turn: [string, Waiting[]][]): Promise<void> {
    let failures: ReadonlyMap<string, Error | null>;
    try {
      failures = await togetherFor('cases together', turn.flatMap(([, callers]) => callers.map((caller) => caller.standing)), () => this.advanceTogether(turn.map(([caseId]) => caseId).sort()));
    } catch (error) {
      for (const { reject } of turn.flatMap(([, callers]) => callers)) reject(error);
      return;
    }
    for (const [caseId, callers] of turn) {
      const failure = failures.get(caseId) ?? null;
      for (const { resolve, reject } of callers) if (failure === null) resolve(); else reject(failure);
    }
  }
}
