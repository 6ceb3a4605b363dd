/** One call on each kind of server: one on which timeouts fire, and one on which they do not, as published. */
import type { CallAccount } from './account.ts';
import type { CallRun, CallSetup } from './call.ts';
import { followCall } from './run.ts';

export interface ServerRun {
  run: CallRun;
  timeouts: boolean;
}

/** The second is there where nobody knows which server it is, and the call goes otherwise on that one. */
export type ServerRuns = readonly [ServerRun, ServerRun?];

/** @param timeouts Whether they fire; undefined where nobody knows. */
export function followOnServers(
  setup: Omit<CallSetup, 'timeouts'>,
  timeouts: boolean | undefined,
  account: CallAccount,
): ServerRuns {
  const on = (fire: boolean): ServerRun => ({
    timeouts: fire,
    run: followCall({ ...setup, timeouts: fire }, account),
  });
  if (timeouts !== undefined) return [on(timeouts)];
  const [main, other] = [on(false), on(true)];
  return isSame(main.run, other.run) ? [main] : [main, other];
}

/** Whether the same actions ran. */
export const isSameWay = (one: CallRun, other: CallRun): boolean =>
  one.executed.length === other.executed.length &&
  one.executed.every((step, index) => step === other.executed[index]);

const isSame = (one: CallRun, other: CallRun): boolean =>
  one.end.kind === other.end.kind && one.end.step === other.end.step && isSameWay(one, other);
