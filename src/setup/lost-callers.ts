/** What would lose a caller in the flows that are about to be made: found before anything is changed. */
import type { OutboundConfig } from '../api/wire.ts';
import { accountOf, type CallAccount } from '../calls/account.ts';
import type { CallRun } from '../calls/call.ts';
import { explore, type Exploration } from '../calls/explore/explore.ts';
import { followCall } from '../calls/run.ts';
import { DOCUMENTED, PUBLISHED } from '../calls/server.ts';
import type { NamedKind } from '../resources/index.ts';
import type { Wire } from '../resources/kind.ts';

export interface Callers {
  /** The account as the plan leaves it. */
  lists: Readonly<Record<NamedKind, readonly Wire[]>>;
  outbound: OutboundConfig | null | undefined;
  /** Ids of the flows that setup leads callers to. */
  entrances: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
  /** Country of a number as the platform sees it, lower-case ISO 3166. */
  countryOf: (number: string) => string | undefined;
}

export function callAccountOf({ lists, outbound, countryOf }: Callers): CallAccount {
  return accountOf({
    flows: [...lists.flows, ...lists.hours],
    queues: lists.queues,
    agents: lists.agents,
    extensions: lists.extensions,
    ...(outbound !== undefined && { outbound }),
    countryOf,
  });
}

/**
 * Ways on which a caller is cut off, or waits for ever, on either kind of server: as published, and as documented.
 * Waiting for an agent until the platform ends the call is not among them: nothing can be built against that.
 */
export function lostCallers(callers: Callers): string[] {
  const account = callAccountOf(callers);
  const servers = [PUBLISHED, DOCUMENTED];
  const found = explore({ flows: callers.entrances, from: callers.now, inCall: true, servers }, account);
  return [...new Set(found.flatMap((one) => lossesOf(one, account)))];
}

function lossesOf(found: Exploration, { names }: CallAccount): string[] {
  const place = (flow: string, index: number): string =>
    `flow "${names.get(flow) ?? flow}", action ${index + 1}`;
  const ends = found.ends
    .filter(({ kind, waiting }) => !waiting && (kind === 'failed' || kind === 'blocked' || kind === 'limit'))
    .map(({ step, why }) => (step === undefined ? why : `${place(step.flow, step.index)}: ${why}`));
  const loops = found.loops
    .filter(({ waiting }) => !waiting)
    .flatMap(({ steps: [first] }) =>
      first === undefined ? [] : `${place(first.flow, first.index)}: callers loop until the call is cut off`,
    );
  return [...ends, ...loops];
}

/** What a caller may press: nothing, or a key in the first round of a menu, or in its last one. */
const PRESSES: readonly (readonly string[])[] = [
  [],
  ...Array.from('123456789', (key) => [[key], ['', '', key]]).flat(),
];

/**
 * How long a caller waits for a free agent until the actions of a call are used up: the shortest wait of all entrances,
 * while they are open. Milliseconds; undefined where no one waits.
 */
export function longestWait(callers: Callers): number | undefined {
  const account = callAccountOf(callers);
  const setup = { from: callers.now, inCall: true };
  const open = callers.entrances.flatMap((flow) => {
    const [{ ends }] = explore({ ...setup, flows: [flow], servers: [PUBLISHED] }, account);
    return ends.filter(({ kind }) => kind === 'agent');
  });
  const moments = new Set(open.map(({ way }) => way.moment ?? callers.now));
  const waits = callers.entrances.flatMap((flow) =>
    [...moments].flatMap((moment) =>
      PRESSES.flatMap(
        (presses) =>
          waitOf(followCall({ flow, moment, presses, server: PUBLISHED, ...setup }, account)) ?? [],
      ),
    ),
  );
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function waitOf({ end, events, ms }: CallRun): number | undefined {
  const joined = events.findLast(({ effect }) => effect.does === 'wait-in-queue');
  return end.kind === 'limit' && joined !== undefined ? ms - joined.at : undefined;
}
