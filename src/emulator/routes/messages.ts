/** `/messages` and `/emails`: each destination costs a cent, charged a moment later. */
import type { Address } from '../../api/wire.ts';
import { isTarget, normalAddress } from '../addresses.ts';
import { addressShape, readAddress } from '../columns.ts';
import { idWithin } from '../ids.ts';
import { internal, invalid, missing } from '../http.ts';
import { chargeUsage } from '../ledger.ts';
import { delays, SENDING_PRICE } from '../platform.ts';
import { routesOf } from '../resource.ts';
import { billingAccountOf, type Call, type Route } from '../route.ts';

/** Only a verified customer with enough credit may send; both refusals look the same. */
function maySend(call: Call, count: number): boolean {
  const customer = call.world.customer(call.identity.customerId);
  const account = billingAccountOf(call.world, call.identity.customerId);
  if (customer?.identity_verification_status !== 'verified' || account === undefined) return false;
  if (account.status === 'frozen') return false;
  return account.plan_type === 'unlimited' || account.balance_credit >= count * SENDING_PRICE;
}

/** The id of a destination in the ledger is derived from that of the message or e-mail (seen on a genuine server). */
function chargeLater({ world, identity }: Call, kind: 'sms' | 'email', id: string, count: number): void {
  world.later(delays.sent, () => {
    for (let index = 0; index < count; index += 1) {
      chargeUsage(world, identity.customerId, {
        reference_type: kind,
        reference_id: idWithin(id, `target-${index}`),
        cost_type: kind,
        rate_credit_per_unit: SENDING_PRICE,
      });
    }
  });
}

const isMailbox = ({ type, target }: Address): boolean => type === 'email' && isTarget(type, target ?? '');

const besides = { destinations: { list: addressShape } } as const;
const destinationsOf = (call: Call): Address[] => (call.body(besides).destinations ?? []).map(readAddress);

export const messageRoutes: readonly Route[] = [
  ...routesOf({
    table: 'messages',
    unknown: 'MESSAGE_NOT_FOUND',
    deleted: missing,
    // Deleted ones stay in the list.
    list: { wanted: () => () => true },
    create: {
      fields: ['source', 'text'],
      besides,
      early(call) {
        if (destinationsOf(call).length === 0) throw invalid();
      },
      check(call) {
        if (!maySend(call, destinationsOf(call).length)) throw internal();
      },
      fill: (call) => ({
        type: 'sms',
        direction: 'outbound' as const,
        targets: destinationsOf(call).map((destination) => ({
          destination,
          status: 'queued',
          parts: 0,
          tm_update: null,
        })),
      }),
      after(call, { id, targets }) {
        chargeLater(call, 'sms', id, targets.length);
      },
    },
  }),
  ...routesOf({
    table: 'emails',
    unknown: 'EMAIL_NOT_FOUND',
    deleted: missing,
    create: {
      fields: ['destinations', 'subject', 'content', 'attachments'],
      check(call, given) {
        const destinations = (given.destinations ?? []).map(normalAddress);
        if (!destinations.every(isMailbox) || !maySend(call, destinations.length)) throw invalid();
        given.destinations = destinations;
      },
      fill: () => ({
        source: { type: 'email', target: 'service@voipbin.net', target_name: 'voipbin service' },
        status: 'initiated',
      }),
      after(call, { id, destinations }) {
        chargeLater(call, 'email', id, destinations.length);
      },
    },
  }),
];
