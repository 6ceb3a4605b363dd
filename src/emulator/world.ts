/** The emulator's state: tables, clock, randomness, and pending events. */
import type { Clock, Random } from '../core/ports.ts';
import { openTables, type Tables } from './dataset.ts';
import { newUuid } from './ids.ts';
import type { CustomerRow, Dataset, Seed, SeededAccount } from './records.ts';

export interface World {
  readonly tables: Tables;
  readonly random: Random;
  /** The emulator's time in milliseconds since 1970. */
  now: () => number;
  /** The creation time of a new row in microseconds, never the same twice. */
  stamp: () => number;
  uuid: () => string;
  advance: (ms: number) => void;
  /** Schedules something that follows a request a moment later. */
  later: (ms: number, act: () => void) => void;
  /** Runs the events that are due. */
  settle: () => void;
  customer: (id: string) => CustomerRow | undefined;
}

export function createWorld(data: Dataset, clock: Pick<Clock, 'now'>, random: Random): World {
  const tables = openTables(data);
  let offset = 0;
  let last = 0;
  let due: { at: number; act: () => void }[] = [];
  /** The clock time during an event is the time at which it was due, however late it runs. */
  let moment: number | undefined;
  const now = (): number => moment ?? clock.now() + offset;
  return {
    tables,
    random,
    now,
    stamp() {
      last = Math.max(last + 1, now() * 1000);
      return last;
    },
    uuid: () => newUuid(random),
    advance(ms) {
      offset += ms;
    },
    later(ms, act) {
      due.push({ at: now() + ms, act });
    },
    settle() {
      for (;;) {
        const next = due.filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) return;
        due = due.filter((other) => other !== next);
        moment = next.at;
        next.act();
        moment = undefined;
      }
    },
    customer: (id) => tables.customers.get(id),
  };
}

/** The same numbers for the same seed: a linear congruential generator (Numerical Recipes). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const number = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const bytes = (count: number): Uint8Array => {
    const made = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) made[index] = Math.floor(number() * 256);
    return made;
  };
  return { number, bytes };
}

/** A seed's account at `now`: always the same except for the times. */
export function seedWorld(seed: Seed, now: number): { account: SeededAccount; random: Random } {
  // Each seed has its own ids, so that two of them are never mistaken for one account.
  const random = seededRandom(
    [...Buffer.from(seed.name)].reduce((hash, byte) => Math.imul(hash, 31) + byte, 7),
  );
  const account = seed.make({ now, random: random.number, uuid: () => newUuid(random) });
  return { account, random };
}
