/** The numbers whose calls get somewhere. */
import type { Number } from '../api/wire.ts';
import type { Entrances } from '../calls/explore/entrances.ts';

/** A list of numbers, or what can be asked like one. */
export type Numbers = Iterable<Number> & Pick<readonly Number[], 'length' | 'includes'>;

/** The numbers of some flows, computed lazily: there may be thousands, and hardly any is needed. */
export class NumbersOf implements Numbers {
  readonly #flows: Entrances;
  readonly #byFlow: ReadonlyMap<string, readonly Number[]>;
  #length: number | undefined;

  constructor(flows: Entrances, byFlow: ReadonlyMap<string, readonly Number[]>) {
    this.#flows = flows;
    this.#byFlow = byFlow;
  }

  get length(): number {
    this.#length ??= this.#flows.sum((flow) => this.#byFlow.get(flow)?.length ?? 0);
    return this.#length;
  }

  includes(number: Number): boolean {
    return this.#flows.has(number.call_flow_id?.toLowerCase() ?? '');
  }

  *[Symbol.iterator](): Iterator<Number> {
    for (const flow of this.#flows) yield* this.#byFlow.get(flow) ?? [];
  }
}
