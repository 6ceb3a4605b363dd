/** What lists show of their rows, for people. */
import type { Address } from '../api/wire.ts';
import { clockTime, formatLocal, parseTime, SECOND } from '../core/time.ts';
import type { Noun } from './index.ts';

export type Row = Record<string, unknown> & { id: string };

/** What a cell depends on in addition to its row. */
export interface Reading {
  timeZone: string;
  /** Milliseconds since 1970. */
  now: number;
  /** The name of an object, or its id where no name is known or wanted. */
  nameOf: (noun: Noun, id: string) => string;
}

export interface Column {
  /** The field of the API. */
  key: string;
  title: string;
  /** What it shows the names of. */
  names?: Noun;
  /** What else `value` shows the names of. */
  mentions?: { noun: Noun; idsIn: (row: Row) => readonly string[] };
  /** For people; the field itself, or the name of what it points at, where it is absent. */
  value?: (row: Row, reading: Reading) => string;
  /** What we reckon from other fields, where the API has none of this key. */
  of?: (row: Row) => unknown;
}

/** A flag of `list` that leaves rows out. */
export interface ListFilter {
  flag: { flags: string; help: string; choices?: readonly string[] };
  /** Among these is what the flag names. */
  valuesOf: (row: Row) => readonly unknown[];
  /** The flag takes the name of such an object, and the values are ids. */
  refers?: Noun;
  /** The flag takes a phone number, or the name of an own one. */
  isPhone?: true;
  /** What the flag means without a value. */
  alone?: string;
}

export const agentFilter = (valuesOf: ListFilter['valuesOf']): ListFilter => ({
  flag: { flags: '--agent <agent>', help: 'only those of this agent' },
  refers: 'agents',
  valuesOf,
});

/** Rows of calls and recordings belong to an agent, or to no one. */
export const ownerOf = (row: Row): readonly unknown[] =>
  row['owner_type'] === 'agent' ? [row['owner_id']] : [];

export const numberFilter = (
  valuesOf: (row: Row) => readonly (Address | null | undefined)[],
): ListFilter => ({
  flag: { flags: '--number <number>', help: 'only those from or to this number' },
  isPhone: true,
  valuesOf: (row) => valuesOf(row).map((address) => address?.target),
});

/** @param endOf How a row has ended; undefined while it lasts. */
export const endedFilter = (
  ways: readonly string[],
  endOf: (row: Row) => string | undefined,
): ListFilter => ({
  flag: {
    flags: '--ended [how]',
    help: `only what has ended; =no: what has not${ways.length > 0 ? '; or how it ended' : ''}`,
    choices: ['yes', 'no', ...ways],
  },
  alone: 'yes',
  valuesOf(row) {
    const end = endOf(row);
    return end === undefined ? ['no'] : ['yes', end];
  },
});

const local = (key: string, title: string): Column => ({
  key,
  title,
  value: (row, { timeZone }) => {
    const millis = parseTime(row[key] as string | null);
    return millis === undefined ? '-' : formatLocal(millis, timeZone);
  },
});
export const count = (key: string, title: string): Column => ({
  key,
  title,
  value: (row) => String((row[key] as unknown[] | null | undefined)?.length ?? 0),
});
export const number = (key: string, title: string): Column => ({
  key,
  title,
  value: (row) => String((row[key] as number | null | undefined) ?? 0),
});
/** A span that we reckon: `1:05` for people, seconds for programs. */
export const span = (key: string, title: string, seconds: (row: Row) => number | undefined): Column => ({
  key,
  title,
  of: seconds,
  value(row) {
    const lasts = seconds(row);
    return lasts === undefined ? '-' : clockTime(lasts * SECOND);
  },
});
/** ` of 2026-11-23 21:04 CET`, after what happened then. */
export function whenOf(row: Row, { timeZone }: Reading): string {
  const millis = parseTime(row['tm_create'] as string | null | undefined);
  return millis === undefined ? '' : ` of ${formatLocal(millis, timeZone)}`;
}
/** Seconds from one time of the row to another; undefined where one is missing. */
export function between(row: Row, from: string, to: string): number | undefined {
  const [start, end] = [from, to].map((key) => parseTime(row[key] as string | null | undefined));
  return start === undefined || end === undefined
    ? undefined
    : Math.max(0, Math.round((end - start) / SECOND));
}
export const target = (key: string, title: string): Column => ({
  key,
  title,
  value: (row) => addressText(row[key] as Address | null | undefined),
});
/** Ids of other objects, which are shown by name. */
export const linked = (key: string, title: string, names: Noun): Column => ({ key, title, names });
export const idsOf = (key: string) => (row: Row) => (row[key] as string[] | null | undefined) ?? [];
export const tagNames = linked('tag_ids', 'TAGS', 'tags');
export const id: Column = { key: 'id', title: 'ID' };
export const name: Column = { key: 'name', title: 'NAME' };
export const status: Column = { key: 'status', title: 'STATUS' };
export const created = local('tm_create', 'CREATED');
/** Never moved until the first change: then the creation is the last one. */
export const updated: Column = {
  key: 'tm_update',
  title: 'UPDATED',
  value: (row, { timeZone }) => {
    const millis = parseTime(row['tm_update'] as string) ?? parseTime(row['tm_create'] as string);
    return millis === undefined ? '-' : formatLocal(millis, timeZone);
  },
};

export function addressText(address: Address | null | undefined): string {
  if (!address) return '-';
  return address.type === 'tel' || !address.type
    ? address.target || '-'
    : `${address.type}:${address.target ?? ''}`;
}

/** Where calls to an agent ring: `extension:1001`, where the API has the id of the extension. */
export const ringing: Column = {
  key: 'addresses',
  title: 'ADDRESSES',
  mentions: {
    noun: 'extensions',
    idsIn: (row) => addressesOf(row).flatMap((one) => (isExtension(one) ? [one.target ?? ''] : [])),
  },
  value: (row, { nameOf }) =>
    addressesOf(row)
      .map((one) =>
        isExtension(one) ? `extension:${nameOf('extensions', one.target ?? '')}` : addressText(one),
      )
      .join(' ') || '-',
};

const addressesOf = (row: Row): readonly Address[] =>
  (row['addresses'] as Address[] | null | undefined) ?? [];
const isExtension = ({ type }: Address): boolean => type === 'extension';
