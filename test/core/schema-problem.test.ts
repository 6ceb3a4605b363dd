/** What is wrong with a value by its schema, as people read it. */
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { schemaProblem } from '../../src/core/schema-problem.ts';

const schema = z.looseObject({
  id: z.string(),
  rows: z.nullish(z.array(z.looseObject({ count: z.number() }))),
  state: z.optional(z.enum(['on', 'off'])),
  version: z.optional(z.literal(2)),
  either: z.optional(z.union([z.string(), z.number()])),
  names: z.optional(z.record(z.string(), z.boolean())),
});

it.each([
  [5, 'the whole file must be an object'],
  [{}, 'id must be a text'],
  [{ id: '', rows: {} }, 'rows must be a list'],
  [{ id: '', rows: [{ count: 1 }, { count: '1' }] }, 'rows[1].count must be a number'],
  [{ id: '', state: 'of' }, 'state must be "on" or "off"'],
  [{ id: '', version: 3 }, 'version must be 2'],
  [{ id: '', either: true }, 'either must be a text or a number'],
  [{ id: '', names: [] }, 'names must be an object'],
  [{ id: '', names: { a: 1 } }, 'names.a must be true or false'],
])('%j', (value, problem) => {
  expect(schemaProblem(schema.safeParse(value).error?.issues[0], 'the whole file')).toBe(problem);
});

it('of nothing that is known', () => {
  expect(schemaProblem(undefined, 'the file')).toBe('the file is not as expected');
});
