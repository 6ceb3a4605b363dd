/** Customers, their agents, access keys and billing. */
import { addresses, flag, inner, int, name, oneOf, ref, refs, text, time, uint } from '../columns.ts';
import { table } from './table.ts';

export const customers = table(
  {
    name: name('if-set'),
    detail: text({ shown: 'if-set' }),
    email: name('if-set'),
    phone_number: name('if-set'),
    address: text({ longest: 1024, shown: 'if-set' }),
    webhook_method: name('if-set'),
    webhook_uri: text({ longest: 1023, shown: 'if-set' }),
    webhook_secret: text({ shown: 'never' }),
    billing_account_id: ref(),
    rtp_debug: flag({ as: 'metadata', show: (rtp_debug) => ({ rtp_debug }) }),
    email_verified: flag(),
    status: oneOf<'initial' | 'active' | 'frozen' | 'deleted' | 'expired'>(),
    identity_verification_status: oneOf<'none' | 'pending' | 'verified' | 'rejected'>(),
    tm_deletion_scheduled: time(),
  },
  { owned: false },
);

export const agents = table(
  {
    username: name(),
    /** Plain text: it protects nothing real. */
    password: text({ shown: 'never' }),
    /** The limit is 255 bytes, not characters: the routes check it. */
    name: text(),
    detail: text(),
    ring_method: name(),
    status: name(),
    permission: uint(),
    tag_ids: refs(),
    addresses: addresses(),
    direct_hash: text(),
  },
  { timesIfSet: true },
);

export const accesskeys = table({
  name: name('if-set'),
  detail: text({ shown: 'if-set' }),
  token: text({ as: 'token_prefix', shown: 'if-set', show: (token) => token.slice(0, 11) }),
  /** Null: never expires. */
  tm_expire: time(),
});

export const tags = table({ name: name(), detail: text() });

export const billing_accounts = table({
  name: name(),
  detail: text(),
  plan_type: text(),
  plan_status: text(),
  /** Shown to staff only. */
  status: text({ shown: 'never' }),
  /** Micro-USD. */
  balance_credit: int(),
  balance_token: int(),
  payment_type: name(),
  payment_method: name(),
  paddle_subscription_id: text({ shown: 'if-set' }),
  paddle_customer_id: text({ shown: 'if-set' }),
  tm_last_topup: time(),
  tm_next_topup: time(),
});

export const billings = table({
  account_id: ref(),
  transaction_type: oneOf<'usage' | 'top_up' | 'adjustment' | 'refund'>(),
  status: oneOf<'progressing' | 'end' | 'pending' | 'finished'>(),
  reference_type: text(),
  reference_id: ref(),
  cost_type: text(),
  /** Seconds. */
  usage_duration: int(),
  billable_units: int(),
  rate_token_per_unit: int(),
  rate_credit_per_unit: int(),
  amount_token: int(),
  /** Micro-USD. */
  amount_credit: int(),
  balance_token_snapshot: int(),
  balance_credit_snapshot: int(),
  idempotency_key: text(),
  tm_billing_start: time(),
  tm_billing_end: time(),
});

export const storage_accounts = table({
  total_file_count: int(),
  /** Bytes. */
  total_file_size: int(),
});

export const outbound_configs = table({
  name: name(),
  detail: text(),
  destination_whitelist: inner<readonly string[]>(() => [], { bind: 'strings' }),
  codecs: text(),
  default_outgoing_source_number_id: ref(),
});
