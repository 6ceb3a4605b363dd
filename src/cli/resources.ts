/** The listed resources as a table: from it come the commands, their columns and their help. */
import type { Api } from '../api/api.ts';
import type { Collection } from '../api/collection.ts';
import type { Address } from '../api/wire.ts';
import { AGENT_STATUSES } from '../core/agent-statuses.ts';
import { isSetId } from '../core/ids.ts';
import { formatUsd } from '../core/money.ts';
import { permissionNames } from '../core/permissions.ts';
import { formatLocal, parseTime } from '../core/time.ts';
import type { FlagSpec } from './program/flags.ts';

export type Row = Record<string, unknown> & { id: string };

/** What lists show by name where another object has its id. */
export type NamedInLists = 'flows' | 'tags';

/** What a cell for people depends on, besides its row. */
export interface Reading {
  timeZone: string;
  /** Milliseconds since 1970. */
  now: number;
  /** The name of an object, or its id where no name is known or wanted. */
  nameOf: (kind: NamedInLists, id: string) => string;
}

export interface ResourceColumn {
  key: string;
  title: string;
  /** What it shows the names of. */
  names?: NamedInLists;
  /** For people; the field itself where it is absent. */
  value?: (row: Row, reading: Reading) => string;
}

/** A flag that leaves rows out. */
export interface ListFilter {
  flag: FlagSpec;
  /** Among these is what the flag names. */
  valuesOf: (row: Row) => readonly unknown[];
  /** The flag takes the name of such an object, and the values are ids. */
  refers?: NamedInLists;
}

export interface Resource {
  noun: string;
  one: string;
  summary: string;
  /** What a `list` is called with; `list` unless said. */
  collection: (api: Api) => Collection<Row>;
  columns: readonly ResourceColumn[];
  filters?: readonly ListFilter[];
  /** Whether the list also holds many rows of the past: calls, billings. */
  history?: boolean;
}

const local = (key: string, title: string): ResourceColumn => ({
  key,
  title,
  value: (row, { timeZone }) => {
    const millis = parseTime(row[key] as string | null);
    return millis === undefined ? '-' : formatLocal(millis, timeZone);
  },
});
const count = (key: string, title: string): ResourceColumn => ({
  key,
  title,
  value: (row) => String((row[key] as unknown[] | null | undefined)?.length ?? 0),
});
const target = (key: string, title: string): ResourceColumn => ({
  key,
  title,
  value: (row) => addressText(row[key] as Address | null | undefined),
});
const linked = (key: string, title: string, names: NamedInLists): ResourceColumn => ({
  key,
  title,
  names,
  value: (row, { nameOf }) => {
    const to = row[key] as string | null;
    return isSetId(to) ? nameOf(names, to) : '-';
  },
});
const idsOf = (key: string) => (row: Row) => (row[key] as string[] | null | undefined) ?? [];
const tags: ResourceColumn = {
  key: 'tag_ids',
  title: 'TAGS',
  names: 'tags',
  value: (row, { nameOf }) =>
    idsOf('tag_ids')(row)
      .map((tag) => nameOf('tags', tag))
      .join(', ') || '-',
};
const id: ResourceColumn = { key: 'id', title: 'ID' };
const name: ResourceColumn = { key: 'name', title: 'NAME' };
const status: ResourceColumn = { key: 'status', title: 'STATUS' };
const created = local('tm_create', 'CREATED');
/** Never moved until the first change: then the creation is the last one. */
const updated: ResourceColumn = {
  key: 'tm_update',
  title: 'UPDATED',
  value: (row, { timeZone }) => {
    const millis = parseTime(row['tm_update'] as string) ?? parseTime(row['tm_create'] as string);
    return millis === undefined ? '-' : formatLocal(millis, timeZone);
  },
};

/** The list keeps keys that have expired. */
function expiry(row: Row, { timeZone, now }: Reading): string {
  const millis = parseTime(row['tm_expire'] as string | null);
  if (millis === undefined) return 'never';
  return `${formatLocal(millis, timeZone)}${millis <= now ? ' (expired)' : ''}`;
}

export function addressText(address: Address | null | undefined): string {
  if (!address) return '-';
  return address.type === 'tel' || !address.type
    ? address.target || '-'
    : `${address.type}:${address.target ?? ''}`;
}

/** A collection of any resource, seen as rows; the wire types are open objects with an id. */
const rows = <T extends { id: string }>(items: Collection<T>): Collection<Row> => items;

export const resources: readonly Resource[] = [
  {
    noun: 'accesskeys',
    one: 'access key',
    summary: 'the keys by which programs sign in',
    collection: (api) => rows(api.accesskeys),
    columns: [
      name,
      { key: 'token_prefix', title: 'BEGINS WITH' },
      { key: 'tm_expire', title: 'EXPIRES', value: expiry },
      updated,
      { key: 'detail', title: 'DETAIL' },
      id,
    ],
  },
  {
    noun: 'agents',
    one: 'agent',
    summary: 'the people who answer calls, and sign in',
    collection: (api) => rows(api.agents),
    columns: [
      name,
      { key: 'username', title: 'USER NAME' },
      status,
      {
        key: 'permission',
        title: 'PERMISSION',
        value: (row) => permissionNames(row['permission'] as number).join(' ') || '-',
      },
      {
        key: 'addresses',
        title: 'ADDRESSES',
        value: (row) => ((row['addresses'] as Address[] | null) ?? []).map(addressText).join(' ') || '-',
      },
      tags,
      id,
    ],
    filters: [
      {
        flag: { flags: '--tag <tag>', help: 'only agents with this tag' },
        refers: 'tags',
        valuesOf: idsOf('tag_ids'),
      },
      {
        flag: { flags: '--status <status>', help: 'only agents of this status', choices: AGENT_STATUSES },
        valuesOf: ({ status: one }) => [one],
      },
      {
        flag: {
          flags: '--permission <permission>',
          help: 'only agents with this permission',
          choices: ['admin', 'manager', 'agent'],
        },
        valuesOf: ({ permission }) => permissionNames(permission as number),
      },
    ],
  },
  {
    noun: 'calls',
    one: 'call',
    summary: 'calls, newest first',
    history: true,
    collection: (api) => rows(api.calls),
    columns: [
      created,
      { key: 'direction', title: 'DIRECTION' },
      target('source', 'FROM'),
      target('destination', 'TO'),
      status,
      { key: 'hangup_reason', title: 'ENDED' },
      id,
    ],
  },
  {
    noun: 'extensions',
    one: 'extension',
    summary: 'SIP telephones and softphones',
    collection: (api) => rows(api.extensions),
    columns: [
      { key: 'extension', title: 'EXTENSION' },
      name,
      { key: 'detail', title: 'DETAIL' },
      created,
      id,
    ],
  },
  {
    noun: 'flows',
    one: 'flow',
    summary: 'what happens in a call, step by step',
    collection: (api) => rows(api.flows),
    columns: [name, { key: 'detail', title: 'DETAIL' }, count('actions', 'ACTIONS'), updated, id],
  },
  {
    noun: 'numbers',
    one: 'number',
    summary: 'telephone numbers',
    collection: (api) => rows(api.numbers),
    columns: [
      { key: 'number', title: 'NUMBER' },
      name,
      { key: 'type', title: 'TYPE' },
      status,
      linked('call_flow_id', 'CALL FLOW', 'flows'),
      linked('message_flow_id', 'MESSAGE FLOW', 'flows'),
      id,
    ],
  },
  {
    noun: 'queues',
    one: 'queue',
    summary: 'where callers wait for an agent',
    collection: (api) => rows(api.queues),
    columns: [
      name,
      tags,
      linked('wait_flow_id', 'WAIT FLOW', 'flows'),
      count('wait_queuecall_ids', 'WAITING'),
      {
        key: 'total_incoming_count',
        title: 'CALLS',
        value: (row) => String((row['total_incoming_count'] as number | null) ?? 0),
      },
      {
        key: 'total_serviced_count',
        title: 'SERVED',
        value: (row) => String((row['total_serviced_count'] as number | null) ?? 0),
      },
      id,
    ],
  },
  {
    noun: 'tags',
    one: 'tag',
    summary: 'the words by which queues find agents',
    collection: (api) => rows(api.tags),
    columns: [name, { key: 'detail', title: 'DETAIL' }, created, id],
  },
];

/** The ledger, listed by `billing list`. */
export const billings: Resource = {
  noun: 'billing',
  one: 'ledger entry',
  summary: 'the balance and the ledger',
  history: true,
  collection: (api) => rows(api.billings),
  columns: [
    created,
    { key: 'transaction_type', title: 'TYPE' },
    {
      key: 'reference_type',
      title: 'FOR',
      value: (row) => (row['cost_type'] as string) || (row['reference_type'] as string) || '-',
    },
    { key: 'usage_duration', title: 'SECONDS' },
    {
      key: 'amount_credit',
      title: 'CREDIT',
      value: (row) => formatUsd((row['amount_credit'] as number | null) ?? 0),
    },
    { key: 'amount_token', title: 'TOKENS' },
    {
      key: 'balance_credit_snapshot',
      title: 'BALANCE',
      value: (row) => formatUsd((row['balance_credit_snapshot'] as number | null) ?? 0),
    },
    status,
    id,
  ],
};
