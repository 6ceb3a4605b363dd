/** Objects as subjects of a finding: each with a name that people recognise. */
import type { Agent, BillingAccount, Customer, Flow, Number, Queue } from '../api/wire.ts';
import type { Subject } from './rule.ts';

const named = (kind: string, id: string, ...names: (string | null | undefined)[]): Subject => ({
  kind,
  id,
  name: names.find((name) => name !== null && name !== undefined && name.trim() !== '') ?? id,
});

export const customerSubject = (row: Customer): Subject => named('customer', row.id, row.name);
export const agentSubject = (row: Agent): Subject => named('agent', row.id, row.name, row.username);
export const flowSubject = (row: Flow): Subject => named('flow', row.id, row.name);
export const queueSubject = (row: Queue): Subject => named('queue', row.id, row.name);
export const billingAccountSubject = (row: BillingAccount): Subject =>
  named('billing_account', row.id, row.name);

/** A number is known by its digits; its name stands behind them. */
export function numberSubject(row: Number): Subject {
  const digits = row.number || row.id;
  return { kind: 'number', id: row.id, name: row.name ? `${digits} (${row.name})` : digits };
}
