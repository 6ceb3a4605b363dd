/** Rows as the server shows them: times trimmed, and empty values left out where its Go tags say omitempty. */
import { NIL_UUID } from '../core/ids.ts';
import { formatMicros } from '../core/time.ts';
import type { RowOf, TableName } from './dataset.ts';
import type { Row } from './records.ts';

/** Go's RFC 3339: up to six digits, trailing zeros trimmed. */
export function goTime(micros: number | null): string | null {
  return micros === null ? null : formatMicros(micros).replace(/\.?0+Z$/, 'Z');
}

const times = (row: Row): object => ({
  tm_create: goTime(row.tm_create),
  tm_update: goTime(row.tm_update),
  tm_delete: goTime(row.tm_delete),
});

/** Without fields that are empty: "", 0, [], null, undefined. */
function omitEmpty(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== '' &&
        value !== 0 &&
        value !== null &&
        value !== undefined &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Calls and agents leave unset times out; all others write null. */
const timesIfSet = (row: Row): object => omitEmpty(times(row) as Record<string, unknown>);

type Views = { readonly [T in TableName]: (row: RowOf<T>) => object };

export const views: Views = {
  customers: (row) => ({
    id: row.id,
    ...omitEmpty({
      name: row.name,
      detail: row.detail,
      email: row.email,
      phone_number: row.phone_number,
      address: row.address,
      webhook_method: row.webhook_method,
      webhook_uri: row.webhook_uri,
    }),
    billing_account_id: row.billing_account_id,
    metadata: { rtp_debug: row.rtp_debug },
    email_verified: row.email_verified,
    status: row.status,
    identity_verification_status: row.identity_verification_status,
    tm_deletion_scheduled: goTime(row.tm_deletion_scheduled),
    ...times(row),
  }),
  agents: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    username: row.username,
    name: row.name,
    detail: row.detail,
    ring_method: row.ring_method,
    status: row.status,
    permission: row.permission,
    tag_ids: row.tag_ids,
    addresses: row.addresses,
    direct_hash: row.direct_hash,
    ...timesIfSet(row),
  }),
  accesskeys: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    ...omitEmpty({ name: row.name, detail: row.detail, token_prefix: row.token.slice(0, 11) }),
    tm_expire: goTime(row.tm_expire),
    ...times(row),
  }),
  numbers: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    number: row.number,
    type: row.type,
    call_flow_id: row.call_flow_id,
    message_flow_id: row.message_flow_id,
    name: row.name,
    detail: row.detail,
    status: row.status,
    t38_enabled: row.t38_enabled,
    emergency_enabled: row.emergency_enabled,
    metadata: { rtp_debug: row.rtp_debug },
    tm_purchase: goTime(row.tm_purchase),
    tm_renew: goTime(row.tm_renew),
    ...times(row),
  }),
  flows: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    type: row.type,
    ...omitEmpty({ name: row.name, detail: row.detail, actions: row.actions, direct_hash: row.direct_hash }),
    on_complete_flow_id: row.on_complete_flow_id,
    ...times(row),
  }),
  queues: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    ...omitEmpty({
      name: row.name,
      detail: row.detail,
      routing_method: row.routing_method,
      tag_ids: row.tag_ids,
      direct_hash: row.direct_hash,
    }),
    wait_flow_id: row.wait_flow_id,
    ...omitEmpty({
      wait_timeout: row.wait_timeout,
      service_timeout: row.service_timeout,
      wait_queuecall_ids: row.wait_queuecall_ids,
      service_queuecall_ids: row.service_queuecall_ids,
      total_incoming_count: row.total_incoming_count,
      total_serviced_count: row.total_serviced_count,
    }),
    ...times(row),
  }),
  queuecalls: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    reference_type: row.reference_type,
    reference_id: row.reference_id,
    status: row.status,
    service_agent_id: row.service_agent_id,
    ...omitEmpty({ duration_waiting: row.duration_waiting, duration_service: row.duration_service }),
    tm_service: goTime(row.tm_service),
    ...times(row),
  }),
  tags: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    name: row.name,
    detail: row.detail,
    ...times(row),
  }),
  billing_accounts: (row) => ({
    id: row.id,
    customer_id: row.customer_id,
    name: row.name,
    detail: row.detail,
    plan_type: row.plan_type,
    plan_status: row.plan_status,
    balance_credit: row.balance_credit,
    balance_token: row.balance_token,
    payment_type: row.payment_type,
    payment_method: row.payment_method,
    ...omitEmpty({
      paddle_subscription_id: row.paddle_subscription_id,
      paddle_customer_id: row.paddle_customer_id,
    }),
    tm_last_topup: goTime(row.tm_last_topup),
    tm_next_topup: goTime(row.tm_next_topup),
    ...times(row),
  }),
  billings: (row) => ({
    ...row,
    tm_billing_start: goTime(row.tm_billing_start),
    tm_billing_end: goTime(row.tm_billing_end),
    ...times(row),
  }),
  extensions: (row) => ({ ...row, ...times(row) }),
  outbound_configs: (row) => ({ ...row, ...times(row) }),
  calls: ({ tm_ringing, tm_progressing, tm_hangup, ...row }) => ({
    ...omitTimes(row),
    master_call_id: NIL_UUID,
    recording_id: NIL_UUID,
    groupcall_id: NIL_UUID,
    action: { id: NIL_UUID, next_id: NIL_UUID, tm_execute: null },
    ...omitEmpty({ hangup_by: row.hangup_by, hangup_reason: row.hangup_reason }),
    ...omitEmpty({
      tm_ringing: goTime(tm_ringing),
      tm_progressing: goTime(tm_progressing),
      tm_hangup: goTime(tm_hangup),
    }),
    ...timesIfSet(row),
  }),
  activeflows: (row) => ({
    ...row,
    current_action: { id: '00000000-0000-0000-0000-000000000002', next_id: NIL_UUID, tm_execute: null },
    forward_action_id: NIL_UUID,
    ...times(row),
  }),
  conferences: ({
    customer_id,
    id,
    type,
    status,
    name,
    detail,
    timeout,
    pre_flow_id,
    post_flow_id,
    ...row
  }) => ({
    id,
    customer_id,
    type,
    status,
    ...omitEmpty({ name, detail, timeout }),
    pre_flow_id,
    post_flow_id,
    ...times({ ...row, id, customer_id }),
  }),
  campaigns: (row) => ({ ...row, ...times(row) }),
  conversation_accounts: (row) => ({ ...row, ...times(row) }),
  webchat_widgets: (row) => ({ ...row, ...times(row) }),
  messages: (row) => ({ ...row, ...times(row) }),
  storage_accounts: (row) => ({ ...row, ...times(row) }),
};

function omitTimes(row: Readonly<Record<string, unknown>>): object {
  const {
    tm_create: _create,
    tm_update: _update,
    tm_delete: _delete,
    hangup_by: _by,
    hangup_reason: _reason,
    ...rest
  } = row;
  return rest;
}

/** The raw account, as platform staff sees it. */
export function rawBillingAccount(row: RowOf<'billing_accounts'>): object {
  return {
    ...views.billing_accounts(row),
    status: row.status,
    paddle_subscription_id: row.paddle_subscription_id,
    paddle_customer_id: row.paddle_customer_id,
  };
}
