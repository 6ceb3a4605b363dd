import fc from 'fast-check';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { listRows, PAGE_SIZE, type Loss } from '../../src/api/pages.ts';
import type { Transport } from '../../src/core/ports.ts';
import { formatMicros, parseMicros } from '../../src/core/time.ts';
import { apiOver, json } from '../support/wire.ts';

const schema = z.looseObject({ id: z.string(), tm_create: z.nullish(z.string()) });

interface Stored {
  id: string;
  micros: number;
}

/** The server's way: `tm_create < token`, newest first, no tie-breaker, never more than 100. */
function server(rows: readonly Stored[]) {
  const sorted = [...rows].sort((a, b) => b.micros - a.micros);
  const tokens: string[] = [];
  const transport: Transport = ({ url }) => {
    const query = new URL(url).searchParams;
    const token = query.get('page_token') ?? '';
    tokens.push(token);
    const before = parseMicros(token) ?? 0;
    const size = Math.min(PAGE_SIZE, Number(query.get('page_size')));
    const page = sorted.filter(({ micros }) => micros < before).slice(0, size);
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

async function collect(transport: Transport, options: { since?: number } = {}) {
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

  it('lose nothing and double nothing, however the creation times fall', async () => {
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

  it('report it when more than a page of rows share one instant, and go on below', async () => {
    const rows = [...rowsAt(130, () => START + 10), { id: 'older', micros: START }];

    const { ids, losses } = await collect(server(rows).transport);

    expect(losses).toEqual([{ path: '/things', tm_create: formatMicros(START + 10) }]);
    expect(ids.length).toBe(101);
    expect(ids.at(-1)).toBe('older');
  });

  it('end with the page that brings nothing new', async () => {
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

  it('stop behind the horizon', async () => {
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

    await expect(rows.next()).rejects.toThrow(/answered something unexpected.*result\[1\]\.id/);
  });
});
