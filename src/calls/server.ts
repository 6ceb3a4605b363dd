/** Kinds of servers: properties in which the published server differs from its documentation, and a newer one may not. */
import { sentenceList } from '../core/text.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';

/**
 * What works on a server: `timeouts` end pauses and waits for keys; `weekdays` are compared; `counted_jumps` are
 * taken the given number of times only.
 */
export type Server = Readonly<Record<ServerFault, boolean>>;

/** As far as known. */
export type KnownServer = Readonly<Partial<Server>>;

/** As its source was published. */
export const PUBLISHED: Server = { timeouts: false, weekdays: false, counted_jumps: false };
/** As the platform's documentation describes it. */
export const DOCUMENTED: Server = { timeouts: true, weekdays: true, counted_jumps: true };

/** The kinds that the server may be: everything unknown as published, or everything unknown as documented. */
export function serversOf(known: KnownServer): readonly [Server, ...Server[]] {
  const [published, documented] = [
    { ...PUBLISHED, ...known },
    { ...DOCUMENTED, ...known },
  ];
  return differing(published, documented).length === 0 ? [published] : [published, documented];
}

/** The properties in which two servers differ. */
export const differing = (one: Server, other: Server): ServerFault[] =>
  FAULTS.filter((fault) => one[fault] !== other[fault]);

const FAULTS = Object.keys(PUBLISHED) as ServerFault[];

/** By what works, and what does not. */
const WORDS: Readonly<Record<ServerFault, readonly [works: string, fails: string]>> = {
  timeouts: ['timeouts fire', 'timeouts do not fire'],
  weekdays: ['weekdays can be checked', 'weekdays cannot be checked'],
  counted_jumps: ['jumps are counted', 'jumps are not counted'],
};

/** `timeouts fire, weekdays can be checked and jumps are counted`. @param faults The properties that matter. */
export const serverWords = (server: Server, faults: Iterable<ServerFault>): string =>
  sentenceList([...faults].map((fault) => WORDS[fault][server[fault] ? 0 : 1]));
