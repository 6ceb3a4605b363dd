export const WORD_RANKS: string;
export function wordRanksModule(): string;
