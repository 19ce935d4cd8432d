/** What a benchmark answers: its figures beside the floors of the same run, and how they stand to the aim. */

export interface Figure { name: string; value: number; unit: 'ms' | 's' | 'per second' | 'times' | 'wakes' | 'rows' | 'cases' }
export interface Ratio { name: string; value: number }
/** An aim of the house; `met` null where this run was too small to say. */
export interface Aim { name: string; met: boolean | null }
export interface BenchReport {
  bench: string;
  /** Sizes, so that a figure can be read years later. */
  shape: Record<string, number | string>;
  figures: Figure[];
  floors: Figure[];
  ratios: Ratio[];
  aims: Aim[];
  /** What must hold however slow the machine is; each is a sentence that names what broke. */
  broken: string[];
}

/** How a benchmark is run: `small` is for its invariants, its figures say nothing. */
export interface BenchRun { size: 'full' | 'small'; seed: number; built: string; say: (line: string) => void }
export type Bench = (run: BenchRun) => Promise<BenchReport>;

/** The p-th percentile (0 to 100) by nearest rank. Throws for no values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('A percentile of no values was asked for.');
  return found;
}

/** Three significant digits: more would pretend to a precision that a shared machine does not have. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** Repeatable numbers from 0 to 1 (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Milliseconds that something takes, with what it answered. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ ms: number; answer: T }> {
  const from = performance.now();
  const answer = await work();
  return { ms: performance.now() - from, answer };
}
