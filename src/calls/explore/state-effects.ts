/** The effects of actions in a state, and the unknown variables on which they depend. */
import type { CallAccount } from '../account.ts';
import type { Step } from '../code.ts';
import type { Effect, Scene } from '../effects/effect.ts';
import { effectOf } from '../effects/effects.ts';
import { readsOf } from './reading.ts';
import type { Variables } from './values.ts';

export class StateEffects {
  readonly #scene: Scene;
  #variables: Pick<Variables, 'get'> = { get: () => undefined };
  #unknown: string | undefined;

  /** @param outside names of the variables from outside: they are unknown while they are not set. */
  constructor(account: CallAccount, inCall: boolean, outside: ReadonlySet<string>) {
    const read = (name: string): string | undefined => {
      const value = this.#variables.get(name);
      if (value === undefined && outside.has(name)) this.#unknown ??= name;
      return value;
    };
    this.#scene = { account, inCall, read };
  }

  of(step: Step, variables: Variables): Effect {
    this.#variables = variables;
    this.#unknown = undefined;
    return effectOf(step, this.#scene);
  }

  /** The unknown variable that decides what a step does. @param step the one last passed to `of`. */
  unknownTo(step: Step): string | undefined {
    const unknown = this.#unknown;
    return unknown !== undefined && readsOf(step).includes(unknown) ? unknown : undefined;
  }
}
