/** The numbers of the states of one context, by variables and index of the action. */
import type { Step } from '../code.ts';
import type { Variables } from './values.ts';

const NOT_YET = -1;

/** Most contexts have one set of variables throughout: its states take a tenth of what a map would. */
export class States {
  readonly #actions: number;
  /** A plain list: a typed array of few numbers takes three times as much. */
  readonly #first: number[];
  #firstVariables: Variables | undefined;
  /** By variables and index, combined into one number. */
  #others: Map<number, number> | undefined;

  /** @param actions the number of actions in the list. */
  constructor(actions: number) {
    this.#actions = actions;
    this.#first = new Array<number>(actions).fill(NOT_YET);
  }

  /** @returns undefined if there is no such state yet. */
  at({ index }: Step, variables: Variables): number | undefined {
    if (variables !== this.#firstVariables) return this.#others?.get(this.#keyOf(index, variables));
    const place = this.#first[index];
    return place === NOT_YET ? undefined : place;
  }

  set({ index }: Step, variables: Variables, place: number): void {
    this.#firstVariables ??= variables;
    if (variables === this.#firstVariables) this.#first[index] = place;
    else (this.#others ??= new Map()).set(this.#keyOf(index, variables), place);
  }

  #keyOf(index: number, { id }: Variables): number {
    return id * this.#actions + index;
  }
}
