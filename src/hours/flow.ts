/** The flow that opening hours become, and what of them can be read back out of it. */
import type { Calendar } from './calendar.ts';
import { compileHours, COVERED, coveredFrom, type Compiled, type Covered } from './compile.ts';
import { dayOf } from './days.ts';
import {
  calendarOf,
  coveredText,
  exceptionFromPlain,
  exceptionToPlain,
  type Definition,
  type ExceptionText,
} from './definition.ts';
import { isProblems, readWhen } from './exceptions.ts';
import type { Holidays } from './holidays.ts';
import { readWeek } from './read-week.ts';
import { zoneProblem } from './zones.ts';

/** So many days before its end the flow is made again. */
export const RENEWED_DAYS = 60;
/** So many days before its end the audit warns: by then a monthly or weekly renewal has failed. */
export const WARNED_DAYS = 45;

export interface HoursFlow extends Compiled {
  definition: Definition;
  calendar: Calendar;
  covered: Covered;
}

/** @param first The first day of UTC that it covers. */
export function hoursFlow(definition: Definition, first: number, holidays: Holidays | undefined): HoursFlow {
  const covered = coveredFrom(first);
  const calendar = calendarOf(definition, covered, holidays);
  const keep = { covered: coveredText(covered), definition: toPlain(definition) };
  return { ...compileHours(calendar, first, keep), definition, calendar, covered };
}

/** What the flow's detail says. */
export const hoursDetail = (covered: Covered): string =>
  `Opening hours of ${coveredText(covered)}. Made by voipbin: change the plan file, not this flow.`;

/** The definition as plain data, in the order of a plan file. */
export function toPlain({ opened, closed, ...rest }: Definition): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    ...(opened !== undefined && { opened: opened.map(exceptionToPlain) }),
    ...(closed !== undefined && { closed: closed.map(exceptionToPlain) }),
  };
}

export interface StoredHours {
  definition: Definition;
  covered: Covered;
}

/** What the last action of such a flow says; undefined for every other flow. */
export function storedHours(actions: unknown): StoredHours | undefined {
  const last: unknown = Array.isArray(actions) ? actions.at(-1) : undefined;
  const { type, option } = (last ?? {}) as {
    type?: unknown;
    option?: Readonly<Record<string, unknown>> | null;
  };
  if (type !== 'variable_set' || option?.['key'] !== COVERED) return undefined;
  const covered = coveredIn(option['value']);
  const definition = definitionIn(option['hours']);
  return covered === undefined || definition === undefined ? undefined : { covered, definition };
}

function coveredIn(text: unknown): Covered | undefined {
  const [from = '', to = ''] = typeof text === 'string' ? text.split(' to ') : [];
  const first = dayOf(from);
  const covered = first === undefined ? undefined : coveredFrom(first);
  return covered?.last === dayOf(to) ? covered : undefined;
}

/** Somebody may have changed it by hand: what could not be compiled does not count. */
function definitionIn(plain: unknown): Definition | undefined {
  const { time_zone, open, holidays, opened, closed } = (plain ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof time_zone !== 'string' || typeof open !== 'string') return undefined;
  if (zoneProblem(time_zone) !== undefined || isProblems(readWeek(open))) return undefined;
  const [before, after] = [exceptionsIn(opened), exceptionsIn(closed)];
  if (before === undefined || after === undefined) return undefined;
  return {
    time_zone,
    open,
    ...(typeof holidays === 'string' && { holidays }),
    ...(before.length > 0 && { opened: before }),
    ...(after.length > 0 && { closed: after }),
  };
}

function exceptionsIn(plain: unknown): ExceptionText[] | undefined {
  const read = (Array.isArray(plain) ? plain : []).map(exceptionFromPlain);
  const isRight = (one: ExceptionText | undefined): one is ExceptionText =>
    one !== undefined && 'kind' in readWhen(one.when);
  return read.every(isRight) ? read : undefined;
}
