/** Who owns what, and what leads where: number, flow, queue, tag, agents. Rows in, a tree out. */
import type { Agent, BillingAccount, Customer, Flow, Number, Queue, Tag } from '../api/wire.ts';
import { pointersIn } from '../calls/references.ts';
import { teamOf, wantedTags } from '../calls/teams.ts';
import { isSetId } from '../core/ids.ts';

export type NodeKind =
  'account' | 'group' | 'agent' | 'number' | 'flow' | 'queue' | 'tag' | 'everyone' | 'billing';

export interface TreeNode {
  kind: NodeKind;
  /** Null for groups, and for what has none. */
  id: string | null;
  /** Of a group, what is in it: `agents`. */
  name: string;
  /** Status, plan, tags: a few words. */
  detail: string;
  /** The field of the API by which the node above leads here; null where it owns it. */
  via: string | null;
  /** Of a group and of a team: how many; null where that was not read. */
  count: number | null;
  /**
   * `missing`: the named object does not exist; `deleted`: it no longer exists; `unlinked`: it leads nowhere; `not_read`:
   * unknown.
   */
  state: 'ok' | 'missing' | 'deleted' | 'unlinked' | 'not_read';
  /** What it leads to is in the tree already, further up. */
  repeated: boolean;
  children: readonly TreeNode[];
}

/** Rows, or why there are none. */
export type RowsOrReason<T> = readonly T[] | { reason: string };

export interface Holdings {
  customer: Customer;
  billing: { account: BillingAccount } | { reason: string };
  agents: RowsOrReason<Agent>;
  numbers: RowsOrReason<Number>;
  flows: RowsOrReason<Flow>;
  queues: RowsOrReason<Queue>;
  /** Deleted ones included. */
  tags: RowsOrReason<Tag>;
}

/** @param depth Levels below the account; undefined for all. */
export function treeOf(holdings: Holdings, depth = Infinity): TreeNode {
  const { customer } = holdings;
  const groups = new Growth(holdings).groups();
  const root = node('account', customer.id, customer.name || customer.id, {
    detail: customer.status ?? '',
    children: [...groups, billingNode(holdings.billing)],
  });
  return prunedTo(root, depth);
}

function prunedTo(one: TreeNode, depth: number): TreeNode {
  return { ...one, children: depth <= 0 ? [] : one.children.map((child) => prunedTo(child, depth - 1)) };
}

type More = Partial<Omit<TreeNode, 'kind' | 'id' | 'name'>>;

const node = (kind: NodeKind, id: string | null, name: string, more: More = {}): TreeNode => ({
  kind,
  id,
  name,
  detail: '',
  via: null,
  count: null,
  state: 'ok',
  repeated: false,
  children: [],
  ...more,
});

function billingNode(billing: Holdings['billing']): TreeNode {
  if ('reason' in billing)
    return node('billing', null, 'billing', { detail: billing.reason, state: 'not_read' });
  const { id, name, plan_type } = billing.account;
  return node('billing', id, name || id, { detail: plan_type ? `${plan_type} plan` : '' });
}

interface Owned {
  id: string;
  name?: string | null | undefined;
  tm_delete?: string | null | undefined;
}

const live = <T extends Owned>(rows: RowsOrReason<T>): T[] =>
  'reason' in rows ? [] : rows.filter(({ tm_delete }) => !tm_delete).sort(byName);

const nameOf = ({ name, id }: Owned): string => name || id;

function byName(a: Owned, b: Owned): number {
  const [one, other] = [nameOf(a).toLowerCase(), nameOf(b).toLowerCase()];
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1;
}

/** Where something leads, by which field. */
interface Link {
  kind: 'flow' | 'queue' | 'agent';
  /** Lower case. */
  id: string;
  /** Null in its own group, where nothing leads to it. */
  via: string | null;
}

/** Each flow, queue and tag leads on once: where it comes up again, it is only named. */
class Growth {
  readonly #agents: readonly Agent[];
  readonly #numbers: readonly Number[];
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #tags: ReadonlyMap<string, Tag>;
  readonly #holdings: Holdings;
  readonly #grown = new Set<string>();

  constructor(holdings: Holdings) {
    const byId = <T extends Owned>(rows: readonly T[]): ReadonlyMap<string, T> =>
      new Map(rows.map((row) => [row.id.toLowerCase(), row]));
    this.#holdings = holdings;
    this.#agents = live(holdings.agents);
    this.#numbers = live(holdings.numbers).sort((a, b) => ((a.number ?? '') < (b.number ?? '') ? -1 : 1));
    this.#flows = byId(live(holdings.flows));
    this.#queues = byId(live(holdings.queues));
    this.#tags = byId('reason' in holdings.tags ? [] : holdings.tags);
  }

  /** Numbers first: what callers reach hangs below them. */
  groups(): TreeNode[] {
    const numbers = this.#numbers.map((row) => this.#number(row));
    const flows = [...this.#flows.keys()].map((id) => this.#link({ kind: 'flow', id, via: null }));
    const queues = [...this.#queues.keys()].map((id) => this.#link({ kind: 'queue', id, via: null }));
    const holdings = this.#holdings;
    return [
      group(
        'agents',
        holdings.agents,
        this.#agents.map((agent) => this.#agent(agent, null)),
      ),
      group('numbers', holdings.numbers, numbers),
      group('flows', holdings.flows, flows),
      group('queues', holdings.queues, queues),
      group(
        'tags',
        holdings.tags,
        live(holdings.tags).map((tag) => node('tag', tag.id, nameOf(tag), { detail: tag.detail ?? '' })),
      ),
    ];
  }

  #agent(agent: Agent, via: string | null): TreeNode {
    const tags = (agent.tag_ids ?? []).map((id) => this.#tags.get(id.toLowerCase())?.name ?? id);
    const name = agent.name || agent.username || agent.id;
    const detail = [agent.status ?? '', ...(via === null ? tags : [])].filter(Boolean).join(', ');
    return node('agent', agent.id, name, { detail, via });
  }

  #number(row: Number): TreeNode {
    const calls = row.call_flow_id?.toLowerCase();
    const messages = row.message_flow_id?.toLowerCase();
    const links = [
      ...(isSetId(calls) ? [flowLink(calls, messages === calls ? BOTH : 'call_flow_id')] : []),
      ...(isSetId(messages) && messages !== calls ? [flowLink(messages, 'message_flow_id')] : []),
    ];
    return node('number', row.id, row.number || row.id, {
      detail: [row.name ?? '', row.type === 'virtual' ? 'virtual' : ''].filter(Boolean).join(', '),
      state: links.length === 0 ? 'unlinked' : 'ok',
      children: links.map((link) => this.#link(link)),
    });
  }

  #link({ kind, id, via }: Link): TreeNode {
    if (kind === 'agent') {
      const agent = this.#agents.find((one) => one.id.toLowerCase() === id);
      return agent === undefined ? this.#unknown(kind, id, via) : this.#agent(agent, via);
    }
    const row = kind === 'flow' ? this.#flows.get(id) : this.#queues.get(id);
    if (row === undefined) return this.#unknown(kind, id, via);
    const isNew = !this.#grown.has(id);
    this.#grown.add(id);
    const links = kind === 'flow' ? linksOf(row) : waitOf(row);
    const below = !isNew
      ? []
      : [...(kind === 'queue' ? this.#team(row) : []), ...links.map((link) => this.#link(link))];
    const leads = kind === 'queue' || links.length > 0;
    return node(kind, row.id, nameOf(row), { via, repeated: !isNew && leads, children: below });
  }

  /** A list that could not be read does not make what it holds missing. */
  #unknown(kind: Link['kind'], id: string, via: Link['via']): TreeNode {
    const rows = { agent: this.#holdings.agents, flow: this.#holdings.flows, queue: this.#holdings.queues }[
      kind
    ];
    return node(kind, id, id, { via, state: 'reason' in rows ? 'not_read' : 'missing' });
  }

  /** The tags of a queue with their agents; without tags every agent may answer. */
  #team(queue: Queue): TreeNode[] {
    const tags = [...new Set(wantedTags(queue))];
    const isRead = !('reason' in this.#holdings.agents);
    if (tags.length === 0) {
      const count = isRead ? teamOf(queue, this.#agents).length : null;
      const state = isRead ? 'ok' : 'not_read';
      return [node('everyone', null, 'every agent', { via: 'tag_ids', count, state })];
    }
    return tags.map((id) => {
      const tag = this.#tags.get(id);
      const agents = this.#agents.filter(({ tag_ids }) => tag_ids?.some((one) => one.toLowerCase() === id));
      const isNew = !this.#grown.has(id);
      this.#grown.add(id);
      return node('tag', id, tag?.name || id, {
        detail: isRead ? '' : 'agents not read',
        via: 'tag_ids',
        count: isRead ? agents.length : null,
        state: tag === undefined ? this.#stateOfUnknownTag() : tag.tm_delete ? 'deleted' : 'ok',
        repeated: !isNew && agents.length > 0,
        children: isNew ? agents.map((agent) => this.#agent(agent, 'tag_ids')) : [],
      });
    });
  }

  #stateOfUnknownTag(): TreeNode['state'] {
    return 'reason' in this.#holdings.tags ? 'not_read' : 'missing';
  }
}

/** Calls and messages of a number lead to one flow. */
const BOTH = 'call_flow_id, message_flow_id';

const flowLink = (id: string, via: string): Link => ({ kind: 'flow', id, via });

const group = (name: string, rows: RowsOrReason<Owned>, children: readonly TreeNode[]): TreeNode =>
  'reason' in rows
    ? node('group', null, name, { detail: rows.reason, state: 'not_read' })
    : node('group', null, name, { count: children.length, children });

/** Everything that a flow leads to, each once, by the first way there. */
function linksOf(flow: Flow): Link[] {
  const links = [
    ...pointersIn(flow)
      .filter(({ id }) => isSetId(id))
      .map(({ kind, id, where }): Link => ({ kind, id, via: where })),
    ...(isSetId(flow.on_complete_flow_id)
      ? [flowLink(flow.on_complete_flow_id.toLowerCase(), 'on_complete_flow_id')]
      : []),
  ];
  const each = new Map<string, Link>();
  for (const link of links) {
    const key = `${link.kind} ${link.id}`;
    each.set(key, each.get(key) ?? link);
  }
  return [...each.values()];
}

const waitOf = ({ wait_flow_id: id }: Queue): Link[] =>
  isSetId(id) ? [flowLink(id.toLowerCase(), 'wait_flow_id')] : [];
