/** What lists show of their rows, for people. */
import type { Address } from '../api/wire.ts';
import { formatLocal, parseTime } from '../core/time.ts';
import type { Noun } from './index.ts';

export type Row = Record<string, unknown> & { id: string };

/** What a cell depends on, besides its row. */
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
}

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
