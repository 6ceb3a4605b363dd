/**
 * What an exploration finds, as a graph. A flow that is fetched from several places is explored once for each set of
 * variables that it begins with (a context), and what comes out of it holds for all who fetched it: no stack is kept,
 * so that menus may lead to each other in any depth.
 */
import type { Code, Step } from '../code.ts';
import type { EndKind } from '../call.ts';
import type { TimeSet } from './times.ts';

/** Something that is decided outside of the flow. Equal ones are one object. */
export type Choice =
  | { kind: 'press'; keys: string }
  | { kind: 'no-key' }
  | { kind: 'time'; holds: boolean }
  | { kind: 'value'; name: string; value: string }
  | { kind: 'agent-free' };

/** Variables of which something may still be read. Equal ones are one object. */
export interface Variables {
  id: number;
  values: ReadonlyMap<string, string>;
  /** What they become when one of them is set: by name and value. */
  changed: Map<string, Variables>;
}

/** A flow that is run with such variables. */
export interface Context {
  code: Code;
  /** Whether a call begins here. */
  entrance: boolean;
  /** Whether the caller waits in a queue meanwhile. */
  waiting: boolean;
  /** What may be read from here on, where the list itself does not say. */
  live: ReadonlySet<string> | undefined;
  /** By variables and index. */
  nodes: Map<number, Node>;
  callers: Node[];
  exits: Exit[];
  /** The fewest actions that lead here. */
  least: number;
  /** The caller by which they do. */
  best: Node | undefined;
}

/** A state: an action about to run. */
export interface Node {
  /** Its place in the list of all that are reached. */
  number: number;
  context: Context;
  step: Step;
  variables: Variables;
  /** When one can be here. */
  time: TimeSet;
  /** The fewest actions since the beginning of its context. */
  since: number;
  /** The way by which they lead here; undefined at the beginning. */
  best: Edge | undefined;
  out: Edge[];
  queued: boolean;
}

export interface Edge {
  from: Node;
  to: Node;
  choice: Choice | undefined;
  time: TimeSet;
  /** What was run in between, where `from` fetched a flow. */
  through: Exit | undefined;
}

/** A way out of a context. */
export interface Exit {
  /** The last action in it. */
  from: Node;
  choice: Choice | undefined;
  /** What was run in between, where `from` fetched a flow. */
  through: Exit | undefined;
  /** The action that is looked for outside; undefined: what follows there. */
  seeks: Sought | undefined;
  variables: Variables;
  time: TimeSet;
  /** How many actions run from the beginning of the context until after this exit. */
  actions: number;
}

export interface Sought {
  id: string;
  /** Where it does not exist: the run is over, or `step` fails. */
  otherwise: 'finish' | { step: Step; why: string };
}

/** A way to end, and all states in which it happens. */
export interface Ending {
  kind: EndKind;
  /** Undefined at the regular end. */
  step: Step | undefined;
  why: string;
  /** Whether the caller waits in a queue, and a free agent would end it. */
  waiting: boolean;
  places: Map<Node, Place>;
}

/** A state after which it happens. */
export interface Place {
  time: TimeSet;
  /** How many actions have run since that state. */
  actions: number;
  /** What was run in between, where the state fetched a flow. */
  through: Exit | undefined;
}

/** How many actions run from the beginning of the context until a state, and what that fetched, are over. */
export const actionsUntil = (from: Node, through: Exit | undefined): number =>
  from.since + 1 + (through?.actions ?? 0);
