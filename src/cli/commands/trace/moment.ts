/** The moment of a call: `2026-12-24 18:30` in a zone, and in the zones of opening hours. */
import { UsageError } from '../../../core/errors.ts';
import { sentenceList } from '../../../core/text.ts';
import { DAY, formatLocal } from '../../../core/time.ts';
import type { Covered } from '../../../hours/compile.ts';
import { isoOf } from '../../../hours/days.ts';
import { readMoment } from '../../../hours/moment.ts';
import { checkTimeZone } from '../../time-zone.ts';

/** Milliseconds since 1970. @throws UsageError for what is not a time, or not a zone. */
export function momentOf(at: string | undefined, zone: string, now: number): number {
  checkTimeZone(zone);
  if (at === undefined) return now;
  const moment = readMoment(at, zone);
  if (typeof moment === 'number') return moment;
  throw new UsageError(`--at ${moment}`, {
    hint: 'write it as in --at "2026-12-24 18:30"; --time-zone says in which zone',
  });
}

export interface NamedHours {
  name: string;
  /** Their time zone. */
  zone: string;
  /** The days for which their flow has dates. */
  covered: Covered;
}

/** A sentence for each other zone: the times of opening hours are easily mistaken for those of the computer. */
export function momentInZones(moment: number, zone: string, hours: readonly NamedHours[]): string[] {
  const zones = [...new Set(hours.map((one) => one.zone))];
  return zones.flatMap((other) => {
    const local = formatLocal(moment, other);
    if (local === formatLocal(moment, zone)) return [];
    const names = sentenceList(hours.filter((one) => one.zone === other).map(({ name }) => name));
    const where = local.endsWith(` ${other}`) ? local : `${local} in ${other}`;
    return [`It is ${where}, the time zone of ${names}.`];
  });
}

/** A sentence for each of the hours whose answer is that of another year. */
export function momentNotCovered(moment: number, hours: readonly NamedHours[]): string[] {
  const day = Math.floor(moment / DAY);
  return hours.flatMap(({ name, covered: { first, last } }) =>
    first <= day && day <= last
      ? []
      : [
          `${name} covers ${isoOf(first)} to ${isoOf(last)}: on other days it uses the dates of another year.`,
        ],
  );
}
