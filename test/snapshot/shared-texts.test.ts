/** Rows keep their values; texts that a field had in the row before are held once. */
import { expect, it } from 'vitest';
import { SharedTexts } from '../../src/snapshot/shared-texts.ts';

const OWNER = '11111111-0000-4000-8000-000000000001';

/** As `JSON.parse` makes them: each row has texts of its own. */
const rowsOf = (owners: readonly string[]) =>
  JSON.parse(
    JSON.stringify(
      owners.map((owner, index) => ({
        ...{ id: `22222222-0000-4000-8000-00000000000${index}`, customer_id: owner, type: 'flow' },
        ...{ actions: [{ next_id: owner }, { next_id: owner }, null], count: index, tm_delete: null },
      })),
    ),
  ) as object[];

it('changes no value', () => {
  const owners = [OWNER, OWNER, '33333333-0000-4000-8000-000000000001', OWNER];
  const rows = rowsOf(owners);
  const texts = new SharedTexts();
  for (const row of rows) texts.shareIn(row);
  expect(rows).toEqual(rowsOf(owners));
});

it('replaces a text by the equal one of the row before, at any depth, and no short one', () => {
  const replaced: string[] = [];
  const watch = (row: object): object =>
    new Proxy(row, {
      set(target, field, value) {
        replaced.push(`${String(field)}=${String(value)}`);
        return Reflect.set(target, field, value);
      },
    });
  const texts = new SharedTexts();
  texts.shareIn({ customer_id: OWNER, type: 'flow', actions: [{ next_id: OWNER }] });
  texts.shareIn(watch({ customer_id: OWNER, type: 'flow', actions: [watch({ next_id: OWNER })] }));
  expect(replaced).toEqual([`customer_id=${OWNER}`, `next_id=${OWNER}`]);
});
