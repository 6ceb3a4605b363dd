/** The keys that the caller presses: at fixed times, or where the flow listens. */
import type { CallSetup, KeyPress } from './call.ts';
import type { Effect } from './effects/effect.ts';
import { following, type Position } from './frames.ts';
import { DIGITS, namesIn } from './variables.ts';

/** How long the caller takes to press a key, and between two keys. */
const THINKING_MS = 1000;
const BETWEEN_MS = 120;

/** One by one. */
const keysOf = (keys: string): string[] => Array.from(keys);

/** Whether these digits end a `digits_receive`. */
export function satisfies(digits: string, { length, key }: { length: number; key: string }): boolean {
  return (length > 0 && digits.length >= length) || keysOf(digits).some((digit) => key.includes(digit));
}

export class Keypad {
  readonly #presses: string[];
  /** Keys at fixed times. */
  readonly #fixed: KeyPress[];
  /** Keys about to be pressed, in answer to a question. */
  readonly #typed: KeyPress[] = [];

  constructor({ presses = [], keys = [] }: CallSetup) {
    this.#presses = [...presses];
    this.#fixed = keys
      .flatMap(({ at, key }) => keysOf(key).map((one, index) => ({ at: at + index * BETWEEN_MS, key: one })))
      .sort((a, b) => a.at - b.at);
  }

  /** Keys that were never pressed: groups for which the call did not listen, and keys at times after its end. */
  get left(): string[] {
    const later = [...this.#typed, ...this.#fixed].map(({ key }) => key).join('');
    return [later, ...this.#presses].filter((keys) => keys !== '');
  }

  /** Takes the next key that is pressed before then. */
  take(until: number): KeyPress | undefined {
    const [fixed, typed] = [this.#fixed, this.#typed];
    const next = atOf(fixed) <= atOf(typed) ? fixed : typed;
    return atOf(next) < until ? next.shift() : undefined;
  }

  /** If the flow listens, and no key is about to be pressed, the caller presses the next group. */
  listen(effect: Effect, position: Position, now: number, lasts = Infinity): void {
    if (this.#presses.length === 0 || this.#typed.length > 0 || !listens(effect, position)) return;
    const keys = keysOf(this.#presses.shift() ?? '');
    const first = Math.min(THINKING_MS, lasts / 2);
    const between = Math.min(BETWEEN_MS, (lasts - first) / (keys.length + 1));
    keys.forEach((key, index) => this.#typed.push({ at: now + first + index * between, key }));
  }
}

const atOf = ([first]: readonly KeyPress[]): number => first?.at ?? Infinity;

/** Whether a caller who hears this action presses something. */
function listens(effect: Effect, position: Position): boolean {
  if (effect.does === 'receive') return true;
  if (effect.does === 'speak' && effect.stopsAtKey) return true;
  return (effect.does === 'speak' || effect.does === 'play') && looksAtDigitsNext(position);
}

/** Whether the digits decide before another action takes time: then what was said was a question. */
function looksAtDigitsNext(position: Position): boolean {
  const seen = new Set<Position['step']>();
  let next = following(position);
  while (next !== undefined && !seen.has(next.step)) {
    const { type, option } = next.step;
    seen.add(next.step);
    if (type === 'condition_call_digits') return true;
    if (type === 'branch') return (option['variable'] || DIGITS) === DIGITS;
    const { variable } = option;
    if (type === 'condition_variable')
      return typeof variable === 'string' && namesIn(variable).includes(DIGITS);
    if (!INSTANT.has(type)) return false;
    next = following(next);
  }
  return false;
}

const INSTANT: ReadonlySet<string> = new Set(['answer', 'variable_set', 'recording_start', 'recording_stop']);
