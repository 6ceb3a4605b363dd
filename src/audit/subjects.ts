/** Objects as subjects of a finding: each with a name that people recognise. */
import type {
  Accesskey,
  Agent,
  BillingAccount,
  Campaign,
  Customer,
  Flow,
  Number,
  OutboundConfig,
  Queue,
  Tag,
} from '../api/wire.ts';
import { clean, shellWord } from '../core/text.ts';
import type { SnapshotExtension } from '../snapshot/snapshot.ts';

/** What a finding is about. */
export interface Subject {
  /** `customer`, `agent`, `number`, `flow`, `queue`, `tag`, `billing_account`, ... */
  kind: string;
  id: string;
  /** For people; never empty. */
  name: string;
}

const named = (kind: string, id: string, ...names: (string | null | undefined)[]): Subject => ({
  kind,
  id,
  name: names.find((name) => name !== null && name !== undefined && name.trim() !== '') ?? id,
});

/** What the platform names every billing account, whatever its plan is. */
const PLATFORM_NAME = 'basic billing account';

export const customerSubject = (row: Customer): Subject => named('customer', row.id, row.name);
export const agentSubject = (row: Agent): Subject => named('agent', row.id, row.name, row.username);
export const flowSubject = (row: Flow): Subject => named('flow', row.id, row.name);
export const campaignSubject = (row: Campaign): Subject => named('campaign', row.id, row.name);
export const queueSubject = (row: Queue): Subject => named('queue', row.id, row.name);
export const tagSubject = (row: Tag): Subject => named('tag', row.id, row.name);
export const accesskeySubject = (row: Accesskey): Subject => named('accesskey', row.id, row.name);
export const outboundSubject = (row: OutboundConfig): Subject =>
  named('outbound_config', row.id, row.name, 'outbound configuration');
export const billingAccountSubject = (row: BillingAccount): Subject =>
  named('billing_account', row.id, row.name === PLATFORM_NAME ? undefined : row.name, 'billing account');

/** A number is known by its digits; its name follows in brackets. */
export function numberSubject(row: Number): Subject {
  const digits = row.number || row.id;
  return { kind: 'number', id: row.id, name: row.name ? `${digits} (${row.name})` : digits };
}

/** An extension is known by its digits; its name follows in brackets. */
export function extensionSubject(row: SnapshotExtension): Subject {
  const digits = row.extension || row.id;
  return { kind: 'extension', id: row.id, name: row.name ? `${digits} (${row.name})` : digits };
}

/** The command with this object's name in it: `voipbin agents update grace@acme.example --status available`. */
export function withNameOf({ kind, id, name }: Subject, command: string): string {
  // Numbers and extensions go by their digits.
  const word = name.replace(/^(\+?\d+) \(.*\)$/, '$1');
  // What is shown in another way than it is cannot be copied.
  return command.replaceAll(`<${kind}>`, () => shellWord(clean(word) === word ? word : id));
}
