/** The actions of a flow that people have changed, and that the answers change as well. */
import { isDeepStrictEqual as equal } from 'node:util';
import { speakable } from '../core/ssml.ts';
import { hazardsOf } from '../plan/obstacles/hazards.ts';
import type { ActionSpec } from '../resources/document.ts';
import { speech } from '../core/speech.ts';
import type { Merged, Versions } from './versions.ts';

type Actions = readonly ActionSpec[];

/** Action by action, where each has become one; otherwise what people wrote stays. */
export function mergeActions({ file, before, now }: Versions<Actions> & { file: Actions }): Merged<Actions> {
  if (before === undefined) return { value: file, fate: 'kept' };
  const whole = mergeOne({ file, before, now });
  if (whole.fate === undefined) return whole;
  if (hasSameShape(file, before) && hazardsOf(file).length > 0) {
    return { value: withTexts(now, before, file), fate: 'rewritten' };
  }
  if (file.length !== before.length || now.length !== before.length) return { value: file, fate: 'kept' };
  const merged = now.map((action, index) =>
    mergeOne({ file: file[index], before: before[index], now: action }),
  );
  const value = merged.flatMap((one) => one.value ?? []);
  return merged.some(({ fate }) => fate !== undefined) ? { value, fate: 'replaced' } : { value };
}

const hasSameShape = (file: Actions, before: Actions): boolean =>
  file.length === before.length && file.every(({ type }, index) => type === before[index]?.type);

/**
 * What earlier versions built depends on weekdays, counted jumps and timeouts: it is built again. What people have
 * written in place of our texts replaces them there, too.
 */
function withTexts(now: Actions, before: Actions, file: Actions): Actions {
  const changed = before.flatMap(({ option }, index) => {
    const own = file[index]?.option['text'];
    const ours = option['text'];
    return typeof own === 'string' && typeof ours === 'string' && own !== ours ? [[ours, own] as const] : [];
  });
  return now.map((action) => {
    const { text } = action.option;
    if (typeof text !== 'string') return action;
    const said = changed.reduce(
      (all, [ours, own]) => all.replaceAll(speech(ours), () => asSpeech(own)),
      text,
    );
    return { ...action, option: { ...action.option, text: said } };
  });
}

/** Whoever writes markup means it. */
const asSpeech = (text: string): string => (text.includes('<') && speakable(text) ? text : speech(text));

function mergeOne<T>({ file, before, now }: { file: T; before: T; now: T }): Merged<T> {
  if (equal(file, before)) return { value: now };
  if (equal(now, before) || equal(now, file)) return { value: file };
  return { value: now, fate: 'replaced' };
}
