/** What the API nests, as cells of a table: one text for each column, and nothing in it that only a program reads. */
import { isSetId, NIL_UUID } from './ids.ts';

type Nested = Readonly<Record<string, unknown>>;

/** Between the parts of a list in one cell. */
const BETWEEN = '; ';

/**
 * One value as text: an address as `+14155550101` or `sip:desk@example.com`, an action as its type, a list as its
 * parts. Empty for what is not set.
 */
export function flatText(value: unknown): string {
  if (value === null || value === undefined || value === NIL_UUID) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flatText).join(BETWEEN);
  if (!isNested(value)) return JSON.stringify(value);
  if (isAddress(value)) return addressOf(value);
  if (isAction(value)) return flatText(value['type']);
  return Object.entries(value)
    .map(([key, part]) => `${key}: ${flatText(part)}`)
    .join(', ');
}

/** An object as columns; what it nests has dots in its name: `metadata.rtp_debug`. */
export function flatRow(row: Nested): Record<string, string> {
  return Object.fromEntries(columnsOf(row, ''));
}

function columnsOf(row: Nested, before: string): [string, string][] {
  return Object.entries(row).flatMap(([key, value]): [string, string][] =>
    isNested(value) && !isAddress(value) && !isAction(value)
      ? columnsOf(value, `${before}${key}.`)
      : [[`${before}${key}`, flatText(value)]],
  );
}

/** What is at a path with dots. */
export function valueAt(row: Nested, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  return path.split('.').reduce<unknown>((value, key) => ownValue(value, key), row);
}

/** A field may be called like what every object has. */
const ownValue = (value: unknown, key: string): unknown =>
  isNested(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const isNested = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The server leaves out what is empty of it. */
const ADDRESS: ReadonlySet<string> = new Set(['type', 'target', 'target_name', 'name', 'detail']);

const isAddress = (value: Nested): boolean =>
  typeof value['target'] === 'string' && Object.keys(value).every((key) => ADDRESS.has(key));

/** `next_id` is in every action that the server shows. */
const isAction = (value: Nested): boolean =>
  'next_id' in value || ('option' in value && typeof value['type'] === 'string');

function addressOf({ type, target }: Nested): string {
  const at = String(target);
  return type === 'tel' || typeof type !== 'string' || type === '' || at === '' ? at : `${type}:${at}`;
}

/** Several ids, set ones only. */
export function idsIn(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((id): id is string => typeof id === 'string' && isSetId(id));
}
