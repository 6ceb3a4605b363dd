/** Moments for people, by the clock of the hours. */
import { capitalized } from '../../../core/text.ts';
import { MINUTE } from '../../../core/time.ts';
import { isoOf, weekdayNames, weekdayOf } from '../../../hours/days.ts';
import { clockOf, DAY_MINUTES } from '../../../hours/spans.ts';
import { offsetOf } from '../../../hours/zones.ts';

/** Minutes since 1970 by the local clock. */
export const localOf = (zone: string, minute: number): number => minute + offsetOf(zone, minute);

/** `Mon 2026-11-30 9:00`, of a local minute. */
export function localText(local: number): string {
  const day = Math.floor(local / DAY_MINUTES);
  const name = weekdayNames[weekdayOf(day)] ?? '';
  return `${capitalized(name)} ${isoOf(day)} ${clockOf(local - day * DAY_MINUTES)}`;
}

/** The same of a minute of UTC. */
export const momentOf = (zone: string, minute: number): string => localText(localOf(zone, minute));

/** RFC 3339. */
export const wireTime = (minute: number): string =>
  new Date(minute * MINUTE).toISOString().replace('.000', '');

export const minuteOfNow = (now: number): number => Math.floor(now / MINUTE);
