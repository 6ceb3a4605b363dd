/**
 * The emulator's tables: one row type per resource, columns named as the API spells them. Unlike on the wire
 * every column is always there; the routes decide what is shown, and which empty values are left out.
 * `tm_*` are microseconds since 1970 or null; ids are lower-case UUIDs, the nil UUID meaning "none".
 */
import type { Action, Address } from '../api/wire.ts';

export interface Row {
  id: string;
  /** The owner. For a customer: its own id. */
  customer_id: string;
  tm_create: number;
  tm_update: number | null;
  tm_delete: number | null;
}

export interface CustomerRow extends Row {
  name: string;
  detail: string;
  email: string;
  phone_number: string;
  address: string;
  webhook_method: string;
  webhook_uri: string;
  webhook_secret: string;
  billing_account_id: string;
  rtp_debug: boolean;
  email_verified: boolean;
  status: 'initial' | 'active' | 'frozen' | 'deleted' | 'expired';
  identity_verification_status: 'none' | 'pending' | 'verified' | 'rejected';
  tm_deletion_scheduled: number | null;
}

export interface AgentRow extends Row {
  username: string;
  /** Plain text: nothing here guards anything real. */
  password: string;
  name: string;
  detail: string;
  ring_method: string;
  status: string;
  permission: number;
  tag_ids: string[];
  addresses: Address[];
  direct_hash: string;
}

export interface AccesskeyRow extends Row {
  name: string;
  detail: string;
  token: string;
  /** Null: never expires. */
  tm_expire: number | null;
}

export interface NumberRow extends Row {
  number: string;
  type: 'normal' | 'virtual';
  call_flow_id: string;
  message_flow_id: string;
  name: string;
  detail: string;
  status: string;
  t38_enabled: boolean;
  emergency_enabled: boolean;
  rtp_debug: boolean;
  tm_purchase: number | null;
  tm_renew: number | null;
}

/** `id` and `next_id` are always UUIDs in a stored action. */
export interface FlowRow extends Row {
  type: string;
  name: string;
  detail: string;
  actions: Action[];
  direct_hash: string;
  on_complete_flow_id: string;
}

export interface QueueRow extends Row {
  name: string;
  detail: string;
  routing_method: string;
  tag_ids: string[];
  direct_hash: string;
  wait_flow_id: string;
  /** Milliseconds. */
  wait_timeout: number;
  /** Milliseconds. */
  service_timeout: number;
  wait_queuecall_ids: string[];
  service_queuecall_ids: string[];
  total_incoming_count: number;
  total_serviced_count: number;
}

export interface QueuecallRow extends Row {
  reference_type: string;
  reference_id: string;
  status: string;
  service_agent_id: string;
  /** Milliseconds. */
  duration_waiting: number;
  /** Milliseconds. */
  duration_service: number;
  tm_service: number | null;
}

export interface TagRow extends Row {
  name: string;
  detail: string;
}

export interface BillingAccountRow extends Row {
  name: string;
  detail: string;
  plan_type: string;
  plan_status: string;
  status: string;
  /** Micro-USD. */
  balance_credit: number;
  balance_token: number;
  payment_type: string;
  payment_method: string;
  paddle_subscription_id: string;
  paddle_customer_id: string;
  tm_last_topup: number | null;
  tm_next_topup: number | null;
}

export interface BillingRow extends Row {
  account_id: string;
  transaction_type: 'usage' | 'top_up' | 'adjustment' | 'refund';
  status: 'progressing' | 'end' | 'pending' | 'finished';
  reference_type: string;
  reference_id: string;
  cost_type: string;
  /** Seconds. */
  usage_duration: number;
  billable_units: number;
  rate_token_per_unit: number;
  rate_credit_per_unit: number;
  amount_token: number;
  /** Micro-USD. */
  amount_credit: number;
  balance_token_snapshot: number;
  balance_credit_snapshot: number;
  idempotency_key: string;
  tm_billing_start: number | null;
  tm_billing_end: number | null;
}

export interface ExtensionRow extends Row {
  name: string;
  detail: string;
  extension: string;
  domain_name: string;
  username: string;
  password: string;
  direct_hash: string;
}

export interface OutboundConfigRow extends Row {
  name: string;
  detail: string;
  destination_whitelist: string[];
  codecs: string;
  default_outgoing_source_number_id: string;
}

export interface CallRow extends Row {
  owner_type: string;
  owner_id: string;
  flow_id: string;
  activeflow_id: string;
  type: string;
  source: Address;
  destination: Address;
  status: string;
  direction: 'incoming' | 'outgoing';
  hangup_by: string;
  hangup_reason: string;
  tm_ringing: number | null;
  tm_progressing: number | null;
  tm_hangup: number | null;
}

export interface ActiveflowRow extends Row {
  flow_id: string;
  status: 'running' | 'ended';
  reference_type: string;
  reference_id: string;
  reference_activeflow_id: string;
  on_complete_flow_id: string;
  executed_actions: Action[];
}

export interface ConferenceRow extends Row {
  type: string;
  status: string;
  name: string;
  detail: string;
  /** Milliseconds. */
  timeout: number;
  pre_flow_id: string;
  post_flow_id: string;
}

export interface CampaignRow extends Row {
  type: string;
  status: string;
  name: string;
  detail: string;
  actions: Action[];
  outplan_id: string;
  queue_id: string;
  next_campaign_id: string;
}

export interface ConversationAccountRow extends Row {
  type: string;
  name: string;
  detail: string;
  secret: string;
  token: string;
  message_flow_id: string;
}

export interface WebchatWidgetRow extends Row {
  name: string;
  status: string;
  session_flow_id: string;
  message_flow_id: string;
  direct_hash: string;
}

export interface MessageRow extends Row {
  type: string;
  source: Address;
  targets: { destination: Address; status: string; parts: number }[];
  text: string;
  direction: 'inbound' | 'outbound';
}

export interface StorageAccountRow extends Row {
  total_file_count: number;
  /** Bytes. */
  total_file_size: number;
}

/** Everything the emulator holds. A seed makes one; `--state` saves one. */
export interface Dataset {
  customers: CustomerRow[];
  agents: AgentRow[];
  accesskeys: AccesskeyRow[];
  numbers: NumberRow[];
  flows: FlowRow[];
  queues: QueueRow[];
  queuecalls: QueuecallRow[];
  tags: TagRow[];
  billing_accounts: BillingAccountRow[];
  billings: BillingRow[];
  extensions: ExtensionRow[];
  outbound_configs: OutboundConfigRow[];
  calls: CallRow[];
  activeflows: ActiveflowRow[];
  storage_accounts: StorageAccountRow[];
  conferences: ConferenceRow[];
  campaigns: CampaignRow[];
  conversation_accounts: ConversationAccountRow[];
  webchat_widgets: WebchatWidgetRow[];
  messages: MessageRow[];
}

/** The world a seed is made in: all of it is given, so that one seed is always the same. */
export interface SeedWorld {
  /** Milliseconds since 1970. */
  now: number;
  /** In [0, 1). */
  random: () => number;
  /** A new lower-case version-4 UUID. */
  uuid: () => string;
}

/** A starting point: one account (and perhaps neighbours), with ways to sign in. */
export interface Seed {
  name: string;
  /** One line for `voipbin emulator --help`. */
  about: string;
  make: (world: SeedWorld) => SeededAccount;
}

export interface SeededAccount {
  data: Dataset;
  /** The account that `--demo` signs in to. */
  customer_id: string;
  /** A working access key of that account. */
  accesskey: string;
  logins: readonly { username: string; password: string; role: string }[];
}
