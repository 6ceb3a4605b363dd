/** How the fields of a plan file become those of the API, and back. */
import type { Reference, Scope, Ids, Names } from './names.ts';
import { NIL_UUID } from '../core/ids.ts';
import { COLUMN, tooLong, type Length } from '../core/lengths.ts';
import { quote, type Reader } from '../core/yaml/reader.ts';
import type { NamedKind } from './index.ts';
import { durationSchema, formatDuration, isDuration, readDuration } from '../core/yaml/durations.ts';
import { readReference, wordFor } from './references.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** One field, for people: names instead of ids; secrets are never here. */
export interface FieldChange {
  /** As the plan file spells it: `wait_flow`, `actions[2].text`. */
  path: string;
  /** Null for nothing. */
  from: unknown;
  to: unknown;
}

/** How commands take a field. */
export interface FieldFlag {
  /** Without the dashes; by default the field's own name. */
  name?: string;
  /** Its help, where that of the plan file would say something else. */
  help?: string;
  /**
   * `list`: one each time the flag is given, `pairs`: `name=value` each time. `file`: no flag, what it holds is too
   * long for one. `none`: a command of its own sets it.
   */
  takes: 'text' | 'switch' | 'number' | 'list' | 'pairs' | 'file' | 'none';
  /** What may be said, where it is one of a few. */
  choices?: readonly string[];
  /** The value names objects of that kind: commands take whatever names one. */
  refers?: NamedKind;
  /** Of a list of the API: what makes an item the same as another, where that is not its text in any letters. */
  memberOf?: (item: unknown) => string;
}

/** One field. `Value` is what a document holds; null, which clears the field, never reaches it. */
export interface Field<Value = unknown> {
  /** In the plan file. */
  key: string;
  /** In the API's objects. */
  wire: string;
  /** For the editor; its description is the help of commands, too. */
  schema: Schema;
  flag: FieldFlag;
  /** What the API has where nothing is set. */
  empty: unknown;
  /** False where null makes no sense. */
  clearable: boolean;
  /** Notes what is wrong and answers undefined, or gives the value. */
  read: (reader: Reader, scope: Scope) => Value | undefined;
  references: (value: Value) => readonly Reference[];
  /** Of which kinds it may name objects. */
  refersTo: readonly NamedKind[];
  /** What a value of the API names by what it is called, and not by an id. */
  mentions?: (wire: unknown) => readonly Reference[];
  /** Whether the API takes it only for something new. */
  isFixed?: true;
  /** @param owner The object's address, `flows/Main`. */
  toWire: (value: Value, ids: Ids, owner: string) => unknown;
  /** Undefined for what the plan file cannot say: it is then left out, and stays as it is. */
  fromWire: (wire: unknown, names: Names) => Value | undefined;
  /** Text that is equal for values of the API that mean the same. */
  canonical: (wire: unknown) => string;
  /** As a file writes it. */
  toPlain: (value: Value) => unknown;
  /** What the API has, for people, where its text says too little. */
  shown?: (wire: unknown) => string;
  /**
   * The difference for people, where it is more than one value in place of another.
   * @param live What the API has; undefined for something new.
   * @returns Undefined where a file has no words for what the API has.
   */
  changes?: (
    live: { wire: unknown; names: Names } | undefined,
    declared: { value: Value; wanted: unknown },
  ) => readonly FieldChange[] | undefined;
}

type Codec<Value> = Omit<Field<Value>, 'key' | 'wire'>;

/** A field of that name. `wire` is what the API calls it, where that is something else. */
export function field<Value>(key: string, codec: Codec<Value>, wire = key): Field {
  return { key, wire, ...codec } as unknown as Field;
}

const noReferences = (): readonly Reference[] => [];
const asIs = (value: unknown): unknown => value;
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** For editors: a regular expression, and what they say of a text that does not fit. */
export interface Pattern {
  pattern: string;
  patternErrorMessage: string;
}

/** @param check What is wrong with a text, or undefined. */
export function text(
  description: string,
  options: {
    /** As long as it may be; null: of any length. */
    length?: Length | null;
    clearable?: boolean;
    /** All there are, for the editor; `check` refuses the others. */
    words?: readonly string[];
    check?: (value: string) => string | undefined;
    /** What `check` lets pass, for the editor: it may let pass more. */
    pattern?: Pattern;
    /** Of which YAML may make a number. */
    isPhone?: boolean;
    /** The help of its flag, where that is something else. */
    help?: string;
  } = {},
): Codec<string> {
  const { length = COLUMN, clearable = true, words, check, pattern, isPhone = false, help } = options;
  const problem = (value: string): string | undefined => {
    const long = length === null ? undefined : tooLong(value, length);
    if (long !== undefined) return long;
    if (value === '') return clearable ? undefined : 'must not be empty';
    return check?.(value);
  };
  return {
    schema: {
      description,
      ...(words === undefined
        ? {
            type: clearable ? ['string', ...(isPhone ? ['integer'] : []), 'null'] : 'string',
            ...(length !== null && { maxLength: length.max }),
            ...pattern,
          }
        : { enum: [...words, ...(clearable ? ['', null] : [])] }),
    },
    flag: {
      takes: 'text',
      ...(words !== undefined && { choices: words }),
      ...(help !== undefined && { help }),
    },
    empty: '',
    clearable,
    read(reader) {
      const value = isPhone && typeof reader.value === 'number' ? reader.word() : reader.string();
      const wrong = value === undefined ? undefined : problem(value);
      if (wrong === undefined) return value;
      reader.wrong(wrong);
      return undefined;
    },
    references: noReferences,
    refersTo: [],
    toWire: (value) => value,
    // What we would refuse is not written down: it is there, and stays.
    fromWire: (wire) => (problem(asText(wire)) === undefined ? asText(wire) : undefined),
    canonical: asText,
    toPlain: asIs,
  };
}

export function flag(description: string): Codec<boolean> {
  return {
    schema: { description, type: ['boolean', 'null'] },
    flag: { takes: 'switch' },
    empty: false,
    clearable: true,
    read: (reader) => reader.flag(),
    references: noReferences,
    refersTo: [],
    toWire: (value) => value,
    fromWire: (wire) => wire === true,
    canonical: (wire) => String(wire === true),
    toPlain: asIs,
  };
}

/** One of a few words; others that the account already has are left alone. */
export function choice(
  description: string,
  words: readonly string[],
  options: { clearable?: boolean } = {},
): Codec<string> {
  const { clearable = true } = options;
  return {
    schema: { description, enum: clearable ? [...words, null] : words },
    flag: { takes: 'text', choices: words },
    empty: '',
    clearable,
    read: (reader) => reader.oneOf(words),
    references: noReferences,
    refersTo: [],
    toWire: (value) => value,
    fromWire: (wire) => words.find((word) => word === wire),
    canonical: asText,
    toPlain: asIs,
  };
}

/** @param options `unit` is the API's; `empty` what it has where nothing is said, and which 0 means, too. */
export function duration(
  description: string,
  { unit = 'ms', empty = 0 }: { unit?: 'ms' | 's'; empty?: number } = {},
): Codec<number> {
  const inMs = unit === 's' ? 1000 : 1;
  const set = (wire: unknown): unknown => wire || empty;
  return {
    schema: durationSchema(`${description}: 30s, 5m, 1h.`),
    flag: { takes: 'text' },
    empty,
    clearable: true,
    read: (reader) => readDuration(reader, unit),
    references: noReferences,
    refersTo: [],
    toWire: set,
    fromWire: (wire) => (isDuration(set(wire)) ? (set(wire) as number) : undefined),
    canonical: (wire) => String(typeof wire === 'number' ? set(wire) : empty),
    toPlain: (value) => formatDuration(value * inMs),
    shown: (wire) => (typeof wire === 'number' && wire !== 0 ? formatDuration(wire * inMs) : '-'),
  };
}

/** Another object, by its name. */
export function reference(description: string, kind: NamedKind): Codec<string> {
  return {
    schema: { description: `${description}: a name under ${kind}.`, type: ['string', 'null'] },
    flag: { takes: 'text', refers: kind },
    refersTo: [kind],
    empty: NIL_UUID,
    clearable: true,
    read: (reader, scope) => readReference(reader, kind, scope),
    references: (name) => [{ kind, name }],
    toWire: (name, ids) => ids.idOf({ kind, name }),
    fromWire: (wire, names) => wordFor(kind, asText(wire), names),
    canonical: canonicalId,
    toPlain: asIs,
  };
}

function canonicalId(wire: unknown): string {
  const id = asText(wire).toLowerCase();
  return id === NIL_UUID ? '' : id;
}

/** Several other objects, in no order. */
export function references(description: string, kind: NamedKind): Codec<readonly string[]> {
  return {
    schema: {
      description: `${description}: names under ${kind}.`,
      type: ['array', 'null'],
      items: { type: 'string' },
      uniqueItems: true,
    },
    flag: { name: kind.replace(/s$/, ''), takes: 'list', refers: kind },
    refersTo: [kind],
    empty: [],
    clearable: true,
    read(reader, scope) {
      const read = reader.items().map((item) => ({ item, name: readReference(item, kind, scope) }));
      const seen = new Set<string>();
      for (const { item, name } of read) {
        if (name === undefined) continue;
        if (seen.has(name)) item.wrong(`${quote(name)} appears twice`);
        seen.add(name);
      }
      return Array.isArray(reader.value) && read.length === seen.size ? [...seen] : undefined;
    },
    references: (names) => names.map((name) => ({ kind, name })),
    toWire: (names, ids) => names.map((name) => ids.idOf({ kind, name })),
    fromWire(wire, names) {
      const ids = Array.isArray(wire) ? wire : [];
      const words = ids.map((id) => wordFor(kind, asText(id), names));
      return words.every((word) => word !== undefined) && new Set(words).size === words.length
        ? words
        : undefined;
    },
    canonical: (wire) =>
      [...new Set((Array.isArray(wire) ? wire : []).map((id) => asText(id).toLowerCase()))].sort().join(' '),
    toPlain: asIs,
  };
}

/** A field whose values are made and compared by hand. */
export function custom<Value>(
  codec: Pick<Codec<Value>, 'schema' | 'empty' | 'read' | 'toWire' | 'fromWire' | 'canonical'> &
    Partial<Codec<Value>>,
): Codec<Value> {
  return {
    clearable: true,
    references: noReferences,
    refersTo: [],
    toPlain: asIs,
    flag: { takes: 'text' },
    ...codec,
  };
}
