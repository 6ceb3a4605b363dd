/**
 * Whether a value is as a schema says: yes or no, without the copy of every object that zod makes. What is not known here
 * is left to zod, and so is the reason for a no.
 */
import type * as z from 'zod/mini';

type Check = (value: unknown) => boolean;

const known = new WeakMap<z.core.$ZodType, Check>();

export function accepts(schema: z.core.$ZodType): Check {
  let check = known.get(schema);
  if (check === undefined) known.set(schema, (check = checkOf(schema) ?? byZod(schema)));
  return check;
}

const byZod =
  (schema: z.core.$ZodType): Check =>
  (value) =>
    (schema as z.ZodMiniType).safeParse(value).success;

function checkOf(schema: z.core.$ZodType): Check | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.checks !== undefined && def.checks.length > 0) return undefined;
  switch (def.type) {
    case 'string':
      return 'format' in def ? undefined : (value) => typeof value === 'string';
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'number':
      return 'format' in def && def.format === 'safeint' ? Number.isSafeInteger : undefined;
    case 'optional':
      return orElse(undefined, accepts(def.innerType));
    case 'nullable':
      return orElse(null, accepts(def.innerType));
    case 'array':
      return listOf(accepts(def.element));
    case 'object':
      return objectOf(def);
    default:
      return undefined;
  }
}

const orElse =
  (other: null | undefined, check: Check): Check =>
  (value) =>
    value === other || check(value);

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** Undefined where it matters to zod whether a member is absent, and where members of no type are refused. */
function objectOf({ shape, catchall }: z.core.$ZodObjectDef): Check | undefined {
  const others = (catchall as z.core.$ZodTypes | undefined)?._zod.def.type ?? 'unknown';
  const members: { name: string; check: Check }[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const check = checkOf(schema);
    if (check === undefined || others !== 'unknown') return undefined;
    members.push({ name, check });
  }
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    members.every(({ name, check }) => check((value as Readonly<Record<string, unknown>>)[name]));
}
