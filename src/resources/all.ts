/** The descriptions of all resources. */
import { account } from './account.ts';
import { accesskeys } from './accesskeys.ts';
import { activeflows } from './activeflows.ts';
import { agents } from './agents.ts';
import { billing } from './billing.ts';
import { billings } from './billings.ts';
import { calls } from './calls.ts';
import { campaigns } from './campaigns.ts';
import { conferences } from './conferences.ts';
import { conversationAccounts } from './conversation-accounts.ts';
import { customers } from './customers.ts';
import { extensions } from './extensions.ts';
import { flows } from './flows.ts';
import { groupcalls } from './groupcalls.ts';
import { hours } from './hours.ts';
import { messages } from './messages.ts';
import { numbers } from './numbers.ts';
import { outdials } from './outdials.ts';
import { outplans } from './outplans.ts';
import { queuecalls } from './queuecalls.ts';
import { queues } from './queues.ts';
import { tags } from './tags.ts';
import { trunks } from './trunks.ts';
import { webchatWidgets } from './webchat-widgets.ts';
import { recordings } from './recordings.ts';
import { resourceIndex, type FileKind, type NamedKind, type Noun } from './index.ts';
import type { Listed, ManyKind, SingleKind } from './kind.ts';
import { outbound } from './outbound.ts';

const described: Readonly<Record<Noun, Listed>> & Readonly<Record<NamedKind, ManyKind>> = {
  tags,
  extensions,
  hours,
  flows,
  queues,
  agents,
  numbers,
  conferences,
  outplans,
  outdials,
  campaigns,
  conversation_accounts: conversationAccounts,
  webchat_widgets: webchatWidgets,
  accesskeys,
  calls,
  billings,
  queuecalls,
  activeflows,
  messages,
  recordings,
  groupcalls,
  trunks,
  customers,
};

/** What a plan file speaks of, in its order. */
export const singleKinds = [account, outbound] as readonly (SingleKind & {
  kind: 'account' | 'outbound';
})[];

/** What a plan file speaks of, in its order, and that of work. */
export const manyKinds = resourceIndex.flatMap((line) =>
  'isDeclared' in line ? [described[line.noun]] : [],
) as readonly (ManyKind & { kind: FileKind })[];

export const kinds = [...singleKinds, ...manyKinds];

/** With those that commands alone change. */
export const allSingleKinds: readonly SingleKind[] = [...singleKinds, billing];
/** With those that commands alone change. */
export const allManyKinds: readonly ManyKind[] = [
  ...manyKinds,
  ...resourceIndex.flatMap((line) => ('byCommand' in line ? [described[line.noun]] : [])),
];

export const allKinds: readonly (SingleKind | ManyKind)[] = [...allSingleKinds, ...allManyKinds];

/** Whether a plan file may speak of it, and other objects may name one. */
export const isInFiles = (kind: SingleKind | ManyKind): boolean => kinds.some((one) => one === kind);

/** Of which there is one. */
export const isSingle = (kind: SingleKind['kind'] | NamedKind): kind is SingleKind['kind'] =>
  allSingleKinds.some((one) => one.kind === kind);

export function singleKind(kind: SingleKind['kind']): SingleKind {
  const found = allSingleKinds.find((one) => one.kind === kind);
  if (found === undefined) throw new RangeError(`no kind ${kind}`);
  return found;
}

export const manyKind = (kind: NamedKind): ManyKind => described[kind];

export const resourceOf = (noun: Noun): Listed => described[noun];
