/** Creates the contexts and places of an exploration, each once. */
import { Few } from '../few.ts';
import { START, type Code, type Step } from '../code.ts';
import type { Analysis } from './analysis.ts';
import {
  NONE,
  NOT_YET,
  type Choice,
  type Context,
  type Edge,
  type Graph,
  type Place,
  type Run,
  type Sought,
} from './graph.ts';
import { States } from './states.ts';
import type { TimeSets } from './times.ts';
import type { VariableSets, Variables } from './values.ts';

/** How a list of actions is run. */
export interface Kind {
  entrance: boolean;
  waiting: boolean;
  queue: boolean;
  /** The state for whose action the platform inserted the list; `NONE` for a flow. */
  insertedFor: Place;
}

export class Places {
  readonly #graph: Graph;
  readonly #analysis: Analysis;
  readonly #values: VariableSets;
  readonly #times: TimeSets;
  readonly #mostStates: number;
  readonly #byCode = new Map<Code, Few<number, Context>>();
  #states = 0;
  #cut = false;

  /** @param mostStates the limit of states. */
  constructor(graph: Graph, analysis: Analysis, values: VariableSets, times: TimeSets, mostStates: number) {
    this.#graph = graph;
    this.#analysis = analysis;
    this.#values = values;
    this.#times = times;
    this.#mostStates = mostStates;
  }

  get states(): number {
    return this.#states;
  }

  /** Whether the limit was exceeded, so that states are missing. */
  get cut(): boolean {
    return this.#cut;
  }

  context(code: Code, variables: Variables, { entrance, waiting, queue, insertedFor }: Kind): Context {
    const inserted = insertedFor !== NONE;
    const { live: liveness } = this.#analysis;
    const live = inserted ? this.#liveInside(code, insertedFor) : liveness.in(code);
    const begin = inserted ? this.#graph.context.at(insertedFor).begin : liveness.begin(code);
    // An inserted list knows all variables that its flow knows.
    const kept = this.#values.keep(variables, inserted ? (live[0] ?? begin) : begin, begin);
    const apart = entrance && this.#namesStart(code);
    const key = 4 * kept.id + (waiting ? 2 : 0) + (apart ? 1 : 0);
    let byKey = this.#byCode.get(code);
    if (byKey === undefined) this.#byCode.set(code, (byKey = new Few<number, Context>()));
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const context: Context = {
      number: this.#graph.contexts.length,
      joints: this.#analysis.known.flows.get(code)?.joints,
      variables: kept,
      first: NONE,
      states: new States(code.steps.length),
      doors: new Few(),
      callers: new Few(),
      least: NOT_YET,
      ...{ code, entrance, waiting, queue, live, begin, inserted },
    };
    byKey.add(key, context);
    this.#graph.contexts.push(context);
    return context;
  }

  /** An inserted list has the live questions of the action for which it is inserted. */
  #liveInside({ steps }: Code, caller: Place): Context['live'] {
    const index = this.#graph.step.at(caller)?.index ?? 0;
    const live = this.#graph.context.at(caller).live[index];
    return live === undefined ? [] : steps.map(() => live);
  }

  /** Whether a flow may name its first action by the reserved id. */
  #namesStart(code: Code): boolean {
    const flow = this.#analysis.known.flows.get(code);
    return flow !== undefined && (flow.open || flow.outside.has(START));
  }

  /** @returns `NONE` if the limit is reached. */
  state(context: Context, step: Step, variables: Variables): Place {
    const { begin, live } = context;
    const kept = this.#values.keep(variables, live[step.index] ?? begin, begin);
    const known = context.states.at(step, kept);
    if (known !== undefined) return known;
    if (this.#states >= this.#mostStates) {
      this.#cut = true;
      return NONE;
    }
    this.#states += 1;
    const place = this.#graph.addPlace(context, step, kept, this.#times.never);
    context.states.set(step, kept, place);
    return place;
  }

  door(context: Context, seeks: Sought | undefined, variables: Variables): Place {
    const { begin, inserted } = context;
    const live = inserted ? context.live[0] : this.#analysis.live.leaving(context.code, seeks?.id);
    const kept = this.#values.keep(variables, live ?? begin, begin);
    const key = `${kept.id} ${nameOf(seeks)}`;
    const known = context.doors.get(key);
    if (known !== undefined) return known;
    const place = this.#graph.addPlace(context, undefined, kept, this.#times.never);
    if (seeks !== undefined) this.#graph.seeks.set(place, seeks);
    context.doors.add(key, place);
    return place;
  }

  edge(from: Place, to: Place, choice: Choice | undefined, through: Place, run: Run): Edge {
    const graph = this.#graph;
    for (let edge = graph.firstEdge(from); edge !== NONE; edge = graph.nextEdge(edge)) {
      const same = graph.to.at(edge) === to && graph.through.at(edge) === through;
      if (same && graph.choice.at(edge) === choice) return edge;
    }
    return graph.addEdge(from, to, choice, through, run);
  }
}

const nameOf = (seeks: Sought | undefined): string =>
  seeks === undefined
    ? ''
    : seeks.otherwise === 'finish'
      ? seeks.id
      : JSON.stringify([
          seeks.id,
          seeks.otherwise.step.flow,
          seeks.otherwise.step.index,
          seeks.otherwise.why,
        ]);
