/** The moment of a call: `2026-12-24 18:30` in a zone. */
import { UsageError } from '../../../core/errors.ts';
import { MINUTE } from '../../../core/time.ts';
import { offsetOf, zoneProblem } from '../../../hours/zones.ts';

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** Milliseconds since 1970. @throws UsageError for what is not a time, or not a zone. */
export function momentOf(at: string | undefined, zone: string, now: number): number {
  const problem = zoneProblem(zone);
  if (problem !== undefined) {
    throw new UsageError(problem, { hint: 'name one with --time-zone, such as America/New_York' });
  }
  if (at === undefined) return now;
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = LOCAL.exec(at.trim()) ?? [];
  const wall = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour.padStart(2, '0')}:${minute}:${second.padStart(2, '0')}Z`,
  );
  if (year !== undefined && !Number.isNaN(wall)) return atWall(wall, zone);
  const absolute = /[Tt].*(?:Z|[+-]\d{2}:?\d{2})$/i.test(at) ? Date.parse(at) : Number.NaN;
  if (!Number.isNaN(absolute)) return absolute;
  throw new UsageError(`${JSON.stringify(at)} is not a time`, {
    hint: 'write it as in --at "2026-12-24 18:30"; --time-zone says in which zone',
  });
}

/** Twice, since the first guess may lie on the other side of a change of clocks. */
function atWall(wall: number, zone: string): number {
  const ahead = (time: number): number => offsetOf(zone, Math.floor(time / MINUTE)) * MINUTE;
  return wall - ahead(wall - ahead(wall));
}
