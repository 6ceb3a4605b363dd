/**
 * What an exploration finds, as a graph. A flow that is fetched from several places is explored once for each set of
 * variables that it begins with (a context), and what comes out of it (at a door) holds for all who fetched it: no
 * stack is kept, so that menus may lead to each other in any depth. Actions between which nothing is decided are one
 * edge. Kinds of servers are told apart like times: by the moments at which a place is reached.
 */
import type { EndKind } from '../call.ts';
import type { Code, Step } from '../code.ts';
import type { ConditionDatetime } from '../conditions.ts';
import { Column, Numbers } from './columns.ts';
import type { NumberSet } from './sets.ts';
import type { TimeSet } from './times.ts';
import type { Variables } from './values.ts';

/** Something that is decided outside of the flow. Equal ones are one object. */
export type Choice =
  /** `other`: they stand for all that nothing asks for. */
  | { kind: 'press'; keys: string; other?: true }
  | { kind: 'no-key' }
  | { kind: 'time'; holds: boolean; asked: ConditionDatetime }
  | { kind: 'value'; name: string; value: string }
  | { kind: 'agent-free' }
  /** Whether a counted jump is taken once more. */
  | { kind: 'round'; again: boolean };

/** The number of a state (an action about to run), or of a door (a way out of a context). */
export type Place = number;
/** The number of an edge. */
export type Edge = number;

/** No place, and no edge. */
export const NONE = -1;

/** A flow that is run with such variables. */
export interface Context {
  code: Code;
  /** Whether a call begins here. */
  entrance: boolean;
  /** Whether the caller waits in a queue meanwhile. */
  waiting: boolean;
  /** Whether it is what the platform puts in for a queue. */
  queue: boolean;
  /** With which it begins. */
  variables: Variables;
  /** By index: what may be asked of variables from there on. */
  live: readonly NumberSet[];
  /** What may be asked in it of variables before it sets them: only those does it know from the beginning. */
  begin: NumberSet;
  /** By index: 1 for actions that more than one way leads to. */
  joints: readonly number[] | undefined;
  /** Whether the platform put the code in. */
  inserted: boolean;
  first: Place;
  /** By variables and index. */
  states: Map<number, Place>;
  doors: Map<string, Place>;
  /** Actions that fetch it. */
  callers: Set<Place>;
  /** The fewest actions that lead here. */
  least: number;
}

/** What is looked for outside. */
export interface Sought {
  id: string;
  /** Where it does not exist: the run is over, or `step` fails. */
  otherwise: 'finish' | { step: Step; why: string; isMissing: boolean };
}

/** A way to end, and the shortest way there. */
export interface Ending {
  kind: EndKind;
  /** Undefined at the regular end. */
  step: Step | undefined;
  why: string;
  /** Whether it names an action that does not exist. */
  isMissing: boolean;
  /** Whether the caller waits in a queue, and a free agent would end it. */
  waiting: boolean;
  /** How many actions have run by then. */
  least: number;
  /** The last state, or the door by which the first flow was left. */
  at: Place;
  time: TimeSet;
  /** What was decided after the last state. */
  choice: Choice | undefined;
}

/** How one gets to a place. */
export interface Arrival {
  /** The moments at which one first gets here this way. */
  time: TimeSet;
  /** An edge, or `NONE`. */
  edge: Edge;
  /** The action that fetched, where a context begins; `NONE` where a call does. */
  caller: Place;
}

/** Actions that run in a row: the first ones of a list. */
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
  /** When one can be there, and on which servers. */
  readonly time = new Column<TimeSet>();
  /** What of that was not looked at. */
  readonly fresh = new Column<TimeSet>();
  /** 1 where something was. */
  readonly seen = new Numbers();
  /** The servers, a bit for each, on which what comes of it comes at every moment: others add nothing but that. */
  readonly steady = new Numbers();
  /** The fewest actions that run between the beginning of the context and that. */
  readonly since = new Numbers();
  /** The action that a door looks for outside; what follows there has none. */
  readonly seeks = new Map<Place, Sought>();
  /** How a call ends there. */
  readonly ends = new Map<Place, readonly Ending[]>();

  /** By edge. */
  readonly from = new Numbers();
  readonly to = new Numbers();
  readonly choice = new Column<Choice | undefined>();
  /** The door of what was run in between, where `from` fetched a flow; else `NONE`. */
  readonly through = new Numbers();
  /** On which servers one can go there: a bit for each. */
  readonly servers = new Numbers();

  /** Actions that run after that, before `to`: where they begin in a list of all, and how many they are. */
  readonly #runStart = new Numbers();
  readonly #runLength = new Numbers();
  readonly #passed = new Column<Step>();

  /** What leads from each place is a chain. */
  readonly #firstEdge = new Numbers();
  readonly #lastEdge = new Numbers();
  readonly #nextEdge = new Numbers();

  /** And so are the arrivals at each place, the shortest way first. No moment is in two of them. */
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

  /** One of them. */
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

  /** What an action that fetches leads to where that is left by a door; `NONE` where that is not known. */
  edgeThrough(from: Place, door: Place): Edge {
    let edge = this.firstEdge(from);
    while (edge !== NONE && this.through.at(edge) !== door) edge = this.nextEdge(edge);
    return edge;
  }

  /** After those that are known, at moments that are in none of them. */
  addArrival(place: Place, { time, edge, caller }: Arrival): void {
    const arrival = this.#pushArrival(time, edge, caller);
    const last = this.#lastArrival.at(place);
    if (last === NONE) this.#firstArrival.set(place, arrival);
    else this.#nextArrival.set(last, arrival);
    this.#lastArrival.set(place, arrival);
  }

  /** Before those that are known. @param without what is left of their moments. */
  addFirstArrival(place: Place, { time, edge, caller }: Arrival, without: (time: TimeSet) => TimeSet): void {
    const arrival = this.#pushArrival(time, edge, caller);
    const next = this.#firstArrival.at(place);
    for (let later = next; later !== NONE; later = this.#nextArrival.at(later)) {
      this.#arrivalTime.set(later, without(this.#arrivalTime.at(later)));
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

  /** How many actions have run before a state is looked at, at least; or when a door is left. */
  used(place: Place): number {
    return this.context.at(place).least + this.since.at(place);
  }

  /** How many have run since the beginning of the context before the first of those on an edge. */
  sinceOn(edge: Edge): number {
    const through = this.through.at(edge);
    // An action that asks for a value from outside has not run yet.
    const own = this.choice.at(edge)?.kind === 'value' ? 0 : 1;
    return this.since.at(this.from.at(edge)) + own + (through === NONE ? 0 : this.since.at(through));
  }
}

/** More actions than any number of them. */
export const NOT_YET = 2 ** 24;

/** @param servers A bit for each. */
export const isOn = (server: number, servers: number): boolean => (servers & (1 << server)) !== 0;
