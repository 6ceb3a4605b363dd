/** Agents as people: who answers calls, and who is there because the platform made him. */
import type { Agent, Customer } from '../api/wire.ts';
import { Permission } from '../core/permissions.ts';

/** Whether he is meant to answer calls. */
export const answersCalls = ({ permission }: Agent): boolean => ((permission ?? 0) & Permission.agent) !== 0;

/** Whether there is a telephone to ring. */
export const hasAddress = ({ addresses }: Agent): boolean =>
  (addresses ?? []).some(({ target }) => (target ?? '').trim() !== '');

/**
 * The administrator that the platform makes with each account: the account's e-mail address, the admin permission
 * alone, no address to ring (bin-agent-manager, event.go). It is not a leftover.
 */
export function isDefaultAdmin(agent: Agent, customer: Pick<Customer, 'email'>): boolean {
  const owner = (customer.email ?? '').trim().toLowerCase();
  return (
    agent.permission === Permission.admin &&
    (agent.name === 'default admin' ||
      (owner !== '' && (agent.username ?? '').trim().toLowerCase() === owner))
  );
}
