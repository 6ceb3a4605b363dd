/** Actions as the platform stores them: only types and `anonymous` are looked at. */
import type { Action } from '../api/wire.ts';
import { parseMicros } from '../core/time.ts';
import { isSetId } from '../core/ids.ts';
import { goTime } from './columns.ts';
import { invalid } from './http.ts';
import { uuidOrNil } from './ids.ts';
import { actionTypes } from './platform.ts';

const ANONYMOUS = new Set(['', 'yes', 'no', 'auto']);

/** @throws Refusal 400 for a type that there is not */
export function checkActions(actions: readonly Action[]): void {
  for (const { type, option } of actions) {
    if (!actionTypes.has(type ?? '')) throw invalid('INVALID_ACTION_TYPE');
    const anonymous = option?.['anonymous'];
    // An option that the server cannot read as the action's is not looked at.
    const isRead = (type === 'call' || type === 'connect') && isDialOption(option ?? {});
    if (isRead && typeof anonymous === 'string' && !ANONYMOUS.has(anonymous))
      throw invalid('INVALID_ANONYMOUS_VALUE');
  }
}

/** Whether the members that the check decodes have their types. */
function isDialOption({ source, destinations, anonymous }: Readonly<Record<string, unknown>>): boolean {
  const isObject = (value: unknown): boolean =>
    value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
  const isList =
    destinations === undefined ||
    destinations === null ||
    (Array.isArray(destinations) && destinations.every(isObject));
  return isObject(source) && isList && (anonymous === undefined || typeof anonymous === 'string');
}

/** With an id of its own for each action that brings none; ids inside options are kept to the letter. */
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
