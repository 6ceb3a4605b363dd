/** What happens to a caller in a queue when no agent becomes free. */
import type { CallAccount } from './account.ts';
import type { CallRun, CallSetup } from './call.ts';
import { codeOf } from './code.ts';
import { followCode } from './run.ts';

export interface Waiting {
  /** How many actions the call has already used. */
  used: number;
  /** How long until the end, as far as known, in milliseconds. */
  ms: number;
  /** How many times the wait flow ran, or started. */
  rounds: number;
  end: CallRun['end'];
  /** Whether part of the time is unknown, such as music; `playMs` is only a guess. */
  vague: boolean;
  /** The server properties that matter. */
  dependsOn: CallRun['dependsOn'];
}

/** `moment`: when it begins. `playMs`: how long sounds last, if known. */
export type Entering = Pick<CallSetup, 'moment' | 'server' | 'playMs' | 'used'> & { queue: string };

/** Follows the wait in a queue to its end. */
export function waitIn({ queue, ...setup }: Entering, account: CallAccount): Waiting {
  const code = codeOf('', [{ type: 'queue_join', option: { queue_id: queue } }]);
  const { events, end, ms, dependsOn } = followCode(code, { flow: '', inCall: true, ...setup }, account);
  const rounds = events.filter(({ step }) => step.inserted && step.type === 'fetch_flow').length;
  const vague = events.some(({ lasts, effect }) => lasts === undefined || effect.does === 'play');
  return { used: setup.used ?? 0, ms, rounds, end, vague, dependsOn };
}
