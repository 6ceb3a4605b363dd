/** Which actions calls can reach. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import { isOn, NONE, type Graph } from './graph.ts';

/** By flow, then by index: a bit set of the servers on which the action is reached. */
export type Marks = ReadonlyMap<string, readonly number[]>;

export function marksOf(graph: Graph): Marks {
  const marks = new Map<string, number[]>();
  for (let place = 0; place < graph.places; place += 1) {
    const { code, inserted } = graph.context.at(place);
    const step = graph.step.at(place);
    if (inserted || step === undefined || graph.used(place) >= MOST_ACTIONS) continue;
    let here = marks.get(code.flow);
    if (here === undefined) marks.set(code.flow, (here = code.steps.map(() => 0)));
    mark(here, step.index, graph.time.at(place).servers);
    for (let edge = graph.firstEdge(place); edge !== NONE; edge = graph.nextEdge(edge)) {
      const servers = graph.servers.at(edge);
      for (let on = 0; on < graph.runLength(edge); on += 1)
        mark(here, graph.stepOn(edge, on)?.index ?? 0, servers);
    }
  }
  return marks;
}

function mark(marks: number[], index: number, servers: number): void {
  marks[index] = (marks[index] ?? 0) | servers;
}

/** The actions that are reached on one server. */
export class Reached {
  readonly #marks: Marks;
  readonly #server: number;

  constructor(marks: Marks, server: number) {
    this.#marks = marks;
    this.#server = server;
  }

  /** The ids of the flows that a call can reach. */
  get flows(): string[] {
    return [...this.#marks].flatMap(([flow, marks]) => (marks.some(this.#isHere) ? [flow] : []));
  }

  /** The indexes of the reached actions of a flow, in order. */
  in(flow: string): number[] {
    const indexes: number[] = [];
    this.#marks.get(flow)?.forEach((servers, index) => {
      if (this.#isHere(servers)) indexes.push(index);
    });
    return indexes;
  }

  has({ flow, index }: Pick<Step, 'flow' | 'index'>): boolean {
    return this.#isHere(this.#marks.get(flow)?.[index] ?? 0);
  }

  readonly #isHere = (servers: number): boolean => isOn(this.#server, servers);
}
