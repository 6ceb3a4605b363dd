/** Which part of the call paths is drawn: a picture with too much in it shows nothing. */
import { plural } from '../../../core/text.ts';
import type { Picture, PictureEdge, PictureNode } from '../../calls/picture.ts';

/** Up to here everything is drawn. */
const ALL = 60;
/** Of paths without any dead end. */
const FIRST = 40;
/** Of paths with more dead ends than a picture holds. */
const MOST = 120;

export interface PathChoice extends Picture {
  /** What was left out, for people; undefined where everything is drawn. */
  omitted: string | undefined;
}

/** Everything where it is small, otherwise what leads to dead ends, otherwise the first paths. */
export function choosePaths({ nodes, edges }: Picture): PathChoice {
  const known = new Set(nodes.map(({ id }) => id));
  const whole = edges.filter(({ from, to }) => known.has(from) && known.has(to));
  if (nodes.length <= ALL) return { nodes, edges: whole, omitted: undefined };
  const dead = nodes.filter((node) => node.lost);
  if (dead.length === 0) {
    const chosen = firstPaths(nodes, whole);
    return {
      ...only(chosen, nodes, whole),
      omitted: `no dead end was found; the first ${chosen.size} of ${plural(nodes.length, 'place')} are drawn`,
    };
  }
  const { chosen, led } = pathsTo(dead, whole);
  return {
    ...only(chosen, nodes, whole),
    omitted: `drawn are only the paths that lead to ${
      led === dead.length ? 'dead ends' : `the first ${led} of ${plural(dead.length, 'dead end')}`
    }: ${chosen.size} of ${plural(nodes.length, 'place')}`,
  };
}

function only(
  chosen: ReadonlySet<string>,
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
): Picture {
  return {
    nodes: nodes.filter(({ id }) => chosen.has(id)),
    edges: edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
  };
}

/** Path by path, so that what is drawn hangs together. */
function firstPaths(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): Set<string> {
  const next = neighbours(edges, 'from', 'to');
  const chosen = new Set<string>();
  for (const { id } of nodes) {
    const open = [id];
    for (let at = open.pop(); at !== undefined && chosen.size < FIRST; at = open.pop()) {
      if (chosen.has(at)) continue;
      chosen.add(at);
      open.push(...(next.get(at) ?? []).toReversed());
    }
  }
  return chosen;
}

/** The dead ends and whatever leads to them, dead end by dead end as long as there is room. */
function pathsTo(
  dead: readonly PictureNode[],
  edges: readonly PictureEdge[],
): { chosen: Set<string>; led: number } {
  const before = neighbours(edges, 'to', 'from');
  const chosen = new Set<string>();
  for (const { id } of dead) {
    const open = [id];
    for (let at = open.pop(); at !== undefined && chosen.size < MOST; at = open.pop()) {
      if (chosen.has(at)) continue;
      chosen.add(at);
      open.push(...(before.get(at) ?? []));
    }
  }
  return { chosen, led: dead.filter(({ id }) => chosen.has(id)).length };
}

function neighbours(
  edges: readonly PictureEdge[],
  key: 'from' | 'to',
  value: 'from' | 'to',
): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const edge of edges) {
    const list = map.get(edge[key]);
    if (list) list.push(edge[value]);
    else map.set(edge[key], [edge[value]]);
  }
  return map;
}
