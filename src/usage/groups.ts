/** By what spending can be shown. */

/** What the ledger does not say, and other lists do. */
export const attributions = ['number', 'agent', 'country'] as const;
export type AttributedBy = (typeof attributions)[number];

export type UsageBy = 'kind' | 'day' | AttributedBy;
