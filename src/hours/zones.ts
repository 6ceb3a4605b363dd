/** Time zones: how far they are ahead of UTC, and when that changes. All times in minutes since 1970, UTC. */
import { didYouMean } from '../core/suggest.ts';
import { DAY_MINUTES, type Span } from './spans.ts';

const MINUTE_MS = 60_000;
/** No clocks are changed and changed back within a week: Ramadan, the shortest time that some have, is a month. */
const WEEK_MINUTES = 7 * 24 * 60;

/** To make one takes a hundred times as long as to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** What is wrong with the name of a time zone, and what may help; undefined for one that exists. */
export function zoneFault(zone: string): { message: string; suggestion: string | undefined } | undefined {
  try {
    formatOf(zone);
    return undefined;
  } catch {
    const known = Intl.supportedValuesOf('timeZone');
    const city = known.find((one) => one.split('/').at(-1)?.toLowerCase() === zone.toLowerCase());
    const suggestion = city === undefined ? didYouMean(zone, known) : `did you mean ${city}?`;
    return { message: `${JSON.stringify(zone)} is not a time zone`, suggestion };
  }
}

/** The same in one sentence. */
export function zoneProblem(zone: string): string | undefined {
  const fault = zoneFault(zone);
  return fault && `${fault.message}, ${fault.suggestion ?? 'such as Europe/Berlin'}`;
}

/** How far a zone is ahead of UTC, in minutes. @throws RangeError for a zone that does not exist. */
export function offsetOf(zone: string, minute: number): number {
  const at = minute * MINUTE_MS;
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((local - at) / MINUTE_MS);
}

/** A stretch of time in which the clocks are not changed. */
export interface Stretch extends Span {
  offset: number;
}

/** The stretches that a span of time consists of. */
export function stretchesOf(zone: string, { from, to }: Span): Stretch[] {
  const stretches: Stretch[] = [];
  let start = from;
  let offset = offsetOf(zone, from);
  for (let before = from; before < to; before += WEEK_MINUTES) {
    const after = Math.min(before + WEEK_MINUTES, to);
    const next = offsetOf(zone, after);
    if (next === offset) continue;
    const change = changeBetween(zone, before, after);
    stretches.push({ from: start, to: change, offset });
    start = change;
    offset = next;
  }
  if (start < to) stretches.push({ from: start, to, offset });
  return stretches;
}

/** The first minute with the later offset. */
function changeBetween(zone: string, from: number, to: number): number {
  const before = offsetOf(zone, from);
  let [early, late] = [from, to];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetOf(zone, middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

/** A local day on which clocks are changed so that a time of the day does not exist, or comes twice. */
export interface OddDay {
  /** Since 1970-01-01. */
  day: number;
  isMissing: boolean;
}

/** The days on which there is something odd about a time, in minutes of the day. */
export function oddDaysOf(zone: string, time: number, span: Span): OddDay[] {
  const stretches = stretchesOf(zone, span);
  return stretches.slice(1).flatMap(({ from, offset: after }, index) => {
    const before = stretches[index]?.offset ?? after;
    // Local minutes that are left out, or that are counted again.
    const first = from + Math.min(before, after);
    const end = from + Math.max(before, after);
    const at = Math.ceil((first - time) / DAY_MINUTES) * DAY_MINUTES + time;
    return at < end ? [{ day: Math.floor(at / DAY_MINUTES), isMissing: after > before }] : [];
  });
}
