/** New parts of an existing text, in the style of the text around them. */
import { Document, isCollection, isNode, isScalar, visit, type Node } from 'yaml';
import { shorten, written } from './style.ts';

/** How a collection next to the new part is written. */
export interface Manner {
  /** On one line, in brackets. */
  flow: boolean;
  /** With blanks inside of the brackets. */
  padded: boolean;
}

export const plainly: Manner = { flow: false, padded: false };

/** `- a` or `key: a`, each line indented and ended; without a key an item. */
export function renderEntry(
  key: string | undefined,
  value: unknown,
  column: number,
  manner: Manner,
  eol: string,
): string {
  const document = new Document(key === undefined ? [] : {}, written);
  const node = nodeOf(document, value, manner);
  if (key === undefined) document.add(node);
  else document.add(document.createPair(key, node));
  const indent = ' '.repeat(column);
  const lines = textOf(document, manner).replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? eol : `${indent}${line}${eol}`)).join('');
}

/** What follows `key:`, without the last line break; lines after the first are indented. */
export function renderValue(
  value: unknown,
  column: number,
  { like, eol }: { like: unknown; eol: string },
): string {
  const document = new Document({}, written);
  const node = nodeOf(document, value, plainly);
  quoteLike(node, like);
  document.add(document.createPair('k', node));
  const indent = ' '.repeat(column);
  const [first = '', ...lines] = textOf(document, plainly).replace(/\n$/, '').split('\n');
  return [first.slice(2), ...lines.map((line) => (line === '' ? '' : `${indent}${line}`))].join(eol);
}

/**
 * On one line: `a` or `key: a`.
 * @param like What it takes the place of.
 */
export function renderFlow(key: string | undefined, value: unknown, padded: boolean, like?: unknown): string {
  const document = new Document(key === undefined ? [] : {}, written);
  const node = document.createNode(value, { aliasDuplicateObjects: false });
  quoteLike(node, like);
  document.add(key === undefined ? node : document.createPair(key, node));
  const text = textOf(document, { flow: true, padded }, true).trim();
  return text.slice(1, -1).trim();
}

function nodeOf(document: Document, value: unknown, { flow }: Manner): Node {
  const node = document.createNode(value, { aliasDuplicateObjects: false });
  visit(node, {
    Seq: (_key, list) => {
      shorten(list);
    },
  });
  if (flow && isCollection(node)) node.flow = true;
  return node;
}

function textOf(document: Document, { padded }: Manner, whole = false): string {
  if (whole && isNode(document.contents) && isCollection(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0, flowCollectionPadding: padded });
}

function quoteLike(node: unknown, like: unknown): void {
  if (isScalar(node) && isScalar(like) && like.type?.startsWith('QUOTE') === true) node.type = like.type;
}
