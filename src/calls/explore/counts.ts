/** The largest number of actions that a path can need. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import { ArcList, arcsOf, componentsOf } from './components.ts';
import type { Way } from './found.ts';
import { NONE, type Context, type Edge, type Place } from './graph.ts';
import type { View } from './view.ts';
import { wayOnto, wayTo } from './ways.ts';

/**
 * The actions before which some path without loops has used all actions, even if a shorter path leads to the same
 * place. `way` is the shortest path there.
 */
export function findLongWays(view: View): { step: Step; way: Way }[] {
  const { graph, times, moments } = view;
  const most = mostSince(view);
  const before = mostBefore(view, most);
  const found = new Map<Step, Way>();
  view.eachState((at) => {
    const [step, context] = [graph.step.at(at), graph.context.at(at)];
    if ((before.get(context) ?? 0) + (most[at] ?? 0) !== MOST_ACTIONS) return;
    if (step === undefined || context.waiting || found.has(step)) return;
    const time = times.and(graph.time.at(at), moments);
    found.set(step, wayTo({ at, time, choice: undefined }, graph, times));
  });
  view.eachEdge((edge, from) => {
    const context = graph.context.at(from);
    if (graph.runLength(edge) === 0 || context.waiting) return;
    const index = MOST_ACTIONS - (before.get(context) ?? 0) - afterFirst(edge, most, view);
    const step = graph.stepOn(edge, index);
    if (step !== undefined && !found.has(step)) {
      found.set(step, wayOnto(edge, index, moments, graph, times));
    }
  });
  return [...found].map(([step, way]) => ({ step, way }));
}

/** By place: the largest number of actions since the start of its context; `Infinity` after a loop. */
function mostSince(view: View): Float64Array {
  const { graph } = view;
  const arcs = new ArcList(graph.edges);
  const open: Edge[] = [];
  view.eachEdge((edge, from, to, through) => {
    if (graph.step.at(to) !== undefined && !view.isState(to)) return;
    open.push(edge);
    arcs.add(from, to);
    if (through !== NONE) arcs.add(through, to);
  });
  const { of, looped, count } = componentsOf(arcsOf(graph.places, arcs));
  const most = new Float64Array(graph.places);
  for (let place = 0; place < graph.places; place += 1) {
    if (looped[of[place] ?? 0] === 1) most[place] = Infinity;
  }
  const into = new ArcList(open.length);
  for (const edge of open) into.add(of[graph.to.at(edge)] ?? 0, edge);
  const { starts, targets: edges } = arcsOf(count, into);
  // In descending order: a component has a higher number than those that it leads to.
  for (let component = count - 1; component >= 0; component -= 1) {
    for (let at = starts[component] ?? 0; at < (starts[component + 1] ?? 0); at += 1) {
      const edge = edges[at] ?? 0;
      const to = graph.to.at(edge);
      const length = afterFirst(edge, most, view) + graph.runLength(edge);
      most[to] = Math.max(most[to] ?? 0, length);
    }
  }
  return most;
}

/** The largest number of actions since the start of the context, once the action before the edge is over. */
function afterFirst(edge: Edge, most: Float64Array, { graph }: View): number {
  const before = most[graph.from.at(edge)] ?? 0;
  // The choice of a value from outside is made before the action runs.
  if (graph.choice.at(edge)?.kind === 'value') return before;
  const through = graph.through.at(edge);
  return before + 1 + (through === NONE ? 0 : (most[through] ?? 0));
}

/** By context: the largest number of actions before it starts. */
function mostBefore(view: View, most: Float64Array): Map<Context, number> {
  const { context } = view.graph;
  const numbers = new Map(view.graph.contexts.map((one, number) => [one, number]));
  const numberOf = (place: Place): number => numbers.get(context.at(place)) ?? 0;
  const arcs = new ArcList();
  const callers = new Map<Context, Place[]>();
  view.eachCall((caller, first) => {
    arcs.add(numberOf(caller), numberOf(first));
    const others = callers.get(context.at(first));
    if (others === undefined) callers.set(context.at(first), [caller]);
    else others.push(caller);
  });
  const { of, looped } = componentsOf(arcsOf(numbers.size, arcs));
  const componentOf = (one: Context): number => of[numbers.get(one) ?? 0] ?? 0;
  const before = new Map<Context, number>();
  for (const one of [...numbers.keys()].sort((a, b) => componentOf(b) - componentOf(a))) {
    let length = looped[componentOf(one)] === 1 ? Infinity : 0;
    for (const caller of callers.get(one) ?? []) {
      length = Math.max(length, (before.get(context.at(caller)) ?? 0) + (most[caller] ?? 0) + 1);
    }
    before.set(one, length);
  }
  return before;
}
