/** One call, on each kind of server that the account's may be. */
import type { CallAccount } from './account.ts';
import type { CallRun, CallSetup } from './call.ts';
import { followCall } from './run.ts';
import { differing, serversOf, serverWords, type KnownServer, type Server } from './server.ts';

export interface ServerRun {
  run: CallRun;
  server: Server;
  /** For people: the properties of the server that make the difference: `timeouts fire`. */
  kind: string;
}

/** There is a second one if the kind of server is unknown and the call goes differently on the other kind. */
export type ServerRuns = readonly [ServerRun, ServerRun?];

/** @param known What is known about the server. */
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
