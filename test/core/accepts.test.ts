import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import * as wire from '../../src/api/wire.ts';
import { accepts } from '../../src/core/accepts.ts';

/** Every schema of the API's objects, as a page of them. */
const schemas = Object.entries(wire).flatMap(([name, schema]) =>
  typeof schema === 'object' && '_zod' in schema ? [{ name, schema: wire.page(schema) }] : [],
);

/** Mostly what a schema allows, and sometimes anything else. */
function valuesOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 80, arbitrary: rightOf(schema as z.core.$ZodTypes) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, '', 1.5, 2 ** 60, [], {}, true) },
  );
}

function rightOf({ _zod: { def } }: z.core.$ZodTypes): fc.Arbitrary<unknown> {
  switch (def.type) {
    case 'optional':
      return fc.oneof(fc.constant(undefined), valuesOf(def.innerType));
    case 'nullable':
      return fc.oneof(fc.constant(null), valuesOf(def.innerType));
    case 'array':
      return fc.array(valuesOf(def.element), { maxLength: 3 });
    case 'object': {
      const members = Object.entries(def.shape).map(([name, inner]) => [name, valuesOf(inner)] as const);
      return fc.record(Object.fromEntries(members));
    }
    case 'string':
      return fc.string();
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer();
    default:
      return fc.dictionary(fc.string(), fc.anything());
  }
}

describe('accepts', () => {
  it.each(schemas)('answers for $name as zod does', ({ schema }) => {
    const check = accepts(schema);
    fc.assert(fc.property(valuesOf(schema), (value) => check(value) === schema.safeParse(value).success));
  });

  it.each([
    ['a member that must be there', z.object({ a: z.unknown() }), {}],
    ['a member that is not allowed', z.strictObject({ a: z.string() }), { a: '', b: 1 }],
    ['a text of a form', z.object({ a: z.email() }), { a: 'x' }],
    ['a text with a check', z.object({ a: z.string().check(z.startsWith('v')) }), { a: 'x' }],
    ['a choice', z.object({ a: z.enum(['on', 'off']) }), { a: 'x' }],
    ['a number without an end', z.object({ a: z.number() }), { a: Infinity }],
    ['a list in place of an object', z.looseObject({}), []],
    ['null for a member that may only be absent', z.object({ a: z.optional(z.string()) }), { a: null }],
    ['no member where only null may be', z.object({ a: z.nullable(z.string()) }), {}],
  ])('leaves to zod: %s', (_, schema, value) => {
    expect(accepts(schema)(value)).toBe(false);
    expect(schema.safeParse(value).success).toBe(false);
  });

  it('makes a check once', () => {
    const schema = z.looseObject({ id: z.string() });
    expect(accepts(schema)).toBe(accepts(schema));
    expect(accepts(schema)({ id: 'x', more: 1 })).toBe(true);
  });
});
