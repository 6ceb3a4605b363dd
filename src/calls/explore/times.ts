/**
 * Sets of moments in the next 12 months, down to the minute, on some of the kinds of servers: decision diagrams over
 * server, month, day, hour and minute. The diagram of a condition is small, equal sets are one object, and moments are
 * never listed.
 */
import { DAY, MINUTE } from '../../core/time.ts';
import {
  asksForWeekdays,
  fieldHolds,
  holdsOn,
  type ConditionDatetime,
  type TimeField,
} from '../conditions.ts';

/** A node of the diagram: it tests one field, and continues with the set for its value. */
export interface TimeSet {
  id: number;
  level: number;
  /** Neighboring values with the same set form a run: the end of each run, exclusive. */
  ends: readonly number[];
  /** The set of each run; empty for the two leaves, "never" and "always". */
  kids: readonly TimeSet[];
  /** A bit set of the servers on which the set contains a moment. */
  servers: number;
  /** Cache of results with other sets, by their ids. */
  known: Partial<Record<Operation, Map<number, TimeSet>>> | undefined;
}

const FIELDS: readonly { field: TimeField; lowest: number; count: number }[] = [
  { field: 'month', lowest: 1, count: 12 },
  { field: 'day', lowest: 1, count: 31 },
  { field: 'hour', lowest: 0, count: 24 },
  { field: 'minute', lowest: 0, count: 60 },
];
/** The levels of the diagram: the kind of server, then the fields. */
const SERVER = 0;
const MONTH = 1;
const DAY_OF_MONTH = 2;
const HOUR_OF_DAY = 3;
const MINUTE_OF_HOUR = 4;
const END = MONTH + FIELDS.length;

type Operation = 'and' | 'or' | 'without';

const DAYS = 365;

export class TimeSets {
  readonly never: TimeSet = { id: 0, level: END, ends: [], kids: [], servers: 0, known: undefined };
  readonly always: TimeSet;
  /** Every minute of the 12 months, on every server. */
  readonly year: TimeSet;
  readonly #from: number;
  /** The days of the 12 months and the day after them, since they begin in the middle of a day. */
  readonly #days: readonly { start: number; month: number; day: number }[];
  readonly #servers: number;
  /** A bit set of all servers. */
  readonly #all: number;
  readonly #made = new Map<string, TimeSet>();
  readonly #conditions = new WeakMap<ConditionDatetime, TimeSet>();

  /**
   * @param from milliseconds since 1970: the start of the 12 months.
   * @param servers the number of kinds.
   */
  constructor(from: number, servers: number) {
    this.#from = from;
    this.#servers = servers;
    this.#all = 2 ** servers - 1;
    this.always = { id: 1, level: END, ends: [], kids: [], servers: this.#all, known: undefined };
    this.#days = Array.from({ length: DAYS + 2 }, (_, day) => {
      const start = startOfDay(from + day * DAY);
      const date = new Date(start);
      return { start, month: date.getUTCMonth(), day: date.getUTCDate() - 1 };
    });
    this.year = this.#allDays();
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

  /** All moments, on the servers for which `holds` is true. */
  onServers(holds: (server: number) => boolean): TimeSet {
    return this.#byValue(SERVER, this.#servers, (server) => (holds(server) ? this.always : this.never));
  }

  /** When a condition holds. */
  when(option: ConditionDatetime): TimeSet {
    const known = this.#conditions.get(option);
    if (known !== undefined) return known;
    const set = FIELDS.reduceRight<TimeSet>(
      (rest, { field, lowest, count }, index) =>
        this.#byValue(MONTH + index, count, (value) =>
          fieldHolds(option, field, lowest + value) ? rest : this.never,
        ),
      this.always,
    );
    const open = asksForWeekdays(option) ? this.and(set, this.#onWeekdays(option)) : set;
    this.#conditions.set(option, open);
    return open;
  }

  /** Each date has one weekday, except the first: its hours before the start come a year later, on another weekday. */
  #onWeekdays(option: ConditionDatetime): TimeSet {
    const [first, ...others] = this.#days.map(({ month, day, start }) => ({
      date: dateKey(month, day),
      moments: holdsOn(option, new Date(start).getUTCDay()) ? this.always : this.never,
    }));
    const byDate = new Map(others.reverse().map(({ date, moments }) => [date, moments]));
    if (first !== undefined) {
      const [rest, begun] = [this.#sinceBeginning(), byDate.get(first.date) ?? this.never];
      byDate.set(first.date, this.or(this.and(first.moments, rest), this.without(begun, rest)));
    }
    return this.#byDate((date) => byDate.get(date) ?? this.never);
  }

  /** On any date, the moments from the time of day on at which the 12 months begin. */
  #sinceBeginning(): TimeSet {
    const begun = new Date(this.#from);
    const [hour, minute] = [begun.getUTCHours(), begun.getUTCMinutes()];
    const minutes = this.#byValue(MINUTE_OF_HOUR, 60, (value) => (value < minute ? this.never : this.always));
    return this.#byValue(HOUR_OF_DAY, 24, (value) =>
      value === hour ? minutes : value < hour ? this.never : this.always,
    );
  }

  #byDate(momentsOn: (date: string) => TimeSet): TimeSet {
    return this.#byValue(MONTH, 12, (month) =>
      this.#byValue(DAY_OF_MONTH, 31, (day) => momentsOn(dateKey(month, day))),
    );
  }

  /** The moments at which the set holds on at least one server. */
  onAnyServer(set: TimeSet): TimeSet {
    return set.level === SERVER ? set.kids.reduce((all, kid) => this.or(all, kid)) : set;
  }

  /** The first moment, in milliseconds since 1970; undefined if empty. @param set the same on all servers. */
  first(set: TimeSet): number | undefined {
    for (const { start, month, day } of this.#days) {
      const hours = this.#at(this.#at(set, MONTH, month), DAY_OF_MONTH, day);
      if (hours === this.never) continue;
      for (let time = Math.max(start, this.#from); time < start + DAY; time += MINUTE) {
        const minute = Math.floor((time - start) / MINUTE);
        const minutes = this.#at(hours, HOUR_OF_DAY, Math.floor(minute / 60));
        if (this.#at(minutes, MINUTE_OF_HOUR, minute % 60) !== this.never) return time;
      }
    }
    return undefined;
  }

  #at(set: TimeSet, level: number, value: number): TimeSet {
    if (set.level !== level) return set;
    return set.kids[set.ends.findIndex((end) => value < end)] ?? this.never;
  }

  #byValue(level: number, count: number, kidOf: (value: number) => TimeSet): TimeSet {
    const runs = new Runs();
    for (let value = 0; value < count; value += 1) runs.add(value + 1, kidOf(value));
    return this.#make(level, runs);
  }

  #make(level: number, { ends, kids }: Runs): TimeSet {
    const [first = this.never] = kids;
    if (kids.length <= 1) return first;
    let key = String(level);
    for (const [index, kid] of kids.entries()) key += ` ${String(ends[index])} ${kid.id}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const servers = level === SERVER ? serversIn(ends, kids) : this.#all;
    const set = { id: this.#made.size + 2, level, ends, kids, servers, known: undefined };
    this.#made.set(key, set);
    return set;
  }

  #combine(operation: Operation, a: TimeSet, b: TimeSet): TimeSet {
    const simple = this.#simply(operation, a, b);
    if (simple !== undefined) return simple;
    const swaps = operation !== 'without' && a.id > b.id;
    const [one, other] = swaps ? [b, a] : [a, b];
    const known = one.known?.[operation]?.get(other.id);
    if (known !== undefined) return known;
    const level = Math.min(one.level, other.level);
    const runs = new Runs();
    for (let i = 0, j = 0; ;) {
      const end = Math.min(endOf(one, level, i), endOf(other, level, j));
      if (end === Infinity) break;
      runs.add(end, this.#combine(operation, kidAt(one, level, i), kidAt(other, level, j)));
      if (endOf(one, level, i) === end) i += 1;
      if (endOf(other, level, j) === end) j += 1;
    }
    const set = this.#make(level, runs);
    ((one.known ??= {})[operation] ??= new Map()).set(other.id, set);
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

  #allDays(): TimeSet {
    const days = new Set(this.#days.slice(0, DAYS).map(({ month, day }) => dateKey(month, day)));
    return this.#byDate((date) => (days.has(date) ? this.always : this.never));
  }
}

/** Runs of values; neighbors with the same set are merged. */
class Runs {
  readonly ends: number[] = [];
  readonly kids: TimeSet[] = [];

  add(end: number, kid: TimeSet): void {
    if (kid === this.kids.at(-1)) this.ends.pop();
    else this.kids.push(kid);
    this.ends.push(end);
  }
}

/** A bit set of the servers with moments, for a set that tests the server. */
const serversIn = (ends: readonly number[], kids: readonly TimeSet[]): number =>
  kids.reduce((bits, { servers }, run) => {
    const from = ends[run - 1] ?? 0;
    const here = 2 ** (ends[run] ?? 0) - 2 ** from;
    return servers === 0 ? bits : bits | here;
  }, 0);

/** A set that does not test the field has one run, for all values. */
const endOf = (set: TimeSet, level: number, run: number): number =>
  set.level === level ? (set.ends[run] ?? Infinity) : Infinity;

const kidAt = (set: TimeSet, level: number, run: number): TimeSet =>
  set.level === level ? (set.kids[run] ?? set) : set;

/** Month and day count from 0. */
const dateKey = (month: number, day: number): string => `${month} ${day}`;

const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;
