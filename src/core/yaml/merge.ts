/** Changes to a text of YAML that is there, which leave alone all else. */
import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isNode,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { keyOf, rewritten, shorten } from './style.ts';
import { toYamlFile } from './write.ts';

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
