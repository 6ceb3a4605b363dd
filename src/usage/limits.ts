/** How many an account has of what its plan limits, and of how many. */
import type { Number } from '../api/wire.ts';
import { limitedResources, planLimits, type LimitedResource } from '../snapshot/plans.ts';

/** From this share of a limit on it is nearly reached, in percent. */
export const NEAR_PERCENT = 80;

/** Of some resources how many there are; the others are not known. */
export type Counts = Readonly<Partial<Record<LimitedResource, number>>>;

/** `full`: no more can be created. */
export type LimitState = 'ok' | 'near' | 'full';

export interface LimitUse {
  resource: LimitedResource;
  used: number;
  limit: number;
  state: LimitState;
}

/** The limits of a plan; undefined where there are none, or none that are known. */
export const limitsOf = (plan: string): Readonly<Record<LimitedResource, number>> | undefined =>
  Object.hasOwn(planLimits, plan) ? planLimits[plan] : undefined;

/** @param near From which share of a limit on it counts as nearly reached, in percent. */
export function stateOf(used: number, limit: number, near = NEAR_PERCENT): LimitState {
  if (used >= limit) return 'full';
  return used * 100 >= limit * near ? 'near' : 'ok';
}

/** How much of each limit is used, as far as it was counted; undefined for a plan without limits. */
export function limitUses(plan: string, counts: Counts, near = NEAR_PERCENT): LimitUse[] | undefined {
  const limits = limitsOf(plan);
  if (limits === undefined) return undefined;
  return limitedResources.flatMap((resource) => {
    const used = counts[resource];
    const limit = limits[resource];
    return used === undefined ? [] : { resource, used, limit, state: stateOf(used, limit, near) };
  });
}

interface Row {
  tm_delete?: string | null | undefined;
}

/** The server counts what is not deleted (resource_limit.go). */
export const liveCount = (rows: readonly Row[]): number => rows.filter(({ tm_delete }) => !tm_delete).length;

/** Of numbers only the virtual ones are limited. */
export const virtualOnes = <N extends Pick<Number, 'type'>>(numbers: readonly N[]): N[] =>
  numbers.filter(({ type }) => type === 'virtual');
