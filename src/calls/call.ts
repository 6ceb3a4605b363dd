/** The input and the result of following a call. Times in milliseconds. */
import type { Effect } from './effects/effect.ts';
import type { Step } from './code.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';
import type { Server } from './server.ts';

export interface CallSetup {
  /** The id of the first flow. */
  flow: string;
  /** When it begins. Milliseconds since 1970. */
  moment: number;
  /** Without a call, actions that speak, listen, join or hang up are skipped. */
  inCall: boolean;
  server: Server;
  /** How many actions the call has already used. */
  used?: number | undefined;
  variables?: Readonly<Record<string, string>> | undefined;
  /** The keys that the caller presses each time the flow listens: `1`, `12#`; empty: none. */
  presses?: readonly string[] | undefined;
  /** Keys at fixed times since the beginning. */
  keys?: readonly KeyPress[] | undefined;
  people?: Partial<People> | undefined;
  /** When the caller hangs up, since the beginning. */
  hangsUpAt?: number | undefined;
  /** How long speech and sounds last, if known better than by our estimate. */
  speechMs?: ((text: string, language: string) => number) | undefined;
  playMs?: ((urls: readonly string[]) => number | undefined) | undefined;
}

export interface KeyPress {
  at: number;
  key: string;
}

/** How the people who are rung behave. */
export interface People {
  /** How long until an agent of that queue is free; undefined: none becomes free. */
  freeAfter: (queue: string) => number | undefined;
  /** `stays`: the caller is connected, and the trace ends; `hangs up`: the flow continues afterwards. */
  answer: 'stays' | 'hangs up' | 'nobody';
}

export type EndKind =
  'regular' | 'failed' | 'limit' | 'blocked' | 'hangup' | 'agent' | 'conference' | 'caller-hung-up';

export interface End {
  kind: EndKind;
  /** The action at which it ended; absent if the flow ended normally. */
  step?: Step | undefined;
  /** For people. */
  why: string;
}

/** An action, and its outcome. */
export interface CallEvent {
  step: Step;
  /** How many actions had been used when it ran, including itself. */
  used: number;
  /** Since the beginning. */
  at: number;
  /** Undefined if unknown. */
  lasts: number | undefined;
  effect: Effect;
  /** The keys that were pressed during it. */
  pressed: string;
  /** When the last of them was pressed, since the beginning. */
  pressedAt?: number;
  /** The result of a condition, `true` or `false`; or how those who were rung behaved, as in `People`. */
  taken?: string;
}

export interface CallRun {
  /** The actions that ran, including skipped ones; without one that failed, and without the 101st. */
  executed: readonly Step[];
  end: End;
  events: readonly CallEvent[];
  /** Keys that the caller did not get to press: the call ended before, or did not listen. */
  unpressed: readonly string[];
  /** The server properties that mattered: with another value of any of them, the call would have gone differently. */
  dependsOn: ReadonlySet<ServerFault>;
  /** Since the beginning, as far as known. */
  ms: number;
}

/** The most actions that a call may use. */
export const MOST_ACTIONS = 100;
