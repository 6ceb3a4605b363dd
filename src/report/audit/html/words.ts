/** Words, signs and times as the page writes them. */
import type { Severity } from '../../../audit/rule.ts';
import { plural } from '../../../core/text.ts';
import { DAY, formatLocal, parseTime } from '../../../core/time.ts';

/** Told apart without colour, too. */
export const severityMark: Readonly<Record<Severity, string>> = {
  critical: '◆',
  high: '▲',
  medium: '■',
  low: '●',
};

/** RFC 3339 as `2026-11-23 21:04 CET`; as it came where it is no time. */
export function momentOf(time: string, timeZone: string): string {
  const millis = parseTime(time);
  return millis === undefined ? time : formatLocal(millis, timeZone);
}

/** RFC 3339 as `2026-11-23`. */
export function dayOf(time: string | null, timeZone: string, absent = '-'): string {
  const millis = parseTime(time);
  return millis === undefined ? absent : formatLocal(millis, timeZone).slice(0, 10);
}

/** `today`, `3 days before`: how long the one is before the other. RFC 3339. */
export function ageOf(time: string, now: string): string {
  const [then, at] = [parseTime(time), parseTime(now)];
  if (then === undefined || at === undefined) return '';
  const days = Math.floor((at - then) / DAY);
  return days < 1 ? 'today' : `${plural(days, 'day')} ago`;
}
