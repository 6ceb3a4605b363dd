/** Parses YAML text into plain data, with the position of each part. */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  type ErrorCode,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { keyOf } from './style.ts';

/** A position in a text; the first line and the first column are 1. */
export interface YamlPosition {
  line: number;
  column: number;
}

export interface YamlProblem extends YamlPosition {
  message: string;
  /** Whether the message says enough: it is about one value, or says what is probably meant. */
  isHelped?: boolean;
}

/** Keys of maps and indexes of lists, from the outside in; `[]` is the whole document. */
export type YamlPath = readonly (string | number)[];

export interface YamlDocument {
  /** Plain data; null for an empty document, undefined where the text is not YAML at all. */
  value: unknown;
  /** In the order of the text. */
  problems: readonly YamlProblem[];
  /**
   * Where the value at the path begins; of its nearest parent where there is none.
   * @param offset Characters of the value, if it is a text: the place of that one.
   */
  valueAt: (path: YamlPath, offset?: number) => YamlPosition;
  /** How the value at the path is spelled, where it is a word or a number: `+14155550101`, `007`. */
  spellingAt: (path: YamlPath) => string | undefined;
  /** The same for the key that the path ends with; for an item of a list, the item. */
  keyAt: (path: YamlPath, offset?: number) => YamlPosition;
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
    const problem = { ...start, message: 'lists and maps are nested too deeply' };
    return {
      value: undefined,
      problems: [problem],
      valueAt: () => start,
      keyAt: () => start,
      spellingAt: () => undefined,
    };
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
    valueAt: (path, offset = 0) => positionOf(placeIn(text, find(contents, path, pairs).value, offset)),
    spellingAt: (path) => {
      const { node } = find(contents, path, pairs);
      return isScalar(node) ? node.source : undefined;
    },
    keyAt: (path, offset = 0) => positionOf(placeIn(text, find(contents, path, pairs).key, offset)),
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
      report(offsetOf(key) ?? start, `the key ${JSON.stringify(name)} appears twice`);
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

/** What the path leads to, and where it is written, as far as it leads. */
function find(
  contents: unknown,
  path: YamlPath,
  known: KnownPairs,
): { key: unknown; value: unknown; node: unknown } {
  let node = contents;
  let key = contents;
  let value = contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairOf(node, String(step), known);
      if (pair === undefined) break;
      key = isNode(pair.key) ? pair.key : value;
      value = isNode(pair.value) ? pair.value : key;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) break;
      key = value = isNode(item) ? item : value;
      node = item;
    } else break;
  }
  return { key, value, node };
}

/** A character of a text that is written as it is; of any other value, its beginning. */
function placeIn(text: string, node: unknown, offset: number): number {
  const start = offsetOf(node) ?? 0;
  if (offset === 0 || !isScalar(node) || typeof node.value !== 'string') return start;
  const end = node.range?.[1] ?? start;
  const before = node.value.slice(0, offset).split('\n');
  let place = start;
  for (const line of node.value.split('\n').slice(0, before.length)) {
    const found = text.indexOf(line, place);
    // Escapes and folded lines are not written as they are.
    if (found < 0 || found + line.length > end) return start;
    place = found + line.length;
  }
  const last = node.value.split('\n')[before.length - 1] ?? '';
  return place - last.length + (before.at(-1)?.length ?? 0);
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The library's messages are sentences. */
function asProblem(message: string): string {
  return (message.charAt(0).toLowerCase() + message.slice(1)).replaceAll('\n', ' ').replace(/\.$/, '');
}
