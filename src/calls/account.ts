/** An account as calls see it: flows, queues, agents, and the addresses that can be rung. */
import type { Address as WireAddress, Agent, Conference, Flow, OutboundConfig, Queue } from '../api/wire.ts';
import { codeOfFlow, type Code } from './code.ts';
import type { Address } from './options.ts';

export interface CallAccount {
  flows: ReadonlyMap<string, Code>;
  /** Of flows, queues and extensions, by id. */
  names: ReadonlyMap<string, string>;
  queues: ReadonlyMap<string, Queue>;
  agents: readonly Agent[];
  conferences: Pick<ReadonlySet<string>, 'has'>;
  /** Lists of actions that the platform inserts, created when first needed. */
  inserted: Map<string, Code>;
  /** Why no call can be made to an address; undefined where one can. */
  cannotRing: (address: Address) => string | undefined;
}

/** Lists that could not be read are assumed to be complete: an object can only be missing from a list that was read. */
export type NotRead = 'unread';

export interface AccountRows {
  flows: readonly Flow[];
  queues?: readonly Queue[];
  agents?: readonly Agent[];
  conferences?: readonly Conference[] | NotRead;
  extensions?: readonly { id: string; extension?: string | null | undefined }[] | NotRead;
  outbound?: OutboundConfig | null | NotRead;
  /** Lower-case ISO 3166 alpha-2 of an E.164 number. */
  countryOf?: (number: string) => string | undefined;
}

/** Ids are compared in lower case. */
const byId = <Row extends { id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.id.toLowerCase(), row]));

const EVERYTHING: Pick<ReadonlySet<string>, 'has'> = { has: () => true };

/** Only objects among the rows exist: any other queue or agent is unknown to the account. */
export function accountOf(rows: AccountRows): CallAccount {
  const { flows, queues = [], agents = [], conferences = [], extensions = [] } = rows;
  const telephones =
    extensions === 'unread' ? [] : extensions.map(({ id, extension: name }) => ({ id, name }));
  return {
    flows: new Map(flows.map((row) => [row.id.toLowerCase(), codeOfFlow(row)])),
    names: new Map(
      [...flows, ...queues, ...telephones].map(({ id, name }) => [id.toLowerCase(), name || id]),
    ),
    queues: byId(queues),
    agents,
    conferences:
      conferences === 'unread' ? EVERYTHING : new Set(conferences.map(({ id }) => id.toLowerCase())),
    inserted: new Map(),
    cannotRing: ringing(rows),
  };
}

/** The number of an extension, where the API has its id. */
export const dialed = (
  { type, target }: Pick<WireAddress, 'type' | 'target'>,
  { names }: Pick<CallAccount, 'names'>,
): string => (type === 'extension' ? names.get((target ?? '').toLowerCase()) : undefined) ?? target ?? '';

function ringing({
  agents = [],
  extensions = [],
  outbound,
  countryOf,
}: AccountRows): CallAccount['cannotRing'] {
  const known = new Set(agents.map(({ id }) => id.toLowerCase()));
  const telephones =
    extensions === 'unread'
      ? EVERYTHING
      : new Set(
          extensions.flatMap(({ id, extension }) => [id, extension ?? '']).map((word) => word.toLowerCase()),
        );
  const whitelist = outbound === 'unread' ? undefined : (outbound?.destination_whitelist ?? []);
  const allowed = new Set(whitelist?.map((country) => country.toLowerCase()));
  return ({ type, target }) => {
    switch (type) {
      case 'agent':
        return known.has(target.toLowerCase()) ? undefined : 'there is no such agent';
      case 'extension':
        return telephones.has(target.toLowerCase()) ? undefined : `there is no extension ${target}`;
      case 'tel': {
        if (whitelist === undefined) return undefined;
        const country = countryOf?.(target);
        if (country !== undefined && allowed.has(country)) return undefined;
        return `the account does not allow calls to ${target}`;
      }
      case 'sip':
        return target === '' ? 'there is no address' : undefined;
      default:
        return `no one can be called at an address of type "${type}"`;
    }
  };
}
