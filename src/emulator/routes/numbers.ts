/** `/numbers` and `/available_numbers`: a number without `type: "virtual"` is bought. */
import { NIL_UUID } from '../../core/ids.ts';
import { denied, internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { uuidOrNil } from '../ids.ts';
import { gate } from '../identity.ts';
import { delays, NUMBER_PRICE } from '../platform.ts';
import type { NumberRow } from '../records.ts';
import {
  ADMIN_OR_MANAGER,
  billingAccountOf,
  findRow,
  hasRoom,
  listPage,
  liveRows,
  markDeleted,
  newRow,
  pageOf,
  pathId,
  STAFF,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { views } from '../view.ts';

const VIRTUAL = /^\+899(?!000)\d{9}$/;
const shape = {
  number: 'string',
  type: 'string',
  call_flow_id: 'string',
  message_flow_id: 'string',
  name: 'string',
  detail: 'string',
} as const;

const find = (call: Call): NumberRow =>
  findRow(call, call.world.tables.numbers, { unknown: 'NUMBER_NOT_FOUND', deleted: () => missing() });

function changed(call: Call, row: NumberRow, values: Partial<NumberRow>): EmulatorReply {
  Object.assign(row, values);
  touch(call.world, row);
  return ok(views.numbers(row));
}

function create(call: Call): EmulatorReply {
  const { world } = call;
  const { customerId } = call.identity;
  const body = call.body(shape);
  if (!body.number) throw invalid();
  gate(call.identity, ADMIN_OR_MANAGER, customerId);
  const virtual = body.type === 'virtual';
  if (virtual) checkVirtual(call, body.number);
  else checkPurchase(call, body.number);
  // Numbers are unique on the whole platform; a normal one is found taken only after it was bought.
  if (world.tables.numbers.all().some((row) => row.number === body.number && row.tm_delete === null))
    throw internal();
  const common = newRow(world, customerId);
  const row: NumberRow = {
    ...common,
    number: body.number,
    type: virtual ? 'virtual' : 'normal',
    // Not looked up: a flow that does not exist is linked all the same.
    call_flow_id: uuidOrNil(body.call_flow_id),
    message_flow_id: uuidOrNil(body.message_flow_id),
    name: body.name ?? '',
    detail: body.detail ?? '',
    status: 'active',
    t38_enabled: false,
    emergency_enabled: false,
    rtp_debug: false,
    tm_purchase: virtual ? null : common.tm_create,
    tm_renew: virtual ? null : common.tm_create,
  };
  world.tables.numbers.insert(row);
  if (!virtual)
    world.later(delays.numberBought, () => {
      charge(call, row);
    });
  return ok(views.numbers(row));
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

function charge(call: Call, row: NumberRow): void {
  const { world } = call;
  const account = billingAccountOf(world, row.customer_id);
  if (account === undefined) return;
  account.balance_credit -= NUMBER_PRICE;
  const common = newRow(world, row.customer_id);
  world.tables.billings.insert({
    ...common,
    account_id: account.id,
    transaction_type: 'usage',
    status: 'end',
    reference_type: 'number',
    reference_id: row.id,
    cost_type: 'number',
    usage_duration: 0,
    billable_units: 1,
    rate_token_per_unit: 0,
    rate_credit_per_unit: NUMBER_PRICE,
    amount_token: 0,
    amount_credit: -NUMBER_PRICE,
    balance_token_snapshot: account.balance_token,
    balance_credit_snapshot: account.balance_credit,
    idempotency_key: world.uuid(),
    tm_billing_start: row.tm_create,
    tm_billing_end: row.tm_create,
  });
}

/** Only PUT looks at the links: they must exist and be the caller's own; if not, an internal error. */
function checkLinks(call: Call, ids: readonly string[]): void {
  for (const id of ids) {
    if (id === NIL_UUID) continue;
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
  const normal = (): object => ({
    number: `+1415555${digits(4)}`,
    country: country?.toUpperCase() ?? '',
    region: 'CA',
    postal_code: '',
    features: ['emergency', 'sms', 'voice'],
  });
  const count = type === 'virtual' ? size : Math.min(size, 10);
  return ok({ result: Array.from({ length: count }, type === 'virtual' ? virtual : normal) });
}

export const numberRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/numbers',
    handle: (call) =>
      listPage(call, 'numbers', { customerId: call.identity.customerId, bits: ADMIN_OR_MANAGER }),
  },
  { method: 'POST', path: '/v1.0/numbers', handle: create },
  {
    method: 'POST',
    path: '/v1.0/numbers/renew',
    handle(call) {
      call.body({ tm_renew: 'string' });
      gate(call.identity, STAFF, '');
      return ok([]);
    },
  },
  { method: 'GET', path: '/v1.0/numbers/{id}', handle: (call) => ok(views.numbers(find(call))) },
  {
    method: 'PUT',
    path: '/v1.0/numbers/{id}',
    handle(call) {
      pathId(call);
      const body = call.body(shape);
      const row = find(call);
      const [call_flow_id, message_flow_id] = [uuidOrNil(body.call_flow_id), uuidOrNil(body.message_flow_id)];
      checkLinks(call, [call_flow_id, message_flow_id]);
      return changed(call, row, {
        call_flow_id,
        message_flow_id,
        name: body.name ?? '',
        detail: body.detail ?? '',
      });
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/numbers/{id}/flow_ids',
    handle(call) {
      pathId(call);
      const body = call.body({ call_flow_id: 'string', message_flow_id: 'string' });
      return changed(call, find(call), {
        call_flow_id: uuidOrNil(body.call_flow_id),
        message_flow_id: uuidOrNil(body.message_flow_id),
      });
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/numbers/{id}/metadata',
    handle(call) {
      pathId(call);
      const { rtp_debug = false } = call.body({ rtp_debug: 'bool' });
      return changed(call, find(call), { rtp_debug });
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/numbers/{id}',
    handle(call) {
      const row = find(call);
      markDeleted(call.world, row);
      row.status = 'deleted';
      return ok(views.numbers(row));
    },
  },
  { method: 'GET', path: '/v1.0/available_numbers', handle: available },
];
