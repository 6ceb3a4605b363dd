/** "test": a one-person account that nobody has looked after. */
import { NIL_UUID } from '../../core/ids.ts';
import type { Seed } from '../records.ts';
import { buildAccount } from './builder.ts';

export const neglectedSeed: Seed = {
  name: 'neglected',
  about: 'a one-person account that nobody looks after: no webhook, outbound blocked, below zero',
  make(world) {
    const builder = buildAccount(
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
    builder.accesskey('old', 'vb_demo_neglected_old_0000000000000', 500, -135);
    return builder.finish();
  },
};
