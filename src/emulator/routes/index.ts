import type { Route } from '../route.ts';
import { accesskeyRoutes } from './accesskeys.ts';
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
import { telephonyRoutes } from './telephony.ts';

/** Every route. Fixed paths go before those with an id in the same place. */
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
  ...telephonyRoutes,
];
