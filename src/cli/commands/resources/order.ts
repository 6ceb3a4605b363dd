/** The order that --sort asks for. */
import { flatText } from '../../../core/flat.ts';
import { isSecretField } from '../../../core/secret.ts';
import { parseMicros } from '../../../core/time.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import { findField, isTime, type ListField } from './fields.ts';

export interface Order {
  field: ListField;
  isDescending: boolean;
}

/** `name`, or `-name` for the other way round; or what is wrong with it. */
export function readOrder(fields: readonly ListField[], text: string): Order | { wrong: string } {
  const isDescending = text.startsWith('-');
  const field = findField(fields, isDescending ? text.slice(1) : text);
  if ('wrong' in field) return { wrong: `--sort: ${field.wrong}` };
  // Their order would say something of them.
  if (isSecretField(field.word)) return { wrong: `--sort: ${field.word} is a secret` };
  return { field, isDescending };
}

type Key = number | string | undefined;

/** A new list. What has no value comes last, whichever way round; equal rows keep their order. */
export function sorted(rows: readonly Row[], { field, isDescending }: Order, reading: Reading): Row[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(field, row, reading) }));
  return keyed
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined)
        return Number(a.key === undefined) - Number(b.key === undefined);
      return isDescending ? compare(b.key, a.key) : compare(a.key, b.key);
    })
    .map(({ row }) => row);
}

function keyOf(field: ListField, row: Row, reading: Reading): Key {
  const value = field.of(row);
  if (typeof value === 'number') return value;
  if (isTime(field.word)) return typeof value === 'string' ? parseMicros(value) : undefined;
  const text = field.isName === true ? field.text(row, reading) : flatText(value);
  return text === '' ? undefined : text.toLowerCase();
}

/** Numbers before texts; texts by their characters, in every locale alike. */
function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
