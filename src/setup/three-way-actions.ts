/** The actions of a flow that people have changed, and that the answers change as well. */
import { isDeepStrictEqual as equal } from 'node:util';
import type { ActionSpec } from '../plan/document.ts';
import type { Merged, Versions } from './three-way.ts';

type Actions = readonly ActionSpec[];

interface Parts {
  /** Where the opening hours stand. */
  at: number;
  hours: Actions;
  rest: Actions;
}

/** Opening hours are taken for themselves: clocks change them, and nobody else's words are in them. */
export function mergeActions({ file, before, now }: Versions<Actions> & { file: Actions }): Merged<Actions> {
  if (before === undefined) return { value: file, fate: 'kept' };
  const [ours, theirs, wanted] = [partsOf(before), partsOf(file), partsOf(now)];
  const hours = mergeOne({ file: theirs.hours, before: ours.hours, now: wanted.hours });
  const rest = mergeRest({ file: theirs.rest, before: ours.rest, now: wanted.rest });
  if (hours.fate === undefined && rest !== undefined) {
    const at = wanted.hours.length > 0 ? wanted.at : theirs.at;
    return { ...rest, value: [...rest.value.slice(0, at), ...hours.value, ...rest.value.slice(at)] };
  }
  // What leads to the hours, and where they lead to, is as it was only where there were hours, and are.
  const fits = hours.fate === undefined && theirs.hours.length > 0 && wanted.hours.length > 0;
  const kept = fits ? hours.value : theirs.hours;
  return {
    value: [...theirs.rest.slice(0, theirs.at), ...kept, ...theirs.rest.slice(theirs.at)],
    fate: 'kept',
  };
}

/** The first run of questions for the time. */
function partsOf(actions: Actions): Parts {
  const isHours = ({ type }: ActionSpec): boolean => type === 'condition_datetime';
  const first = actions.findIndex(isHours);
  if (first < 0) return { at: 0, hours: [], rest: actions };
  const count = actions.slice(first).findIndex((action) => !isHours(action));
  const end = count < 0 ? actions.length : first + count;
  return {
    at: first,
    hours: actions.slice(first, end),
    rest: [...actions.slice(0, first), ...actions.slice(end)],
  };
}

function mergeOne<T>({ file, before, now }: { file: T; before: T; now: T }): Merged<T> {
  if (equal(file, before)) return { value: now };
  if (equal(now, before) || equal(now, file)) return { value: file };
  return { value: now, fate: 'replaced' };
}

/** Undefined where nobody can say which action has become which. */
function mergeRest(all: { file: Actions; before: Actions; now: Actions }): Merged<Actions> | undefined {
  const whole = mergeOne(all);
  if (whole.fate === undefined) return whole;
  const { file, before, now } = all;
  if (file.length !== before.length || now.length !== before.length) return undefined;
  const merged = now.map((action, index) =>
    mergeOne({ file: file[index], before: before[index], now: action }),
  );
  const value = merged.flatMap((one) => one.value ?? []);
  return merged.some(({ fate }) => fate !== undefined) ? { value, fate: 'replaced' } : { value };
}
