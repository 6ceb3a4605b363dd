/** Explores every way of a call, and says what was found: ends, loops, and what is never reached. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS, type EndKind } from '../call.ts';
import type { Step } from '../code.ts';
import { findLoops, findLongWays } from './counts.ts';
import { decisionsFrom, type Turn } from './decisions.ts';
import { Explorer, type Exploring } from './explorer.ts';
import { used, type Choice, type Context, type Ending, type Node } from './graph.ts';
import type { TimeSets } from './times.ts';
import { wayTo } from './ways.ts';

/** How one gets somewhere. */
export interface Way {
  /** The id of the flow that it begins with. */
  flow: string;
  /** Every action up to there, the last included, with what was decided from outside after it. */
  steps: readonly WayStep[];
  /** A moment at which it can be gone, where times matter. Milliseconds since 1970. */
  moment: number | undefined;
}

export interface WayStep {
  step: Step;
  choice: Choice | undefined;
}

/** A way to end. */
export interface FoundEnd {
  kind: EndKind;
  /** Undefined at the regular end. */
  step: Step | undefined;
  why: string;
  /** Whether the caller waits in a queue, and a free agent would end it. */
  waiting: boolean;
  /** How many actions have run by then, at least. */
  least: number;
  /** The shortest way. */
  way: Way;
}

/** Actions that are gone round until the limit ends it. */
export interface Loop {
  steps: readonly Step[];
  /** Whether a caller who presses nothing goes round for ever. */
  silent: boolean;
  /** Whether anything in it takes time; without, the call is cut off immediately. */
  takesTime: boolean;
  /** Whether the caller waits in a queue meanwhile. */
  waiting: boolean;
  way: Way;
}

export interface Exploration {
  ends: readonly FoundEnd[];
  loops: readonly Loop[];
  /** Ways without a loop that need more actions than there are: the action that is the 101st. */
  tooLong: readonly { step: Step; way: Way }[];
  /** By flow: the indexes of the actions that a call can reach. */
  reached: ReadonlyMap<string, ReadonlySet<number>>;
  /** Ids of the queues that a caller can get into. */
  queues: readonly string[];
  /** Branches with keys or values that nobody can ever give. */
  unmatched: readonly { step: Step; values: readonly string[] }[];
  /**
   * All that is decided from outside, from the first of the entrances on; undefined where nothing can happen.
   * @param answerOf The variable in which a flow leaves its answer, for flows whose own decisions do not matter.
   */
  decisions: (answerOf: (flow: string) => string | undefined) => Turn | undefined;
  /** Whether there was more than could be looked at: nothing may be said of what was not found. */
  cut: boolean;
  /** How many states were looked at. */
  states: number;
}

export function explore(setup: Exploring, account: CallAccount): Exploration {
  const explorer = new Explorer(setup, account);
  explorer.explore();
  const { times, contexts, endings, taken, queues, cut, states } = explorer;
  const nodes = reachedNodes(contexts);
  return {
    ends: endings.all().map((ending) => foundEnd(ending, times)),
    loops: findLoops(nodes, times),
    tooLong: findLongWays(nodes, times),
    reached: reachedBy(nodes),
    queues: [...queues],
    unmatched: cut ? [] : unmatchedIn(nodes, taken),
    decisions: (answerOf) => {
      const entrance = contexts.find((context) => context.entrance);
      return entrance && decisionsFrom(entrance, contexts, answerOf, (ending) => foundEnd(ending, times));
    },
    cut,
    states,
  };
}

/** Numbered. */
function reachedNodes(contexts: readonly Context[]): Node[] {
  const nodes: Node[] = [];
  for (const context of contexts) {
    for (const node of context.nodes.values()) {
      if (used(node) >= MOST_ACTIONS) continue;
      node.number = nodes.length;
      nodes.push(node);
    }
  }
  return nodes;
}

/** Few of the ways are ever looked at. */
function foundEnd(ending: Ending, times: TimeSets): FoundEnd {
  const { kind, step, why, waiting, least } = ending;
  let way: Way | undefined;
  return {
    kind,
    step,
    why,
    waiting,
    least,
    get way() {
      way ??= wayTo(ending, times, kind === 'limit' ? MOST_ACTIONS + 1 : undefined);
      return way;
    },
  };
}

function reachedBy(nodes: readonly Node[]): Map<string, Set<number>> {
  const reached = new Map<string, Set<number>>();
  for (const { step } of nodes) {
    if (step.inserted) continue;
    const indexes = reached.get(step.flow) ?? new Set();
    reached.set(step.flow, indexes.add(step.index));
  }
  return reached;
}

function unmatchedIn(
  nodes: readonly Node[],
  taken: ReadonlyMap<Step, ReadonlySet<string>>,
): { step: Step; values: string[] }[] {
  const branches = new Set(nodes.map(({ step }) => step).filter(({ type }) => type === 'branch'));
  return [...branches].flatMap((step) => {
    const listed = Object.keys(step.option['target_ids'] ?? {});
    const values = listed.filter((value) => taken.get(step)?.has(value) !== true);
    return values.length === 0 ? [] : [{ step, values }];
  });
}
