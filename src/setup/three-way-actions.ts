/** The actions of a flow that people have changed, and that the answers change as well. */
import { isDeepStrictEqual as equal } from 'node:util';
import type { ActionSpec } from '../plan/document.ts';
import type { Merged, Versions } from './three-way.ts';

type Actions = readonly ActionSpec[];

/** Action by action, where each has become one; otherwise what people wrote stays. */
export function mergeActions({ file, before, now }: Versions<Actions> & { file: Actions }): Merged<Actions> {
  if (before === undefined) return { value: file, fate: 'kept' };
  const whole = mergeOne({ file, before, now });
  if (whole.fate === undefined) return whole;
  if (file.length !== before.length || now.length !== before.length) return { value: file, fate: 'kept' };
  const merged = now.map((action, index) =>
    mergeOne({ file: file[index], before: before[index], now: action }),
  );
  const value = merged.flatMap((one) => one.value ?? []);
  return merged.some(({ fate }) => fate !== undefined) ? { value, fate: 'replaced' } : { value };
}

function mergeOne<T>({ file, before, now }: { file: T; before: T; now: T }): Merged<T> {
  if (equal(file, before)) return { value: now };
  if (equal(now, before) || equal(now, file)) return { value: file };
  return { value: now, fate: 'replaced' };
}
