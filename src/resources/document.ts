/**
 * The declared account: what a plan file says once it is read. Names instead of ids, the API's units instead of
 * `30s`, secrets by where they are to be found. A field that is absent stays as it is; null clears it.
 *
 * Where a name is asked for, `id:<uuid>` names an object that the file does not describe.
 */

import type { ExceptionText } from '../hours/definition.ts';
import type { NamedKind } from './index.ts';

/** The name under which it is looked for. */
export const PLAN_FILE = 'voipbin.yaml';

/** Where a secret comes from; its text is never part of a document. */
export type SecretRef = { from: 'env'; name: string } | { from: 'file'; path: string } | { from: 'generate' };

/** An additional source for commands: a person types it. */
export type AskedSecret = SecretRef | { from: 'prompt' };

export interface AccountSpec {
  name?: string | null;
  detail?: string | null;
  email?: string | null;
  phone_number?: string | null;
  address?: string | null;
  webhook_method?: string | null;
  webhook_uri?: string | null;
  rtp_debug?: boolean | null;
}

/** Commands change it; no plan file speaks of it. */
interface BillingSpec {
  name?: string | null;
  detail?: string | null;
  payment_type?: string | null;
  payment_method?: string | null;
}

interface OutboundSpec {
  name?: string | null;
  detail?: string | null;
  /** Lower-case ISO 3166 alpha-2; null or empty: no call to a phone number is allowed. */
  destination_whitelist?: readonly string[] | null;
  /** Comma-separated. */
  codecs?: string | null;
}

/** Every named object may say which live object it is: for names that several of them have, and to rename one. */
interface Adoptable {
  id?: string;
}

/** What goes by a name that need not be the one in the file: the server takes two of one name, and none. */
interface Renamable extends Adoptable {
  /** Absent: as it is called in the file. */
  name?: string | null;
}

interface TagSpec extends Renamable {
  detail?: string | null;
}

/**
 * One action. `option` is as the API has it, but for what stands for an id: `queue`, `flow`, `on_end_flow` are
 * names; `target`, `false_target`, `default_target` and the values of `targets` are labels.
 */
export interface ActionSpec {
  type: string;
  option: Readonly<Record<string, unknown>>;
  /** Unique within the flow. */
  label?: string;
  /** The label of the action that follows; absent: the next in the list. */
  next?: string;
}

export interface FlowSpec extends Renamable {
  detail?: string | null;
  actions?: readonly ActionSpec[] | null;
  /** A flow's name. */
  on_complete_flow?: string | null;
}

/** Opening hours, which become a flow of their own. What is absent stays as it is in that flow. */
export interface HoursSpec extends Renamable {
  /** IANA name. */
  time_zone?: string;
  /** As people write it: `mon-fri 9:00-17:00, sat 10:00-14:00`. */
  open?: string;
  /** The region whose public holidays are days off: `DE-BY`. */
  holidays?: string | null;
  opened?: readonly ExceptionText[] | null;
  closed?: readonly ExceptionText[] | null;
}

export interface QueueSpec extends Renamable {
  detail?: string | null;
  /** Names of tags. */
  tags?: readonly string[] | null;
  /** A flow's name. */
  wait_flow?: string | null;
  /** Milliseconds. */
  wait_timeout?: number | null;
  /** Milliseconds. */
  service_timeout?: number | null;
  routing_method?: string | null;
}

/** `extension`: the target is the extension's number, as the file has it. */
export interface AddressSpec {
  type: 'tel' | 'sip' | 'extension';
  target: string;
  name?: string;
  detail?: string;
  target_name?: string;
}

export interface AgentSpec extends Adoptable {
  name?: string | null;
  detail?: string | null;
  /** A sum of 16 (agent), 32 (admin) and 64 (manager). */
  permission?: number;
  /** Names of tags. */
  tags?: readonly string[] | null;
  addresses?: readonly AddressSpec[] | null;
  ring_method?: string | null;
  /** Used only when the agent is made. */
  password?: SecretRef;
}

interface ExtensionSpec extends Adoptable {
  name?: string | null;
  detail?: string | null;
  /** `generate` is used only when the extension is made. */
  password?: SecretRef;
}

export interface NumberSpec extends Adoptable {
  /** Any free virtual number, which the lock file then remembers; the name in the file is any word. */
  virtual?: 'any';
  name?: string | null;
  detail?: string | null;
  /** A flow's name. */
  call_flow?: string | null;
  /** A flow's name. */
  message_flow?: string | null;
  rtp_debug?: boolean | null;
}

/** What code speaks of by field. Agents go by user name, extensions and numbers by their number. */
interface KnownSpecs {
  tags: TagSpec;
  hours: HoursSpec;
  flows: FlowSpec;
  queues: QueueSpec;
  extensions: ExtensionSpec;
  agents: AgentSpec;
  numbers: NumberSpec;
}

/** An object of a kind, as its description reads it. */
type SpecOf<K extends NamedKind> = K extends keyof KnownSpecs
  ? KnownSpecs[K]
  : Adoptable & Readonly<Record<string, unknown>>;

type Named<T> = Readonly<Record<string, T>>;

/** A kind that is absent is not spoken of: nothing of it is changed, and nothing pruned. */
export type PlanDocument = {
  readonly version: 1;
  readonly account?: AccountSpec;
  readonly outbound?: OutboundSpec;
  readonly billing?: BillingSpec;
} & { readonly [K in NamedKind]?: Named<SpecOf<K>> };
