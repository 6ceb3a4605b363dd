/** The caller, as people write it. */

/**
 * The caller as the platform writes it: a phone number without spaces (`+4930123456`, or the `1001` of an extension), a SIP
 * address, or `anonymous`.
 * @returns undefined for anything else.
 */
export function readCaller(text: string): string | undefined {
  const word = text.trim();
  if (word === 'anonymous' || /^(?:sips?:)?[^\s@:]+@[^\s@]+$/i.test(word)) return word;
  const digits = word.replaceAll(/[\s()./-]/g, '');
  return /^\+?[0-9*#]+$/.test(digits) ? digits : undefined;
}

export const CALLER_HINT = 'name a phone number such as +493012345678, a SIP address, or anonymous';
