/** The moment of a call: `2026-12-24 18:30` in a zone. */
import { UsageError } from '../../../core/errors.ts';
import { readMoment } from '../../../hours/moment.ts';
import { zoneProblem } from '../../../hours/zones.ts';

/** Milliseconds since 1970. @throws UsageError for what is not a time, or not a zone. */
export function momentOf(at: string | undefined, zone: string, now: number): number {
  const problem = zoneProblem(zone);
  if (problem !== undefined) {
    throw new UsageError(problem, { hint: 'name one with --time-zone, such as America/New_York' });
  }
  if (at === undefined) return now;
  const moment = readMoment(at, zone);
  if (typeof moment === 'number') return moment;
  throw new UsageError(moment, {
    hint: 'write it as in --at "2026-12-24 18:30"; --time-zone says in which zone',
  });
}
