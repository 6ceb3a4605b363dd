/** Days as whole numbers: those since 1970-01-01, in no time zone. */
import { utcDay } from '../core/time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Of `2026-12-24`; undefined where there is no such day. */
export function dayOf(iso: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (match === null) return undefined;
  const day = Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && isoOf(day) === iso ? day : undefined;
}

export const isoOf = (day: number): string => utcDay(day * DAY_MS);

/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export const monthOf = (day: number): number => new Date(day * DAY_MS).getUTCMonth() + 1;

export const dayOfMonth = (day: number): number => new Date(day * DAY_MS).getUTCDate();
