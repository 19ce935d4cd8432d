/** A source of chance that answers the same for the same seed (mulberry32), so that a rehearsal can be played again. */
export class Chance {
  private state: number;
  constructor(seed: number) { this.state = seed >>> 0; }

  /** A number from 0 up to and without 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number { return Math.floor(this.next() * limit); }
  happens(probability: number): boolean { return this.next() < probability; }

  /** One of them; undefined of none. */
  oneOf<T>(all: readonly T[]): T | undefined { return all[this.below(all.length)]; }

  shuffled<T>(all: readonly T[]): T[] {
    const copy = [...all];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }
}
