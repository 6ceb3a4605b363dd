/** Explores every way of a call, and says what was found: ends, loops, and what is never reached. */
import type { Way, FoundEnd, Loop } from './found.ts';
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import { findLoops, findLongWays } from './counts.ts';
import { decisionsFrom, type Turn } from './decisions.ts';
import { Explorer, type Exploring } from './explorer.ts';
import { used, type Context, type Ending, type Node } from './graph.ts';
import type { TimeSets } from './times.ts';
import { wayTo } from './ways.ts';

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
