/** The graph on one kind of server, without what comes after the action limit. */
import { MOST_ACTIONS } from '../call.ts';
import { isOn, NONE, type Edge, type Graph, type Place } from './graph.ts';
import type { TimeSet, TimeSets } from './times.ts';

export class View {
  readonly graph: Graph;
  readonly times: TimeSets;
  /** The number of the server. */
  readonly server: number;
  /** All moments on it. */
  readonly moments: TimeSet;
  /** By place: the result of `isState`. */
  readonly #states: Uint8Array;

  constructor(graph: Graph, times: TimeSets, server: number) {
    this.graph = graph;
    this.times = times;
    this.server = server;
    this.moments = times.onServers((other) => other === server);
    this.#states = new Uint8Array(graph.places);
    for (let place = 0; place < graph.places; place += 1) {
      const isHere = isOn(server, graph.time.at(place).servers);
      const isState = graph.step.at(place) !== undefined && graph.used(place) < MOST_ACTIONS;
      if (isHere && isState) this.#states[place] = 1;
    }
  }

  /** Whether a place is a state that is reached on this server before the action limit. */
  isState(place: Place): boolean {
    return this.#states[place] === 1;
  }

  eachState(look: (place: Place) => void): void {
    for (let place = 0; place < this.graph.places; place += 1) if (this.isState(place)) look(place);
  }

  /** Visits the edges that lead from states. */
  eachEdge(look: (edge: Edge, from: Place, to: Place, through: Place) => void): void {
    const { graph } = this;
    for (let edge = 0; edge < graph.edges; edge += 1) {
      const from = graph.from.at(edge);
      if (!this.isOpen(edge) || !this.isState(from)) continue;
      look(edge, from, graph.to.at(edge), graph.through.at(edge));
    }
  }

  /** Visits the states that fetch, each with the first state of what it fetches. */
  eachCall(look: (caller: Place, first: Place) => void): void {
    for (const { first, callers } of this.graph.contexts) {
      if (first === NONE || !this.isState(first)) continue;
      for (const caller of callers.values()) if (this.isState(caller)) look(caller, first);
    }
  }

  isOpen(edge: Edge): boolean {
    return isOn(this.server, this.graph.servers.at(edge));
  }

  /** Whether an edge can be taken any number of times, unlike one more round of a counted jump. */
  isEndless(edge: Edge): boolean {
    const choice = this.graph.choice.at(edge);
    return choice?.kind !== 'round' || !choice.again;
  }

  /** Whether an edge needs neither a key nor a free agent. */
  isSilent(edge: Edge): boolean {
    const choice = this.graph.choice.at(edge)?.kind;
    return choice !== 'press' && choice !== 'agent-free';
  }
}
