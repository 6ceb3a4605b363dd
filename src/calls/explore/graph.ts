/**
 * The graph that an exploration builds. A fetched flow is explored once for each set of variables that it begins with
 * (a context), and the ways out of it (doors) hold for all of its callers. No stack is kept, so menus may lead to each
 * other at any depth. Actions between which nothing is decided are one edge. Kinds of servers are handled like times:
 * the time set of a place says when, and on which servers, it is reached.
 */
import type { EndKind } from '../call.ts';
import type { Code, Step } from '../code.ts';
import type { ConditionDatetime } from '../conditions.ts';
import type { Few } from '../few.ts';
import { Column, Numbers } from './columns.ts';
import type { NumberSet } from './sets.ts';
import type { States } from './states.ts';
import type { TimeSet, TimeSets } from './times.ts';
import type { Variables } from './values.ts';

/** Something that is decided outside of the flow. Equal choices are one object. */
export type Choice =
  /** `other`: the keys stand for all that no action compares with. */
  | { kind: 'press'; keys: string; other?: true }
  | { kind: 'no-key' }
  | { kind: 'time'; holds: boolean; asked: ConditionDatetime }
  /** `other`: the value stands for all that no action compares with. */
  | { kind: 'value'; name: string; value: string; other?: true }
  | { kind: 'agent-free' }
  /** Whether a counted jump is taken once more. */
  | { kind: 'round'; again: boolean };

/** The number of a state (an action about to run), or of a door (a way out of a context). */
export type Place = number;
/** The number of an edge. */
export type Edge = number;

/** No place, and no edge. */
export const NONE = -1;

/** A list of actions that is run with given variables. */
export interface Context {
  /** Its place among the contexts of the graph. */
  number: number;
  code: Code;
  /** Whether a call begins here. */
  entrance: boolean;
  /** Whether the caller is waiting in a queue meanwhile. */
  waiting: boolean;
  /** Whether it is the list that the platform inserts for a queue. */
  queue: boolean;
  /** Those that it begins with. */
  variables: Variables;
  /** By index: the questions about variables that may be asked from that action on. */
  live: readonly NumberSet[];
  /** The questions that it may ask about variables before it sets them: it knows only these variables at its start. */
  begin: NumberSet;
  /** By index: 1 for actions that more than one path leads to. */
  joints: readonly number[] | undefined;
  /** Whether the platform inserted the list. */
  inserted: boolean;
  first: Place;
  states: States;
  doors: Few<string, Place>;
  /** The states whose actions fetch it, each by itself. */
  callers: Few<Place, Place>;
  /** The smallest number of actions that run before it begins. */
  least: number;
}

/** An action to look for outside of a context. */
export interface Sought {
  id: string;
  /** If it does not exist: the run ends, or `step` fails. */
  otherwise: 'finish' | { step: Step; why: string; isMissing: boolean };
}

/** One possible end of a call, with the shortest path to it. */
export interface Ending {
  kind: EndKind;
  /** Undefined for the regular end. */
  step: Step | undefined;
  why: string;
  /** Whether it names an action that does not exist. */
  isMissing: boolean;
  /** Whether the caller is waiting in a queue, so that a free agent would prevent this end. */
  waiting: boolean;
  /** How many actions have run by then. */
  least: number;
  /** The last state, or the door by which the first flow was left. */
  at: Place;
  time: TimeSet;
  /** What was decided after the last state. */
  choice: Choice | undefined;
}

/** One way to reach a place. */
export interface Arrival {
  /** The moments at which no earlier arrival reaches the place. */
  time: TimeSet;
  /** An edge, or `NONE`. */
  edge: Edge;
  /** At the start of a context, the state that fetched it; `NONE` at the start of a call. */
  caller: Place;
}

/** Actions that run in a row: the first `length` of `steps`. */
export interface Run {
  steps: readonly Step[];
  length: number;
}

const NO_STEPS: readonly never[] = [];

export class Graph {
  readonly contexts: Context[] = [];

  /** By place. */
  readonly context = new Column<Context>();
  /** Undefined for a door. */
  readonly step = new Column<Step | undefined>();
  readonly variables = new Column<Variables>();
  /** When, and on which servers, a call can be there. */
  readonly time = new Column<TimeSet>();
  /** The part of that time that is not explored yet. */
  readonly fresh = new Column<TimeSet>();
  /** 1 if some part of it was explored. */
  readonly seen = new Numbers();
  /** A bit set of the servers on which the outcomes are the same at every moment: the edges are then complete. */
  readonly steady = new Numbers();
  /** The smallest number of actions that run from the start of the context to the place. */
  readonly since = new Numbers();
  /** The action that a door looks for outside; no entry if the run continues after the fetch. */
  readonly seeks = new Map<Place, Sought>();
  /** The ends of calls at a place. */
  readonly ends = new Map<Place, readonly Ending[]>();

  /** By edge. */
  readonly from = new Numbers();
  readonly to = new Numbers();
  readonly choice = new Column<Choice | undefined>();
  /** If `from` fetches: the door by which the fetched list was left; else `NONE`. */
  readonly through = new Numbers();
  /** A bit set of the servers on which the edge can be taken. */
  readonly servers = new Numbers();

  /** The actions that run between `from` and `to`: where they start in `#passed`, and their number. */
  readonly #runStart = new Numbers();
  readonly #runLength = new Numbers();
  readonly #passed = new Column<Step>();

  /** The edges from each place, as a linked list. */
  readonly #firstEdge = new Numbers();
  readonly #lastEdge = new Numbers();
  readonly #nextEdge = new Numbers();

  /** The arrivals at each place, as a linked list, the shortest path first. No moment is in two of them. */
  readonly #firstArrival = new Numbers();
  readonly #lastArrival = new Numbers();
  readonly #nextArrival = new Numbers();
  readonly #arrivalTime = new Column<TimeSet>();
  readonly #arrivalEdge = new Numbers();
  readonly #arrivalCaller = new Numbers();

  get places(): number {
    return this.context.length;
  }

  get edges(): number {
    return this.from.length;
  }

  addPlace(context: Context, step: Step | undefined, variables: Variables, never: TimeSet): Place {
    this.context.push(context);
    this.step.push(step);
    this.variables.push(variables);
    this.time.push(never);
    this.fresh.push(never);
    this.seen.push(0);
    this.steady.push(0);
    this.#firstEdge.push(NONE);
    this.#lastEdge.push(NONE);
    this.#firstArrival.push(NONE);
    this.#lastArrival.push(NONE);
    return this.since.push(NOT_YET);
  }

  addEdge(from: Place, to: Place, choice: Choice | undefined, through: Place, { steps, length }: Run): Edge {
    this.to.push(to);
    this.choice.push(choice);
    this.through.push(through);
    this.#runStart.push(this.#passed.length);
    this.#runLength.push(length);
    for (let index = 0; index < length; index += 1) this.#passed.push(steps[index] as Step);
    this.servers.push(0);
    this.#nextEdge.push(NONE);
    const edge = this.from.push(from);
    const last = this.#lastEdge.at(from);
    if (last === NONE) this.#firstEdge.set(from, edge);
    else this.#nextEdge.set(last, edge);
    this.#lastEdge.set(from, edge);
    return edge;
  }

  /** How many actions run on an edge. */
  runLength(edge: Edge): number {
    return this.#runLength.at(edge);
  }

  /** The actions that run on an edge after the one that it comes from. */
  runOn(edge: Edge): readonly Step[] {
    const [start, length] = [this.#runStart.at(edge), this.#runLength.at(edge)];
    return length === 0 ? NO_STEPS : this.#passed.slice(start, start + length);
  }

  /** One of the actions that `runOn` lists; undefined after the last. */
  stepOn(edge: Edge, index: number): Step | undefined {
    return index < this.#runLength.at(edge) ? this.#passed.at(this.#runStart.at(edge) + index) : undefined;
  }

  /** The first edge that leads from a place; `NONE` where none does. */
  firstEdge(from: Place): Edge {
    return this.#firstEdge.at(from);
  }

  /** The next edge from the same place. */
  nextEdge(edge: Edge): Edge {
    return this.#nextEdge.at(edge);
  }

  edgesFrom(place: Place): Edge[] {
    const edges: Edge[] = [];
    for (let edge = this.firstEdge(place); edge !== NONE; edge = this.nextEdge(edge)) edges.push(edge);
    return edges;
  }

  /** The edge from a state that fetches, for one door of the fetched list; `NONE` if there is none yet. */
  edgeThrough(from: Place, door: Place): Edge {
    let edge = this.firstEdge(from);
    while (edge !== NONE && this.through.at(edge) !== door) edge = this.nextEdge(edge);
    return edge;
  }

  /** Appends an arrival. @param time those of its moments that are in none of the others. */
  addArrival(place: Place, { edge, caller }: Arrival, time: TimeSet): void {
    const arrival = this.#pushArrival(time, edge, caller);
    const last = this.#lastArrival.at(place);
    if (last === NONE) this.#firstArrival.set(place, arrival);
    else this.#nextArrival.set(last, arrival);
    this.#lastArrival.set(place, arrival);
  }

  /** Prepends an arrival, and takes its moments from the others. */
  addFirstArrival(place: Place, { time, edge, caller }: Arrival, times: TimeSets): void {
    const arrival = this.#pushArrival(time, edge, caller);
    const next = this.#firstArrival.at(place);
    for (let later = next; later !== NONE; later = this.#nextArrival.at(later)) {
      this.#arrivalTime.set(later, times.without(this.#arrivalTime.at(later), time));
    }
    this.#nextArrival.set(arrival, next);
    this.#firstArrival.set(place, arrival);
    if (next === NONE) this.#lastArrival.set(place, arrival);
  }

  #pushArrival(time: TimeSet, edge: Edge, caller: Place): number {
    this.#arrivalTime.push(time);
    this.#arrivalEdge.push(edge);
    this.#arrivalCaller.push(caller);
    return this.#nextArrival.push(NONE);
  }

  arrivalsAt(place: Place): Arrival[] {
    const arrivals: Arrival[] = [];
    for (let at = this.#firstArrival.at(place); at !== NONE; at = this.#nextArrival.at(at)) {
      const [time, edge] = [this.#arrivalTime.at(at), this.#arrivalEdge.at(at)];
      arrivals.push({ time, edge, caller: this.#arrivalCaller.at(at) });
    }
    return arrivals;
  }

  /** The smallest number of actions that have run before a state, or when a door is reached. */
  used(place: Place): number {
    return this.context.at(place).least + this.since.at(place);
  }

  /** The number of actions that have run from the start of the context to the first action on an edge. */
  sinceOn(edge: Edge): number {
    const through = this.through.at(edge);
    // The choice of a value from outside is made before the action runs.
    const own = this.choice.at(edge)?.kind === 'value' ? 0 : 1;
    return this.since.at(this.from.at(edge)) + own + (through === NONE ? 0 : this.since.at(through));
  }
}

/** Not reached yet: larger than any number of actions. */
export const NOT_YET = 2 ** 24;

/** @param servers A bit set. */
export const isOn = (server: number, servers: number): boolean => (servers & (1 << server)) !== 0;
