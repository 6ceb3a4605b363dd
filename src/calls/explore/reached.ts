/** Which actions calls can reach. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import { isOn, NONE, type Graph, type Place } from './graph.ts';

/** By flow, then by index: a bit set of the servers on which the action is reached. */
export type Marks = ReadonlyMap<string, Uint8Array>;

export function marksOf(graph: Graph): Marks {
  const marks = new Map<string, Uint8Array>();
  for (const { code, inserted, states } of graph.contexts) {
    if (inserted) continue;
    const here = marks.get(code.flow) ?? new Uint8Array(code.steps.length);
    marks.set(code.flow, here);
    for (const place of states.values()) if (graph.used(place) < MOST_ACTIONS) markFrom(place, here, graph);
  }
  return marks;
}

function markFrom(place: Place, marks: Uint8Array, graph: Graph): void {
  const mark = (index: number, servers: number): void => {
    marks[index] = (marks[index] ?? 0) | servers;
  };
  mark(graph.step.at(place)?.index ?? 0, graph.time.at(place).servers);
  for (let edge = graph.firstEdge(place); edge !== NONE; edge = graph.nextEdge(edge)) {
    const servers = graph.servers.at(edge);
    for (let on = 0; on < graph.runLength(edge); on += 1) mark(graph.stepOn(edge, on)?.index ?? 0, servers);
  }
}

/** The actions that are reached on one server. */
export class Reached {
  readonly #marks: Marks;
  readonly #server: number;
  readonly #known = new Map<string, ReadonlySet<number>>();

  constructor(marks: Marks, server: number) {
    this.#marks = marks;
    this.#server = server;
  }

  /** The ids of the flows that a call can reach. */
  get flows(): string[] {
    return [...this.#marks.keys()].filter((flow) => this.in(flow).size > 0);
  }

  /** The indexes of the reached actions of a flow. */
  in(flow: string): ReadonlySet<number> {
    const known = this.#known.get(flow);
    if (known !== undefined) return known;
    const indexes = new Set<number>();
    for (const [index, servers] of (this.#marks.get(flow) ?? []).entries()) {
      if (isOn(this.#server, servers)) indexes.add(index);
    }
    this.#known.set(flow, indexes);
    return indexes;
  }

  has({ flow, index }: Pick<Step, 'flow' | 'index'>): boolean {
    return isOn(this.#server, this.#marks.get(flow)?.[index] ?? 0);
  }
}
