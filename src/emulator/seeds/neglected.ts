/** "test": a one-person account that no one has maintained. */
import { NIL_UUID } from '../../core/ids.ts';
import type { Seed } from '../records.ts';
import { Builder } from './builder.ts';

export const neglectedSeed: Seed = {
  name: 'neglected',
  about: 'a one-person account that nobody looks after: no webhook, outbound blocked, below zero',
  make(world) {
    const builder = new Builder(
      world,
      'neglected',
      {
        name: 'test',
        email: 'me@neglected.example',
        email_verified: false,
        identity_verification_status: 'rejected',
      },
      { plan_type: 'free', plan_status: 'canceling', balance_credit: -1_250_000, balance_token: 0 },
    );
    const flow = builder.flow('flow', []);
    builder.number({ number: '+14155550190', status: 'port_pending', call_flow_id: flow.id }, 25);
    builder.number({ number: '+14155550191', call_flow_id: NIL_UUID }, 24);
    builder.queue({ name: 'queue', routing_method: '', wait_timeout: 0, service_timeout: 0 });
    builder.data.storage_accounts.push({
      id: world.uuid(),
      customer_id: builder.customer.id,
      total_file_count: 4120,
      total_file_size: 38_000_000_000,
      tm_create: builder.daysAgo(380),
      tm_update: builder.daysAgo(1),
      tm_delete: null,
    });
    const recording = {
      id: world.uuid(),
      customer_id: builder.customer.id,
      account_id: builder.billing.id,
      tm_create: builder.daysAgo(4),
      tm_update: builder.daysAgo(4),
      tm_delete: null,
    };
    builder.data.billings.push({
      ...recording,
      transaction_type: 'usage',
      status: 'end',
      reference_type: 'recording',
      reference_id: world.uuid(),
      cost_type: 'recording',
      usage_duration: 2400,
      billable_units: 40,
      rate_token_per_unit: 3,
      rate_credit_per_unit: 30_000,
      amount_token: -100,
      amount_credit: -200_000,
      balance_token_snapshot: 0,
      balance_credit_snapshot: -1_250_000,
      idempotency_key: world.uuid(),
      tm_billing_start: builder.daysAgo(4),
      tm_billing_end: builder.daysAgo(4),
    });
    builder.accesskey('old', 'vb_demo_neglected_old_0000000000000', 500, -135);
    return builder.finish();
  },
};
