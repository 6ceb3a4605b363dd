/** The moment of a call: `2026-12-24 18:30` in a zone. */
import { UsageError } from '../../../core/errors.ts';
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
