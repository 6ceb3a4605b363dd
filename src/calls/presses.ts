/** The keys of a caller, as people write them: `1,12#` at the questions, `2@3.5s` at a time of the call. */
import type { KeyPress } from './call.ts';

export interface Pressing {
  /** At each question. */
  presses: readonly string[];
  keys: readonly KeyPress[];
}

/** The part of a text that is wrong: a character that is not a key, or an invalid time. */
export interface NotPressing {
  wrong: 'key' | 'time';
  text: string;
}

const STRANGE = /[^0-9*#A-D]/u;
const TIME = /^(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/;

/** Parts are separated by commas; an empty part presses no key at a question. */
export function readPressing(text: string): Pressing | NotPressing {
  const presses: string[] = [];
  const keys: KeyPress[] = [];
  for (const part of text.split(',')) {
    const [key = '', time] = part.split(/@(.*)/s).map((side) => side.trim());
    const strange = STRANGE.exec(key)?.[0];
    if (strange !== undefined) return { wrong: 'key', text: strange };
    const at = time === undefined ? undefined : timeOf(time);
    if (time === undefined) presses.push(key);
    else if (at === undefined || key === '') return { wrong: 'time', text: part.trim() };
    else keys.push({ at, key });
  }
  return { presses, keys };
}

/** `3s`, `3.5s`, `1m`, `1m30s` in milliseconds; undefined for anything else. */
function timeOf(text: string): number | undefined {
  const [, minutes, seconds] = TIME.exec(text) ?? [];
  if (minutes === undefined && seconds === undefined) return undefined;
  return Math.round(Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000);
}
