/** What an exploration finds. */
import type { EndKind } from '../call.ts';
import type { Step } from '../code.ts';
import type { Choice } from './graph.ts';

/** The path to a place. */
export interface Way {
  /** The id of the flow that it begins with. */
  flow: string;
  /** Every action of the path, including the last, each with the choice made after it. */
  steps: readonly WayStep[];
  /** A moment at which the path is open, in milliseconds since 1970; undefined if the time does not matter. */
  moment: number | undefined;
}

export interface WayStep {
  step: Step;
  choice: Choice | undefined;
}

/** One possible end of a call. */
export interface FoundEnd {
  kind: EndKind;
  /** Undefined for the regular end. */
  step: Step | undefined;
  why: string;
  /** Whether it names an action that does not exist. */
  isMissing: boolean;
  /** Whether the caller is waiting in a queue, so that a free agent would prevent this end. */
  waiting: boolean;
  /** The smallest number of actions that have run by then. */
  least: number;
  /** The shortest path. */
  way: Way;
}

/** An action by which callers join a queue. */
export interface Joining {
  /** The id of the queue. */
  queue: string;
  step: Step;
  /** The smallest number of actions that run before it. */
  used: number;
}

/** Actions that repeat until the action limit ends the call. */
export interface Loop {
  steps: readonly Step[];
  /** Whether a caller who presses nothing stays in the loop. */
  silent: boolean;
  /** Whether any of its actions takes time; if none does, the limit cuts the call off immediately. */
  takesTime: boolean;
  /** Whether the caller is waiting in a queue meanwhile. */
  waiting: boolean;
  way: Way;
}
