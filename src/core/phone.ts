/** Telephone numbers, by Google's library. Heavy: import it only where a number is looked at. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

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
