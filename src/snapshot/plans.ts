/** What plans allow and what things cost (bin-billing-manager: models/account/plan.go, models/billing/cost_type.go). */

/** Micro-USD of credit per renewal of a normal number. */
export const RENEWAL_PRICE = 5_000_000;
/** A normal number is renewed every so many days. */
export const RENEWAL_DAYS = 28;
export const RENEWALS_PER_YEAR = 13;

export type LimitedResource = 'agents' | 'conferences' | 'extensions' | 'queues' | 'virtual_numbers';

/** How many of a kind a plan allows; what is not there has no limit. */
export const planLimits: Readonly<Record<string, Readonly<Record<LimitedResource, number>>>> = {
  free: { agents: 5, conferences: 2, extensions: 5, queues: 2, virtual_numbers: 5 },
  basic: { agents: 50, conferences: 10, extensions: 50, queues: 10, virtual_numbers: 50 },
  professional: { agents: 500, conferences: 100, extensions: 500, queues: 100, virtual_numbers: 500 },
};
