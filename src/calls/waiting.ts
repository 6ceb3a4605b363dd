/** What happens to a caller for whom nobody becomes free. */
import type { CallAccount } from './account.ts';
import type { CallRun, CallSetup } from './call.ts';
import { codeOf } from './code.ts';
import { followCode } from './run.ts';
import type { Server } from './server.ts';

export interface Waiting {
  /** How long it lasts until the end, as far as that is known. Milliseconds. */
  ms: number;
  /** How often the wait flow ran, or began. */
  rounds: number;
  end: CallRun['end'];
  /** Whether something lasts nobody knows how long, such as music. */
  vague: boolean;
  /** What of the server matters. */
  dependsOn: CallRun['dependsOn'];
}

/**
 * Waits in a queue to the end, all actions being left.
 * @param moment when it begins. Milliseconds since 1970.
 * @param playMs how long sounds last, where something is known of that.
 */
export function waitIn(
  queue: string,
  moment: number,
  server: Server,
  account: CallAccount,
  playMs?: CallSetup['playMs'],
): Waiting {
  const code = codeOf('', [{ type: 'queue_join', option: { queue_id: queue } }]);
  const setup = { flow: '', moment, inCall: true, server, playMs };
  const { events, end, ms, dependsOn } = followCode(code, setup, account);
  const rounds = events.filter(({ step }) => step.inserted && step.type === 'fetch_flow').length;
  return { ms, rounds, end, dependsOn, vague: events.some(({ lasts }) => lasts === undefined) };
}
