/** Time zones: how far they are ahead of UTC, and when that changes. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

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

/** How far a zone is ahead of UTC at a moment, in minutes; undefined for a zone that is none. */
export function offsetOf(zone: string, at: number): number | undefined {
  try {
    // The local time below has no seconds, either.
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const parts = formatOf(zone).formatToParts(minute);
    const part = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((one) => one.type === type)?.value);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return Math.round((local - minute) / MINUTE_MS);
  } catch {
    return undefined;
  }
}

/** The day (2027-03-28), as the zone counts it, on which its clocks are changed next, within a year. */
export function nextClockChange(zone: string, now: number): string | undefined {
  const before = offsetOf(zone, now);
  for (let day = 1; day <= 366; day += 1) {
    if (offsetOf(zone, now + day * DAY_MS) === before) continue;
    const change = momentOfChange(zone, now + (day - 1) * DAY_MS, now + day * DAY_MS);
    return new Date(change + (offsetOf(zone, change) ?? 0) * MINUTE_MS).toISOString().slice(0, 10);
  }
  return undefined;
}

/** The first minute with the later offset, between two moments that differ in it. */
function momentOfChange(zone: string, from: number, to: number): number {
  const before = offsetOf(zone, from);
  let [early, late] = [Math.floor(from / MINUTE_MS), Math.floor(to / MINUTE_MS)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetOf(zone, middle * MINUTE_MS) === before) early = middle;
    else late = middle;
  }
  return late * MINUTE_MS;
}
