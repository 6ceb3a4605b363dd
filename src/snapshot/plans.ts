/** What plans allow and what things cost (bin-billing-manager: models/account/plan.go, models/billing/cost_type.go). */

/** Micro-USD of credit per renewal of a normal number. */
export const RENEWAL_PRICE = 5_000_000;
export const RENEWALS_PER_YEAR = 13;

export type LimitedResource =
  'agents' | 'conferences' | 'extensions' | 'queues' | 'trunks' | 'virtual_numbers';

/** How many of a kind a plan allows; a plan that is not there has no limits, or none that are known. */
export const planLimits: Readonly<Record<string, Readonly<Record<LimitedResource, number>>>> = {
  free: { agents: 5, conferences: 2, extensions: 5, queues: 2, trunks: 1, virtual_numbers: 5 },
  basic: { agents: 50, conferences: 10, extensions: 50, queues: 10, trunks: 5, virtual_numbers: 50 },
  professional: {
    agents: 500,
    conferences: 100,
    extensions: 500,
    queues: 100,
    trunks: 50,
    virtual_numbers: 500,
  },
};

/** In the order in which people ask for them. */
export const limitedResources: readonly LimitedResource[] = [
  'agents',
  'queues',
  'extensions',
  'virtual_numbers',
  'conferences',
  'trunks',
];

/** The only plan known to have no limits and no tokens, and to need no credit. */
export const UNLIMITED = 'unlimited';

/** Tokens that a plan has after each top-up; what is left of them before is lost. */
export const planTokens: Readonly<Record<string, number>> = { free: 100, basic: 1000, professional: 10_000 };

/** Stored flows of one account, whatever its plan (bin-flow-manager, pkg/flowhandler). */
export const MAX_FLOWS = 10_000;
