/** Loops in which a call can stay until the action limit. */
import type { Step } from '../code.ts';
import { ArcList, arcsOf, componentsOf } from './components.ts';
import type { Loop, Way } from './found.ts';
import { NONE, type Edge, type Graph, type Place } from './graph.ts';
import type { View } from './view.ts';
import { wayTo } from './ways.ts';

/** Types of actions that take time, to play or wait for something. */
const TAKES_TIME: ReadonlySet<string> = new Set([
  'talk',
  'play',
  'beep',
  'sleep',
  'digits_receive',
  'digits_send',
  'echo',
  'stream_echo',
  'amd',
  'ai_talk',
  'confbridge_join',
  'conference_join',
]);

/** Loops that keep a caller who presses nothing come first; then those that need keys in each round. */
export function findLoops(view: View): Loop[] {
  const loops: Loop[] = [];
  const covered = new Set<Step>();
  for (const silent of [true, false]) {
    for (const group of groupsOf(view, silent)) {
      const steps = stepsIn(group, covered, view);
      if (steps === undefined) continue;
      for (const step of steps) covered.add(step);
      loops.push(new LazyLoop(steps, silent, group, view));
    }
  }
  return loops;
}

/** The states of a loop, and which edges are part of it. */
interface Group {
  states: Place[];
  has: (edge: Edge) => boolean;
}

function groupsOf(view: View, silent: boolean): Group[] {
  const { graph } = view;
  const inSilence = silent ? placesInSilence(view) : undefined;
  const arcs = new ArcList(graph.edges);
  const open = new Uint8Array(graph.edges);
  view.eachEdge((edge, from, to, through) => {
    if (!view.isState(to) || !view.isEndless(edge)) return;
    if (inSilence !== undefined && !isSilently(edge, through, inSilence, view)) return;
    arcs.add(from, to);
    open[edge] = 1;
  });
  view.eachCall((caller, first) => {
    arcs.add(caller, first);
  });
  const { of, looped } = componentsOf(arcsOf(graph.places, arcs));
  const groups = new Map<number, Group>();
  view.eachState((state) => {
    const component = of[state] ?? 0;
    if (looped[component] !== 1) return;
    const group = groups.get(component);
    if (group !== undefined) {
      group.states.push(state);
      return;
    }
    const has = (edge: Edge): boolean => open[edge] === 1 && of[graph.to.at(edge)] === component;
    groups.set(component, { states: [state], has });
  });
  return [...groups.values()];
}

/** Whether an edge is taken without a key; after a fetch, also whether the fetched flow is left without one. */
const isSilently = (edge: Edge, through: Place, inSilence: Uint8Array, view: View): boolean =>
  view.isSilent(edge) && (through === NONE || inSilence[through] === 1);

/** By place: 1 if it is reached without a key from the start of its context. */
function placesInSilence(view: View): Uint8Array {
  const { graph } = view;
  const reached = new Uint8Array(graph.places);
  const todo: Place[] = [];
  const reach = (place: Place): void => {
    if (reached[place] === 1) return;
    reached[place] = 1;
    todo.push(place);
  };
  /** By door: the places to continue with once the door is reached without a key. */
  const after = new Map<Place, Place[]>();
  for (const { first } of graph.contexts) if (first !== NONE) reach(first);
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    for (const next of after.get(place) ?? []) reach(next);
    for (let edge = graph.firstEdge(place); edge !== NONE; edge = graph.nextEdge(edge)) {
      if (!view.isOpen(edge) || !view.isSilent(edge)) continue;
      const [to, through] = [graph.to.at(edge), graph.through.at(edge)];
      if (through === NONE || reached[through] === 1) reach(to);
      else after.set(through, [...(after.get(through) ?? []), to]);
    }
  }
  return reached;
}

/**
 * The actions of a group, those that the fewest actions lead to first. Undefined if some are part of another loop already,
 * or if it is the platform's own: waiting in a queue.
 */
function stepsIn({ states, has }: Group, covered: ReadonlySet<Step>, { graph }: View): Step[] | undefined {
  const isTaken = (step: Step | undefined): boolean =>
    step !== undefined && (covered.has(step) || step.type === 'empty');
  // Mostly this decides, before anything is put in order.
  if (states.some((state) => isTaken(graph.step.at(state)))) return undefined;
  const found = new Set<Step>();
  for (const state of inOrder(states, graph)) {
    const step = graph.step.at(state);
    if (step !== undefined) found.add(step);
    for (let edge = graph.firstEdge(state); edge !== NONE; edge = graph.nextEdge(edge)) {
      if (!has(edge)) continue;
      for (let at = 0; at < graph.runLength(edge); at += 1) found.add(graph.stepOn(edge, at) as Step);
    }
  }
  const steps = [...found];
  return steps.some(isTaken) ? undefined : steps;
}

/** The states that the fewest actions lead to first. Numbers sort without being compared one by one. */
function inOrder(states: readonly Place[], graph: Graph): Place[] {
  const keys = Float64Array.from(states, (state) => graph.used(state) * graph.places + state).sort();
  return Array.from(keys, (key) => key % graph.places);
}

/** Computes its path on first use. */
class LazyLoop implements Loop {
  readonly steps: readonly Step[];
  readonly silent: boolean;
  readonly waiting: boolean;
  readonly takesTime: boolean;
  /** The state that the fewest actions lead to. */
  readonly #first: Place;
  readonly #view: View;
  #way: Way | undefined;

  constructor(steps: readonly Step[], silent: boolean, { states }: Group, view: View) {
    this.steps = steps;
    this.silent = silent;
    const { graph } = view;
    this.waiting = states.some((state) => graph.context.at(state).waiting);
    this.takesTime = steps.some(({ type }) => TAKES_TIME.has(type));
    this.#first = states.reduce((first, one) => (graph.used(one) < graph.used(first) ? one : first));
    this.#view = view;
  }

  get way(): Way {
    const { graph, times, moments } = this.#view;
    const at = this.#first;
    this.#way ??= wayTo({ at, time: times.and(graph.time.at(at), moments), choice: undefined }, graph, times);
    return this.#way;
  }
}
