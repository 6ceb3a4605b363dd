/** A plan from a few words: the text of a file, and the rows of an account. */
import type { BillingAccount, Customer } from '../../src/api/wire.ts';
import { FileProblems } from '../../src/core/yaml/reader.ts';
import { planChanges, type Planned } from '../../src/plan/difference/difference.ts';
import type { PlanOptions } from '../../src/plan/options.ts';
import type { NamedKind } from '../../src/resources/index.ts';
import { allManyKinds } from '../../src/resources/all.ts';
import type { Lists, Wire } from '../../src/resources/kind.ts';
import type { LiveAccount } from '../../src/plan/state/live.ts';
import { emptyLock, type Lock } from '../../src/plan/file/lock.ts';
import { readPlan } from '../../src/plan/file/read.ts';

export const CUSTOMER = 'c0000000-0000-4000-8000-000000000000';

/** `idOf(7)`: the same id for the same number. */
export const idOf = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

export interface Account extends Partial<Record<NamedKind, readonly Wire[]>> {
  customer?: Partial<Customer>;
  billing?: Partial<BillingAccount> | null;
  outbound?: LiveAccount['outbound'];
}

export function accountOf({ customer, billing = {}, outbound = null, ...lists }: Account): LiveAccount {
  return {
    customer: {
      id: CUSTOMER,
      name: 'Acme',
      identity_verification_status: 'verified',
      ...customer,
    },
    billing:
      billing === null
        ? undefined
        : ({ plan_type: 'unlimited', balance_credit: 0, ...billing } as BillingAccount),
    outbound,
    others: [],
    unseen: [],
    gone: {},
    lists: {
      ...(Object.fromEntries(allManyKinds.map(({ kind }) => [kind, []])) as unknown as Lists),
      ...lists,
    },
  };
}

/** What `apply` has made, by its name in the file. */
export function lockOf(objects: Partial<Record<NamedKind, Record<string, string>>>): Lock {
  const entries = Object.entries(objects).map(([kind, names]) => [
    kind,
    Object.fromEntries(Object.entries(names).map(([name, id]) => [name, { id, made: true }])),
  ]);
  return { ...emptyLock(CUSTOMER), objects: Object.fromEntries(entries) as Lock['objects'] };
}

export function planOf(
  plain: object,
  account: Account = {},
  { lock = emptyLock(CUSTOMER), ...options }: Partial<PlanOptions> & { lock?: Lock } = {},
): Planned {
  const file = readPlan(JSON.stringify(plain), 'voipbin.yaml');
  return planChanges(file, lock, accountOf(account), {
    prune: false,
    allowLargeDelete: true,
    today: '2026-11-28',
    ...options,
  });
}

const AGENT = { name: '', detail: '', ring_method: 'ringall', tag_ids: [], tm_delete: null };

/** `agentOf(1, 'tel:+14155550101', 32)` is `agent-1@acme.example`. */
export function agentOf(n: number, addresses = '', permission = 16): Wire {
  const list = addresses.split(' ').filter((address) => address !== '');
  return {
    ...AGENT,
    id: idOf(n),
    username: `agent-${n}@acme.example`,
    permission,
    addresses: list.map((address) => {
      const [type, ...target] = address.split(':');
      return { type, target: target.join(':') };
    }),
  };
}

/** What is wrong with the text of a plan file, line by line. */
export function problemsOf(text: string): string[] {
  try {
    readPlan(text, 'plan.yaml');
    return [];
  } catch (error) {
    if (error instanceof FileProblems) return error.message.split('\n');
    throw error;
  }
}
