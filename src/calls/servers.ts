/** One call on each kind of server that it may be. */
import type { CallAccount } from './account.ts';
import type { CallRun, CallSetup } from './call.ts';
import { followCall } from './run.ts';
import { differing, serversOf, serverWords, type KnownServer, type Server } from './server.ts';

export interface ServerRun {
  run: CallRun;
  server: Server;
  /** What of the server matters, where the other goes otherwise, for people: `timeouts fire`. */
  kind: string;
}

/** The second is there where nobody knows which server it is, and the call goes otherwise on that one. */
export type ServerRuns = readonly [ServerRun, ServerRun?];

/** @param known What is known of the server. */
export function followOnServers(
  setup: Omit<CallSetup, 'server'>,
  known: KnownServer,
  account: CallAccount,
): ServerRuns {
  const on = (server: Server): CallRun => followCall({ ...setup, server }, account);
  const [server, documented] = serversOf(known);
  const run = on(server);
  if (documented === undefined || run.dependsOn.size === 0) return [{ run, server, kind: '' }];
  const other = on(documented);
  if (isSame(run, other)) return [{ run, server, kind: '' }];
  const unknown = differing(server, documented);
  const kindOf = (one: Server, { dependsOn }: CallRun): string =>
    serverWords(
      one,
      unknown.filter((fault) => dependsOn.has(fault)),
    );
  return [
    { run, server, kind: kindOf(server, run) },
    { run: other, server: documented, kind: kindOf(documented, other) },
  ];
}

/** Whether the same actions ran. */
export const isSameWay = (one: CallRun, other: CallRun): boolean =>
  one.executed.length === other.executed.length &&
  one.executed.every((step, index) => step === other.executed[index]);

const isSame = (one: CallRun, other: CallRun): boolean =>
  one.end.kind === other.end.kind && one.end.step === other.end.step && isSameWay(one, other);
