/** Opening hours are flows, too. */
import { expect, it } from 'vitest';
import { manyKinds } from '../../src/resources/all.ts';
import { flowsOrHours, listOf } from '../../src/resources/names.ts';

const names = { nameOf: (kind: string, id: string) => (id === `a ${kind}` ? kind : undefined) };

it.each([
  ['flows', 'a flows', 'flows'],
  ['flows', 'a hours', 'hours'],
  ['flows', 'a tags', undefined],
  ['hours', 'a flows', undefined],
  ['tags', 'a tags', 'tags'],
  ['tags', 'a hours', undefined],
] as const)('%s of the id %j are called %s', (kind, id, name) => {
  expect(flowsOrHours(names).nameOf(kind, id)).toBe(name);
});

it('kinds that share a path of the API share a list', () => {
  expect(manyKinds.map(({ kind }) => listOf(kind))).toEqual(manyKinds.map(({ path }) => path));
});
