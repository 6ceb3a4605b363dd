/** Why each package that package.json names is here, and what it takes the place of. */
export const WHY: Readonly<Record<string, readonly [why: string, insteadOf: string]>>;
