/** Records which listed values of each branch can occur, and on which servers. */
import type { Step } from '../code.ts';
import type { Effect } from '../effects/effect.ts';
import { isOn } from './graph.ts';
import type { Reached } from './reached.ts';

export class Branches {
  /** By branch: the listed values that occurred, each with a bit set of servers. */
  readonly #met = new Map<Step, Map<string, number>>();

  note(step: Step, effect: Effect, servers: number): void {
    if (effect.does !== 'jump' || effect.value === undefined) return;
    let values = this.#met.get(step);
    if (values === undefined) this.#met.set(step, (values = new Map<string, number>()));
    if (effect.listed === true) values.set(effect.value, (values.get(effect.value) ?? 0) | servers);
  }

  /** Listed values that can never occur, for each branch that is reached. */
  unmatchedOn(server: number, reached: Reached): { step: Step; values: string[] }[] {
    return [...this.#met].flatMap(([step, met]) => {
      if (!reached.has(step)) return [];
      const listed = Object.keys(step.option['target_ids'] ?? {});
      const values = listed.filter((value) => !isOn(server, met.get(value) ?? 0));
      return values.length === 0 ? [] : [{ step, values }];
    });
  }
}
