/** The choices that are made outside of a flow. Equal choices are one object. */
import type { ConditionDatetime } from '../conditions.ts';
import type { Choice } from './graph.ts';

export const ONE_MORE: Choice = { kind: 'round', again: true };
export const NO_MORE: Choice = { kind: 'round', again: false };
export const NO_KEY: Choice = { kind: 'no-key' };
export const AGENT_FREE: Choice = { kind: 'agent-free' };

/** Creates the choices that carry values, each once. */
export class Choices {
  readonly #comparedKeys = new Map<string, Choice>();
  readonly #otherKeys = new Map<string, Choice>();
  readonly #values = new Map<string, Choice>();
  readonly #times = new WeakMap<ConditionDatetime, readonly [Choice, Choice]>();

  /** @param isCompared Whether a later action compares something with these keys. */
  press(keys: string, isCompared: boolean): Choice {
    return isCompared
      ? interned(this.#comparedKeys, keys, () => ({ kind: 'press', keys }))
      : interned(this.#otherKeys, keys, () => ({ kind: 'press', keys, other: true }));
  }

  /** The two choices of a time condition: it holds, or it does not. */
  time(asked: ConditionDatetime): readonly [holds: Choice, other: Choice] {
    const known = this.#times.get(asked);
    if (known !== undefined) return known;
    const choices = [
      { kind: 'time', holds: true, asked },
      { kind: 'time', holds: false, asked },
    ] as const;
    this.#times.set(asked, choices);
    return choices;
  }

  /** @param other whether it stands for every value that no action compares with. */
  value(name: string, value: string, other: boolean): Choice {
    return interned(this.#values, `${other} ${name}=${value}`, () => ({
      kind: 'value',
      name,
      value,
      ...(other && { other }),
    }));
  }
}

function interned(known: Map<string, Choice>, key: string, make: () => Choice): Choice {
  const before = known.get(key);
  if (before !== undefined) return before;
  const choice = make();
  known.set(key, choice);
  return choice;
}
