/** Phone numbers, by Google's library. Heavy: import it only where a number is looked at. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import metadata from 'libphonenumber-js/min/metadata';
import examples from 'libphonenumber-js/mobile/examples';

/** What is wrong with a number that should be E.164, or undefined. */
export function checkPhone(text: string): string | undefined {
  if (!/^\+[1-9]\d{1,14}$/.test(text)) {
    const guess = parsePhoneNumberFromString(text)?.number;
    return `${JSON.stringify(text)} is not E.164: a plus sign, the country, and digits only${guess === undefined ? '' : `, such as ${guess}`}`;
  }
  const number = parsePhoneNumberFromString(text);
  return number?.isPossible()
    ? undefined
    : `${JSON.stringify(text)} cannot be a number of any country: too short, too long, or no such country`;
}

/** Whether the digits are those of some country's numbers: `+15551234567` has the length of one, and no area. */
export const isAssigned = (text: string): boolean => parsePhoneNumberFromString(text)?.country !== undefined;

/** The country of an E.164 number as lower-case ISO 3166 alpha-2; undefined where none fits. */
export function countryOf(text: string): string | undefined {
  // Country and area are decided by the first digits, if the length fits; numbers repeat them by the thousand.
  const key = `${text.slice(0, 9)} ${text.length}`;
  if (known.has(key)) return known.get(key);
  const number = parsePhoneNumberFromString(text);
  const country =
    number === undefined ? undefined : (number.country ?? countryByCode(number.countryCallingCode));
  if (known.size > 50_000) known.clear();
  known.set(key, country?.toLowerCase());
  return country?.toLowerCase();
}

const known = new Map<string, string | undefined>();

/** The leading country of a code, for numbers that fit none of its plans: +1 is then the United States. */
function countryByCode(code: string): string | undefined {
  return (metadata.country_calling_codes as Readonly<Record<string, readonly string[]>>)[code]?.[0];
}

/** Whether a lower-case ISO 3166 alpha-2 code has phone numbers of its own. */
export function isCountry(code: string): boolean {
  return code === code.toLowerCase() && code.toUpperCase() in metadata.countries;
}

/** Lower-case ISO 3166 alpha-2 of every country that has phone numbers of its own, sorted. */
export function phoneCountries(): string[] {
  return Object.keys(metadata.countries)
    .map((code) => code.toLowerCase())
    .sort();
}

/** A valid mobile number of a country, E.164, that no one has; undefined for an unknown country. */
export function exampleMobile(country: string): string | undefined {
  const code = country.toUpperCase() as keyof typeof examples;
  const national = examples[code];
  const callingCode: unknown = metadata.countries[code]?.[0];
  return national === undefined || typeof callingCode !== 'string' ? undefined : `+${callingCode}${national}`;
}
