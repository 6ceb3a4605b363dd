/** A moment as people write it: `2026-12-24 18:30`, with its zone or in one that is known. */
import { HOUR, MINUTE, SECOND } from '../core/time.ts';
import { dayOf } from './days.ts';
import { DAY_MINUTES } from './spans.ts';
import { offsetOf, zoneProblem } from './zones.ts';

const MOMENT =
  /^(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:\s*(Z|[+-]\d{2}:?\d{2})|\s+([a-z][\w/+-]*))?$/i;

/**
 * Milliseconds since 1970, or what is wrong with the text.
 * @param zone Where it names none itself; undefined: it must name one.
 */
export function readMoment(text: string, zone: string | undefined): number | string {
  const [whole, date = '', hour = '0', minute = '0', second = '0', offset, named] =
    MOMENT.exec(text.trim()) ?? [];
  const notATime = `${JSON.stringify(text)} is not a time`;
  if (whole === undefined) return notATime;
  const day = dayOf(date);
  if (day === undefined) return `${JSON.stringify(date)} is not a date`;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return notATime;
  const wall =
    day * DAY_MINUTES * MINUTE + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND;
  if (offset !== undefined) return wall - offsetMs(offset);
  const where = named ?? zone;
  if (where === undefined) return `${JSON.stringify(text)} has no time zone`;
  const problem = zoneProblem(where);
  if (problem !== undefined) return problem;
  const at = atWall(wall, where);
  const isSkipped = at + aheadAt(at, where) !== wall;
  return isSkipped
    ? `${JSON.stringify(text.trim())} does not exist in ${where}: the clocks are put forward then`
    : at;
}

/** Of `Z`, `+01:00`, `-0330`. */
function offsetMs(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

const aheadAt = (time: number, zone: string): number => offsetOf(zone, Math.floor(time / MINUTE)) * MINUTE;

/** Twice, since the first guess may lie on the other side of a change of clocks. */
const atWall = (wall: number, zone: string): number => wall - aheadAt(wall - aheadAt(wall, zone), zone);
