/** The largest number of actions that a path can need. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import { ArcList, arcsOf, componentsOf } from './components.ts';
import type { Way } from './found.ts';
import { NONE, type Edge } from './graph.ts';
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
    const context = graph.context.at(at);
    if ((before[context.number] ?? 0) + (most[at] ?? 0) !== MOST_ACTIONS) return;
    const step = graph.step.at(at);
    if (step === undefined || context.waiting || found.has(step)) return;
    const time = times.and(graph.time.at(at), moments);
    found.set(step, wayTo({ at, time, choice: undefined }, graph, times));
  });
  view.eachEdge((edge, from) => {
    if (graph.runLength(edge) === 0) return;
    const context = graph.context.at(from);
    const index = MOST_ACTIONS - (before[context.number] ?? 0) - afterFirst(edge, most, view);
    const step = graph.stepOn(edge, index);
    if (step !== undefined && !context.waiting && !found.has(step)) {
      found.set(step, wayOnto(edge, index, moments, graph, times));
    }
  });
  return [...found].map(([step, way]) => ({ step, way }));
}

/** By place: the largest number of actions since the start of its context; `Infinity` after a loop. */
function mostSince(view: View): Float64Array {
  const { graph } = view;
  const arcs = new ArcList(graph.edges);
  const into = new ArcList(graph.edges);
  view.eachEdge((edge, from, to, through) => {
    if (graph.step.at(to) !== undefined && !view.isState(to)) return;
    into.add(to, edge);
    arcs.add(from, to);
    if (through !== NONE) arcs.add(through, to);
  });
  const { of, looped, count } = componentsOf(arcsOf(graph.places, arcs));
  const most = new Float64Array(graph.places);
  for (let place = 0; place < graph.places; place += 1) {
    if (looped[of[place] ?? 0] === 1) most[place] = Infinity;
  }
  for (let at = 0; at < into.count; at += 1) into.from[at] = of[into.from[at] ?? 0] ?? 0;
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
function mostBefore(view: View, most: Float64Array): Float64Array {
  const { context, contexts } = view.graph;
  const arcs = new ArcList();
  const callers = new ArcList();
  view.eachCall((caller, first) => {
    const called = context.at(first).number;
    arcs.add(context.at(caller).number, called);
    callers.add(called, caller);
  });
  const { of, looped } = componentsOf(arcsOf(contexts.length, arcs));
  const { starts, targets } = arcsOf(contexts.length, callers);
  const before = new Float64Array(contexts.length);
  // In descending order: a component has a higher number than those that it leads to.
  for (const called of contexts.map(({ number }) => number).sort((a, b) => (of[b] ?? 0) - (of[a] ?? 0))) {
    let length = looped[of[called] ?? 0] === 1 ? Infinity : 0;
    for (let at = starts[called] ?? 0; at < (starts[called + 1] ?? 0); at += 1) {
      const caller = targets[at] ?? 0;
      length = Math.max(length, (before[context.at(caller).number] ?? 0) + (most[caller] ?? 0) + 1);
    }
    before[called] = length;
  }
  return before;
}
