/** What an exploration finds. */
import type { EndKind } from '../call.ts';
import type { Step } from '../code.ts';
import type { Choice } from './graph.ts';

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
  /** Whether it names an action that does not exist. */
  isMissing: boolean;
  /** Whether the caller waits in a queue, and a free agent would end it. */
  waiting: boolean;
  /** How many actions have run by then, at least. */
  least: number;
  /** The shortest way. */
  way: Way;
}

/** An action by which callers get into a queue. */
export interface Joining {
  /** The id of the queue. */
  queue: string;
  step: Step;
  /** How many actions are used before, at least. */
  used: number;
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
