/** What a further run makes of objects that people took out of the file, or changed, object by object. */
import { describe, expect, it } from 'vitest';
import { reconcile, type Ways } from '../../src/setup/reconcile.ts';

const ways = (more: Partial<Ways>): Ways => ({
  file: {},
  before: {},
  now: {},
  staysOut: false,
  takesBack: false,
  exists: () => false,
  holds: () => false,
  ...more,
});
const sales = { tags: { Sales: { detail: 'Sellers' } } };

describe('an object that somebody took out of the file', () => {
  it('stays out where that is wanted, with a note', () => {
    const { document, notes } = reconcile(ways({ before: sales, now: sales, staysOut: true }));
    expect(document).toEqual({});
    expect(notes).toEqual(['tag "Sales" was removed from the plan file, and stays removed']);
  });

  it('is made again where it is not', () => {
    expect(reconcile(ways({ before: sales, now: sales })).document).toEqual(sales);
  });

  it('comes in where setup has never made it', () => {
    expect(reconcile(ways({ now: sales, staysOut: true })).document).toEqual(sales);
  });
});

describe('an object that no answer wants any more', () => {
  it('is taken out where nothing came of it', () => {
    expect(reconcile(ways({ file: sales, before: sales, takesBack: true })).document).toEqual({ tags: {} });
  });

  it('stays where it exists, or was changed by hand, which is said', () => {
    const exists = reconcile(ways({ file: sales, before: sales, takesBack: true, exists: () => true }));
    expect(exists.document).toEqual(sales);
    const file = { tags: { Sales: { detail: 'Mine' } } };
    const changed = reconcile(ways({ file, before: sales, takesBack: true }));
    expect(changed.document).toEqual(file);
    expect(changed.notes).toEqual([
      'tag "Sales": no answer needs it, and it was changed by hand: remove it from the plan file',
    ]);
  });
});
