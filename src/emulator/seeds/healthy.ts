/** "Northwind Traders": a well-kept account, in which an audit finds nothing. */
import { NIL_UUID } from '../../core/ids.ts';
import { Bits } from '../platform.ts';
import type { Seed } from '../records.ts';
import { Builder } from './builder.ts';
import { addDepartment } from './departments.ts';
import { addOutreach } from './outreach.ts';
import { addTraffic } from './traffic.ts';

export const healthySeed: Seed = {
  name: 'healthy',
  about: 'Northwind Traders: a well-kept account without findings',
  make(world) {
    const builder = new Builder(
      world,
      'healthy',
      {
        name: 'Northwind Traders',
        detail: 'Telephony of the wholesale business, Seattle and Tacoma',
        email: 'telephony@northwind.example',
        phone_number: '+12065550100',
        address: '12 Harbor Ave, Seattle',
        webhook_method: 'POST',
        webhook_uri: 'https://hooks.northwind.example/voipbin',
      },
      { plan_type: 'professional', payment_method: 'credit card' },
    );
    const sales = addDepartment(builder, 'Sales', 6, '+12065550110', 'northwind.example');
    const service = addDepartment(builder, 'Service', 5, '+12065550120', 'northwind.example');
    builder.agent({
      name: 'Mira Lang',
      username: 'mira@northwind.example',
      permission: Bits.manager,
      password: 'demo-manager-1',
      status: 'available',
      tag_ids: [sales.tag.id, service.tag.id],
      addresses: [{ type: 'tel', target: '+12065550130' }],
      tm_update: builder.daysAgo(0.02),
    });
    builder.agent({
      name: 'Second admin',
      username: 'it-desk@northwind.example',
      permission: Bits.admin,
      addresses: [{ type: 'tel', target: '+12065550131' }],
      tm_update: builder.daysAgo(3),
    });
    builder.extension('2001', 'k7#Lw-Vault9', 'Front desk');
    const [outbound] = builder.data.outbound_configs;
    if (outbound) outbound.destination_whitelist = ['us'];
    addTraffic(builder, {
      days: 60,
      calls: 900,
      numbers: [sales.line, service.line],
      agents: [...sales.people, ...service.people],
      openingCredit: 900_000_000,
      destinations: ['+14155550171', '+12125550172', '+13105550173', '+12065550174'],
    });
    const account = builder.finish();
    const messages = builder.flow('Messages', [
      ['webhook_send', { uri: 'https://hooks.northwind.example/messages', method: 'POST' }],
    ]);
    addOutreach(builder, {
      source: sales.line.number,
      queueId: builder.data.queues[0]?.id ?? NIL_UUID,
      flowId: messages.id,
    });
    return account;
  },
};
