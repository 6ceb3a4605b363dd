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

/** Reads the table when it is first needed. */
function rowsOf(callingCode: string): readonly Row[] | undefined {
  if (rows.size === 0) {
    for (const [, text = ''] of PLATFORM_ROWS.matchAll(/([^;]+);/g)) {
      const [country = '', code = '', lengths = '', ...digits] = text.trim().split(/\s+/);
      const firstDigits = digits.flatMap((part) => part.split(',')).filter((part) => part !== '');
      const row = { country, lengths: lengths.split(',').map(Number), firstDigits };
      rows.set(code, [...(rows.get(code) ?? []), row]);
    }
  }
  return rows.get(callingCode);
}

/**
 * Lower-case ISO 3166 alpha-2: the entry of the whitelist that lets calls to this E.164 number pass. Undefined
 * where there is none, and every call is refused.
 */
export function platformCountryOf(number: string): string | undefined {
  const digits = number.replaceAll(/\D/g, '');
  for (const length of [1, 2, 3]) {
    const sharing = rowsOf(digits.slice(0, length));
    if (sharing !== undefined) return choose(sharing, digits.slice(length));
  }
  return undefined;
}

/** As GetISO3166ByNumber with land lines: the first row whose digits fit, or the last whose length does. */
function choose(sharing: readonly Row[], national: string): string | undefined {
  const fitting = sharing.filter(({ lengths }) => lengths.includes(national.length));
  const exact = fitting.find(({ firstDigits }) => firstDigits.some((digits) => national.startsWith(digits)));
  return (exact ?? fitting.at(-1))?.country;
}
