/** The path to a place, from the beginning of a call. */
import type { Way, WayStep } from './found.ts';
import { NONE, type Arrival, type Choice, type Edge, type Ending, type Graph, type Place } from './graph.ts';
import type { TimeSet, TimeSets } from './times.ts';

/**
 * The shortest path to a place, of those that are open at some moment of `time`.
 * @param most the path is cut after this number of actions.
 */
export function wayTo(
  { at, time, choice }: Pick<Ending, 'at' | 'time' | 'choice'>,
  graph: Graph,
  times: TimeSets,
  most = Infinity,
): Way {
  const walk = new Walk(time, graph, times);
  const step = graph.step.at(at);
  if (step !== undefined) walk.steps.push({ step, choice });
  return walk.from(at, most);
}

/** The path to one of the actions that run on an edge, by its index. */
export function wayOnto(edge: Edge, index: number, time: TimeSet, graph: Graph, times: TimeSets): Way {
  const walk = new Walk(times.and(time, graph.time.at(graph.from.at(edge))), graph, times);
  return walk.from(walk.along(edge, index + 1));
}

/** Walks back from the end of a path to its beginning. */
class Walk {
  readonly steps: WayStep[] = [];
  #time: TimeSet;
  /** The states that fetched the current list: a stack. */
  readonly #outside: Place[] = [];
  readonly #graph: Graph;
  readonly #times: TimeSets;

  constructor(time: TimeSet, graph: Graph, times: TimeSets) {
    this.#time = time;
    this.#graph = graph;
    this.#times = times;
  }

  /** The path from the beginning of the call to `end`, followed by the steps that the walk began with. */
  from(end: Place, most = Infinity): Way {
    let { flow } = this.#graph.context.at(end).code;
    for (let caller = this.#within(end); caller !== NONE; caller = this.#within(caller)) {
      this.#took(caller, undefined);
      flow = this.#graph.context.at(caller).code.flow;
    }
    const steps = this.steps.reverse().slice(0, most);
    // Without a time condition on the path, a limited time comes from other calls through the same flow.
    const asksForTime = steps.some(({ step }) => step.type === 'condition_datetime');
    const open = this.#times.onAnyServer(this.#time);
    const moment = asksForTime && open !== this.#times.year ? this.#times.first(open) : undefined;
    return { flow, steps, moment };
  }

  /** Walks back over the first `length` actions of an edge. @returns the state or door before it. */
  along(edge: Edge, length = Infinity): Place {
    const { from, choice, through } = this.#graph;
    for (let index = Math.min(length, this.#graph.runLength(edge)) - 1; index >= 0; index -= 1) {
      const step = this.#graph.stepOn(edge, index);
      if (step !== undefined) this.steps.push({ step, choice: undefined });
    }
    if (through.at(edge) === NONE) {
      this.#took(from.at(edge), choice.at(edge));
      return from.at(edge);
    }
    this.#outside.push(from.at(edge));
    return through.at(edge);
  }

  /** Walks back to the start of a context. @returns the state that fetched it, or `NONE`. */
  #within(end: Place): Place {
    let here = end;
    for (;;) {
      const { edge, caller } = this.#arrivalAt(here);
      if (edge !== NONE) {
        here = this.along(edge);
        continue;
      }
      const fetching = this.#outside.pop();
      if (fetching === undefined) return caller;
      this.#took(fetching, undefined);
      here = fetching;
    }
  }

  /** Adds a step. The choice of a value from outside is made before its action runs, and is part of that step. */
  #took(place: Place, choice: Choice | undefined): void {
    const step = this.#graph.step.at(place);
    if (step === undefined) return;
    const last = this.steps.at(-1);
    if (choice?.kind === 'value' && last?.step === step && last.choice === undefined) last.choice = choice;
    else this.steps.push({ step, choice });
  }

  /** The first arrival that is open at some moment of the walk; the walk is then limited to these moments. */
  #arrivalAt(place: Place): Pick<Arrival, 'edge' | 'caller'> {
    for (const { time, edge, caller } of this.#graph.arrivalsAt(place)) {
      const both = this.#times.and(this.#time, time);
      if (both === this.#times.never) continue;
      this.#time = both;
      return { edge, caller };
    }
    return { edge: NONE, caller: NONE };
  }
}
