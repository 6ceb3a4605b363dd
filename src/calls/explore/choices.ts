/** What can be decided outside of a flow. Equal choices are one object. */
import type { ConditionDatetime } from '../conditions.ts';
import type { Choice } from './graph.ts';

export const ONE_MORE: Choice = { kind: 'round', again: true };
export const NO_MORE: Choice = { kind: 'round', again: false };
export const NO_KEY: Choice = { kind: 'no-key' };
export const AGENT_FREE: Choice = { kind: 'agent-free' };

/** Those of which there are many. */
export class Choices {
  readonly #asked = new Map<string, Choice>();
  readonly #other = new Map<string, Choice>();
  readonly #given = new Map<string, Choice>();
  readonly #times = new WeakMap<ConditionDatetime, readonly [Choice, Choice]>();

  /** @param isAsked Whether anything asks for these keys. */
  press(keys: string, isAsked: boolean): Choice {
    return isAsked
      ? interned(this.#asked, keys, () => ({ kind: 'press', keys }))
      : interned(this.#other, keys, () => ({ kind: 'press', keys, other: true }));
  }

  /** Whether it is a time for which the condition holds, or another. */
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

  value(name: string, value: string): Choice {
    return interned(this.#given, `${name}=${value}`, () => ({ kind: 'value', name, value }));
  }
}

function interned(known: Map<string, Choice>, key: string, make: () => Choice): Choice {
  const before = known.get(key);
  if (before !== undefined) return before;
  const choice = make();
  known.set(key, choice);
  return choice;
}
