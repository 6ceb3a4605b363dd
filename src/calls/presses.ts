/** What a caller presses, as people write it: `1,12#` at the questions, `2@3.5s` at a time of the call. */
import type { KeyPress } from './call.ts';

export interface Pressing {
  /** At each question. */
  presses: readonly string[];
  keys: readonly KeyPress[];
}

/** What of a text is wrong: a character that is not a key, or a time that is not one. */
export interface NotPressing {
  wrong: 'key' | 'time';
  text: string;
}

const STRANGE = /[^0-9*#A-D]/u;
const TIME = /^(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/;

/** Parts have a comma between them; an empty one presses nothing at a question. */
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
