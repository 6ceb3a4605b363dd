/** The action `hours`: for the platform two, the flow of the hours and a look at its answer. */
import type { Action } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { entranceOf } from '../../hours/compile.ts';
import type { ActionSpec } from '../document.ts';
import type { Names } from '../names.ts';
import { wordFor } from '../references.ts';
import { isRecord } from './words.ts';

/** Of a plan file only: the platform does not know it. */
export const HOURS = 'hours';

/** The two actions that it is, as a plan file would write them. */
function pairOf({ option, label, next }: ActionSpec): [ask: ActionSpec, look: ActionSpec] {
  return entranceOf(String(option['hours']), String(option['closed']), { label, next });
}

/** A list with as many actions as the platform has. */
export const unfolded = (actions: readonly ActionSpec[]): ActionSpec[] =>
  actions.flatMap((action) => (action.type === HOURS ? pairOf(action) : [action]));

/** @param own Ids of the two. */
export function compileHoursAction(
  action: ActionSpec,
  [asking, looking]: readonly [asking: string, looking: string],
  ids: { hours: string; target: (word: string) => string },
): Action[] {
  const { type, option } = pairOf(action)[1];
  const { false_target: closed, ...rest } = option;
  return [
    { id: asking, next_id: NIL_UUID, type: 'fetch_flow', option: { flow_id: ids.hours } },
    {
      id: looking,
      next_id: action.next === undefined ? NIL_UUID : ids.target(action.next),
      type,
      option: { ...rest, false_target_id: ids.target(String(closed)) },
    },
  ];
}

/**
 * The same list with `hours` in place of each such pair.
 * @param live What the list was made of, action by action.
 */
export function folded(actions: readonly ActionSpec[], live: readonly Action[], names: Names): ActionSpec[] {
  const found: ActionSpec[] = [];
  for (let index = 0; index < actions.length; index += 1) {
    const [ask, look] = actions.slice(index, index + 2) as [ActionSpec, ActionSpec | undefined];
    const action = look && foldedPair(ask, look, live[index]?.option?.['flow_id'], names);
    found.push(action ?? ask);
    if (action !== undefined) index += 1;
  }
  return found;
}

function foldedPair(ask: ActionSpec, look: ActionSpec, id: unknown, names: Names): ActionSpec | undefined {
  if (ask.type !== 'fetch_flow' || typeof id !== 'string') return undefined;
  if (Object.keys(ask.option).length > 1 || ask.next !== undefined || look.label !== undefined)
    return undefined;
  const hours = names.nameOf('hours', id.toLowerCase()) && wordFor('hours', id, names);
  const { false_target: closed } = look.option;
  if (hours === undefined || typeof closed !== 'string') return undefined;
  const { label } = ask;
  const { next } = look;
  const action = {
    type: HOURS,
    option: { hours, closed },
    ...(label !== undefined && { label }),
    ...(next !== undefined && { next }),
  };
  const [, expected] = pairOf(action);
  const isSame =
    look.type === expected.type &&
    isRecord(look.option) &&
    Object.keys(look.option).length === Object.keys(expected.option).length &&
    Object.entries(expected.option).every(([key, value]) => look.option[key] === value);
  return isSame ? action : undefined;
}
