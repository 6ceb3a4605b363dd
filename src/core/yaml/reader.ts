/** Reads a parsed document value by value and keeps every problem with its place. */
import { UsageError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { sentenceList } from '../text.ts';
import type { YamlDocument, YamlPath, YamlPosition, YamlProblem } from './parse.ts';

/** All that is wrong with a file: one line for each, `file:line:column message`. */
export class FileProblems extends UsageError {
  /** In the order of the file. */
  readonly problems: readonly YamlProblem[];

  /** @param file As messages name it. */
  constructor(
    file: string,
    problems: readonly YamlProblem[],
    { code, hint }: { code: string; hint: string },
  ) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    super(
      sorted.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
      // What a whole file looks like does not help with one value.
      { code, ...(!problems.every(({ isHelped }) => isHelped) && { hint }) },
    );
    this.problems = sorted;
  }
}

/** What may help; a function where it takes long to find. */
type Suggestion = string | undefined | (() => string | undefined);

/** With more problems than this, suggestions for each would take too long. */
const MANY = 100;

/**
 * One value and its position. A requested value that is missing is returned as undefined, and noted as
 * a problem.
 */
export class Reader {
  readonly value: unknown;
  readonly #document: YamlDocument;
  readonly #path: YamlPath;
  readonly #problems: YamlProblem[];

  constructor(document: YamlDocument, problems: YamlProblem[], value: unknown, path: YamlPath = []) {
    this.#document = document;
    this.#problems = problems;
    this.#path = path;
    this.value = value;
  }

  /** Where the value's key is; for an item of a list, the item. */
  get position(): YamlPosition {
    return this.#document.keyAt(this.#path);
  }

  /** Notes what is wrong with the value. */
  wrong(message: string, suggestion?: Suggestion): void {
    this.#note(this.#document.valueAt(this.#path), message, suggestion);
  }

  /**
   * Notes what is wrong within a text.
   * @param at Characters from its beginning.
   */
  wrongAt(at: number, message: string): void {
    this.#note(this.#document.valueAt(this.#path, at), message, undefined);
  }

  /** The same within the key. */
  wrongKeyAt(at: number, message: string): void {
    this.#note(this.#document.keyAt(this.#path, at), message, undefined);
  }

  /** Where something within the value begins. */
  positionOf(path: YamlPath, offset = 0): YamlPosition {
    return this.#document.valueAt([...this.#path, ...path], offset);
  }

  /** Notes what is wrong with the key, or with the whole of what is below it. */
  wrongKey(message: string, suggestion?: Suggestion): void {
    this.#note(this.position, message, suggestion);
  }

  /** All of a map's entries; nothing for an empty value. */
  entries(): [key: string, value: Reader][] {
    const { value } = this;
    if (value === null) return [];
    if (typeof value === 'object' && !Array.isArray(value)) {
      return Object.entries(value).map(([key, inner]) => [key, this.#inside(key, inner)]);
    }
    this.#wrongShape('a map (key: value)');
    return [];
  }

  /** The entries of a map that may have only these keys. */
  fields<K extends string>(known: readonly K[], what = 'key'): Partial<Record<K, Reader>> {
    const found: Partial<Record<K, Reader>> = {};
    for (const [key, inner] of this.entries()) {
      const name = known.find((one) => one === key);
      if (name !== undefined) found[name] = inner;
      else {
        const suggestion = didYouMean(key, known);
        inner.#note(inner.position, `unknown ${what} ${quote(key)}`, suggestion, suggestion !== undefined);
      }
    }
    return found;
  }

  /** The items of a list; nothing for an empty value. */
  items(): Reader[] {
    const { value } = this;
    if (value === null) return [];
    if (Array.isArray(value)) return value.map((inner, index) => this.#inside(index, inner));
    this.#wrongShape('a list');
    return [];
  }

  get isNull(): boolean {
    return this.value === null;
  }

  /** Whether the file spells out that there is nothing: `null` or `~`, where most people leave it blank. */
  get isNullWord(): boolean {
    return this.isNull && Boolean(this.#document.spellingAt(this.#path));
  }

  get isMap(): boolean {
    const { value } = this;
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  /** Any text, to the letter. */
  string(): string | undefined {
    const { value } = this;
    if (typeof value === 'string') return value;
    this.#notText();
    return undefined;
  }

  /**
   * A word without blanks around it, or a number as it is spelled: to YAML a phone number is a number, and so are
   * the extensions 007 and 0x10.
   */
  word(): string | undefined {
    return typeof this.value === 'number' ? this.#spelling : this.text();
  }

  /** A whole number that a computer can count with. */
  integer(): number | undefined {
    const { value } = this;
    // YAML knows a zero below zero.
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value === 0 ? 0 : value;
    this.wrong(
      `${this.#name} must be a whole number, not ${typeof value === 'number' ? value : kindOf(value)}`,
    );
    return undefined;
  }

  /** Text with something in it, without blanks around it. */
  text(): string | undefined {
    const { value } = this;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.#notText();
    return undefined;
  }

  /** A number from zero up. */
  amount(): number | undefined {
    const { value } = this;
    if (typeof value !== 'number') this.wrong(`${this.#name} must be a number, not ${kindOf(value)}`);
    else if (!Number.isFinite(value)) this.wrong(`${this.#name} must be a finite number`);
    else if (value < 0) this.wrong(`${this.#name} must not be negative`);
    else return value;
    return undefined;
  }

  flag(): boolean | undefined {
    const { value } = this;
    if (typeof value === 'boolean') return value;
    this.wrong(`${this.#name} must be true or false, not ${kindOf(value)}`);
    return undefined;
  }

  oneOf<T extends string>(known: readonly T[]): T | undefined {
    const { value } = this;
    const found = known.find((one) => one === value);
    if (found !== undefined) return found;
    const given = typeof value === 'string' ? quote(value) : kindOf(value);
    const suggestion = typeof value === 'string' ? didYouMean(value, known) : undefined;
    this.wrong(`${this.#name} must be ${sentenceList(known, 'or')}, not ${given}`, suggestion);
    return undefined;
  }

  #notText(): void {
    const { value } = this;
    const quotes = typeof value === 'number' || typeof value === 'boolean' ? ': put it in quotes' : '';
    const given = typeof value === 'number' ? this.#spelling : kindOf(value);
    this.wrong(`${this.#name} must be text, not ${given}${quotes}`);
  }

  get #spelling(): string {
    return this.#document.spellingAt(this.#path) ?? String(this.value);
  }

  /** As messages name it. */
  get #name(): string {
    const last = this.#path.at(-1);
    if (last === undefined) return 'the file';
    return typeof last === 'number' ? 'an item of the list' : last;
  }

  #inside(step: string | number, value: unknown): Reader {
    return new Reader(this.#document, this.#problems, value, [...this.#path, step]);
  }

  #wrongShape(wanted: string): void {
    const message = `${this.#name} must be ${wanted}, not ${kindOf(this.value)}`;
    this.#note(this.#document.valueAt(this.#path), message, undefined, false);
  }

  #note(position: YamlPosition, message: string, suggestion: Suggestion, isHelped = true): void {
    const isAsked = typeof suggestion === 'function';
    const hint = isAsked ? (this.#problems.length < MANY ? suggestion() : undefined) : suggestion;
    this.#problems.push({
      ...position,
      message: [message, hint].filter(Boolean).join(', '),
      isHelped,
    });
  }
}

/** A word of the file, short enough for a message and on one line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function kindOf(value: unknown): string {
  if (value === null || (typeof value === 'string' && value.trim() === '')) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return 'text';
}
