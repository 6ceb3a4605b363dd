/**
 * Sets of moments of the next 12 months, down to the minute, as decision diagrams over month, day, hour and minute:
 * what a condition asks for is small, equal sets are one object, and nothing is listed.
 */
import { DAY, MINUTE } from '../../core/time.ts';
import { fieldHolds, type ConditionDatetime, type TimeField } from '../conditions.ts';

/** Whether a moment is in the set depends on one field, and then on the set for its value. */
export interface TimeSet {
  id: number;
  level: number;
  /** By value of the field; empty for the two ends, "never" and "always". */
  kids: readonly TimeSet[];
}

const FIELDS: readonly { field: TimeField; lowest: number; count: number }[] = [
  { field: 'month', lowest: 1, count: 12 },
  { field: 'day', lowest: 1, count: 31 },
  { field: 'hour', lowest: 0, count: 24 },
  { field: 'minute', lowest: 0, count: 60 },
];

type Operation = 'and' | 'or' | 'without';

export class TimeSets {
  readonly never: TimeSet = { id: 0, level: FIELDS.length, kids: [] };
  readonly always: TimeSet = { id: 1, level: FIELDS.length, kids: [] };
  /** Every minute of the 12 months. */
  readonly year: TimeSet;
  readonly #from: number;
  readonly #made = new Map<string, TimeSet>();
  readonly #known: Readonly<Record<Operation, Map<number, TimeSet>>> = {
    and: new Map(),
    or: new Map(),
    without: new Map(),
  };
  readonly #conditions = new WeakMap<ConditionDatetime, TimeSet>();

  /** @param from milliseconds since 1970; the 12 months begin then. */
  constructor(from: number) {
    this.#from = from;
    this.year = this.#daysFrom(from);
  }

  and(a: TimeSet, b: TimeSet): TimeSet {
    return this.#combine('and', a, b);
  }

  or(a: TimeSet, b: TimeSet): TimeSet {
    return this.#combine('or', a, b);
  }

  without(a: TimeSet, b: TimeSet): TimeSet {
    return this.#combine('without', a, b);
  }

  /** When a condition holds. */
  when(option: ConditionDatetime): TimeSet {
    const known = this.#conditions.get(option);
    if (known !== undefined) return known;
    const set = FIELDS.reduceRight<TimeSet>(
      (rest, { field, lowest, count }, level) =>
        this.#make(
          level,
          Array.from({ length: count }, (_, index) =>
            fieldHolds(option, field, lowest + index) ? rest : this.never,
          ),
        ),
      this.always,
    );
    this.#conditions.set(option, set);
    return set;
  }

  /** The first moment in the set, milliseconds since 1970; undefined for an empty one. */
  first(set: TimeSet): number | undefined {
    for (let day = 0; day <= 366; day += 1) {
      const start = day === 0 ? this.#from : startOfDay(this.#from + day * DAY);
      const date = new Date(start);
      const hours = this.#at(this.#at(set, 0, date.getUTCMonth()), 1, date.getUTCDate() - 1);
      if (hours === this.never) continue;
      for (let time = start; time < startOfDay(start) + DAY; time += MINUTE) {
        const at = new Date(time);
        if (this.#at(this.#at(hours, 2, at.getUTCHours()), 3, at.getUTCMinutes()) !== this.never) return time;
      }
    }
    return undefined;
  }

  #at(set: TimeSet, level: number, index: number): TimeSet {
    return set.level === level ? (set.kids[index] ?? this.never) : set;
  }

  #make(level: number, kids: readonly TimeSet[]): TimeSet {
    const [first = this.never] = kids;
    if (kids.every((kid) => kid === first)) return first;
    const key = `${level}:${kids.map(({ id }) => id).join()}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const set = { id: this.#made.size + 2, level, kids };
    this.#made.set(key, set);
    return set;
  }

  #combine(operation: Operation, a: TimeSet, b: TimeSet): TimeSet {
    const simple = this.#simply(operation, a, b);
    if (simple !== undefined) return simple;
    const key = a.id * 2 ** 24 + b.id;
    const known = this.#known[operation].get(key);
    if (known !== undefined) return known;
    const level = Math.min(a.level, b.level);
    const set = this.#make(
      level,
      Array.from({ length: FIELDS[level]?.count ?? 0 }, (_, index) =>
        this.#combine(operation, this.#at(a, level, index), this.#at(b, level, index)),
      ),
    );
    this.#known[operation].set(key, set);
    return set;
  }

  #simply(operation: Operation, a: TimeSet, b: TimeSet): TimeSet | undefined {
    const { never, always } = this;
    switch (operation) {
      case 'and':
        return a === never || b === never
          ? never
          : a === always || a === b
            ? b
            : b === always
              ? a
              : undefined;
      case 'or':
        return a === always || b === always
          ? always
          : a === never || a === b
            ? b
            : b === never
              ? a
              : undefined;
      case 'without':
        return a === never || b === always || a === b ? never : b === never ? a : undefined;
    }
  }

  #daysFrom(from: number): TimeSet {
    const days = new Set<string>();
    for (let day = 0; day < 365; day += 1) {
      const date = new Date(from + day * DAY);
      days.add(`${date.getUTCMonth()} ${date.getUTCDate() - 1}`);
    }
    const months = Array.from({ length: 12 }, (_, month) =>
      this.#make(
        1,
        Array.from({ length: 31 }, (__, day) => (days.has(`${month} ${day}`) ? this.always : this.never)),
      ),
    );
    return this.#make(0, months);
  }
}

const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;
