/** The account, what pays for it, and who signs in. */
import * as z from 'zod/mini';
import { address, flag, integer, metadata, ref, refs, text, time, times } from './parts.ts';

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

export const outboundConfig = z.looseObject({
  id: z.string(),
  customer_id: ref,
  name: text,
  detail: text,
  /** Lower-case ISO 3166 alpha-2; empty: no call to a phone number is allowed. */
  destination_whitelist: z.nullish(z.array(z.string())),
  /** Comma-separated. */
  codecs: text,
  default_outgoing_source_number_id: ref,
  ...times,
});
export type OutboundConfig = z.infer<typeof outboundConfig>;

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
