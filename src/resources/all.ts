/** The descriptions of all resources. */
import { account } from './account.ts';
import { accesskeys } from './accesskeys.ts';
import { activeflows } from './activeflows.ts';
import { agents } from './agents.ts';
import { billings } from './billings.ts';
import { calls } from './calls.ts';
import { campaigns } from './campaigns.ts';
import { conferences } from './conferences.ts';
import { conversationAccounts } from './conversation-accounts.ts';
import { extensions } from './extensions.ts';
import { flows } from './flows.ts';
import { hours } from './hours.ts';
import { messages } from './messages.ts';
import { numbers } from './numbers.ts';
import { queuecalls } from './queuecalls.ts';
import { queues } from './queues.ts';
import { tags } from './tags.ts';
import { webchatWidgets } from './webchat-widgets.ts';
import { resourceIndex, type NamedKind, type Noun } from './index.ts';
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
  accesskeys,
  calls,
  billings,
  queuecalls,
  activeflows,
  messages,
  conferences,
  campaigns,
  conversation_accounts: conversationAccounts,
  webchat_widgets: webchatWidgets,
};

/** In the order of a file. */
export const singleKinds: readonly SingleKind[] = [account, outbound];

/** In the order of a file, and of work. */
export const manyKinds: readonly ManyKind[] = resourceIndex.flatMap((line) =>
  'isDeclared' in line ? [described[line.noun]] : [],
);

export const kinds: readonly (SingleKind | ManyKind)[] = [...singleKinds, ...manyKinds];

export const manyKind = (kind: NamedKind): ManyKind => described[kind];

export const resourceOf = (noun: Noun): Listed => described[noun];
