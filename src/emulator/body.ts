/** Request bodies as Go's decoder binds them: unknown fields ignored, names without case, wrong types refused. */
import { invalid } from './http.ts';

export type FieldType = 'string' | 'int' | 'uint' | 'bool' | 'strings' | 'objects' | 'any';
interface Types {
  string: string;
  int: number;
  uint: number;
  bool: boolean;
  strings: string[];
  objects: Record<string, unknown>[];
  any: unknown;
}
/** Absent and null fields are left out: the routes decide what that means. */
export type Bound<S extends Readonly<Record<string, FieldType>>> = { [K in keyof S]?: Types[S[K]] };

/** @throws Refusal 400 INVALID_JSON_BODY */
export function bind<S extends Readonly<Record<string, FieldType>>>(
  raw: string | undefined,
  shape: S,
): Bound<S> {
  const value = firstValue(raw ?? '');
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid('INVALID_JSON_BODY');
  const bound: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name =
      key in shape ? key : Object.keys(shape).find((field) => field.toLowerCase() === key.toLowerCase());
    if (name === undefined || item === null) continue;
    if (!fits(item, shape[name] ?? 'any', raw ?? '', key)) throw invalid('INVALID_JSON_BODY');
    bound[name] = item;
  }
  return bound as Bound<S>;
}

function fits(item: unknown, type: FieldType, raw: string, key: string): boolean {
  switch (type) {
    case 'string':
      return typeof item === 'string';
    case 'bool':
      return typeof item === 'boolean';
    case 'int':
    case 'uint':
      if (!Number.isSafeInteger(item) || (type === 'uint' && (item as number) < 0)) return false;
      // `1.0` and `1e3` are whole numbers to JavaScript, but not to Go.
      return !new RegExp(`"${key}"\\s*:\\s*-?\\d+[.eE]`).test(raw);
    case 'strings':
      return Array.isArray(item) && item.every((part) => typeof part === 'string');
    case 'objects':
      return (
        Array.isArray(item) &&
        item.every((part) => typeof part === 'object' && part !== null && !Array.isArray(part))
      );
    case 'any':
      return true;
  }
}

/** The first JSON value of the text; what follows it is not looked at. */
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
