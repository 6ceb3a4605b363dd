/** YAML line by line: as the library writes it, in a tenth of its time, which long lists take. */

/** Words, ids and times, which are written as they are. */
const PLAIN = /^(?:[A-Za-z][\w-]*|\d{4}-\d\d-\d\dT[\d:.]+Z|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;
/** Texts that would be numbers, those of telephones above all. */
const NUMBER = /^\+?\d+$/;
/** Words that are something else than words. */
const MEANING = /^(?:null|true|false)$/i;
/** Keys are few: those of a kind of rows. */
const MOST_KEYS = 10_000;

/** Writes a list of one map of one entry: what is at the very left of a file is written in another way. */
type Library = (list: readonly [Readonly<Record<string, unknown>>]) => string;

/** Thrown where a text needs more than one line, or a value is not plain data. */
class NotPlain extends Error {}

/**
 * A list of anything, if it is not empty. `library` writes each value that is not plainly clear; where a line is not enough for
 * one, the answer is undefined.
 */
export function yamlLines(value: unknown, library: Library): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const writer = new Writer(library);
  try {
    return writer.block(value, '');
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class Writer {
  readonly #library: Library;
  readonly #keys = new Map<string, string>();

  constructor(library: Library) {
    this.#library = library;
  }

  block(value: unknown, indent: string): string {
    if (Array.isArray(value)) {
      if (value.length === 0) throw new NotPlain();
      return (value as unknown[]).map((item) => `${indent}- ${this.#after(item ?? null, indent)}`).join('');
    }
    const entries = entriesOf(value);
    if (entries.length === 0) throw new NotPlain();
    return entries.map(([key, item]) => `${indent}${this.#key(key)}:${this.#below(item, indent)}`).join('');
  }

  /** An item of a list: what it holds begins on its line. */
  #after(item: unknown, indent: string): string {
    return isEmptyOrScalar(item)
      ? `${this.#inline(item)}\n`
      : this.block(item, `${indent}  `).slice(indent.length + 2);
  }

  /** The value of a key: what it holds begins on the next line. */
  #below(item: unknown, indent: string): string {
    return isEmptyOrScalar(item) ? ` ${this.#inline(item)}\n` : `\n${this.block(item, `${indent}  `)}`;
  }

  #inline(item: unknown): string {
    if (item === null || typeof item === 'boolean') return JSON.stringify(item);
    if (typeof item === 'object') return Array.isArray(item) ? '[]' : '{}';
    if (typeof item === 'number' && Number.isSafeInteger(item) && !Object.is(item, -0)) return String(item);
    if (typeof item === 'string' && PLAIN.test(item) && !MEANING.test(item)) return item;
    if (typeof item === 'string' && NUMBER.test(item)) return `"${item}"`;
    if (typeof item !== 'string' && typeof item !== 'number') throw new NotPlain();
    return this.#oneLine({ k: item }).slice('k: '.length);
  }

  #key(key: string): string {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const text = this.#oneLine({ [key]: 0 });
    if (!text.endsWith(': 0')) throw new NotPlain();
    const written = text.slice(0, -': 0'.length);
    if (this.#keys.size < MOST_KEYS) this.#keys.set(key, written);
    return written;
  }

  #oneLine(entry: Readonly<Record<string, unknown>>): string {
    const text = this.#library([entry]).slice('- '.length, -1);
    if (text.includes('\n')) throw new NotPlain();
    return text;
  }
}

const isEmptyOrScalar = (item: unknown): boolean =>
  item === null ||
  typeof item !== 'object' ||
  (Array.isArray(item) ? item.length === 0 : entriesOf(item).length === 0);

/** Without what is undefined. */
function entriesOf(value: unknown): [string, unknown][] {
  const prototype: unknown = typeof value === 'object' && value !== null && Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotPlain();
  return Object.entries(value as object).filter(([, item]) => item !== undefined);
}
