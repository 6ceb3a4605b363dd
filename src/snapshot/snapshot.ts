/**
 * One picture of an account, taken once. A section that could not be read says why, and is never empty instead.
 * No secret is in it: passwords are reduced to their strength, keys and hashes are left out.
 */
import type {
  Accesskey,
  Agent,
  BillingAccount,
  Campaign,
  Conference,
  ConversationAccount,
  Customer,
  Flow,
  Number,
  OutboundConfig,
  Queue,
  StorageAccount,
  Tag,
  WebchatWidget,
} from '../api/wire.ts';
import type { ActiveflowTraffic, CallTraffic, MessageTraffic, QueuecallTraffic } from './traffic.ts';
import type { Ledger } from './ledger.ts';

/** Whether the account may be used at all. */
interface Standing {
  /** Absent while it is not frozen. Times are RFC 3339. */
  frozen?: { since?: string | undefined; until?: string | undefined };
}

/** How well a SIP password withstands guessing. */
export type PasswordClass = 'empty' | 'same-as-extension' | 'weak' | 'fair' | 'strong';

/** An extension without its password. */
export interface SnapshotExtension {
  id: string;
  name?: string | null | undefined;
  extension?: string | null | undefined;
  tm_create?: string | null | undefined;
  tm_delete?: string | null | undefined;
  password_class: PasswordClass;
  /** Extensions with the same password have the same group; null: no other has it. */
  password_group: number | null;
}

export interface Sections {
  /** Not read by itself: it follows from the customer, or from the refusals that a frozen account meets. */
  standing: Standing;
  customer: Customer;
  agents: readonly Agent[];
  numbers: readonly Number[];
  flows: readonly Flow[];
  queues: readonly Queue[];
  /** Deleted ones included: their ids stay on agents and queues, and go on matching. */
  tags: readonly Tag[];
  extensions: readonly SnapshotExtension[];
  accesskeys: readonly Accesskey[];
  billing_account: BillingAccount;
  /** Null where the account has none: then no call to a phone number is allowed. */
  outbound_config: OutboundConfig | null;
  /** Null where nothing was ever stored. */
  storage_account: StorageAccount | null;
  conferences: readonly Conference[];
  campaigns: readonly Campaign[];
  conversation_accounts: readonly ConversationAccount[];
  webchat_widgets: readonly WebchatWidget[];
  /** These five are read as far back as the horizon. */
  calls: CallTraffic;
  activeflows: ActiveflowTraffic;
  queuecalls: QueuecallTraffic;
  messages: MessageTraffic;
  billings: Ledger;
}

export type SectionName = keyof Sections;

/** The sections that are read, each by its own requests. */
export type ReadSection = Exclude<SectionName, 'standing'>;

export const readSections: readonly ReadSection[] = [
  'customer',
  'agents',
  'numbers',
  'flows',
  'queues',
  'tags',
  'extensions',
  'accesskeys',
  'billing_account',
  'outbound_config',
  'storage_account',
  'conferences',
  'campaigns',
  'conversation_accounts',
  'webchat_widgets',
  'calls',
  'activeflows',
  'queuecalls',
  'messages',
  'billings',
];

/** Why a section could not be read. */
export interface Unavailable {
  state: 'unavailable';
  /** For people: `needs the admin permission`. */
  reason: string;
  /** The error's code: `NOT_PERMITTED`, `TIMEOUT`, ... */
  code: string;
  /** Whether it was the credential (exit code 4 rather than 3). */
  denied: boolean;
}

interface Loaded<T> {
  state: 'loaded';
  value: T;
}

export type Section<T> = Loaded<T> | Unavailable;

export interface KeptReading {
  days: number;
  /** When the oldest of them was read. Milliseconds since 1970. */
  oldest: number;
}

/** What reading one section took. */
export interface Reading {
  /** Retries included. */
  requests: number;
  /** Rows that were read; null for a single object, and where nothing came. */
  rows: number | null;
  /** The id of the last request: what the platform's support asks for. */
  request_id: string | null;
  /** Days that an earlier audit has counted, and were not read again; absent where there are none. */
  kept?: KeptReading | undefined;
}

export interface Snapshot {
  /** Milliseconds since 1970. */
  takenAt: number;
  /** How far back calls, flows run, queue calls, messages and billings were read. Milliseconds since 1970. */
  since: number;
  apiUrl: string;
  /** Requests it took, retries included. */
  requests: number;
  sections: { readonly [K in SectionName]: Section<Sections[K]> };
  readings: { readonly [K in ReadSection]: Reading };
}
