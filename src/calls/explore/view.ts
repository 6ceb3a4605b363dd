/** The graph as it is on one kind of server, without what comes after all actions are used. */
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
  /** By place: 1 for states. */
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

  /** Whether it is a state that is reached before all actions are used. */
  isState(place: Place): boolean {
    return this.#states[place] === 1;
  }

  eachState(look: (place: Place) => void): void {
    for (let place = 0; place < this.graph.places; place += 1) if (this.isState(place)) look(place);
  }

  /** Those from states. */
  eachEdge(look: (edge: Edge, from: Place, to: Place, through: Place) => void): void {
    const { graph } = this;
    for (let edge = 0; edge < graph.edges; edge += 1) {
      const from = graph.from.at(edge);
      if (!this.isOpen(edge) || !this.isState(from)) continue;
      look(edge, from, graph.to.at(edge), graph.through.at(edge));
    }
  }

  /** States that fetch, each with the first action of what they fetch. */
  eachCall(look: (caller: Place, first: Place) => void): void {
    for (const { first, callers } of this.graph.contexts) {
      if (first === NONE || !this.isState(first)) continue;
      for (const caller of callers) if (this.isState(caller)) look(caller, first);
    }
  }

  isOpen(edge: Edge): boolean {
    return isOn(this.server, this.graph.servers.at(edge));
  }

  /** A jump that is counted is not taken for ever. */
  isEndless(edge: Edge): boolean {
    const choice = this.graph.choice.at(edge);
    return choice?.kind !== 'round' || !choice.again;
  }

  /** Where no key is pressed, and no agent is free. */
  isSilent(edge: Edge): boolean {
    const choice = this.graph.choice.at(edge)?.kind;
    return choice !== 'press' && choice !== 'agent-free';
  }
}
