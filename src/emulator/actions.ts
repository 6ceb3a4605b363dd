/** Actions as the platform stores them: it checks only their types and `anonymous`. */
import type { Action } from '../api/wire.ts';
import { parseMicros } from '../core/time.ts';
import { isSetId } from '../core/ids.ts';
import { goTime } from './columns.ts';
import { invalid } from './http.ts';
import { uuidOrNil } from './ids.ts';
import { actionTypes } from './platform.ts';

const ANONYMOUS = new Set(['', 'yes', 'no', 'auto']);

/** @throws Refusal 400 for an unknown type */
export function checkActions(actions: readonly Action[]): void {
  for (const { type, option } of actions) {
    if (!actionTypes.has(type ?? '')) throw invalid('INVALID_ACTION_TYPE');
    const anonymous = option?.['anonymous'];
    // The server ignores an option that it cannot decode.
    const isRead = (type === 'call' || type === 'connect') && isDialOption(option ?? {});
    if (isRead && typeof anonymous === 'string' && !ANONYMOUS.has(anonymous))
      throw invalid('INVALID_ANONYMOUS_VALUE');
  }
}

/** Whether the members that the check decodes have the right types. */
function isDialOption({ source, destinations, anonymous }: Readonly<Record<string, unknown>>): boolean {
  const isObject = (value: unknown): boolean =>
    value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
  const isList =
    destinations === undefined ||
    destinations === null ||
    (Array.isArray(destinations) && destinations.every(isObject));
  return isObject(source) && isList && (anonymous === undefined || typeof anonymous === 'string');
}

/** Gives an id to each action without one; ids inside options are kept as written. */
export function storedActions(actions: readonly Action[], newId: () => string): Action[] {
  checkActions(actions);
  return actions.map((action) => {
    const id = uuidOrNil(action.id);
    const moment = parseMicros(action.tm_execute);
    return {
      id: isSetId(id) ? id : newId(),
      next_id: uuidOrNil(action.next_id),
      type: action.type ?? '',
      ...(action.option && Object.keys(action.option).length > 0 && { option: action.option }),
      tm_execute: moment === undefined ? null : goTime(moment),
    };
  });
}
