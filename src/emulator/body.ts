/** Request bodies as Go's decoder binds them: unknown fields ignored, names in any case, wrong types refused. */
import { invalid } from './http.ts';
import { parseUuid } from './ids.ts';

/** A JSON type, or the members of one object, or of each object of a list. */
export type FieldType =
  | 'string'
  | 'int'
  | 'uint'
  | 'number'
  | 'bool'
  | 'uuid'
  | 'strings'
  | 'map'
  | { readonly object: Shape }
  | { readonly list: Shape };
export type Shape = Readonly<Record<string, FieldType>>;

interface Types {
  string: string;
  int: number;
  uint: number;
  number: number;
  bool: boolean;
  uuid: string;
  strings: string[];
  map: Record<string, unknown>;
}
type Value<F extends FieldType> = F extends keyof Types
  ? Types[F]
  : F extends { readonly object: infer S extends Shape }
    ? Bound<S>
    : F extends { readonly list: infer S extends Shape }
      ? Bound<S>[]
      : never;
/** Absent and null fields are omitted: the routes decide what that means. */
export type Bound<S extends Shape> = { [K in keyof S]?: Value<S[K]> };

/** Integers of the server's language have 64 bits. */
export const INT_END = 2 ** 63;

/** @throws Refusal 400 INVALID_JSON_BODY */
export function bind<S extends Shape>(raw: string | undefined, shape: S): Bound<S> {
  const text = raw ?? '';
  return bindObject(firstValue(text), shape, text) as Bound<S>;
}

/** Null is an object without members. */
function bindObject(value: unknown, shape: Shape, raw: string): Record<string, unknown> {
  if (value === null) return {};
  if (!isObject(value)) throw invalid('INVALID_JSON_BODY');
  const bound: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(shape, key)
      ? key
      : Object.keys(shape).find((field) => field.toLowerCase() === key.toLowerCase());
    const type = name === undefined ? undefined : shape[name];
    if (name === undefined || type === undefined || item === null) continue;
    bound[name] = bindValue(item, type, key, raw);
  }
  return bound;
}

function bindValue(item: unknown, type: FieldType, key: string, raw: string): unknown {
  if (typeof type === 'object') {
    if ('object' in type) return bindObject(item, type.object, raw);
    if (!Array.isArray(item)) throw invalid('INVALID_JSON_BODY');
    return item.map((part) => bindObject(part, type.list, raw));
  }
  if (!fits[type](item)) throw invalid('INVALID_JSON_BODY');
  if (type === 'strings') return (item as (string | null)[]).map((part) => part ?? '');
  // `1.0` and `1e3` are whole numbers to JavaScript, but not to Go.
  const isWhole = type === 'int' || type === 'uint';
  if (isWhole && new RegExp(`"${key}"\\s*:\\s*-?\\d+[.eE]`).test(raw)) throw invalid('INVALID_JSON_BODY');
  return item;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isInteger = (item: unknown): item is number =>
  typeof item === 'number' && Number.isInteger(item) && item < INT_END && item >= -INT_END;

const fits: { readonly [T in keyof Types]: (item: unknown) => boolean } = {
  string: (item) => typeof item === 'string',
  bool: (item) => typeof item === 'boolean',
  number: (item) => typeof item === 'number',
  int: isInteger,
  uint: (item) => isInteger(item) && item >= 0,
  uuid: (item) => parseUuid(item) !== undefined,
  strings: (item) => Array.isArray(item) && item.every((part) => typeof part === 'string' || part === null),
  map: isObject,
};

/** The first JSON value of the text; what follows it is ignored. */
function firstValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const end = endOfObject(text);
    if (end === undefined) throw invalid('INVALID_JSON_BODY');
    try {
      return JSON.parse(text.slice(0, end));
    } catch {
      throw invalid('INVALID_JSON_BODY');
    }
  }
}

function endOfObject(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (quoted) {
      if (char === '\\') index += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}
