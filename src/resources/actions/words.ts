/** Words and ids that every part of this folder knows. */
import type { Action } from '../../api/wire.ts';

/** Keys of an action in a plan file that are no options. */
export const RESERVED_KEYS = ['type', 'label', 'next', 'extra'] as const;
/** The platform's own ids for start, finish and next (models/action/action.go). */
export const START = '00000000-0000-0000-0000-000000000001';
export const FINISH = '00000000-0000-0000-0000-000000000002';
export const jumpWords: ReadonlyMap<string, string> = new Map([
  ['start', START],
  ['finish', FINISH],
]);
/** By the platform's numbers. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of two actions of one id is where a jump leads. */
export function indexById(actions: readonly Action[]): ReadonlyMap<string, number> {
  const ids = actions.map((action) => (isRecord(action) ? lower(action.id) : ''));
  return new Map(ids.map((id, index) => [id, index] as const).reverse());
}

/** Nested actions may contain anything. */
export const lower = (id: unknown): string => (typeof id === 'string' ? id.toLowerCase() : '');
