/** Durations, counted by the second and never held one by one. */
import type { Waits } from './report.ts';

export class Durations {
  readonly #seconds = new Map<number, number>();
  #count = 0;
  #sum = 0;

  /** @param ms What is not known or below zero is left out. */
  add(ms: number | null | undefined): void {
    if (ms === null || ms === undefined || !(ms >= 0)) return;
    const second = Math.round(ms / 1000);
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1);
    this.#count += 1;
    this.#sum += ms;
  }

  result(): Waits {
    if (this.#count === 0) return { count: 0, average: null, median: null, p90: null, longest: null };
    const sorted = [...this.#seconds].sort(([a], [b]) => a - b);
    /** The least that so many do not exceed. */
    const within = (share: number): number => {
      let seen = 0;
      for (const [second, count] of sorted) {
        seen += count;
        if (seen >= this.#count * share) return second;
      }
      return sorted.at(-1)?.[0] ?? 0;
    };
    return {
      count: this.#count,
      average: Math.round(this.#sum / this.#count / 1000),
      median: within(0.5),
      p90: within(0.9),
      longest: sorted.at(-1)?.[0] ?? 0,
    };
  }
}
