/** Runs the actions of an hours flow as the platform does, until the executor of calls is here to do it. */
import { MOST_EXECUTED, type HoursAction } from '../../src/hours/compile.ts';

/** @param minute Minutes since 1970, UTC. */
export function answerAt(
  actions: readonly HoursAction[],
  minute: number,
): { answer: unknown; executed: number } {
  const now = new Date(minute * 60_000);
  const fields: Readonly<Record<string, number>> = {
    month: now.getUTCMonth() + 1,
    day: now.getUTCDate(),
    hour: now.getUTCHours(),
    minute: now.getUTCMinutes(),
  };
  const variables: Record<string, unknown> = {};
  const places = placesOf(actions);
  let executed = 0;
  for (let at = 0; at < actions.length;) {
    const { type, option, next } = actions[at] as HoursAction;
    executed += 1;
    if (executed > MOST_EXECUTED)
      throw new Error(`more than ${MOST_EXECUTED} actions at ${now.toISOString()}`);
    let target = next;
    if (type === 'variable_set') variables[String(option['key'])] = option['value'];
    else if (!holds(option, fields)) target = String(option['false_target']);
    const place = target === undefined ? at + 1 : places.get(target);
    if (place === undefined) throw new Error(`no action ${String(target)}`);
    at = place;
  }
  return { answer: variables['hours.answer'], executed };
}

const known = new WeakMap<readonly HoursAction[], ReadonlyMap<string, number>>();

function placesOf(actions: readonly HoursAction[]): ReadonlyMap<string, number> {
  const places = known.get(actions) ?? new Map(actions.map(({ label }, index) => [label ?? '', index]));
  known.set(actions, places);
  return places;
}

/** `option <condition> now`; hour and minute are compared unless they are -1, month and day unless they are 0. */
function holds(option: Readonly<Record<string, unknown>>, now: Readonly<Record<string, number>>): boolean {
  if (option['condition'] !== '<=') throw new Error('only <= is known here');
  return Object.entries({ month: 0, day: 0, hour: -1, minute: -1 }).every(([field, any]) => {
    const value = Number(option[field] ?? 0);
    return value === any || value <= (now[field] ?? 0);
  });
}
