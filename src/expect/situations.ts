/** The moments at which calls to a flow should be tested: open, closed, the next public holiday. */
import type { Flow } from '../api/wire.ts';
import type { CallAccount } from '../calls/account.ts';
import type { CallRun } from '../calls/call.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { openSpans, type Calendar } from '../hours/calendar.ts';
import { weekdayNames, weekdayOf } from '../hours/days.ts';
import { calendarOf, meaningOf } from '../hours/definition.ts';
import { storedHours, type StoredHours } from '../hours/flow.ts';
import type { Holidays } from '../hours/holidays.ts';
import { clockOf, DAY_MINUTES, HOUR_MINUTES, type Span } from '../hours/spans.ts';
import { offsetOf } from '../hours/zones.ts';

export interface Situation {
  /** Milliseconds since 1970; undefined: the time does not matter. */
  at: number | undefined;
  /** For people: `open`, `Christmas Day`; empty where there is only this one. */
  label: string;
  kind: 'any' | 'open' | 'closed' | 'holiday';
  /** The flow of the opening hours that it is about. */
  hours: string | undefined;
}

/** The opening hours among the flows, by the flow's id. */
export function hoursIn(flows: readonly Flow[]): Map<string, StoredHours & { name: string }> {
  return new Map(
    flows.flatMap(({ id, name, actions }) => {
      const stored = storedHours(actions);
      return stored === undefined ? [] : [[id.toLowerCase(), { ...stored, name: name || id }] as const];
    }),
  );
}

export interface Surroundings {
  account: CallAccount;
  hours: ReturnType<typeof hoursIn>;
  /** Loaded where hours name them. */
  holidays: Holidays | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** For times that people read. */
  timeZone: string;
}

/**
 * The first is the one in which callers usually call.
 * @param runAt The call of someone who presses nothing.
 */
export function situationsOf(
  entrance: string,
  around: Surroundings,
  runAt: (at: number) => CallRun,
): readonly Situation[] {
  const { account, hours, now, timeZone } = around;
  const reached = fetchedFrom(entrance, account);
  const own = reached.flatMap((id) => {
    const stored = hours.get(id);
    return stored === undefined ? [] : [{ id, ...stored }];
  });
  const covered = own[0]?.covered;
  const isOne = own.every((one) => sameMeaning(one, own[0], covered));
  const found = own.flatMap((one) => momentsOf(one, isOne ? '' : `${one.name} `, around));
  if (found.length > 0) return found;
  const asksTime = reached.some((id) =>
    account.flows.get(id)?.steps.some(({ type }) => type === 'condition_datetime'),
  );
  return asksTime
    ? sampledFrom(now, timeZone, runAt)
    : [{ at: undefined, label: '', kind: 'any', hours: undefined }];
}

const SAMPLED_DAYS = 7;
const MOST_SAMPLES = 4;

/** The meaning of time checks outside of opening hours is unknown: samples hours of the week at which calls differ. */
function sampledFrom(now: number, timeZone: string, runAt: (at: number) => CallRun): Situation[] {
  const first = Math.ceil(now / HOUR) * HOUR;
  const found = new Map<string, Situation>();
  for (let at = first; at < first + SAMPLED_DAYS * DAY && found.size < MOST_SAMPLES; at += HOUR) {
    const way = runAt(at).executed.map(({ flow, index }) => `${flow} ${index}`);
    const label = weekdayAndTime(at, timeZone);
    if (!found.has(way.join())) found.set(way.join(), { at, label, kind: 'any', hours: undefined });
  }
  return [...found.values()];
}

/** `mon 10:00`. */
function weekdayAndTime(at: number, zone: string): string {
  const local = at / MINUTE + offsetOf(zone, at / MINUTE);
  const day = Math.floor(local / DAY_MINUTES);
  return `${weekdayNames[weekdayOf(day)] ?? ''} ${clockOf(local - day * DAY_MINUTES)}`;
}

const sameMeaning = (
  one: StoredHours,
  other: StoredHours | undefined,
  covered: StoredHours['covered'] | undefined,
): boolean =>
  other === undefined ||
  covered === undefined ||
  meaningOf(one.definition, covered) === meaningOf(other.definition, covered);

/** Ids of the flows that a call can get into, in the order in which they are named. */
export function fetchedFrom(entrance: string, { flows }: CallAccount): string[] {
  const found = new Set([entrance.toLowerCase()]);
  for (const id of found) {
    for (const { type, option } of flows.get(id)?.steps ?? []) {
      const next = type === 'fetch_flow' ? option['flow_id'] : undefined;
      if (typeof next === 'string' && flows.has(next.toLowerCase())) found.add(next.toLowerCase());
    }
  }
  return [...found];
}

type OwnHours = StoredHours & { id: string };

/** None where the hours have ended: they answer with other dates then. */
function momentsOf(
  { id, definition, covered }: OwnHours,
  prefix: string,
  { now, holidays }: Surroundings,
): Situation[] {
  const calendar = calendarOf(definition, covered, holidays);
  const minute = Math.ceil(now / MINUTE);
  const time = { from: minute, to: (covered.last + 1) * DAY_MINUTES };
  const [running, ...later] = time.from < time.to ? openSpans(calendar, time) : [];
  // What is open now began before now, and is over soon, perhaps.
  const spans = running === undefined || running.from === minute ? later : [running, ...later];
  const [open, next] = spans;
  const situation = (at: number, label: string, kind: Situation['kind']): Situation => ({
    at: at * MINUTE,
    label: `${prefix}${label}`,
    kind,
    hours: id,
  });
  if (open === undefined) {
    const isOpen = running !== undefined;
    return time.from < time.to
      ? [situation(minute, isOpen ? 'open' : 'closed', isOpen ? 'open' : 'closed')]
      : [];
  }
  const middle = middleOf(open);
  const gap = { from: open.to, to: next?.from ?? time.to };
  const closed = Math.min(gap.from + HOUR_MINUTES, middleOf(gap));
  const holiday = nextHoliday(calendar, open, time);
  return [
    situation(middle, 'open', 'open'),
    ...(gap.from < gap.to ? [situation(closed, 'closed', 'closed')] : []),
    ...(holiday === undefined ? [] : [situation(holiday.at, holiday.name, 'holiday')]),
  ];
}

/** On a half hour, where there is one. */
function middleOf({ from, to }: Span): number {
  const middle = Math.floor((from + to) / 2);
  return Math.max(from, middle - (middle % (HOUR_MINUTES / 2)));
}

/**
 * At the time of the day at which it is open on others. Of a night, before midnight: what follows belongs to the day
 * before, and is open on the holiday, too.
 */
function nextHoliday(
  { zone, holidays }: Calendar,
  open: Span,
  { from, to }: Span,
): { at: number; name: string } | undefined {
  const begin = open.from + offsetOf(zone, open.from);
  const begins = begin - Math.floor(begin / DAY_MINUTES) * DAY_MINUTES;
  const ofDay = middleOf({ from: begins, to: Math.min(begins + open.to - open.from, DAY_MINUTES) });
  for (const [day, name] of holidays) {
    const wall = day * DAY_MINUTES + ofDay;
    const at = wall - offsetOf(zone, wall - offsetOf(zone, wall));
    if (from <= at && at < to) return { at, name };
  }
  return undefined;
}
