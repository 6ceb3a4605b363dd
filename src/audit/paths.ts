/** The ways a call can take through the account, as a graph: number, flow, queue, tag, agents. */
import type { Agent, Flow, Number, Queue, Tag } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { plural } from '../core/text.ts';
import { actionReferences, graphOf } from './flow-graph.ts';
import { teamOf, wantedTags } from '../calls/teams.ts';

export interface PathNode {
  /** Unique in the graph. */
  id: string;
  kind: 'number' | 'flow' | 'queue' | 'tag' | 'agent' | 'missing';
  name: string;
  /** Whether a caller who comes here reaches nobody. */
  dead: boolean;
  /** What is wrong with it, for people. */
  note?: string;
}

export interface PathEdge {
  from: string;
  to: string;
  /** What is pressed or asked for: `1`, `default`. */
  label?: string;
  /** Whether it leads to a dead end. */
  dead: boolean;
}

export interface CallPaths {
  nodes: readonly PathNode[];
  edges: readonly PathEdge[];
}

/** The sections that the paths go through. */
export interface Routing {
  numbers: readonly Number[];
  flows: readonly Flow[];
  queues: readonly Queue[];
  tags: readonly Tag[];
  agents: readonly Agent[];
}

/** Every object that a number leads to, and how. Agents stand together, by tag. */
export function callPaths({ numbers, flows, queues, tags, agents }: Routing): CallPaths {
  const nodes = new Map<string, PathNode>();
  const edges = new Map<string, PathEdge>();
  const flowById = new Map(flows.map((row) => [row.id, row]));
  const queueById = new Map(queues.map((row) => [row.id, row]));
  const tagNames = new Map(tags.map((row) => [row.id, row.name || row.id]));
  const link = (from: string, to: PathNode, label?: string): void => {
    const key = `${from} ${to.id} ${label ?? ''}`;
    edges.set(key, { from, to: to.id, ...(label !== undefined && label !== '' && { label }), dead: to.dead });
  };
  const missing = (what: string, id: string): PathNode => {
    const node: PathNode = {
      id: `missing:${what}:${id}`,
      kind: 'missing',
      name: isSetId(id) ? `${what} ${id}` : `no ${what}`,
      dead: true,
      note: 'does not exist',
    };
    nodes.set(node.id, node);
    return node;
  };

  const flowNode = (id: string): PathNode => {
    const row = flowById.get(id);
    if (row === undefined) return missing('flow', id);
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const empty = (row.actions?.length ?? 0) === 0;
    const node: PathNode = {
      id,
      kind: 'flow',
      name: row.name || id,
      dead: empty,
      ...(empty && { note: 'has no actions' }),
    };
    nodes.set(id, node);
    const graph = graphOf(row);
    for (const { kind, id: target, label, follows, reachable } of actionReferences(graph)) {
      if (!follows || !reachable) continue;
      link(id, kind === 'queue' ? queueNode(target) : flowNode(target), label);
    }
    for (const { field, target, action } of graph.lost) {
      if (graph.reachable.has(action)) link(id, missing('action', target), field.replace('target_ids.', ''));
    }
    return node;
  };

  const queueNode = (id: string): PathNode => {
    const row = queueById.get(id);
    if (row === undefined) return missing('queue', id);
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const note = queueFault(row, flowById, agents);
    const node: PathNode = {
      id,
      kind: 'queue',
      name: row.name || id,
      dead: note !== undefined,
      ...(note !== undefined && { note }),
    };
    nodes.set(id, node);
    const wanted = wantedTags(row);
    for (const tag of wanted) link(id, tagNode(tag));
    if (wanted.length === 0) link(id, agentsNode('all', 'all agents', agents));
    return node;
  };

  const tagNode = (id: string): PathNode => {
    const team = teamOf({ tag_ids: [id] }, agents);
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const node: PathNode = {
      id,
      kind: 'tag',
      name: tagNames.get(id) ?? id,
      dead: team.length === 0,
      ...(team.length === 0 && { note: 'no agent has it' }),
    };
    nodes.set(id, node);
    if (team.length > 0) link(id, agentsNode(id, '', team));
    return node;
  };

  const agentsNode = (id: string, name: string, team: readonly Agent[]): PathNode => {
    const [only] = team;
    const available = team.filter(({ status }) => status === 'available').length;
    const count = team.length === 1 ? (only?.name ?? '') || '1 agent' : plural(team.length, 'agent');
    const node: PathNode = {
      id: `agents:${id}`,
      kind: 'agent',
      name: name === '' ? count : `${name} (${team.length})`,
      dead: team.length === 0,
      note: `${available} available`,
    };
    nodes.set(node.id, node);
    return node;
  };

  for (const row of numbers) {
    const target = row.call_flow_id;
    const node: PathNode = {
      id: row.id,
      kind: 'number',
      name: [row.number, row.name].filter(Boolean).join(' ') || row.id,
      dead: !isSetId(target),
      ...(!isSetId(target) && { note: 'has no flow' }),
    };
    nodes.set(row.id, node);
    if (isSetId(target)) link(row.id, flowNode(target));
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** Why nobody answers in this queue; undefined where somebody may. */
function queueFault(
  row: Queue,
  flows: ReadonlyMap<string, Flow>,
  agents: readonly Agent[],
): string | undefined {
  if (!isSetId(row.wait_flow_id)) return 'has no wait flow';
  if (!flows.has(row.wait_flow_id)) return 'waits in a flow that does not exist';
  return teamOf(row, agents).length === 0 ? 'has no agent' : undefined;
}

/** A way from a number to a place where nobody answers. */
export interface DeadPath {
  number: string;
  /** From the number on; the last is the dead end. */
  nodes: readonly PathNode[];
  /** Between them. */
  labels: readonly (string | undefined)[];
}

/** One shortest way from each number to each dead end behind it. The number itself is not counted as one. */
export function deadPaths({ nodes, edges }: CallPaths): DeadPath[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const out = new Map<string, PathEdge[]>();
  for (const edge of edges) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  return nodes
    .filter(({ kind, dead }) => kind === 'number' && !dead)
    .flatMap((start) => {
      const found: DeadPath[] = [];
      const seen = new Set([start.id]);
      const open: { at: string; nodes: PathNode[]; labels: (string | undefined)[] }[] = [
        { at: start.id, nodes: [start], labels: [] },
      ];
      for (let here = open.shift(); here !== undefined; here = open.shift()) {
        for (const edge of out.get(here.at) ?? []) {
          const node = byId.get(edge.to);
          // Behind a queue there are only its people: that none of them has a tag is the queue's fault.
          if (node === undefined || seen.has(node.id) || node.kind === 'tag' || node.kind === 'agent')
            continue;
          seen.add(node.id);
          const path = { nodes: [...here.nodes, node], labels: [...here.labels, edge.label] };
          if (node.dead) found.push({ number: start.id, ...path });
          else open.push({ at: node.id, ...path });
        }
      }
      return found;
    });
}

/** `+1 415 Main line -> Main menu -(3)-> Billing`, for people. */
export function describePath({ nodes, labels }: Pick<DeadPath, 'nodes' | 'labels'>): string {
  return nodes
    .map(({ name }, index) => {
      if (index === 0) return name;
      const label = labels[index - 1];
      return label === undefined ? ` -> ${name}` : ` -(${label})-> ${name}`;
    })
    .join('');
}
