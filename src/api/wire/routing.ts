/** The objects that route calls. */
import * as z from 'zod/mini';
import { action, flag, integer, metadata, ref, refs, text, time, times } from './parts.ts';

export const number = z.looseObject({
  id: z.string(),
  customer_id: ref,
  number: text,
  /** `normal` or `virtual`. */
  type: text,
  call_flow_id: ref,
  message_flow_id: ref,
  name: text,
  detail: text,
  /** `active`, `deleted`, or the carrier's word at the time of purchase (`purchase_pending`, `port_pending`, ...). */
  status: text,
  t38_enabled: flag,
  emergency_enabled: flag,
  metadata,
  tm_purchase: time,
  /** The last renewal; null for virtual numbers. */
  tm_renew: time,
  ...times,
});
export type Number = z.infer<typeof number>;

/** `GET /available_numbers`. */
export const availableNumbers = z.looseObject({
  result: z.nullish(
    z.array(
      z.looseObject({ number: text, country: text, region: text, features: z.nullish(z.array(z.string())) }),
    ),
  ),
});
export type AvailableNumber = NonNullable<NonNullable<z.infer<typeof availableNumbers>['result']>>[number];

export const flow = z.looseObject({
  id: z.string(),
  customer_id: ref,
  type: text,
  name: text,
  detail: text,
  actions: z.nullish(z.array(action)),
  direct_hash: text,
  on_complete_flow_id: ref,
  ...times,
});
export type Flow = z.infer<typeof flow>;

export const queue = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  /** `random`; anything else throws waiting callers out. */
  routing_method: text,
  /** An agent with any of these may answer; empty: any agent. */
  tag_ids: refs,
  direct_hash: text,
  wait_flow_id: ref,
  /** Milliseconds; 0 or absent: no limit. */
  wait_timeout: integer,
  /** Milliseconds; 0 or absent: no limit. */
  service_timeout: integer,
  wait_queuecall_ids: refs,
  service_queuecall_ids: refs,
  total_incoming_count: integer,
  total_serviced_count: integer,
  total_abandoned_count: integer,
  ...times,
});
export type Queue = z.infer<typeof queue>;

/** The list holds deleted tags too: look at `tm_delete`. */
export const tag = z.looseObject({ id: z.string(), customer_id: ref, name: text, detail: text, ...times });
export type Tag = z.infer<typeof tag>;

export const extension = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  extension: text,
  domain_name: text,
  username: text,
  /** The SIP password in clear text. A secret. */
  password: text,
  direct_hash: text,
  ...times,
});
export type Extension = z.infer<typeof extension>;

/** A SIP trunk. Its password is a secret. */
export const trunk = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  domain_name: text,
  auth_types: refs,
  username: text,
  password: text,
  allowed_ips: refs,
  ...times,
});
export type Trunk = z.infer<typeof trunk>;
