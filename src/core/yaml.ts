/** The one place that knows the YAML library. */
import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type ErrorCode,
  type Node,
  type Pair,
  type ScalarTag,
  type Tags,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { escaped, isUnwritable } from './text.ts';

const TEXT = 'tag:yaml.org,2002:str';

/** YAML 1.2; texts, keys among them, are in quotes and escaped where one could not see what they are. */
const written = {
  schema: 'core',
  customTags: (tags: Tags): Tags =>
    tags.map((tag) => (typeof tag === 'object' && tag.tag === TEXT ? visibly(tag as ScalarTag) : tag)),
} as const;

const visibly = (tag: ScalarTag): ScalarTag => ({
  ...tag,
  stringify: (item, ...rest) =>
    typeof item.value === 'string' && isUnwritable(item.value)
      ? escaped(item.value)
      : (tag.stringify?.(item, ...rest) ?? ''),
});

/** For texts that are there, and are written again. */
const rewritten = { ...written, stringKeys: true } as const;

/** YAML 1.2; texts that look like something else are quoted. */
export function toYaml(value: unknown): string {
  return stringify(value, { ...written, lineWidth: 0, aliasDuplicateObjects: false });
}

/** Lists of short words stand on one line. */
const ONE_LINE = 72;

/** The same for a file that people read and write: sections apart, short lists on one line. */
export function toYamlFile(value: unknown): string {
  const document = new Document(value, { ...written, aliasDuplicateObjects: false });
  lighten(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function lighten(document: Document): void {
  const { contents } = document;
  if (isMap(contents)) {
    for (const { key } of contents.items.slice(1)) if (isNode(key)) key.spaceBefore = true;
  }
  visit(document, {
    Seq: (_key, list) => {
      shorten(list);
    },
  });
}

function shorten(list: YAMLSeq): undefined {
  const words = list.items.map((item) => (isScalar(item) ? String(item.value) : undefined));
  if (words.includes(undefined) || words.join(', ').length > ONE_LINE) return;
  if (!words.some((word) => word?.includes('\n'))) list.flow = true;
}

/**
 * Makes a text of YAML say what the value says, and leaves alone whatever says so already: comments, order, spelling.
 * The text must be one that `parseYaml` finds nothing wrong with.
 */
export function mergeYaml(text: string, value: unknown): string {
  const document = parseDocument(text, rewritten);
  if (!isMap(document.contents) || !isPlainMap(value)) {
    const fresh = toYamlFile(value);
    return document.contents === null ? `${text.trimEnd()}${text.trim() === '' ? '' : '\n'}${fresh}` : fresh;
  }
  mergeMap(document, document.contents, value);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const isPlainMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mergeMap(document: Document, map: YAMLMap, value: Record<string, unknown>): void {
  for (const { key } of [...map.items]) {
    if (!Object.hasOwn(value, keyOf(key))) map.delete(key);
  }
  for (const [key, wanted] of Object.entries(value)) {
    const pair = map.items.find((item) => keyOf(item.key) === key);
    if (pair === undefined) map.add(document.createPair(key, newNode(document, wanted)));
    else pair.value = merged(document, pair.value, wanted);
  }
}

function mergeSeq(document: Document, list: YAMLSeq, value: readonly unknown[]): void {
  list.items.splice(value.length);
  value.forEach((wanted, index) => {
    list.items[index] =
      index < list.items.length ? merged(document, list.items[index], wanted) : newNode(document, wanted);
  });
}

/** The node itself where it says the same, or can be made to; else one that takes its place, and its comments. */
function merged(document: Document, node: unknown, wanted: unknown): unknown {
  if (isMap(node) && isPlainMap(wanted)) {
    mergeMap(document, node, wanted);
    return node;
  }
  if (isSeq(node) && Array.isArray(wanted)) {
    mergeSeq(document, node, wanted);
    return node;
  }
  if (isNode(node) && isDeepStrictEqual(node.toJS(document), wanted)) return node;
  const fresh = newNode(document, wanted);
  if (isNode(node)) {
    if (node.comment) fresh.comment = node.comment;
    if (node.commentBefore) fresh.commentBefore = node.commentBefore;
  }
  return fresh;
}

function newNode(document: Document, value: unknown): Node {
  const node = document.createNode(value);
  visit(node, {
    Seq: (_key, list) => {
      shorten(list);
    },
  });
  return node;
}

/** Lines before a key. */
export interface YamlComment {
  path: readonly string[];
  comment: string;
}

/**
 * The text with comments in it.
 * @param closing Lines behind everything.
 */
export function commentYaml(text: string, comments: readonly YamlComment[], closing: string): string {
  const document = parseDocument(text, rewritten);
  for (const { path, comment } of comments) {
    const map = document.getIn(path.slice(0, -1), true);
    const pair = isMap(map) ? map.items.find(({ key }) => keyOf(key) === path.at(-1)) : undefined;
    if (isNode(pair?.key)) pair.key.commentBefore = indented(comment);
  }
  document.comment = indented(closing);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** The library writes the sign of a comment, and nothing behind it. */
const indented = (comment: string): string => comment.replace(/^/gm, ' ');

/** Where something stands in a text; the first line and the first column are 1. */
export interface YamlPosition {
  line: number;
  column: number;
}

export interface YamlProblem extends YamlPosition {
  message: string;
}

/** Keys of maps and indexes of lists, from the outside in; `[]` is the whole document. */
export type YamlPath = readonly (string | number)[];

export interface YamlDocument {
  /** Plain data; null for an empty document, undefined where the text is not YAML at all. */
  value: unknown;
  /** In the order of the text. */
  problems: readonly YamlProblem[];
  /** Where the value at the path begins; of its nearest parent where there is none. */
  valueAt: (path: YamlPath) => YamlPosition;
  /** Where the key begins that the path ends with; for an item of a list, the item. */
  keyAt: (path: YamlPath) => YamlPosition;
}

/**
 * Reads one YAML 1.2 document of plain data. Aliases and tags are problems: the one can make a small file
 * huge, the other something else than data. Never throws.
 */
export function parseYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const positionOf = (offset: number): YamlPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: YamlProblem[] = [];
  const report = (offset: number, message: string): void => {
    problems.push({ ...positionOf(offset), message });
  };
  if (isTooDeep(text)) {
    const start = { line: 1, column: 1 };
    const problem = { ...start, message: 'lists and maps go too deep into one another' };
    return { value: undefined, problems: [problem], valueAt: () => start, keyAt: () => start };
  }
  const { contents, errors } = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    schema: 'core',
    stringKeys: true,
    // Told of below, by name.
    uniqueKeys: false,
  });
  for (const { pos, code, message } of errors) report(pos[0], wordings[code] ?? asProblem(message));
  const value = errors.length > 0 ? undefined : plain(contents, report);
  const pairs: KnownPairs = new Map();
  return {
    value,
    problems: problems.sort((a, b) => a.line - b.line || a.column - b.column),
    valueAt: (path) => positionOf(find(contents, path, pairs).value),
    keyAt: (path) => positionOf(find(contents, path, pairs).key),
  };
}

/** What the library says for programmers. */
const wordings: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'a second document begins here: one is allowed',
  NON_STRING_KEY: 'a key must be text',
};

/** Far more than anybody writes, far less than the library's recursion takes. */
const DEEPEST = 200;

/** An upper bound, found without recursion: at the end of its stack Node may not throw but abort. */
function isTooDeep(text: string): boolean {
  let flow = 0;
  let block = 0;
  let atLineStart = true;
  for (const lexeme of new Lexer().lex(text)) {
    if (atLineStart) block = /^ +$/.test(lexeme) ? lexeme.length : 0;
    if (lexeme === '[' || lexeme === '{') flow++;
    else if (lexeme === ']' || lexeme === '}') flow--;
    else if (lexeme === '-' || lexeme === '?') block++;
    atLineStart = lexeme.endsWith('\n');
    if (flow + block > DEEPEST) return true;
  }
  return false;
}

function plain(node: unknown, report: (offset: number, message: string) => void): unknown {
  if (!isNode(node)) return null;
  const [start] = node.range ?? [0];
  if (isAlias(node)) {
    report(start, `an alias (*${node.source}) is not allowed: write it out`);
    return undefined;
  }
  if (node.tag !== undefined) report(start, `a tag (${node.tag}) is not allowed: write plain data`);
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => plain(item, report));
  if (!isMap(node)) return null;
  const entries = new Map<string, unknown>();
  for (const { key, value } of node.items) {
    const name = keyOf(key);
    if (entries.has(name)) {
      report(offsetOf(key) ?? start, `the key ${JSON.stringify(name)} is there twice`);
    }
    entries.set(name, plain(value, report));
  }
  return Object.fromEntries(entries);
}

/** The pairs of each map by their keys: many places may be asked for in a large one. */
type KnownPairs = Map<YAMLMap, ReadonlyMap<string, Pair>>;

function pairOf(map: YAMLMap, key: string, known: KnownPairs): Pair | undefined {
  // The last of two keys of one name is the one whose value counts.
  const pairs = known.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair.key), pair]));
  known.set(map, pairs);
  return pairs.get(key);
}

/** Offsets of what the path leads to, as far as it leads. */
function find(contents: unknown, path: YamlPath, known: KnownPairs): { key: number; value: number } {
  let node = contents;
  let key = offsetOf(contents) ?? 0;
  let value = key;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairOf(node, String(step), known);
      if (pair === undefined) break;
      key = offsetOf(pair.key) ?? value;
      value = offsetOf(pair.value) ?? key;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) break;
      key = value = offsetOf(item) ?? value;
      node = item;
    } else break;
  }
  return { key, value };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

/** The library's messages are sentences. */
function asProblem(message: string): string {
  return (message.charAt(0).toLowerCase() + message.slice(1)).replaceAll('\n', ' ').replace(/\.$/, '');
}
