/** Who owns what: as a tree for people, as nested or flat data, and as a picture. The fields of the data are a contract. */
import { capitalized, clean, grouped, plural } from '../core/text.ts';
import type { NodeKind, TreeNode } from '../ownership/tree.ts';
import { renderMermaid, type PictureEdge, type PictureNode } from './calls/picture.ts';
import type { Sheet } from './format.ts';
import { code, prose } from './markdown.ts';
import type { Paint } from './paint.ts';
import { cut, widthOf } from './tabular/columns.ts';
import { plainColumns } from './tabular/csv-columns.ts';

/** @param isWhole Long lists are not cut, even on a terminal. */
export function ownershipSheet(root: TreeNode, isWhole = false): Sheet {
  return {
    kind: 'sheet',
    raw: { format: 'voipbin.tree/1', tree: root },
    rows: [...flat(root, 0, null)],
    fields: plainColumns([
      ...['depth', 'kind', 'id', 'name', 'detail', 'via', 'count', 'state', 'repeated'],
      ...['parent_kind', 'parent_id'],
    ]),
    text: (paint, columns) => `${treeLines(root, isWhole, paint, columns).join('\n')}\n`,
    markdown: () => `${[...listItems(root, 0)].join('\n')}\n`,
  };
}

/** One row for each, the upper ones first. */
function* flat(node: TreeNode, depth: number, parent: TreeNode | null): Generator<object> {
  const { children, ...row } = node;
  yield { depth, ...row, parent_kind: parent?.kind ?? null, parent_id: parent?.id ?? null };
  for (const child of children) yield* flat(child, depth + 1, node);
}

/** So many of one kind are shown on a terminal; a program gets all. */
const MOST = 15;

/** Without a terminal nothing is drawn, nothing left out and nothing cut. */
function treeLines(root: TreeNode, isWhole: boolean, paint: Paint, columns: number | undefined): string[] {
  const lines = [labelOf(root, paint, columns ?? Infinity)];
  const grow = (node: TreeNode, indent: string): void => {
    const { children } = node;
    const shown =
      isWhole || columns === undefined || children.length <= MOST + 1 ? children : children.slice(0, MOST);
    const rest = children.length - shown.length;
    for (const [index, child] of shown.entries()) {
      const isLast = index === shown.length - 1 && rest === 0;
      const [here, below] = columns === undefined ? ['  ', '  '] : isLast ? ['└─ ', '   '] : ['├─ ', '│  '];
      const room = (columns ?? Infinity) - indent.length - here.length;
      lines.push(paint.dim(indent + here) + labelOf(child, paint, room));
      grow(child, indent + below);
    }
    if (rest > 0) lines.push(paint.dim(`${indent}└─ and ${grouped(rest)} more (--all shows them)`));
  };
  grow(root, '');
  return lines;
}

/** A list in lists. */
function* listItems(node: TreeNode, depth: number): Generator<string> {
  const { before, title, counted, extra } = wordsOf(node);
  const name = node.kind === 'group' || node.kind === 'everyone' ? title : code(title);
  yield `${'  '.repeat(depth)}- ${before}${name}${counted}${extra === '' ? '' : `: ${prose(extra)}`}`;
  for (const child of node.children) yield* listItems(child, depth + 1);
}

/** Before a name; nothing where the group says it. */
const KINDS: Readonly<Record<NodeKind, string>> = {
  account: '',
  group: '',
  agent: '',
  number: '',
  flow: 'flow ',
  queue: 'queue ',
  tag: 'tag ',
  everyone: '',
  billing: 'Billing: ',
};

/** How something leads to it, where that is not plain. */
function viaWords(via: string | null): string {
  switch (via) {
    case 'call_flow_id, message_flow_id':
      return 'calls and messages';
    case 'message_flow_id':
      return 'messages';
    case 'on_complete_flow_id':
      return 'afterwards';
    case 'wait_flow_id':
      return 'while waiting';
    case 'call.flow_id':
    case 'call.destinations':
      return 'calls';
    case 'connect.destinations':
      return 'connects';
    default:
      return via?.endsWith('.on_end_flow_id') ? 'when it has ended' : '';
  }
}

function wordsOf(node: TreeNode): { before: string; title: string; counted: string; extra: string } {
  const { kind, name, via, count } = node;
  const before = via === null && kind !== 'billing' ? '' : KINDS[kind];
  const title = kind === 'group' ? capitalized(name) : clean(name);
  const counted =
    count === null
      ? ''
      : kind === 'group' || kind === 'everyone'
        ? ` (${grouped(count)})`
        : `, ${agents(count)}`;
  const extra = [clean(node.detail), viaWords(via), stateWords(node)].filter(Boolean).join('; ');
  return { before, title, counted, extra };
}

function labelOf(node: TreeNode, paint: Paint, room: number): string {
  const { kind } = node;
  const { before, title, counted, extra } = wordsOf(node);
  const main = cut(`${before}${title}${counted}`, room);
  const left = room - widthOf(main) - 2;
  const text = extra === '' || left < 8 ? '' : `  ${colorOf(node, paint)(cut(extra, left))}`;
  const isHead = kind === 'account' || kind === 'group';
  return (isHead ? paint.bold(main) : main) + text;
}

const agents = (count: number): string => (count === 0 ? 'no agent' : plural(count, 'agent'));

function stateWords({ state, repeated, kind }: TreeNode): string {
  switch (state) {
    case 'missing':
      return 'does not exist';
    case 'deleted':
      return 'deleted';
    case 'unlinked':
      return 'leads to no flow';
    case 'not_read':
      return 'not read';
    case 'ok':
      return repeated ? (kind === 'tag' ? 'agents as above' : 'as above') : '';
  }
}

function colorOf({ state, kind, via, count }: TreeNode, paint: Paint): (text: string) => string {
  /** A tag that a queue asks for and no known agent has. */
  const isUnmanned = kind === 'tag' && via !== null && !count;
  if (state === 'missing' || state === 'deleted') return paint.red;
  if (state === 'unlinked' || state === 'not_read' || isUnmanned) return paint.yellow;
  return paint.dim;
}

/** The links as a flowchart: what only belongs to the account is left out. */
export function ownershipMermaid(root: TreeNode): string {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureEdge>();
  const draw = (node: TreeNode, parent: string | undefined): void => {
    const isDrawn = node.kind !== 'account' && node.kind !== 'group' && node.kind !== 'billing';
    const isOfPicture = isDrawn && (node.via !== null || node.children.length > 0 || node.kind === 'number');
    const key = `${node.kind} ${node.id ?? ''}`;
    if (isOfPicture && !nodes.has(key)) nodes.set(key, pictureNode(key, node));
    if (isOfPicture && parent !== undefined) {
      const lost = node.state === 'missing';
      edges.set(`${parent} ${key}`, { from: parent, to: key, label: viaWords(node.via), lost });
    }
    for (const child of node.children) draw(child, isOfPicture ? key : undefined);
  };
  draw(root, undefined);
  return renderMermaid({ nodes: [...nodes.values()], edges: [...edges.values()] });
}

function pictureNode(id: string, node: TreeNode): PictureNode {
  const { kind, name, detail, count, state } = node;
  const label = kind === 'number' && detail !== '' ? `${name} ${detail}` : name;
  const counted = kind === 'everyone' && count !== null ? ` (${count})` : '';
  const words = stateWords({ ...node, repeated: false });
  return {
    id,
    label: clean(`${KINDS[kind]}${label}${counted}${words === '' ? '' : `: ${words}`}`),
    kind: kind === 'number' ? 'number' : kind === 'flow' ? 'flow' : 'end',
    lost: state !== 'ok' && state !== 'not_read',
  };
}
