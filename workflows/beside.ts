/** Work that runs beside a process, so that a message gateway that is down holds up nothing else. */
import { CancellationScope } from '@temporalio/workflow';

export class Beside {
  private readonly underWay = new Map<string, CancellationScope>();
  private readonly done = new Set<string>();

  /** `onEnd` is called when a piece of work has ended, well or not. */
  constructor(private readonly onEnd: () => void) {}

  /** Nothing is under way. */
  get quiet(): boolean {
    return this.underWay.size === 0;
  }

  /** What was done well. */
  get finished(): string[] {
    return [...this.done];
  }

  /** Done once, and to be done again: the record was restored to before it. */
  forget(ids: readonly string[] = []): void {
    for (const id of ids) this.done.delete(id);
  }

  /** Begins the work unless it is under way or done. */
  begin(id: string, work: () => Promise<void>): void {
    if (this.underWay.has(id) || this.done.has(id)) return;
    const scope = new CancellationScope();
    this.underWay.set(id, scope);
    const end = (): void => {
      this.underWay.delete(id);
      this.onEnd();
    };
    // A piece of work that fails was cancelled, or its duty is gone: the next look at the record decides.
    void scope.run(work).then(() => this.done.add(id), () => undefined).finally(end);
  }

  /** Cancels all that is under way, except these. */
  cancelExcept(ids: readonly string[] = []): void {
    for (const [id, scope] of this.underWay) if (!ids.includes(id)) scope.cancel();
  }
}
