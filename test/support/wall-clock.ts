/** When it is open, minute by minute, by the clock on the wall: what hours mean, said another way than the program does. */
import type { Calendar } from '../../src/hours/calendar.ts';
import type { When } from '../../src/hours/exceptions.ts';
import type { Span } from '../../src/hours/spans.ts';

const DAY = 1440;

const offsets = new Map<string, number>();

/** To the minute on days on which the clocks are changed; of other days once, since asking takes long. */
export function offsetAt(zone: string, minute: number): number {
  const day = Math.floor(minute / DAY) * DAY;
  const early = remembered(zone, day);
  return early === remembered(zone, day + DAY) ? early : remembered(zone, minute);
}

function remembered(zone: string, minute: number): number {
  const key = `${zone} ${minute}`;
  const known = offsets.get(key) ?? asked(zone, minute);
  offsets.set(key, known);
  return known;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function asked(zone: string, minute: number): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const text = format.formatToParts(minute * 60_000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** @param minute Minutes since 1970, UTC. */
export function isOpenAt(calendar: Calendar, minute: number): boolean {
  const local = minute + offsetAt(calendar.zone, minute);
  const today = Math.floor(local / DAY);
  return [today, today - 1, today - 2].some((day) => belongsTo(calendar, day, local));
}

/** Whether a local minute is in the hours of the day, though it may be in the night after it. */
function belongsTo(calendar: Calendar, day: number, local: number): boolean {
  const minute = local - day * DAY;
  const usual = calendar.week.days[(((day + 4) % 7) + 7) % 7]?.spans ?? [];
  const opened = calendar.opened.filter(({ when }) => speaksOf(when, day));
  if (opened.length > 0) {
    return opened.some(({ when }) =>
      when.kind === 'days'
        ? has(when.spans ?? usual, minute)
        : minute < DAY && when.from <= local && local < when.to,
    );
  }
  const isShut = calendar.closed.some(({ when }) => {
    if (when.kind === 'moments') return when.from <= local && local < when.to;
    if (when.spans === undefined) return speaksOf(when, day);
    const { first, last, spans } = when;
    return [0, 1, 2].some((back) => {
      const begun = Math.floor(local / DAY) - back;
      return first <= begun && begun <= last && has(spans, local - begun * DAY);
    });
  });
  if (isShut) return false;
  return has(calendar.holidays.has(day) ? (calendar.week.holidays ?? []) : usual, minute);
}

const has = (spans: readonly Span[], minute: number): boolean =>
  spans.some(({ from, to }) => from <= minute && minute < to);

const speaksOf = (when: When, day: number): boolean =>
  when.kind === 'days'
    ? when.first <= day && day <= when.last
    : when.from < (day + 1) * DAY && when.to > day * DAY;
