/** How the platform compares: by bytes, as 32-bit floats, and always `option <condition> now`. */
import { Buffer } from 'node:buffer';
import type { Decoded } from './options.ts';

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/** An unknown condition is false. Values that cannot be ordered (not a number) are only unequal. */
function holds(condition: string, order: number): boolean {
  return comparisons[condition]?.(order) ?? false;
}

const orderOf = (a: number, b: number): number => (a === b ? 0 : a > b ? 1 : a < b ? -1 : Number.NaN);

export const conditionVariableFields = {
  condition: 'text',
  variable: 'text',
  value_type: 'text',
  value_string: 'text',
  value_number: 'number',
  value_length: 'whole',
  false_target_id: 'id',
} as const;

/** @param option with its variables filled in. */
export function variableHolds(option: Decoded<typeof conditionVariableFields>): boolean {
  const { condition, variable, value_type, value_string, value_number, value_length } = option;
  switch (value_type) {
    case 'string':
      return holds(condition, Buffer.compare(Buffer.from(variable), Buffer.from(value_string)));
    case 'number': {
      const value = parseFloat32(variable);
      return value !== undefined && holds(condition, orderOf(value, Math.fround(value_number)));
    }
    case 'length':
      return holds(condition, orderOf(Buffer.byteLength(variable), value_length));
    default:
      return false;
  }
}

const DECIMAL = /^[+-]?(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?$/i;
const NAMED = /^(?:nan|([+-]?)inf(?:inity)?)$/i;
const HEXADECIMAL = /^([+-]?)0x([\da-f_]*)\.?([\da-f_]*)p([+-]?\d+)$/i;

/** A 32-bit float as the server's language parses it; undefined for anything else, or out of range. */
function parseFloat32(text: string): number | undefined {
  const named = NAMED.exec(text);
  if (named) return /nan/i.test(text) ? Number.NaN : named[1] === '-' ? -Infinity : Infinity;
  const value = DECIMAL.test(text) ? Number(text.replaceAll('_', '')) : parseHexadecimal(text);
  if (value === undefined) return undefined;
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : undefined;
}

function parseHexadecimal(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', exponent] = HEXADECIMAL.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replaceAll('_', '');
  if (digits === '') return undefined;
  const scale = 2 ** (Number(exponent) - 4 * fraction.replaceAll('_', '').length);
  return (sign === '-' ? -1 : 1) * Number(`0x${digits}`) * scale;
}

export const conditionDatetimeFields = {
  condition: 'text',
  month: 'whole',
  day: 'whole',
  hour: 'whole',
  minute: 'whole',
  weekdays: 'wholes',
  false_target_id: 'id',
} as const;

export type ConditionDatetime = Decoded<typeof conditionDatetimeFields>;

export type TimeField = 'month' | 'day' | 'hour' | 'minute';

/** The lowest value at which a field is compared: month and day from 1; hour and minute from 0 (not at -1). */
const comparedFrom: Readonly<Record<TimeField, number>> = { month: 1, day: 1, hour: 0, minute: 0 };

/** Whether one field of the condition holds for a value; true if the field is not compared. */
export function fieldHolds(option: ConditionDatetime, field: TimeField, now: number): boolean {
  return option[field] < comparedFrom[field] || holds(option.condition, orderOf(option[field], now));
}

/** Whether the condition has weekdays, which not every server can check. */
export const asksForWeekdays = ({ weekdays }: ConditionDatetime): boolean => weekdays.length > 0;

/** Whether the condition is open on a weekday: Sunday is 0. Whatever `condition` is, the day must be listed. */
export const holdsOn = (option: ConditionDatetime, weekday: number): boolean =>
  !asksForWeekdays(option) || option.weekdays.includes(weekday);

/** @param moment milliseconds since 1970; the comparison is in UTC. */
export function momentHolds(option: ConditionDatetime, moment: number): boolean {
  const date = new Date(moment);
  return (
    holdsOn(option, date.getUTCDay()) &&
    fieldHolds(option, 'month', date.getUTCMonth() + 1) &&
    fieldHolds(option, 'day', date.getUTCDate()) &&
    fieldHolds(option, 'hour', date.getUTCHours()) &&
    fieldHolds(option, 'minute', date.getUTCMinutes())
  );
}
