/** What happens to a caller for whom nobody becomes free. */
import type { CallAccount } from './account.ts';
import type { CallRun, CallSetup } from './call.ts';
import { codeOf } from './code.ts';
import { followCode } from './run.ts';

export interface Waiting {
  /** How many actions the call has used before. */
  used: number;
  /** How long it lasts until the end, as far as that is known. Milliseconds. */
  ms: number;
  /** How often the wait flow ran, or began. */
  rounds: number;
  end: CallRun['end'];
  /** Whether something lasts nobody knows how long, such as music; `playMs` is a guess, too. */
  vague: boolean;
  /** What of the server matters. */
  dependsOn: CallRun['dependsOn'];
}

/** `moment`: when it begins. `playMs`: how long sounds last, where something is known of that. */
export type Entering = Pick<CallSetup, 'moment' | 'server' | 'playMs' | 'used'> & { queue: string };

/** Waits in a queue to the end. */
export function waitIn({ queue, ...setup }: Entering, account: CallAccount): Waiting {
  const code = codeOf('', [{ type: 'queue_join', option: { queue_id: queue } }]);
  const { events, end, ms, dependsOn } = followCode(code, { flow: '', inCall: true, ...setup }, account);
  const rounds = events.filter(({ step }) => step.inserted && step.type === 'fetch_flow').length;
  const vague = events.some(({ lasts, effect }) => lasts === undefined || effect.does === 'play');
  return { used: setup.used ?? 0, ms, rounds, end, vague, dependsOn };
}
