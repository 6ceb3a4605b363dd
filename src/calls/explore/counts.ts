/** Loops, and the most actions that ways can need. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import { arcsOf, componentsOf } from './components.ts';
import type { Loop, Way } from './found.ts';
import { used, type Context, type Door, type Edge, type Node } from './graph.ts';
import type { TimeSets } from './times.ts';
import { wayTo } from './ways.ts';

/** Types of actions during which something is heard, or waited for. */
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

/** Loops that a silent caller goes round first; then those that need keys, each time round. */
export function findLoops(nodes: readonly Node[], times: TimeSets): Loop[] {
  const loops: Loop[] = [];
  const covered = new Set<Step>();
  for (const silent of [true, false]) {
    for (const inside of groupsOf(nodes, silent)) {
      // Waiting in a queue is a loop of the platform's own.
      if (inside.some(({ step }) => covered.has(step) || step.type === 'empty')) continue;
      const loop = loopOf(inside, silent, times);
      for (const step of loop.steps) covered.add(step);
      loops.push(loop);
    }
  }
  return loops;
}

/** The states of each loop. */
function groupsOf(nodes: readonly Node[], silent: boolean): Node[][] {
  const arcs = arcsOf(nodes.length, (add) => {
    for (const { number, out } of nodes) {
      for (const { to, choice } of out) {
        const byItself = choice?.kind !== 'press' && choice?.kind !== 'agent-free';
        if (nodes[to.number] === to && (byItself || !silent)) add(number, to.number);
      }
    }
    for (const context of contextsOf(nodes)) {
      const { first } = context;
      for (const caller of context.callers) {
        if (first !== undefined && nodes[first.number] === first && nodes[caller.number] === caller) {
          add(caller.number, first.number);
        }
      }
    }
  });
  const { of, looped } = componentsOf(arcs);
  const groups = new Map<number, Node[]>();
  for (const node of nodes) {
    const component = of[node.number] ?? 0;
    if (looped[component] !== 1) continue;
    const group = groups.get(component);
    if (group === undefined) groups.set(component, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}

const wayToNode = (at: Node, times: TimeSets): Way => wayTo({ at, time: at.time, choice: undefined }, times);

const contextsOf = (nodes: readonly Node[]): Context[] => [...new Set(nodes.map(({ context }) => context))];

function loopOf(inside: readonly Node[], silent: boolean, times: TimeSets): Loop {
  const ordered = [...inside].sort((a, b) => used(a) - used(b));
  const steps = [...new Set(ordered.map(({ step }) => step))];
  const [first] = ordered;
  return {
    steps,
    silent,
    takesTime: steps.some(({ type }) => TAKES_TIME.has(type)),
    waiting: inside.some(({ context }) => context.waiting),
    way: first === undefined ? { flow: '', steps: [], moment: undefined } : wayToNode(first, times),
  };
}

/**
 * Where a way without loops has used all actions, although a shorter way may lead to the same place; the way is the
 * shorter one.
 */
export function findLongWays(nodes: readonly Node[], times: TimeSets): { step: Step; way: Way }[] {
  const most = mostSince(nodes);
  const before = mostBefore(contextsOf(nodes), most);
  const found = new Map<Step, Node>();
  for (const node of nodes) {
    const used = (before.get(node.context) ?? 0) + (most[node.number] ?? 0);
    if (used === MOST_ACTIONS && !node.context.waiting && !found.has(node.step)) found.set(node.step, node);
  }
  return [...found.values()].map((node) => ({ step: node.step, way: wayToNode(node, times) }));
}

/** By place: the most actions since the beginning of its context; without end after a loop. */
function mostSince(nodes: readonly Node[]): Float64Array {
  const edges = edgesOf(nodes);
  const count = numberDoors(edges, nodes.length);
  const arcs = arcsOf(count, (add) => {
    for (const { from, to, through } of edges) {
      add(from.number, to.number);
      if (through !== undefined) add(through.number, to.number);
    }
  });
  const { of, looped, count: components } = componentsOf(arcs);
  const most = new Float64Array(count);
  for (const number of most.keys()) if (looped[of[number] ?? 0] === 1) most[number] = Infinity;
  const byTarget = arcsOf(components, (add) => {
    for (const [index, { to }] of edges.entries()) add(of[to.number] ?? 0, index);
  });
  // Whatever leads somewhere has a higher component than that.
  for (let component = components - 1; component >= 0; component -= 1) {
    for (let at = byTarget.starts[component] ?? 0; at < (byTarget.starts[component + 1] ?? 0); at += 1) {
      const edge = edges[byTarget.targets[at] ?? 0];
      if (edge === undefined) continue;
      most[edge.to.number] = Math.max(most[edge.to.number] ?? 0, lengthOf(edge, most));
    }
  }
  return most;
}

/** Those between places that are reached before all actions are used. */
const edgesOf = (nodes: readonly Node[]): Edge[] =>
  nodes.flatMap(({ out }) => out.filter(({ to }) => to.step === undefined || nodes[to.number] === to));

/** Doors come after the nodes; the result is the number of all. */
function numberDoors(edges: readonly Edge[], nodes: number): number {
  const doors = new Set(edges.flatMap(({ to, through = to }) => [to, through]).filter(isDoor));
  let count = nodes;
  for (const door of doors) {
    door.number = count;
    count += 1;
  }
  return count;
}

const isDoor = (place: Node | Door): place is Door => place.step === undefined;

function lengthOf({ from, choice, through }: Edge, most: Float64Array): number {
  const before = most[from.number] ?? 0;
  // An action that asks for a value from outside has not run yet.
  if (choice?.kind === 'value') return before;
  return before + 1 + (through === undefined ? 0 : (most[through.number] ?? 0));
}

/** The most actions before the beginning of each context. */
function mostBefore(contexts: readonly Context[], most: Float64Array): Map<Context, number> {
  const numbers = new Map(contexts.map((context, index) => [context, index]));
  const callers = contexts.map((context) =>
    [...context.callers].flatMap((caller) => {
      const number = numbers.get(caller.context);
      return number === undefined ? [] : [{ caller, number }];
    }),
  );
  const arcs = arcsOf(contexts.length, (add) => {
    for (const [index, list] of callers.entries()) for (const { number } of list) add(number, index);
  });
  const { of, looped } = componentsOf(arcs);
  const before = new Map<Context, number>();
  const order = [...contexts.keys()].sort((a, b) => (of[b] ?? 0) - (of[a] ?? 0));
  for (const index of order) {
    const context = contexts[index];
    if (context === undefined) continue;
    const lengths = (callers[index] ?? []).map(
      ({ caller }) => (before.get(caller.context) ?? 0) + (most[caller.number] ?? 0) + 1,
    );
    before.set(context, looped[of[index] ?? 0] === 1 ? Infinity : Math.max(0, ...lengths));
  }
  return before;
}
