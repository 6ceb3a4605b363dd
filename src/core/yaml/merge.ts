/** Edits an existing YAML text: what does not change stays as it is, byte for byte. */
import { isDeepStrictEqual } from 'node:util';
import { isCollection, isMap, isNode, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { rewriteFlow, type Piece } from './flow.ts';
import {
  blockOf,
  entriesOf,
  isFlow,
  lineEnd,
  lineStart,
  type Block,
  type Entry,
  type Row,
} from './layout.ts';
import { parseYaml } from './parse.ts';
import type { Kinship } from './partners.ts';
import { plainly, renderEntry, renderFlow, renderValue, type Manner } from './render.ts';
import { entriesWanted, isPlain, type Wanted } from './wanted.ts';
import { toYamlFile } from './write.ts';

export interface MergeOptions {
  /** What the text means, where that is not what YAML makes of it: what is equal to it is not touched. */
  before?: unknown;
  /** Which items of lists are the same. Without: those that are equal. */
  kinship?: Kinship;
}

interface Merging {
  text: string;
  eol: string;
  kinship: Kinship;
}

type Collection = YAMLMap | YAMLSeq;

/**
 * Makes a text of YAML say what the value says. Comments stay with what they are next to.
 * The text must be one that `parseYaml` finds nothing wrong with.
 */
export function mergeYaml(text: string, value: unknown, options: MergeOptions = {}): string {
  const { before = parseYaml(text).value, kinship = () => undefined } = options;
  const { contents } = parseDocument(text, { keepSourceTokens: true, schema: 'core', stringKeys: true });
  if (isDeepStrictEqual(before, value)) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const merging: Merging = { text, eol, kinship };
  if (contents === null) {
    const fresh = toYamlFile(value).replaceAll('\n', eol);
    return `${text.trimEnd()}${text.trim() === '' ? '' : eol}${fresh}`;
  }
  const at = contents.range?.[0] ?? 0;
  const edited = editedAt(merging, contents, before, value, { key: '', above: lineStart(text, at) });
  return edited === undefined
    ? toYamlFile(value).replaceAll('\n', eol)
    : `${text.slice(0, edited.from)}${edited.text}${text.slice(edited.to)}`;
}

interface Edited {
  from: number;
  to: number;
  text: string;
}

interface Place {
  /** The key of the map around. */
  key: string;
  /** After what is above: a colon or a dash. */
  above: number;
}

/** Undefined where the node cannot be made to say it, and another must take its place. */
function editedAt(
  merging: Merging,
  node: unknown,
  before: unknown,
  after: unknown,
  place: Place,
): Edited | undefined {
  if (!isMap(node) && !isSeq(node)) return undefined;
  const wanted = entriesWanted(merging.kinship, node, before, after, place.key);
  if (wanted === undefined || wanted.length === 0) return undefined;
  if (node.items.length === 0) return undefined;
  if (!isFlow(node)) return editedBlock(merging, node, wanted, place.above);
  const [from = 0, to = 0] = node.range ?? [];
  return { from, to, text: editedFlow(merging, node, wanted) };
}

function editedBlock(
  merging: Merging,
  node: Collection,
  wanted: readonly Wanted[],
  above: number,
): Edited | undefined {
  const { text, eol } = merging;
  const block = blockOf(text, node, above);
  const [first] = block.rows;
  const last = block.rows.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isCompact = first.from === first.head;
  const indent = ' '.repeat(block.column);
  const others = block.rows.slice(1);
  const areApart = others.length > 0 && others.every(({ from }) => /^[ \t]*\r?\n/.test(text.slice(from)));
  const chunks = wanted.map((one, index) => {
    const row = one.was === undefined ? undefined : block.rows[one.was];
    const body = row === undefined ? newRow(merging, one, block) : editedRow(merging, row, one, block.column);
    const above = areApart && index > 0 ? eol : '';
    const own =
      row === undefined ? above : text.slice(row.from, Math.max(row.from, lineStart(text, row.head)));
    return {
      was: one.was,
      text: `${row?.head === row?.from && row !== undefined ? indent : ''}${own}${body}`,
    };
  });
  const placed = withLoose(text, block, chunks);
  const isWhole = last.rest >= text.length && !text.endsWith('\n');
  let result = placed
    .map((chunk, index) => (index < placed.length - 1 || !isWhole ? ended(chunk, eol) : chunk))
    .join('');
  if (isWhole) result = result.replace(/\r?\n$/, '');
  if (isCompact) result = result.replace(/^(\s*\n)*/, '').replace(new RegExp(`^ {0,${block.column}}`), '');
  return { from: first.from, to: last.rest, text: result };
}

const ended = (chunk: string, eol: string): string =>
  chunk === '' || chunk.endsWith('\n') ? chunk : `${chunk}${eol}`;

/** What is written between two entries and belongs to neither stays where it is: after the one before it. */
function withLoose(
  text: string,
  { rows }: Block,
  chunks: readonly { was: number | undefined; text: string }[],
): string[] {
  const looseOf = (row: Row | undefined): string => (row === undefined ? '' : text.slice(row.to, row.rest));
  const kept = new Set(chunks.map(({ was }) => was));
  const orphans = (from: number): string => {
    let loose = '';
    for (let at = from; at < rows.length && !kept.has(at); at += 1) loose += looseOf(rows[at]);
    return loose;
  };
  const placed = chunks.map((chunk) =>
    chunk.was === undefined
      ? chunk.text
      : `${chunk.text}${looseOf(rows[chunk.was])}${orphans(chunk.was + 1)}`,
  );
  return [orphans(0), ...placed];
}

/** From the start of its line. */
function editedRow(merging: Merging, row: Row, { key, before, after }: Wanted, column: number): string {
  const { text } = merging;
  const from = row.from === row.head ? row.head : lineStart(text, row.head);
  if (isDeepStrictEqual(before, after)) return text.slice(from, row.to);
  const inner = editedAt(merging, row.value, before, after, { key: key ?? '', above: row.indicator });
  if (inner !== undefined) {
    return `${text.slice(from, inner.from)}${inner.text}${text.slice(inner.to, Math.max(inner.to, row.to))}`;
  }
  return `${text.slice(from, row.indicator)}${replacement(merging, row, after, column)}`;
}

/** Another value in the place of one; the comment on its line stays there. */
function replacement({ text, eol }: Merging, row: Row, after: unknown, column: number): string {
  const { value, indicator, end } = row;
  const isBlock = isCollection(value) ? !isFlow(value) : text[end - 1] === '\n';
  const isInline = !isBlock && end > indicator;
  const at = isInline ? end : indicator;
  const line = text.slice(at, lineEnd(text, at));
  const isCompact = isBlock && isCollection(value) && (value.range?.[0] ?? 0) < at + line.length;
  const [comment = ''] = (isCompact ? null : /[ \t]+#[^\r\n]*/.exec(line)) ?? [];
  const [first = '', ...lines] = renderValue(after, column, { like: value, eol }).split(eol);
  const following = text.slice(lineEnd(text, isInline ? at : end), row.to);
  return `${[`${first}${comment}`, ...lines].join(eol)}${eol}${following}`;
}

function newRow({ text, eol }: Merging, { key, after }: Wanted, { column, rows }: Block): string {
  const sibling = rows.at(-1)?.value;
  return renderEntry(key, after, column, mannerOf(text, sibling, after), eol);
}

/** A map next to a map in brackets is in brackets, too. */
function mannerOf(text: string, sibling: unknown, value: unknown): Manner {
  if (!isMap(sibling) || !isFlow(sibling) || !isPlain(value)) return plainly;
  const isSimple = Object.values(value).every((item) => typeof item !== 'object' || item === null);
  return isSimple ? { flow: true, padded: isPadded(text, sibling) } : plainly;
}

const isPadded = (text: string, { range }: Collection): boolean => text[(range?.[0] ?? 0) + 1] === ' ';

function editedFlow(merging: Merging, node: Collection, wanted: readonly Wanted[]): string {
  const { text } = merging;
  const entries = entriesOf(node);
  const padded = isPadded(text, node);
  const pieces = wanted.map(({ key, was, before, after }): Piece => {
    const entry = was === undefined ? undefined : entries[was];
    if (entry === undefined)
      return { was, text: renderFlow(key, after, padded && isMap(node) && !Array.isArray(after)) };
    if (isDeepStrictEqual(before, after)) return { was, text: text.slice(entry.head, entry.end) };
    const place = { key: key ?? '', above: entry.indicator };
    const inner = editedAt(merging, entry.value, before, after, place);
    if (inner !== undefined) {
      return {
        was,
        text: `${text.slice(entry.head, inner.from)}${inner.text}${text.slice(inner.to, entry.end)}`,
      };
    }
    return { was, text: replacedInFlow(text, entry, after, padded) };
  });
  return rewriteFlow(text, node, pieces);
}

function replacedInFlow(text: string, entry: Entry, after: unknown, padded: boolean): string {
  const { key, value, head, indicator, end } = entry;
  const isOwn = isCollection(value) && isFlow(value);
  const isWide = isOwn ? isPadded(text, value) : padded && !Array.isArray(after);
  const fresh = renderFlow(undefined, after, isWide, value);
  const from = isNode(value) && end > indicator ? (value.range?.[0] ?? end) : undefined;
  if (from !== undefined) return `${text.slice(head, from)}${fresh}`;
  const colon = key === undefined || text[indicator - 1] === ':' ? '' : ':';
  return `${text.slice(head, indicator)}${colon} ${fresh}`;
}
