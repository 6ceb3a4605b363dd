/**
 * The country of a destination as the platform sees it. Calls pass when that country is in the whitelist; the
 * platform's library is coarser than ours (it does not know Jamaica from the U.S. Virgin Islands), so that ours
 * is good for names only.
 */
import { PLATFORM_ROWS } from './platform-rows.ts';

interface Row {
  country: string;
  /** Of the number without its calling code. */
  lengths: readonly number[];
  firstDigits: readonly string[];
}

const rows = new Map<string, Row[]>();

/** By calling code; the table is read when it is first needed. */
function allRows(): ReadonlyMap<string, readonly Row[]> {
  if (rows.size === 0) {
    for (const [, text = ''] of PLATFORM_ROWS.matchAll(/([^;]+);/g)) {
      const [country = '', code = '', lengths = '', ...digits] = text.trim().split(/\s+/);
      const firstDigits = digits.flatMap((part) => part.split(',')).filter((part) => part !== '');
      const row = { country, lengths: lengths.split(',').map(Number), firstDigits };
      rows.set(code, [...(rows.get(code) ?? []), row]);
    }
  }
  return rows;
}

/**
 * Lower-case ISO 3166 alpha-2: the entry of the whitelist that lets calls to this E.164 number pass. Undefined
 * where there is none, and every call is refused.
 */
export function platformCountryOf(number: string): string | undefined {
  const digits = number.replaceAll(/\D/g, '');
  for (const length of [1, 2, 3]) {
    const sharing = allRows().get(digits.slice(0, length));
    if (sharing !== undefined) return choose(sharing, digits.slice(length));
  }
  return undefined;
}

/** No number that is offered is longer; some countries have longer ones. */
const USUAL_LENGTH = 10;

/**
 * A number as this country has them; undefined for a country that the platform does not know.
 * @param country Lower-case ISO 3166 alpha-2.
 * @param digits That many digits for its end.
 */
export function numberIn(country: string, digits: (count: number) => string): string | undefined {
  for (const [callingCode, sharing] of allRows()) {
    const row = sharing.find((one) => one.country === country);
    if (row === undefined) continue;
    const length = row.lengths.findLast((one) => one <= USUAL_LENGTH) ?? USUAL_LENGTH;
    const [first = '3'] = row.firstDigits;
    return `+${callingCode}${first}${digits(length - first.length)}`;
  }
  return undefined;
}

/** As GetISO3166ByNumber with land lines: the first row whose digits fit, or the last whose length does. */
function choose(sharing: readonly Row[], national: string): string | undefined {
  const fitting = sharing.filter(({ lengths }) => lengths.includes(national.length));
  const exact = fitting.find(({ firstDigits }) => firstDigits.some((digits) => national.startsWith(digits)));
  return (exact ?? fitting.at(-1))?.country;
}
