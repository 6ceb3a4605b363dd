/**
 * Merges a rerun into a plan file that people have changed since: only what the answers change is changed. Where the
 * file differs from what setup wrote, the file wins, unless the answers have changed for that very value.
 */
import type { Fate, Merged, Versions } from './versions.ts';
import { isDeepStrictEqual as equal } from 'node:util';
import type { NamedKind } from '../resources/index.ts';
import type { Values } from '../resources/kind.ts';
import { manyKind } from '../resources/all.ts';
import type { ActionSpec } from '../resources/document.ts';
import { mergeActions } from './three-way-actions.ts';

export type Kind = 'account' | 'outbound' | NamedKind;

/** Values that questions ask for directly: if it is unknown who wrote the value in the file, the answer is newer. */
const answered: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  agents: ['permission', 'addresses'],
  numbers: ['call_flow'],
};

export interface MergedSpec {
  spec: Values;
  notes: string[];
}

/** @param gone Whether it was never created: then values that no answer needs any more are removed. */
export function mergeSpec(
  kind: Kind,
  name: string,
  { file = {}, before = {}, now }: Versions<Values>,
  gone: boolean,
): MergedSpec {
  const notes: string[] = [];
  const merged = Object.entries(now).flatMap(([key, value]) => {
    const result = mergeValue(kind, key, { file: file[key], before: before[key], now: value });
    if (result.fate !== undefined) notes.push(noteOf(titleOf(kind, name), key, result.fate));
    return result.value === undefined ? [] : [[key, result.value] as const];
  });
  const rest = Object.entries(file).filter(
    ([key, value]) => !(key in now) && !(gone && equal(value, before[key])),
  );
  const found = new Map([...rest, ...merged]);
  // In the order of the file, then what is new.
  const keys = [...new Set([...Object.keys(file), ...found.keys()])].filter((key) => found.has(key));
  return { spec: Object.fromEntries(keys.map((key) => [key, found.get(key)])), notes };
}

function mergeValue(kind: Kind, key: string, versions: Versions<unknown>): Merged<unknown> {
  const { file, before, now } = versions;
  if (file === undefined ? !equal(now, before) : equal(file, before)) return { value: now };
  if (equal(now, before) || equal(now, file)) return { value: file };
  if (key === 'actions' && isList(file))
    return mergeActions(versions as Versions<readonly ActionSpec[]> & { file: readonly ActionSpec[] });
  if (isWords(file) && isWords(now)) return { value: mergeWords(file, isWords(before) ? before : [], now) };
  const single = kind === 'account' || kind === 'outbound';
  return before !== undefined || single || answered[kind]?.includes(key)
    ? { value: now, fate: 'replaced' }
    : { value: file, fate: 'kept' };
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isWords = (value: unknown): value is readonly string[] =>
  isList(value) && value.every((word) => typeof word === 'string');

/** The file's list, without what the answers no longer have, and with what they have now. */
function mergeWords(file: readonly string[], before: readonly string[], now: readonly string[]): string[] {
  const kept = file.filter((word) => now.includes(word) || !before.includes(word));
  return [...kept, ...now.filter((word) => !before.includes(word) && !file.includes(word))];
}

/** `flow "Sales"`. */
export const titleOf = (kind: Kind, name: string): string =>
  kind === 'account' || kind === 'outbound' ? kind : `${manyKind(kind).one} ${JSON.stringify(name)}`;

const noteOf = (title: string, key: string, fate: Fate): string => {
  switch (fate) {
    case 'replaced':
      return `${title}: your answers replace ${key} in the plan file`;
    case 'kept':
      return `${title}: ${key} in the plan file was changed since setup made it, and is kept; not all of your changed answers are in it`;
    case 'rewritten':
      return `${title}: ${key} in the plan file would lose callers, and is replaced; texts that you have changed stay where they still fit`;
  }
};
