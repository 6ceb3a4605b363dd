import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { agents } from '../../src/resources/agents.ts';
import { flows } from '../../src/resources/flows.ts';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { listRows, lossText, PAGE_SIZE, type ListOptions, type Loss } from '../../src/api/pages.ts';
import type { Transport } from '../../src/core/ports.ts';
import { formatMicros, parseMicros } from '../../src/core/time.ts';
import { fakeRandom } from '../support/clock.ts';
import { apiOver, json } from '../support/wire.ts';

const schema = z.looseObject({ id: z.string(), tm_create: z.nullish(z.string()) });

interface Stored {
  id: string;
  micros: number;
  status?: string;
}

/**
 * The server's way: `tm_create < token`, newest first, no tie-breaker, never more than 100.
 *
 * @param tie Orders rows of one instant again for each request; without it, their order stays.
 */
function server(rows: readonly Stored[], tie: () => number = () => 0) {
  const inOrder = (): Stored[] => {
    const keyed = rows.map((row) => ({ row, key: tie() }));
    return keyed.sort((a, b) => b.row.micros - a.row.micros || a.key - b.key).map(({ row }) => row);
  };
  const tokens: string[] = [];
  const transport: Transport = ({ url }) => {
    const query = new URL(url).searchParams;
    const token = query.get('page_token') ?? '';
    tokens.push(token);
    const before = parseMicros(token) ?? 0;
    const size = Math.min(PAGE_SIZE, Number(query.get('page_size')));
    const page = inOrder()
      .filter(({ micros, status }) => micros < before && (query.get('status') ?? status) === status)
      .slice(0, size);
    const last = page.at(-1);
    return Promise.resolve(
      json({
        // Trailing zeros are trimmed in rows, never in tokens.
        result: page.map(({ id, micros }) => ({
          id,
          tm_create: formatMicros(micros).replace(/\.?0+Z$/, 'Z'),
        })),
        next_page_token: last === undefined ? '' : formatMicros(last.micros),
      }),
    );
  };
  return { transport, tokens };
}

async function collect(transport: Transport, options: Pick<ListOptions, 'since' | 'parts'> = {}) {
  const { client } = apiOver(transport);
  const losses: Loss[] = [];
  const ids: string[] = [];
  for await (const row of listRows(client, '/things', schema, {
    ...options,
    onLoss: (loss) => losses.push(loss),
  })) {
    ids.push(row.id);
  }
  return { ids, losses };
}

const START = Date.parse('2026-11-01T00:00:00Z') * 1000;
const rowsAt = (count: number, micros: (index: number) => number): Stored[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, micros: micros(index) }));

describe('lists', () => {
  it.each([{}, { result: null }, { next_page_token: '' }, null, []])(
    'an answer without rows is no empty list: %j',
    async (body) => {
      await expect(collect(() => Promise.resolve(json(body)))).rejects.toThrow('unexpected');
    },
  );

  it('find every row where many share one creation time across page edges', async () => {
    // 80 newer, 90 of one instant, 80 of the next instant, 80 older: each edge falls into a group.
    const rows = rowsAt(330, (i) => START + (i < 80 ? 1000 + i : i < 170 ? 500 : i < 250 ? 400 : i - 250));

    const { ids, losses } = await collect(server(rows).transport);

    expect(ids.length).toBe(330);
    expect(new Set(ids)).toEqual(new Set(rows.map(({ id }) => id)));
    expect(losses).toEqual([]);
  });

  it('lose and repeat nothing, for any creation times', async () => {
    const groups = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 99 }), gap: fc.integer({ min: 1, max: 3 }) }),
      {
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(groups, async (sizes) => {
        let at = START;
        const rows = sizes.flatMap(({ size, gap }, group) => {
          at += gap;
          return Array.from({ length: size }, (_, index) => ({ id: `${group}-${index}`, micros: at }));
        });
        const { ids, losses } = await collect(server(rows).transport);
        expect([...ids].sort()).toEqual(rows.map(({ id }) => id).sort());
        expect(losses).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('lose and repeat nothing if rows of one instant come in another order each time', async () => {
    const groups = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(groups, fc.integer(), async (sizes, seed) => {
        const rows = sizes.flatMap((size, group) =>
          Array.from({ length: size }, (_, index) => ({ id: `${group}-${index}`, micros: START - group })),
        );
        const { transport } = server(rows, fakeRandom(seed).number);

        const { ids, losses } = await collect(transport);

        expect([...ids].sort()).toEqual(rows.map(({ id }) => id).sort());
        expect(losses).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('find every row of an instant that begins on one page, fills the next and ends on a third', async () => {
    // 60 newer; 99 of one instant; 60 of the instant below it; 60 older.
    const rows = rowsAt(279, (i) => START + (i < 60 ? 500 + i : i < 159 ? 100 : i < 219 ? 99 : i - 219));

    const { ids } = await collect(server(rows, fakeRandom(3).number).transport);

    expect(ids.length).toBe(279);
    expect(new Set(ids).size).toBe(279);
  });

  it.each([1, 2, 3, 4, 5])(
    'double nothing of 130 rows of one instant that come in another order each time (%d)',
    async (seed) => {
      const rows = [...rowsAt(130, () => START), { id: 'older', micros: START - 1 }];

      const { ids, losses } = await collect(server(rows, fakeRandom(seed).number).transport);

      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(101);
      expect(ids).toContain('older');
      expect(losses).toHaveLength(1);
    },
  );

  it('report only once that there may be more rows', async () => {
    const rows = [0, 1, 2].flatMap((moment) =>
      Array.from({ length: 100 }, (_, index) => ({ id: `${moment}-${index}`, micros: START - moment })),
    );

    const { ids, losses } = await collect(server(rows, fakeRandom(5).number).transport);

    expect(ids.length).toBe(300);
    expect(losses).toHaveLength(3);
    expect(lossText(losses)).toBe(
      '100 rows were created at each of 3 moments (the first is 2026-10-31T23:59:59.999998Z), ' +
        'and the server shows at most 100 of one moment: there may be more',
    );
    expect(lossText(losses.slice(0, 1))).toContain('created at 2026-11-01T00:00:00.000000Z, and');
    expect(lossText([])).toBeUndefined();
  });

  it('report it when more than a page of rows share one instant, and continue after them', async () => {
    const rows = [...rowsAt(130, () => START + 10), { id: 'older', micros: START }];

    const { ids, losses } = await collect(server(rows).transport);

    expect(losses).toEqual([{ path: '/things', tm_create: formatMicros(START + 10) }]);
    expect(ids.length).toBe(101);
    expect(ids.at(-1)).toBe('older');
  });

  describe('that a filter splits', () => {
    const parts = [{ status: 'away' }, { status: 'busy' }];
    const older = { id: 'older', micros: START - 1, status: 'away' };
    const tied = (count: number, statusOf: (index: number) => string): Stored[] => [
      { id: 'newer', micros: START + 1, status: 'away' },
      ...rowsAt(count, () => START).map((row, index) => ({ ...row, status: statusOf(index) })),
      older,
    ];
    const mixed = (index: number): string => (index % 2 === 0 ? 'away' : 'busy');

    it('are known to be complete with exactly 100 rows of one instant', async () => {
      const { ids, losses } = await collect(server(tied(100, mixed)).transport, { parts });

      expect(losses).toEqual([]);
      expect(ids.length).toBe(102);
    });

    it.each([1, 2, 3])('find every one of 190 rows of one instant, in whatever order (%d)', async (seed) => {
      const rows = tied(190, mixed);

      const { ids, losses } = await collect(server(rows, fakeRandom(seed).number).transport, { parts });

      expect(losses).toEqual([]);
      expect([...ids].sort()).toEqual(rows.map(({ id }) => id).sort());
    });

    it('may be incomplete if one part alone fills a page', async () => {
      const rows = tied(120, (index) => (index < 20 ? 'busy' : 'away'));

      const { ids, losses } = await collect(server(rows).transport, { parts });

      expect(losses).toEqual([{ path: '/things', tm_create: formatMicros(START) }]);
      expect(ids).toHaveLength(122);
    });

    it('may be incomplete if a row belongs to no part', async () => {
      const rows = tied(100, (index) => (index === 50 ? '' : mixed(index)));

      const { losses } = await collect(server(rows).transport, { parts });

      expect(losses).toEqual([{ path: '/things', tm_create: formatMicros(START) }]);
    });

    it('return a row once if it moves from one part to another meanwhile', async () => {
      const rows = tied(150, mixed);
      const { transport } = server(rows);
      const moving: Transport = (request) => {
        // Every row of the first part is in the second one as well.
        if (request.url.includes('status=busy'))
          for (const row of rows.slice(110, 150)) Object.assign(row, { status: 'busy' });
        return transport(request);
      };

      const { ids } = await collect(moving, { parts });

      expect([...ids].sort()).toEqual(rows.map(({ id }) => id).sort());
    });
  });

  it('split the list of agents by status, and no other', async () => {
    const asked: string[] = [];
    const { api } = apiOver(({ url }) => {
      asked.push(new URL(url).searchParams.get('status') ?? '');
      const result = rowsAt(100, () => START).map(({ id, micros }) => ({
        id,
        tm_create: formatMicros(micros),
      }));
      const isBelow = (parseMicros(new URL(url).searchParams.get('page_token') ?? '') ?? 0) <= START;
      return Promise.resolve(json({ result: isBelow ? [] : result, next_page_token: '' }));
    });

    for await (const _ of api.of(flows).list());
    expect(asked).toEqual(['', '', '']);
    asked.length = 0;
    for await (const _ of api.of(agents).list());

    expect(asked).toEqual(['', '', 'available', 'away', 'busy', 'offline', 'ringing', '']);
  });

  it('end with the page that has nothing new', async () => {
    const { transport, tokens } = server(rowsAt(100, (i) => START + i));

    const { ids } = await collect(transport);

    expect(ids.length).toBe(100);
    expect(tokens).toEqual(['2999-01-01T00:00:00.000000Z', formatMicros(START + 1)]);
  });

  it('are empty after one request where there is nothing', async () => {
    const { transport, tokens } = server([]);

    expect((await collect(transport)).ids).toEqual([]);
    expect(tokens.length).toBe(1);
  });

  it('stop after the horizon', async () => {
    const { transport, tokens } = server(rowsAt(500, (i) => START + i * 1000));

    const { ids } = await collect(transport, { since: START / 1000 + 450 });

    expect(ids.length).toBe(50);
    expect(tokens.length).toBe(1);
  });

  it('name the field that has the wrong type', async () => {
    const { client } = apiOver(() =>
      Promise.resolve(json({ result: [{ id: 'a' }, { id: 5 }], next_page_token: '' })),
    );

    const rows = listRows(client, '/things', schema);

    await expect(rows.next()).rejects.toThrow(/unexpected answer.*result\[1\]\.id/);
  });
});

describe('a list whose next page was not requested yet', () => {
  it('keeps nothing of the last page: many are read in parallel', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const rows = Array.from({ length: 250 }, (_, index) => ({ id: `${index}`, micros: 1000 - index }));
    const pages = apiOver(server(rows).transport).api.of(agents).pages();
    const first = new WeakRef(((await pages.next()).value as object[])[0] ?? {});
    await new Promise(setImmediate);
    collectGarbage();
    expect(first.deref()).toBeUndefined();
    // One was seen before.
    expect((await pages.next()).value).toHaveLength(99);
  });
});
