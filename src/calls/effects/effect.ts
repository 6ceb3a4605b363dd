/** What an action does, as data: following one call and exploring all calls use the same effects. */
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import type { CallAccount } from '../account.ts';
import type { Code } from '../code.ts';
import { asksForWeekdays, type ConditionDatetime } from '../conditions.ts';
import type { Address } from '../options.ts';
import type { Read } from '../variables.ts';

/** `why` is a text for people, and says what is wrong. */
export type Effect =
  /**
   * The next action runs immediately. `why`: why this one was skipped. `passed`: skipped by its type, or because its
   * options cannot be understood. `unspoken`: a text that cannot be spoken. `answers`: this action answers the call.
   */
  | {
      does: 'next';
      why?: string;
      passed?: 'by type' | 'misread';
      unspoken?: string;
      answers?: boolean;
      set?: readonly [name: string, value: string];
    }
  /** Continues with the action of that id, and fails if there is none. */
  | {
      does: 'jump';
      to: string;
      why: string;
      set?: readonly [name: string, value: string];
      /** For a branch: the value that it looked at, and whether that is listed. */
      value?: string;
      listed?: boolean;
    }
  /** Continues there `times` times, then with the next action; every time on a server that does not count jumps. */
  | { does: 'jump-counted'; to: string; times: number; why: string }
  /** If it has weekdays, it fails on a server that cannot check them. */
  | { does: 'compare-time'; option: ConditionDatetime; otherwise: string; why: string }
  | { does: 'compare-status'; status: string; otherwise: string; why: string }
  /** Runs other actions, then continues. */
  | { does: 'fetch'; code: Code }
  | { does: 'wait-in-queue'; queue: string; code: Code }
  /** `destinations`: those that can be called. */
  | { does: 'connect'; destinations: readonly Address[]; code: Code }
  /** The run ends immediately; a call is hung up. */
  | { does: 'fail'; why: string }
  | { does: 'finish' }
  | { does: 'hang-up' }
  | { does: 'answer' }
  /** Ends by itself. */
  | { does: 'speak'; text: string; language: string; stopsAtKey: boolean; goesOn: boolean }
  | { does: 'play'; urls: readonly string[] }
  | { does: 'sound'; ms: number }
  | { does: 'receive'; length: number; key: string; ms: number }
  /** Ends when a timeout fires, which it does not on the published server. */
  | { does: 'wait'; ms: number; what: string }
  /** Never ends. */
  | { does: 'block'; why: string }
  | { does: 'join' }
  | { does: 'conference' }
  | { does: 'ai' };

/** The server property on which the outcome of an effect depends. */
export function faultOf(effect: Effect): ServerFault | undefined {
  switch (effect.does) {
    case 'wait':
      return 'timeouts';
    case 'receive':
      return effect.ms > 0 ? 'timeouts' : undefined;
    case 'compare-time':
      return asksForWeekdays(effect.option) ? 'weekdays' : undefined;
    case 'jump-counted':
      return 'counted_jumps';
    default:
      return undefined;
  }
}

/** Why the call is lost on a server where that property does not work. */
export function lossBy(effect: Effect): string {
  switch (effect.does) {
    case 'wait':
      return `${effect.what} never ends on this server`;
    case 'receive':
      return 'it waits for keys, and only a key ends the wait on this server';
    default:
      return 'a weekday check fails on this server, whatever day it is';
  }
}

export interface Scene {
  account: CallAccount;
  /** Whether there is a call, or the flow was started without one. */
  inCall: boolean;
  read: Read;
}
