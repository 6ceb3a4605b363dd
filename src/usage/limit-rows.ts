/** Everything of an account that has a limit, and what has none, row by row. */
import { utcDay } from '../core/time.ts';
import type { BillingAccount } from '../api/wire.ts';
import {
  limitedResources,
  MAX_FLOWS,
  planTokens,
  UNLIMITED,
  type LimitedResource,
} from '../snapshot/plans.ts';
import { limitsOf, stateOf, type LimitState } from './limits.ts';
import { nextTopUp } from './spending.ts';

/** What no plan limits; `numbers` are the normal ones. */
export const freeResources = ['flows', 'numbers', 'tags'] as const;
export type Countable = LimitedResource | (typeof freeResources)[number];

/** How many there are, or why that is not known. */
export type Counted = number | { reason: string };

export interface LimitRow {
  resource: Countable | 'tokens';
  used: number | null;
  /** Null where there is none, or it is not known. */
  limit: number | null;
  free: number | null;
  /** Of the limit that is used; not above 100 for people who read it as a share, but as it is. */
  percent: number | null;
  /** `unknown`: the limit is not known; `not_read`: how many there are is not. */
  state: LimitState | 'unlimited' | 'unknown' | 'not_read';
  /** What else there is to say of it. */
  note: string | null;
}

/**
 * What is nearest to its limit comes first, what has none last.
 * @param counts What is not in there has no row.
 * @param account Undefined where it could not be read: then no limit is known.
 * @param now Milliseconds since 1970.
 */
export function limitRows(
  account: BillingAccount | undefined,
  counts: Readonly<Partial<Record<Countable, Counted>>>,
  now: number,
): LimitRow[] {
  const plan = account?.plan_type ?? '';
  const limits = limitsOf(plan);
  const rows = [...limitedResources, ...freeResources].flatMap((resource): LimitRow[] => {
    const counted = counts[resource];
    if (counted === undefined) return [];
    return [rowOf(resource, counted, limitOf(resource, plan, limits), noteOf(resource))];
  });
  const tokens = account === undefined ? [] : tokenRow(account, now);
  return [...rows, ...tokens].sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
}

/** Null: there is none; undefined: unknown. */
function limitOf(
  resource: Countable,
  plan: string,
  limits: ReturnType<typeof limitsOf>,
): number | null | undefined {
  if (resource === 'flows') return MAX_FLOWS;
  if (resource === 'numbers' || resource === 'tags' || plan === UNLIMITED) return null;
  return limits?.[resource];
}

function noteOf(resource: Countable): string | null {
  if (resource === 'flows') return 'the same for every plan';
  if (resource === 'numbers') return 'each is paid for';
  // POST /conferences without a type makes one that the list leaves out (recorded, scenario 23).
  return resource === 'conferences' ? 'those without a type count, too, but no list shows them' : null;
}

function rowOf(
  resource: Countable,
  counted: Counted,
  limit: number | null | undefined,
  note: string | null,
): LimitRow {
  if (typeof counted !== 'number') {
    const unread = { used: null, free: null, percent: null, state: 'not_read' } as const;
    return { resource, ...unread, limit: limit ?? null, note: counted.reason };
  }
  if (limit === null || limit === undefined) {
    const state = limit === null ? 'unlimited' : 'unknown';
    return { resource, used: counted, limit: null, free: null, percent: null, state, note };
  }
  return { resource, used: counted, ...shareOf(counted, limit), note };
}

const shareOf = (used: number, limit: number): Pick<LimitRow, 'limit' | 'free' | 'percent' | 'state'> => ({
  limit,
  free: Math.max(0, limit - used),
  // One that is not reached is never shown as reached.
  percent: used < limit ? Math.min(99, Math.round((used / limit) * 100)) : Math.floor((used / limit) * 100),
  state: stateOf(used, limit),
});

/** The tokens of the month; more than the plan gives are there after an adjustment. */
function tokenRow(account: BillingAccount, now: number): LimitRow[] {
  const plan = account.plan_type ?? '';
  const limit = Object.hasOwn(planTokens, plan) ? planTokens[plan] : undefined;
  if (limit === undefined) return [];
  const used = Math.max(0, limit - (account.balance_token ?? 0));
  const note = `of this month; the next ones arrive on ${utcDay(nextTopUp(account, now))}`;
  return [{ resource: 'tokens', used, ...shareOf(used, limit), note }];
}
