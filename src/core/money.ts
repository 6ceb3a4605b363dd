/** Micro-USD: 1 USD = 1,000,000. Always a whole number, may be negative. */
export type Micros = number;

const PER_DOLLAR = 1_000_000n;
const PER_CENT = 10_000n;

/**
 * Dollars and cents for people: `$12.40`, `-$0.05`; digits below a cent are kept where they are not zero
 * (`$0.001`), since calls cost fractions of a cent.
 */
export function formatUsd(micros: Micros): string {
  if (!Number.isSafeInteger(micros)) throw new RangeError(`not a whole number of micro-USD: ${micros}`);
  const amount = BigInt(micros < 0 ? -micros : micros);
  const dollars = (amount / PER_DOLLAR).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = (amount % PER_DOLLAR).toString().padStart(6, '0');
  const digits = amount % PER_CENT === 0n ? fraction.slice(0, 2) : fraction.replace(/0+$/, '');
  return `${micros < 0 ? '-' : ''}$${dollars}.${digits}`;
}

/** A normal number is paid for and renewed every so many days. */
export const RENEWAL_DAYS = 28;

/** What numbers cost for as long as there are any: `$5.00 every 28 days`. */
export const perTerm = (micros: Micros): string => `${formatUsd(micros)} every ${RENEWAL_DAYS} days`;

/** Whole cents, or the exact amount below one cent: for amounts that need no more precision. */
export const toCents = (micros: number): Micros =>
  Math.abs(micros) < 10_000 ? Math.round(micros) : Math.round(micros / 10_000) * 10_000;

/** `12`, `12.5` or `$12.50` as micro-USD; undefined for anything else. */
export function parseUsd(text: string): Micros | undefined {
  const match = /^(-?)\$?(\d+)(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign, dollars = '', fraction = ''] = match;
  const micros = BigInt(dollars) * PER_DOLLAR + BigInt(fraction.padEnd(6, '0'));
  const signed = Number(sign === '-' ? -micros : micros);
  return Number.isSafeInteger(signed) ? signed : undefined;
}
