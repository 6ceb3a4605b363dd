/** How much of each limit is used: the same for the audit, the doctor and `usage limits`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billingAccount, EXAMPLE_NOW } from '../../src/audit/examples.ts';
import { limitRows, type Countable, type Counted } from '../../src/usage/limit-rows.ts';
import { limitUses, liveCount, stateOf } from '../../src/usage/limits.ts';

const none: Record<Countable, Counted> = {
  agents: 0,
  conferences: 0,
  extensions: 0,
  flows: 0,
  numbers: 0,
  queues: 0,
  tags: 0,
  trunks: 0,
  virtual_numbers: 0,
};

const rowOf = (
  plan: string | undefined,
  resource: string,
  counts: Partial<typeof none>,
  balance_token = 0,
): object => {
  const account = plan === undefined ? undefined : billingAccount({ plan_type: plan, balance_token });
  const rows = limitRows(account, { ...none, ...counts }, EXAMPLE_NOW);
  return rows.find((row) => row.resource === resource) ?? {};
};

describe('a limit', () => {
  it.each([
    [0, 5, 'ok'],
    [3, 5, 'ok'],
    [4, 5, 'near'],
    [5, 5, 'full'],
    [7, 5, 'full'],
    [0, 0, 'full'],
    [399, 500, 'ok'],
    [400, 500, 'near'],
  ])('%i of %i is %s', (used, limit, state) => {
    expect(stateOf(used, limit)).toBe(state);
  });

  it('is near from where the policy says', () => {
    expect(stateOf(2, 4, 50)).toBe('near');
    expect(stateOf(1, 4, 50)).toBe('ok');
  });

  it('of a plan without limits, or of one that nobody knows, is none', () => {
    for (const plan of ['unlimited', 'enterprise', '', 'constructor'])
      expect(limitUses(plan, { agents: 600 })).toBeUndefined();
    expect(limitUses('free', { agents: 600 })).toEqual([
      { resource: 'agents', used: 600, limit: 5, state: 'full' },
    ]);
  });

  it('counts what is not deleted', () => {
    expect(liveCount([{ tm_delete: null }, {}, { tm_delete: '2026-11-01T00:00:00Z' }])).toBe(2);
  });
});

describe('a row', () => {
  it.each([
    ['free', 'queues', { queues: 2 }, { used: 2, limit: 2, free: 0, percent: 100, state: 'full' }],
    ['free', 'queues', { queues: 3 }, { used: 3, limit: 2, free: 0, percent: 150, state: 'full' }],
    ['free', 'trunks', { trunks: 0 }, { used: 0, limit: 1, free: 1, percent: 0, state: 'ok' }],
    [
      'basic',
      'virtual_numbers',
      { virtual_numbers: 40 },
      { limit: 50, free: 10, percent: 80, state: 'near' },
    ],
    // One that is not reached is not shown as reached.
    ['free', 'flows', { flows: 9_999 }, { limit: 10_000, free: 1, percent: 99, state: 'near' }],
    ['unlimited', 'flows', { flows: 10_000 }, { limit: 10_000, percent: 100, state: 'full' }],
    ['unlimited', 'agents', { agents: 600 }, { used: 600, limit: null, free: null, state: 'unlimited' }],
    ['enterprise', 'agents', { agents: 600 }, { used: 600, limit: null, state: 'unknown' }],
    [undefined, 'agents', { agents: 3 }, { used: 3, limit: null, state: 'unknown' }],
    ['free', 'numbers', { numbers: 9 }, { used: 9, limit: null, state: 'unlimited' }],
    ['free', 'tags', { tags: { reason: 'it rains' } }, { used: null, state: 'not_read', note: 'it rains' }],
    [
      'free',
      'agents',
      { agents: { reason: 'it rains' } },
      { used: null, limit: 5, free: null, percent: null },
    ],
  ] as const)('of the plan %s: %s', (plan, resource, counts, expected) => {
    expect(rowOf(plan, resource, counts)).toMatchObject(expected);
  });

  it.each([
    ['free', 100, { used: 0, limit: 100, state: 'ok' }],
    ['basic', 150, { used: 850, limit: 1000, percent: 85, state: 'near' }],
    ['professional', 0, { used: 10_000, state: 'full' }],
    // More than the plan gives are there after an adjustment.
    ['basic', 1500, { used: 0, free: 1000, percent: 0 }],
    ['basic', -20, { used: 1020, free: 0, state: 'full' }],
  ])('of the tokens of the %s plan, with %i left', (plan, left, expected) => {
    expect(rowOf(plan, 'tokens', {}, left)).toMatchObject(expected);
  });

  it.each(['unlimited', 'enterprise', undefined])('of tokens is not there for the plan %s', (plan) => {
    expect(rowOf(plan, 'tokens', {})).toEqual({});
  });

  it('nearest to its limit comes first, whatever there is', () => {
    const count = fc.nat(700);
    const counts = fc.record(
      Object.fromEntries(Object.keys(none).map((key) => [key, count])) as Record<Countable, typeof count>,
    );
    fc.assert(
      fc.property(fc.constantFrom('free', 'basic', 'professional', 'unlimited', 'x'), counts, (plan, all) => {
        const rows = limitRows(billingAccount({ plan_type: plan }), all, EXAMPLE_NOW);
        const shares = rows.map(({ percent }) => percent ?? -1);
        expect(shares).toEqual([...shares].sort((a, b) => b - a));
        for (const { used, limit, free, state } of rows) {
          expect(state === 'full').toBe(limit !== null && used !== null && used >= limit);
          if (limit !== null && used !== null) expect(free).toBe(Math.max(0, limit - used));
        }
      }),
      { numRuns: 50 },
    );
  });
});
