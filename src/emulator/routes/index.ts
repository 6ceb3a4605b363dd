import type { Route } from '../route.ts';
import { accesskeyRoutes } from './accesskeys.ts';
import { actRoutes } from './acts.ts';
import { activeflowRoutes } from './activeflows.ts';
import { aiRoutes } from './ai.ts';
import { callRoutes } from './calls.ts';
import { caseRoutes } from './cases.ts';
import { conferenceRoutes } from './conferences.ts';
import { contactAddressRoutes } from './contact-addresses.ts';
import { contactRoutes } from './contacts.ts';
import { conversationRoutes } from './conversations.ts';
import { messageRoutes } from './messages.ts';
import { outreachRoutes } from './outreach.ts';
import { recordingRoutes } from './recordings.ts';
import { storageRoutes } from './storage.ts';
import { talkRoutes } from './talk.ts';
import { timelineRoutes } from './timelines.ts';
import { trunkRoutes } from './trunks.ts';
import { webchatRoutes } from './webchat.ts';
import { agentRoutes } from './agents.ts';
import { authRoutes, stubRoutes } from './auth.ts';
import { billingRoutes } from './billing.ts';
import { customerRoutes } from './customer.ts';
import { extensionRoutes } from './extensions.ts';
import { flowRoutes } from './flows.ts';
import { numberRoutes } from './numbers.ts';
import { outboundRoutes } from './outbound.ts';
import { queueRoutes } from './queues.ts';
import { serviceAgentRoutes } from './service-agents.ts';
import { tagRoutes } from './tags.ts';

/** Every route. Fixed paths come before those with an id in the same position. */
export const routes: readonly Route[] = [
  ...accesskeyRoutes,
  ...agentRoutes,
  ...authRoutes,
  ...stubRoutes,
  ...billingRoutes,
  ...customerRoutes,
  ...extensionRoutes,
  ...flowRoutes,
  ...numberRoutes,
  ...outboundRoutes,
  ...queueRoutes,
  ...serviceAgentRoutes,
  ...tagRoutes,
  ...actRoutes,
  ...activeflowRoutes,
  ...aiRoutes,
  ...callRoutes,
  ...caseRoutes,
  ...conferenceRoutes,
  ...contactAddressRoutes,
  ...contactRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...outreachRoutes,
  ...recordingRoutes,
  ...storageRoutes,
  ...talkRoutes,
  ...timelineRoutes,
  ...trunkRoutes,
  ...webchatRoutes,
];
