/** What goes into following a call, and what comes out. Times in milliseconds. */
import type { Effect } from './effects/effect.ts';
import type { Step } from './code.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';
import type { Server } from './server.ts';

export interface CallSetup {
  /** The id of the flow that it begins with. */
  flow: string;
  /** When it begins. Milliseconds since 1970. */
  moment: number;
  /** Without a call, whatever speaks, listens, joins or hangs up is passed over. */
  inCall: boolean;
  server: Server;
  /** How many actions the call has used before. */
  used?: number | undefined;
  variables?: Readonly<Record<string, string>> | undefined;
  /** What the caller presses at each place where the flow listens: `1`, `12#`; empty: nothing. */
  presses?: readonly string[] | undefined;
  /** Keys at fixed times since the beginning. */
  keys?: readonly KeyPress[] | undefined;
  people?: Partial<People> | undefined;
  /** When the caller hangs up, since the beginning. */
  hangsUpAt?: number | undefined;
  /** How long speech and sounds last, where that is known better than by estimate. */
  speechMs?: ((text: string, language: string) => number) | undefined;
  playMs?: ((urls: readonly string[]) => number | undefined) | undefined;
}

export interface KeyPress {
  at: number;
  key: string;
}

/** What those do whom the call rings. */
export interface People {
  /** How long it takes until an agent of that queue is free; undefined: nobody becomes free. */
  freeAfter: (queue: string) => number | undefined;
  /** `stays`: the caller is with them, and the trace ends there; `hangs up`: the flow continues after that. */
  answer: 'stays' | 'hangs up' | 'nobody';
}

export type EndKind =
  'regular' | 'failed' | 'limit' | 'blocked' | 'hangup' | 'agent' | 'conference' | 'caller-hung-up';

export interface End {
  kind: EndKind;
  /** The action at which it ended; absent at the regular end. */
  step?: Step | undefined;
  /** For people. */
  why: string;
}

/** An action, and what came of it. */
export interface CallEvent {
  step: Step;
  /** How many actions were used when it ran, itself included. */
  used: number;
  /** Since the beginning. */
  at: number;
  /** Undefined where nobody knows. */
  lasts: number | undefined;
  effect: Effect;
  /** The keys that were pressed meanwhile. */
  pressed: string;
  /** When the last of them was, since the beginning. */
  pressedAt?: number;
  /** Which way a condition went: `true`, `false`; what those did whom it rang: as in `People`. */
  taken?: string;
}

export interface CallRun {
  /** The actions that ran, those that were passed over included; the one that failed, and the 101st, are not. */
  executed: readonly Step[];
  end: End;
  events: readonly CallEvent[];
  /** Keys that the caller meant to press, and did not: the call ended before, or did not listen. */
  unpressed: readonly string[];
  /** What of the server mattered: without it, or with it, the call would have gone otherwise. */
  dependsOn: ReadonlySet<ServerFault>;
  /** Since the beginning, as far as it is known. */
  ms: number;
}

/** Nothing comes after one more than that. */
export const MOST_ACTIONS = 100;
