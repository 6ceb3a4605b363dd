/** What it comes to when an object is deleted. */
import { RENEWAL_PRICE } from '../snapshot/plans.ts';
import type { Change } from './change.ts';
import type { ManyKind, Wire } from './kind.ts';

/** A number that was bought goes back to the carrier, and may never be had again; all else can be made anew. */
export function releaseOf(kind: ManyKind, object: Wire): Pick<Change, 'risk' | 'cost' | 'because'> {
  if (kind.costs?.(String(object[kind.key])) !== true) return { risk: 'safe' };
  return {
    risk: 'irreversible',
    cost: { now: 0, monthly: -RENEWAL_PRICE },
    because: 'the number is released, and what it cost is not given back',
  };
}
