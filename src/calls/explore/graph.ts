/**
 * What an exploration finds, as a graph. A flow that is fetched from several places is explored once for each set of
 * variables that it begins with (a context), and what comes out of it (at a door) holds for all who fetched it: no
 * stack is kept, so that menus may lead to each other in any depth.
 */
import type { EndKind } from '../call.ts';
import type { Code, Step } from '../code.ts';
import type { NumberSet } from './sets.ts';
import type { TimeSet } from './times.ts';
import type { Variables } from './values.ts';

/** Something that is decided outside of the flow. Equal ones are one object. */
export type Choice =
  /** `other`: they stand for all that nothing asks for. */
  | { kind: 'press'; keys: string; other?: true }
  | { kind: 'no-key' }
  | { kind: 'time'; holds: boolean }
  | { kind: 'value'; name: string; value: string }
  | { kind: 'agent-free' };

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
  /** What may be asked of variables in it, where the platform put the code in. */
  live: NumberSet | undefined;
  first: Node | undefined;
  /** By variables and index. */
  nodes: Map<number, Node>;
  doors: Map<string, Door>;
  callers: Set<Node>;
  /** The fewest actions that lead here. */
  least: number;
}

/** What a way leads past. */
interface Place {
  /** Its place in the list of all that are reached; -1 where it is none of them. */
  number: number;
  context: Context;
  variables: Variables;
  /** When one can be here. */
  time: TimeSet;
  /** The fewest actions that run between the beginning of its context and this. */
  since: number;
  /** How one gets here, the shortest way first. No moment is in two of them. */
  arrivals: Arrival[];
  /** How a call ends here; absent where none does. */
  ends?: Ending[];
  /** Whether it waits to be looked at; and whether it was. */
  queued: boolean;
  seen: boolean;
}

/** A state: an action about to run. */
export interface Node extends Place {
  step: Step;
  out: Edge[];
}

/** A way out of a context. */
export interface Door extends Place {
  step: undefined;
  /** The action that is looked for outside; undefined: what follows there. */
  seeks: Sought | undefined;
}

export interface Edge {
  from: Node;
  to: Node | Door;
  choice: Choice | undefined;
  /** The end of what was run in between, where `from` fetched a flow. */
  through: Door | undefined;
}

export interface Arrival {
  /** The moments at which one first gets here this way. */
  time: TimeSet;
  /** An edge, or the action that fetched; undefined where a call begins. */
  by: Edge | Node | undefined;
}

export interface Sought {
  id: string;
  /** Where it does not exist: the run is over, or `step` fails. */
  otherwise: 'finish' | { step: Step; why: string };
}

/** A way to end, and the shortest way there. */
export interface Ending {
  kind: EndKind;
  /** Undefined at the regular end. */
  step: Step | undefined;
  why: string;
  /** Whether the caller waits in a queue, and a free agent would end it. */
  waiting: boolean;
  /** How many actions have run by then. */
  least: number;
  /** The last state, or the door by which the first flow was left. */
  at: Node | Door;
  time: TimeSet;
  /** What was decided after the last state. */
  choice: Choice | undefined;
}

/** How many actions have run before a state is looked at, at least; or when a door is left. */
export const used = ({ context, since }: Node | Door): number => context.least + since;
