/** Where the time of a rehearsal goes, and what keeps it waiting when it goes slowly. */
export class Spent {
  private readonly milliseconds = new Map<string, number>();

  /** Does the work and counts its time under the name. */
  async on<T>(name: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.milliseconds.set(name, (this.milliseconds.get(name) ?? 0) + performance.now() - began);
    }
  }

  /** Whole seconds by name, the most first. */
  get seconds(): Record<string, number> {
    return Object.fromEntries([...this.milliseconds].sort(([, a], [, b]) => b - a).map(([name, ms]) => [name, Math.round(ms / 1000)]));
  }
}

/** Does the work; as long as it is not done after `patience` milliseconds, `tell` is called once in so many. */
export async function watched<T>(work: Promise<T>, patience: number, tell: (waitedMs: number) => Promise<void>): Promise<T> {
  const began = Date.now();
  let told = Promise.resolve();
  const timer = setInterval(() => { told = told.then(() => tell(Date.now() - began)); }, patience);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    await told;
  }
}
