/** Building blocks for the examples of rules: whole objects, of which an example says only what matters. */
import type { Agent, BillingAccount, Customer, Flow, Number, Queue } from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';

/** The moment at which all examples play. */
export const EXAMPLE_NOW = Date.parse('2026-11-23T12:00:00Z');

/** Well-formed ids for examples: `id(1)` is always the same. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const customer = (fields: Partial<Customer> = {}): Customer => ({
  id: id(1),
  name: 'Acme Corporation',
  detail: 'Head office telephony',
  email: 'owner@acme.example',
  webhook_method: 'POST',
  webhook_uri: 'https://hooks.acme.example/voipbin',
  status: 'active',
  ...fields,
});

export const agent = (fields: Partial<Agent> = {}): Agent => ({
  id: id(10),
  username: 'ann@acme.example',
  name: 'Ann',
  status: 'available',
  permission: 16,
  tag_ids: [],
  addresses: [{ type: 'tel', target: '+14155550110' }],
  tm_create: '2026-01-01T00:00:00Z',
  ...fields,
});

export const number = (fields: Partial<Number> = {}): Number => ({
  id: id(20),
  number: '+14155550120',
  name: 'Main line',
  type: 'normal',
  status: 'active',
  call_flow_id: id(30),
  message_flow_id: NIL_UUID,
  tm_renew: '2026-11-10T00:00:00Z',
  tm_create: '2026-01-01T00:00:00Z',
  ...fields,
});

export const flow = (fields: Partial<Flow> = {}): Flow => ({
  id: id(30),
  name: 'Main menu',
  actions: [{ id: id(31), next_id: NIL_UUID, type: 'talk', option: { text: 'Welcome' } }],
  ...fields,
});

export const queue = (fields: Partial<Queue> = {}): Queue => ({
  id: id(40),
  name: 'Sales',
  routing_method: 'random',
  tag_ids: [id(50)],
  wait_flow_id: id(30),
  ...fields,
});

export const billingAccount = (fields: Partial<BillingAccount> = {}): BillingAccount => ({
  id: id(60),
  name: 'basic billing account',
  plan_type: 'basic',
  balance_credit: 100_000_000,
  balance_token: 500,
  ...fields,
});
