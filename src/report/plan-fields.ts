/** The fields of a change for people: what was, and what will be. */
import { clean, wrapped } from '../core/text.ts';
import type { Change } from '../plan/change.ts';
import type { FieldChange } from '../resources/field.ts';
import type { Paint } from './paint.ts';

/** What stands on one line. */
const WIDE = 100;
/** Of a value on a terminal; elsewhere nothing is cut off. */
const LONGEST = 160;
/** Of what is the same, before the first difference. */
const BEFORE = 30;

/** @param columns Of the terminal; undefined where there is none. */
export function fieldText(
  { path, from, to }: FieldChange,
  verb: Change['verb'],
  paint: Paint,
  columns: number | undefined,
): string {
  const name = clean(path);
  const short = (text: string): string => (columns === undefined ? text : excerpt(text, 0));
  const laid = (text: string, indent: number): string =>
    columns === undefined ? text : wrapped(text, columns - indent).join(`\n${' '.repeat(indent)}`);
  if (verb === 'create') return `    ${laid(`${name}: ${short(valueText(to, from))}`, 6)}\n`;
  const isItem = path.endsWith(']');
  if (isItem && from === null)
    return `    ${paint.green('+')} ${laid(`${name}: ${short(valueText(to, from))}`, 8)}\n`;
  if (isItem && to === null)
    return `    ${paint.red('-')} ${laid(`${name}: ${short(valueText(from, to))}`, 8)}\n`;
  const [was, willBe] = [valueText(from, to), valueText(to, from)];
  const width = name.length + was.length + willBe.length + '    :  -> '.length;
  if (width <= (columns ?? WIDE))
    return `    ${name}: ${paint.red(was)} ${paint.dim('->')} ${paint.green(willBe)}\n`;
  const start = columns === undefined ? undefined : differenceOf(was, willBe);
  const [left, right] = [was, willBe].map((text) => (start === undefined ? text : excerpt(text, start)));
  return `    ${name}:\n      ${paint.red(`- ${laid(left ?? '', 8)}`)}\n      ${paint.green(`+ ${laid(right ?? '', 8)}`)}\n`;
}

/** Where two texts part, in letters. */
function differenceOf(one: string, other: string): number {
  const [left, right] = [Array.from(one), Array.from(other)];
  const index = left.findIndex((letter, at) => letter !== right[at]);
  return index === -1 ? left.length : index;
}

/** Around the place that matters; whole where it is short. */
function excerpt(text: string, place: number): string {
  const letters = Array.from(text);
  if (letters.length <= LONGEST) return text;
  const start = Math.max(0, Math.min(place - BEFORE, letters.length - LONGEST));
  const end = start + LONGEST;
  return `${start > 0 ? '...' : ''}${letters.slice(start, end).join('')}${end < letters.length ? '...' : ''}`;
}

/** @param other The value on the other side: where that is yes or no, nothing is no. */
export function valueText(value: unknown, other: unknown): string {
  if (value === null && typeof other === 'boolean') return 'false';
  const isEmpty = value === null || value === undefined || value === '';
  if (isEmpty || (Array.isArray(value) && value.length === 0)) return '(empty)';
  return clean(oneLine(value));
}

/** What would not be seen, or taken for something else. */
const MISLEADING = /^[\s"]|\s$|[\n\r\t]|->|^\(empty\)$/;

const itemText = (item: unknown): string =>
  typeof item === 'string' && item.includes(',') ? JSON.stringify(item) : oneLine(item);

/** Actions and lists as one would write them on one line of a plan file. */
function oneLine(value: unknown): string {
  if (typeof value === 'string') return MISLEADING.test(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return value.map(itemText).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { label, type, ...rest } = value as Record<string, unknown>;
  const head = [typeof label === 'string' ? `${label}:` : '', typeof type === 'string' ? type : '']
    .filter((word) => word !== '')
    .join(' ');
  const options = Object.entries(rest).map(([key, item]) => `${key} ${JSON.stringify(item)}`);
  return [head, options.join(', ')].filter((part) => part !== '').join('  ');
}
