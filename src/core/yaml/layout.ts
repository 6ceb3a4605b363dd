/** Where the parts of a text of YAML are, down to the line and the comment that belongs to each. */
import { isCollection, isPair, isScalar, type CST, type YAMLMap, type YAMLSeq } from 'yaml';

/** One item of a list, or one key of a map with its value. */
export interface Entry {
  /** The key, or nothing for an item. */
  key: unknown;
  value: unknown;
  /** Where it begins itself: its dash or its key. */
  head: number;
  /** After its key and colon, or its dash. */
  indicator: number;
  /** After its value. */
  end: number;
}

/** An entry in a block, with the lines that belong to it. */
export interface Row extends Entry {
  /** From the lines of comment right above it. */
  from: number;
  /** After its last line, and the comments that are indented more than itself. */
  to: number;
  /** After the text that follows it and belongs to no entry. */
  rest: number;
}

export interface Block {
  column: number;
  rows: readonly Row[];
}

const SPACE = new Set(['space', 'newline', 'comment', 'comma']);

/** The entries of a collection, in the order of the text. */
export function entriesOf(collection: YAMLMap | YAMLSeq): Entry[] {
  const token = collection.srcToken as CST.BlockMap | CST.BlockSequence | CST.FlowCollection | undefined;
  const parts = (token?.items ?? []).filter(
    ({ start, key, sep, value }) =>
      key !== undefined ||
      sep !== undefined ||
      value !== undefined ||
      start.some(({ type }) => type === 'seq-item-ind' || type === 'explicit-key-ind'),
  );
  return parts.flatMap((part, index) => {
    const item = collection.items[index];
    if (item === undefined) return [];
    const { key, value } = isPair(item) ? item : { key: undefined, value: item };
    const signs = [...part.start, ...(part.key ? [part.key] : []), ...(part.sep ?? [])];
    const said = signs.filter(({ type }) => !SPACE.has(type));
    const head = said[0]?.offset ?? part.value?.offset ?? 0;
    const sign = [...(part.sep ?? []), ...part.start].find(
      ({ type }) => type === 'map-value-ind' || type === 'seq-item-ind',
    );
    const keyEnd = isScalar(key) ? (key.range?.[1] ?? head) : head;
    const indicator = sign === undefined ? keyEnd : sign.offset + 1;
    const isThere = part.value !== undefined || (part.sep === undefined && key === undefined);
    return [{ key, value, head, indicator, end: isThere ? Math.max(endOf(value), indicator) : indicator }];
  });
}

/** After what a node says, without what follows on its line. */
function endOf(node: unknown): number {
  if (isCollection(node)) {
    const collection = node;
    if (!isFlow(collection)) return entriesOf(collection).at(-1)?.end ?? collection.range?.[1] ?? 0;
    return collection.range?.[1] ?? 0;
  }
  return isScalar(node) ? (node.range?.[1] ?? 0) : 0;
}

export const isFlow = (collection: YAMLMap | YAMLSeq): boolean =>
  collection.srcToken?.type === 'flow-collection' || collection.flow === true;

/** @param above Where what is above a block ends: the comments from there on belong to its first entry. */
export function blockOf(text: string, collection: YAMLMap | YAMLSeq, above: number): Block {
  const entries = entriesOf(collection);
  const column = entries[0] === undefined ? 0 : columnOf(text, entries[0].head);
  let last = lineEnd(text, above);
  const rows = entries.map((entry, index): Row => {
    const line = lineStart(text, entry.head);
    const isCompact = index === 0 && text.slice(line, entry.head).trim() !== '';
    const from = isCompact ? entry.head : ownLines(text, last, line);
    const to = deeperComments(text, lineEnd(text, entry.end), column);
    last = to;
    return { ...entry, from, to, rest: to };
  });
  return { column, rows: rows.map((row, index) => ({ ...row, rest: rows[index + 1]?.from ?? row.to })) };
}

export function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? Math.min(1, at) : start;
}

/** After the line break; where one was just passed, there. */
export function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

const columnOf = (text: string, at: number): number => at - lineStart(text, at);

/** The comment right above a line, and the empty lines above that. */
function ownLines(text: string, above: number, line: number): number {
  let from = line;
  const up = (fits: RegExp): void => {
    while (from > above) {
      const before = lineStart(text, from - 1);
      if (before < above || !fits.test(text.slice(before, from))) return;
      from = before;
    }
  };
  up(/^[ \t]*#/);
  up(/^\s*$/);
  return from;
}

function deeperComments(text: string, from: number, column: number): number {
  let to = from;
  for (let at = from; at < text.length;) {
    const end = lineEnd(text, at + 1);
    const [, indent, sign] = /^(\s*?)(#|\r?\n|$)/.exec(text.slice(at, end)) ?? [];
    if (sign === undefined) break;
    if (sign === '#') {
      if ((indent ?? '').length <= column) break;
      to = end;
    }
    at = end;
  }
  return to;
}
