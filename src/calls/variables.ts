/** Variables of a run, and how they are filled into the options of an action just before it runs. */

/** The digits that the caller pressed: the default variable of a branch. */
export const DIGITS = 'voipbin.call.digits';

/** The value of a variable; undefined if it was never set, which reads as empty. */
export type Read = (name: string) => string | undefined;

/** An unclosed placeholder matches to the end of its line, too, so that no part of a text is searched twice. */
const PLACEHOLDER = /\$\{([^}\n]*)(\}?)/g;

/** The most characters that variables may add to a text: in a loop, a variable made of itself doubles each time. */
const MOST_FILLED_IN = 100_000;

export const hasPlaceholder = (text: string): boolean => text.includes('${');

/** The names in a text: `Hello ${name}`. */
export const namesIn = (text: string): string[] =>
  hasPlaceholder(text)
    ? [...text.matchAll(PLACEHOLDER)].flatMap(([, name = '', end]) => (end === '' ? [] : [name]))
    : [];

/** A name that was never set becomes empty. */
export function fill(text: string, read: Read): string {
  if (!hasPlaceholder(text)) return text;
  let room = MOST_FILLED_IN;
  return text.replace(PLACEHOLDER, (whole, name: string, end: string) => {
    if (end === '') return whole;
    const value = (read(name) ?? '').slice(0, room);
    room -= value.length;
    return value;
  });
}

type Option = Readonly<Record<string, unknown>>;

/**
 * Fills in every text. In lists, numbers and other values become texts; elsewhere they keep their type. Returns the
 * same object if there is nothing to fill in.
 */
export function fillOption(option: Option, read: Read): Option {
  let filled = option;
  for (const key in option) {
    const value = option[key];
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) continue;
    const after = fillValue(value, read);
    if (after !== value) filled = { ...filled, [key]: after };
  }
  return filled;
}

function fillValue(value: unknown, read: Read): unknown {
  if (typeof value === 'string') return fill(value, read);
  if (Array.isArray(value)) return value.map((item: unknown) => fillValue(item, read));
  if (value === null) return '<nil>';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return fillOption(value as Option, read);
}

/** Whether filling in changes anything: then it must be done each time. */
export function needsFilling(value: unknown): boolean {
  if (typeof value === 'string') return hasPlaceholder(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (needsFilling((value as Option)[key])) return true;
  return false;
}
