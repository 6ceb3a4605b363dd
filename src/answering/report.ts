/** What a report on calls holds: data only. Times of waiting and talking are seconds. */

/** How calls that came in have ended. */
export interface Outcomes {
  calls: number;
  /** Somebody talked to the caller: an agent of a queue, or whoever was called for them. */
  answered: number;
  /** Nobody took it: it rang in vain, or was never answered at all. */
  missed: number;
  /** The caller gave up in a queue, or was taken out of it. */
  abandoned: number;
  /** A flow answered, and no one was called: an announcement, a menu, a voice mailbox. */
  flow_only: number;
  /** Not over yet. */
  ongoing: number;
}

/** Of so many, in seconds; null of none. */
export interface Waits {
  count: number;
  average: number | null;
  median: number | null;
  /** Nine of ten waited no longer. */
  p90: number | null;
  longest: number | null;
}

/** Calls to one of the own numbers, and from it. */
export interface NumberRow extends Outcomes {
  number: string;
  outgoing: number;
}

/** A caller who came back counts twice here. */
export interface QueueRow {
  /** Null: the run of the flow does not show which one. */
  queue: string | null;
  callers: number;
  answered: number;
  abandoned: number;
  ongoing: number;
  /** Until an agent answered. */
  waited: Waits;
  /** Until the caller gave up. */
  gave_up: Waits;
}

export interface AgentRow {
  agent: string;
  answered: number;
  /** The telephone rang, and the agent did not answer. */
  not_answered: number;
  /** Calls that the agent made to others. */
  outgoing: number;
  talked: Waits;
}

/** One hour of the week, by the clock of the time zone. */
export interface HourRow extends Outcomes {
  /** 1 is Monday. */
  weekday: number;
  hour: number;
}

export interface CallReport {
  incoming: Outcomes;
  outgoing: { calls: number; answered: number; not_answered: number; ongoing: number };
  /** Calls made to reach someone for a caller, and calls to agents: these are not callers. */
  legs: number;
  /** From an extension of the account. */
  internal: number;
  waited: Waits;
  gave_up: Waits;
  /** All 168, Monday midnight first. */
  hours: readonly HourRow[];
  numbers: readonly NumberRow[];
  queues: readonly QueueRow[];
  agents: readonly AgentRow[];
}

export const noOutcomes = (): Outcomes => ({
  calls: 0,
  answered: 0,
  missed: 0,
  abandoned: 0,
  flow_only: 0,
  ongoing: 0,
});
