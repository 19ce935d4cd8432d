/** Lines for the person at the terminal: one a step, when it is done, with its time. */
export interface Progress {
  /** A line of a step that is not done yet. */
  readonly note: (step: string, text: string) => void;
  /** Runs a step and prints what it answers: `PostgreSQL  ready on 127.0.0.1:34567 (0.4 s)`. */
  readonly step: <T>(step: string, work: () => Promise<T>, done: (result: T) => string) => Promise<T>;
}

/** Progress lines printed by `print`. */
export function progressTo(print: (line: string) => void): Progress {
  const note = (step: string, text: string): void => print(`${step.padEnd(11)} ${text}`);
  return {
    note,
    step: async (step, work, done) => {
      const from = performance.now();
      const result = await work();
      note(step, `${done(result)} (${((performance.now() - from) / 1_000).toFixed(1)} s)`);
      return result;
    },
  };
}
