/**
 * The objects of the VoIPBIN API, as they travel: field names as the API spells them, nothing renamed,
 * nothing converted. Schemas are tolerant: unknown fields and unknown enum values are kept, and any field but
 * `id` may be absent or null (the server leaves out empty texts, zeros, lists and unset times, differently per
 * resource). Only a wrong type is an error.
 *
 * `tm_*` are RFC 3339 in UTC with zero to six fraction digits; `*_id` are UUIDs, the nil UUID meaning "none".
 */
import * as z from 'zod/mini';

// To compile a schema takes longer than to check the few objects that most commands see.
z.config({ jitless: true });

const text = z.nullish(z.string());
const time = z.nullish(z.string());
const ref = z.nullish(z.string());
const refs = z.nullish(z.array(z.string()));
const integer = z.nullish(z.number());
const flag = z.nullish(z.boolean());
const map = z.nullish(z.record(z.string(), z.unknown()));
const metadata = z.nullish(z.looseObject({ rtp_debug: flag }));

const times = { tm_create: time, tm_update: time, tm_delete: time };

export const customer = z.looseObject({
  id: z.string(),
  name: text,
  detail: text,
  email: text,
  phone_number: text,
  address: text,
  webhook_method: text,
  webhook_uri: text,
  billing_account_id: ref,
  metadata,
  email_verified: flag,
  /** `initial`, `active`, `frozen`, `deleted`, `expired`. */
  status: text,
  /** `none`, `pending`, `verified`, `rejected`. */
  identity_verification_status: text,
  /** When the freeze was asked for; the deletion follows 30 days later. */
  tm_deletion_scheduled: time,
  /** Only in the answer of `GET /customer`. A secret. */
  webhook_secret: text,
  ...times,
});
export type Customer = z.infer<typeof customer>;

/** `type`: `tel`, `sip`, `extension`, `agent`, `email`, ... Empty members are left out. */
export const address = z.looseObject({
  type: text,
  target: text,
  target_name: text,
  name: text,
  detail: text,
});
export type Address = z.infer<typeof address>;

export const agent = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** An e-mail address, unique on the whole platform; the login. */
  username: text,
  name: text,
  detail: text,
  ring_method: text,
  /** `available`, `away`, `busy`, `offline`, `ringing`, or empty. */
  status: text,
  /** Bit mask: 16 agent, 32 admin, 64 manager; 0x0f are platform bits. */
  permission: integer,
  tag_ids: refs,
  addresses: z.nullish(z.array(address)),
  direct_hash: text,
  ...times,
});
export type Agent = z.infer<typeof agent>;

export const accesskey = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  /** The key itself, only in the answer of the request that made it. A secret. */
  token: text,
  /** The key's first 11 characters. */
  token_prefix: text,
  tm_expire: time,
  ...times,
});
export type Accesskey = z.infer<typeof accesskey>;

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

export const action = z.looseObject({
  id: ref,
  /** Nil: the next one in the list. */
  next_id: ref,
  type: text,
  option: z.nullish(z.record(z.string(), z.unknown())),
  tm_execute: time,
});
export type Action = z.infer<typeof action>;

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

export const queuecall = z.looseObject({
  id: z.string(),
  customer_id: ref,
  reference_type: text,
  reference_id: ref,
  /** `initiating`, `waiting`, `connecting`, `kicking`, `service`, `done`, `abandoned`. */
  status: text,
  service_agent_id: ref,
  /** Milliseconds. */
  duration_waiting: integer,
  /** Milliseconds, waiting included. */
  duration_service: integer,
  tm_service: time,
  ...times,
});
export type Queuecall = z.infer<typeof queuecall>;

/** The list holds deleted tags too: look at `tm_delete`. */
export const tag = z.looseObject({ id: z.string(), customer_id: ref, name: text, detail: text, ...times });
export type Tag = z.infer<typeof tag>;

export const billingAccount = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  /** `free`, `basic`, `professional`, `unlimited`. */
  plan_type: text,
  /** `active`, `canceling`; empty means active. */
  plan_status: text,
  /** Only staff see it: `active`, `frozen`, `deleted`; empty means active. */
  status: text,
  /** Micro-USD, may be negative. */
  balance_credit: integer,
  balance_token: integer,
  payment_type: text,
  payment_method: text,
  paddle_subscription_id: text,
  paddle_customer_id: text,
  tm_last_topup: time,
  tm_next_topup: time,
  ...times,
});
export type BillingAccount = z.infer<typeof billingAccount>;

export const portalSession = z.looseObject({ url: z.string().check(z.startsWith('https://')) });

export const billing = z.looseObject({
  id: z.string(),
  customer_id: ref,
  account_id: ref,
  /** `usage`, `top_up`, `adjustment`, `refund`. */
  transaction_type: text,
  /** `progressing`, `end`, `pending`, `finished`. */
  status: text,
  reference_type: text,
  reference_id: ref,
  cost_type: text,
  /** Seconds. */
  usage_duration: integer,
  billable_units: integer,
  rate_token_per_unit: integer,
  rate_credit_per_unit: integer,
  /** Signed: usage is negative, a top-up positive. */
  amount_token: integer,
  /** Micro-USD, signed. */
  amount_credit: integer,
  balance_token_snapshot: integer,
  balance_credit_snapshot: integer,
  idempotency_key: text,
  tm_billing_start: time,
  tm_billing_end: time,
  ...times,
});
export type Billing = z.infer<typeof billing>;

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

export const outboundConfig = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  /** Lower-case ISO 3166 alpha-2; empty: no call to a telephone number is allowed. */
  destination_whitelist: z.nullish(z.array(z.string())),
  /** Comma-separated. */
  codecs: text,
  default_outgoing_source_number_id: ref,
  ...times,
});
export type OutboundConfig = z.infer<typeof outboundConfig>;

export const call = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `agent` or empty. */
  owner_type: text,
  owner_id: ref,
  /** May name a temporary flow, which is in no list. */
  flow_id: ref,
  activeflow_id: ref,
  /** `flow`, `conference`, `sip-service`. */
  type: text,
  /** The call that this one is a leg of. */
  master_call_id: ref,
  /** The legs of this call. */
  chained_call_ids: refs,
  /** The recording that is being made. */
  recording_id: ref,
  recording_ids: refs,
  /** Declared by the server, and never filled. */
  groupcall_id: ref,
  source: z.nullish(address),
  destination: z.nullish(address),
  /** `dialing`, `ringing`, `progressing`, `terminating`, `canceling`, `hangup`. */
  status: text,
  /** What it is at in its flow. */
  action: z.nullish(action),
  /** `incoming` or `outgoing`. */
  direction: text,
  mute_direction: text,
  /** `remote` or `local`. */
  hangup_by: text,
  /** `normal`, `failed`, `busy`, `cancel`, `timeout`, `noanswer`, `dialout`, `amd`. */
  hangup_reason: text,
  tm_ringing: time,
  tm_progressing: time,
  tm_hangup: time,
  ...times,
});
export type Call = z.infer<typeof call>;

export const activeflow = z.looseObject({
  id: z.string(),
  customer_id: ref,
  flow_id: ref,
  /** `running` or `ended`. */
  status: text,
  reference_type: text,
  reference_id: ref,
  reference_activeflow_id: ref,
  on_complete_flow_id: ref,
  webhook_uri: text,
  webhook_method: text,
  current_action: z.nullish(action),
  forward_action_id: ref,
  /** Begins with the platform's own start, which has no type. */
  executed_actions: z.nullish(z.array(action)),
  ...times,
});
export type Activeflow = z.infer<typeof activeflow>;

export const conference = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `conference`; the list leaves out those without it. */
  type: text,
  name: text,
  detail: text,
  /** `starting`, `progressing`, `terminating`, `terminated`. */
  status: text,
  /** Whatever its owner keeps there. */
  data: map,
  /** Seconds. */
  timeout: integer,
  pre_flow_id: ref,
  post_flow_id: ref,
  recording_id: ref,
  transcribe_id: ref,
  direct_hash: text,
  tm_end: time,
  ...times,
});
export type Conference = z.infer<typeof conference>;

/** How targets are called. The list holds deleted ones, too. */
export const outplan = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  source: z.nullish(address),
  /** Milliseconds. */
  dial_timeout: integer,
  /** Milliseconds. */
  try_interval: integer,
  /** Of the first destination of each target, and so on. */
  max_try_count_0: integer,
  max_try_count_1: integer,
  max_try_count_2: integer,
  max_try_count_3: integer,
  max_try_count_4: integer,
  ...times,
});
export type Outplan = z.infer<typeof outplan>;

/** A list of targets. The list holds deleted ones, too. */
export const outdial = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** The campaign that calls them; it writes this itself, and never takes it out again. */
  campaign_id: ref,
  name: text,
  detail: text,
  data: text,
  ...times,
});
export type Outdial = z.infer<typeof outdial>;

export const outdialTarget = z.looseObject({
  id: z.string(),
  outdial_id: ref,
  name: text,
  detail: text,
  data: text,
  /** `idle`, `progressing`, `done`. */
  status: text,
  /** Tried one after the other; without any member where there is none. */
  destination_0: z.nullish(address),
  destination_1: z.nullish(address),
  destination_2: z.nullish(address),
  destination_3: z.nullish(address),
  destination_4: z.nullish(address),
  try_count_0: integer,
  try_count_1: integer,
  try_count_2: integer,
  try_count_3: integer,
  try_count_4: integer,
  ...times,
});
export type OutdialTarget = z.infer<typeof outdialTarget>;

/** Calls to the targets of an outdial. The list holds deleted ones, too. */
export const campaign = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `call`, `flow`. */
  type: text,
  name: text,
  detail: text,
  /** `stop`, `stopping`, `run`. */
  status: text,
  /** Percent. */
  service_level: integer,
  /** `stop`, `continue`. */
  end_handle: text,
  actions: z.nullish(z.array(action)),
  outplan_id: ref,
  outdial_id: ref,
  queue_id: ref,
  next_campaign_id: ref,
  ...times,
});
export type Campaign = z.infer<typeof campaign>;

/** `secret` and `token` are written, and never answered. */
export const conversationAccount = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `line`, `sms`, `whatsapp`. */
  type: text,
  name: text,
  detail: text,
  /** `phone_number_id` and `app_secret`, which is a secret. */
  provider_data: map,
  message_flow_id: ref,
  ...times,
});
export type ConversationAccount = z.infer<typeof conversationAccount>;

export const webchatWidget = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  /** `active`, `inactive`. */
  status: text,
  session_flow_id: text,
  message_flow_id: text,
  /** Seconds. */
  session_idle_timeout: integer,
  theme_config: map,
  direct_hash: text,
  ...times,
});
export type WebchatWidget = z.infer<typeof webchatWidget>;

export const message = z.looseObject({
  id: z.string(),
  customer_id: ref,
  type: text,
  source: z.nullish(address),
  targets: z.nullish(
    z.array(
      z.looseObject({
        destination: z.nullish(address),
        /** `received`, `queued`, `gw_timeout`, `sent`, `dlr_timeout`, `failed`, `delivered`. */
        status: text,
        parts: integer,
      }),
    ),
  ),
  text,
  /** `inbound` or `outbound`. */
  direction: text,
  ...times,
});
export type Message = z.infer<typeof message>;

export const recording = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `agent` or empty. */
  owner_type: text,
  owner_id: ref,
  activeflow_id: ref,
  /** `call` or `confbridge`. */
  reference_type: text,
  reference_id: ref,
  /** `initiating`, `recording`, `stopping`, `ended`. */
  status: text,
  format: text,
  on_end_flow_id: ref,
  tm_start: time,
  tm_end: time,
  ...times,
});
export type Recording = z.infer<typeof recording>;

/** Speech that is said into a call. */
export const speaking = z.looseObject({
  id: z.string(),
  customer_id: ref,
  /** `call`, `confbridge`, or empty. */
  reference_type: text,
  reference_id: ref,
  /** `initiating`, `active`, `stopped`. */
  status: text,
  ...times,
});
export type Speaking = z.infer<typeof speaking>;

/** One request that rang several telephones: its calls are legs of each other. */
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

export const groupcall = z.looseObject({
  id: z.string(),
  customer_id: ref,
  owner_type: text,
  owner_id: ref,
  /** `progressing`, `hangingup`, `hangup`. */
  status: text,
  flow_id: ref,
  source: z.nullish(address),
  destinations: z.nullish(z.array(address)),
  master_call_id: ref,
  master_groupcall_id: ref,
  ring_method: text,
  answer_method: text,
  answer_call_id: ref,
  call_ids: refs,
  answer_groupcall_id: ref,
  groupcall_ids: refs,
  ...times,
});
export type Groupcall = z.infer<typeof groupcall>;

/** The server answers `null` where there is none. */
export const storageAccount = z.nullable(
  z.looseObject({
    id: z.string(),
    total_file_count: integer,
    /** Bytes. */
    total_file_size: integer,
    ...times,
  }),
);
export type StorageAccount = NonNullable<z.infer<typeof storageAccount>>;

/** `POST /auth/login`. */
export const login = z.looseObject({ username: text, token: z.string() });
/** `POST /auth/delegate`. */
export const delegate = z.looseObject({ token: z.string(), customer_id: ref, expire: time });

/**
 * One page of a list. Rows are always there, if none: an answer without is no empty list. `next_page_token` is empty
 * only behind an empty page.
 */
export function page<T extends z.ZodMiniType>(item: T) {
  return z.looseObject({ result: z.array(item), next_page_token: text });
}

/** The error envelope, wherever it appears and whatever its content type claims. */
export const errorEnvelope = z.looseObject({
  error: z.looseObject({
    status: text,
    reason: text,
    message: text,
    request_id: text,
    details: z.nullish(z.array(z.record(z.string(), z.unknown()))),
  }),
});
