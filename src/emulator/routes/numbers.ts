/** `/numbers` and `/available_numbers`: a number without `type: "virtual"` is bought. */
import { NIL_UUID } from '../../core/ids.ts';
import { numberIn } from '../../core/platform-country.ts';
import { parseMicros } from '../../core/time.ts';
import { denied, internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { gate } from '../identity.ts';
import { chargeNumber, renewNumbers } from '../number-charges.ts';
import { delays, NUMBER_PRICE } from '../platform.ts';
import type { NumberRow } from '../records.ts';
import { routesOf } from '../resource.ts';
import { addRow, bodyOf, refuseLong } from '../rows.ts';
import {
  ADMIN_OR_MANAGER,
  billingAccountOf,
  hasRoom,
  isLive,
  liveRows,
  pageOf,
  STAFF,
  type Call,
  type Route,
} from '../route.ts';
import { show } from '../tables/index.ts';

const VIRTUAL = /^\+899(?!000)\d{9}$/;
const links = ['call_flow_id', 'message_flow_id'] as const;

function create(call: Call): EmulatorReply {
  const { world } = call;
  const { customerId } = call.identity;
  const body = bodyOf(call, 'numbers', ['number', 'type', ...links, 'name', 'detail']);
  if (!body.number) throw invalid();
  gate(call.identity, ADMIN_OR_MANAGER, customerId);
  const virtual = body.type === 'virtual';
  if (virtual) checkVirtual(call, body.number);
  else checkPurchase(call, body.number);
  // Numbers are unique across the platform; for a normal one, that is checked only after the purchase.
  if (world.tables.numbers.all().some((row) => row.number === body.number && isLive(row))) throw internal();
  refuseLong('numbers', body, internal);
  // The links are not looked up: a flow that does not exist is linked all the same.
  const type = virtual ? 'virtual' : 'normal';
  const row = addRow(call, 'numbers', customerId, { ...body, type, status: 'active' }, ({ tm_create }) =>
    virtual ? {} : { tm_purchase: tm_create, tm_renew: tm_create },
  );
  if (!virtual)
    world.later(delays.numberBought, () => {
      chargeNumber(world, row, 'number');
    });
  return ok(show('numbers', row));
}

function checkVirtual(call: Call, number: string): void {
  const { customerId } = call.identity;
  if (!VIRTUAL.test(number)) throw internal();
  const count = liveRows(call.world.tables.numbers, customerId).filter(
    ({ type }) => type === 'virtual',
  ).length;
  if (!hasRoom(call.world, customerId, 'virtual_numbers', count)) throw internal();
}

function checkPurchase(call: Call, number: string): void {
  const { customerId } = call.identity;
  if (call.world.customer(customerId)?.identity_verification_status !== 'verified') {
    throw denied('IDENTITY_VERIFICATION_REQUIRED');
  }
  const account = billingAccountOf(call.world, customerId);
  if (number.startsWith('+899000') || account === undefined) throw internal();
  if (account.plan_type !== 'unlimited' && account.balance_credit < NUMBER_PRICE) throw internal();
}

/** Only PUT checks the links: they must exist and belong to the customer; if not, it is an internal error. */
function checkLinks(call: Call, { call_flow_id, message_flow_id }: Partial<NumberRow>): void {
  for (const id of [call_flow_id, message_flow_id]) {
    if (id === undefined || id === NIL_UUID) continue;
    const flow = call.world.tables.flows.get(id);
    if (flow?.tm_delete !== null || flow.customer_id !== call.identity.customerId) throw internal();
  }
}

function available(call: Call): EmulatorReply {
  const type = call.query.get('type');
  const country = call.query.get('country_code');
  const { size } = pageOf(call);
  if (type !== 'virtual' && !country) throw invalid();
  gate(call.identity, ADMIN_OR_MANAGER, call.identity.customerId);
  const digits = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(call.world.random.number() * 10)).join('');
  const virtual = (): object => ({
    number: `+899${1 + Math.floor(call.world.random.number() * 9)}${digits(8)}`,
    country: '899',
    region: '',
    postal_code: '',
    features: ['voice'],
  });
  const normal = (): object[] => {
    const isUs = country?.toUpperCase() === 'US';
    const number = isUs ? `+1415555${digits(4)}` : numberIn(country?.toLowerCase() ?? '', digits);
    if (number === undefined) return [];
    return [
      {
        number,
        country: country?.toUpperCase() ?? '',
        region: isUs ? 'CA' : '',
        postal_code: '',
        features: ['emergency', 'sms', 'voice'],
      },
    ];
  };
  const count = type === 'virtual' ? size : Math.min(size, 10);
  return ok({ result: Array.from({ length: count }, type === 'virtual' ? virtual : normal).flat() });
}

export const numberRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1.0/numbers/renew',
    handle(call) {
      const { tm_renew } = call.body({ tm_renew: 'string' });
      gate(call.identity, STAFF, '');
      return ok(renewNumbers(call.world, parseMicros(tm_renew) ?? 0).map((row) => show('numbers', row)));
    },
  },
  { method: 'GET', path: '/v1.0/available_numbers', handle: available },
  ...routesOf({
    table: 'numbers',
    unknown: 'NUMBER_NOT_FOUND',
    deleted: missing,
    create,
    update: { kind: 'replace', fields: [...links, 'name', 'detail'], check: checkLinks },
    parts: { flow_ids: { fields: links }, metadata: { fields: ['rtp_debug'] } },
    remove: { after: (_call, row) => (row.status = 'deleted') },
  }),
];
