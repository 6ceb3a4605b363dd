/** `/service_agents`: what an agent may see of itself and its company. A key or a delegate is "not signed in" here. */
import { ok, refuse } from '../http.ts';
import type { AgentRow } from '../records.ts';
import { listPage, type Call, type Route } from '../route.ts';
import { goTime } from '../columns.ts';
import { show } from '../tables/index.ts';

function ownAgent(call: Call): AgentRow {
  const row = call.world.tables.agents.get(call.identity.agentId ?? '');
  if (call.identity.kind !== 'agent' || row === undefined)
    throw refuse('UNAUTHENTICATED', 'AUTHENTICATION_REQUIRED');
  return row;
}

export const serviceAgentRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1.0/service_agents/me', handle: (call) => ok(show('agents', ownAgent(call))) },
  {
    method: 'GET',
    path: '/v1.0/service_agents/agents',
    handle(call) {
      const { customer_id } = ownAgent(call);
      return listPage(call, 'agents', { customerId: customer_id });
    },
  },
  {
    method: 'GET',
    path: '/v1.0/service_agents/customer',
    handle(call) {
      const customer = call.world.customer(ownAgent(call).customer_id);
      // All but these are zero values, and must not be believed.
      return ok({
        id: customer?.id,
        ...(customer?.name && { name: customer.name }),
        ...(customer?.detail && { detail: customer.detail }),
        billing_account_id: '00000000-0000-0000-0000-000000000000',
        metadata: { rtp_debug: false },
        email_verified: false,
        status: '',
        identity_verification_status: '',
        tm_deletion_scheduled: null,
        tm_create: goTime(customer?.tm_create ?? null),
        tm_update: goTime(customer?.tm_update ?? null),
        tm_delete: goTime(customer?.tm_delete ?? null),
      });
    },
  },
];
