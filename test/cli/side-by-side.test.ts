/** Several at a time, in order; the first failure ends all, and begins no other. */
import { expect, it } from 'vitest';
import { sideBySide } from '../../src/cli/commands/audit/fleet/side-by-side.ts';

const items = Array.from({ length: 20 }, (_, at) => at);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

it.each([1, 3, 50])('%d at a time', async (width) => {
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  await sideBySide(items, width, never, async (item) => {
    begun.push(item);
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
  });
  expect([begun, most]).toEqual([items, Math.min(width, items.length)]);
});

it('ends those under way with the first failure, waits for them, and begins no other', async () => {
  const begun: number[] = [];
  const told: unknown[] = [];
  const failure = new Error('the sixth');
  const run = sideBySide(items, 3, never, async (item, signal) => {
    begun.push(item);
    await turn();
    if (item === 5) throw failure;
    if (item > 5) throw new Error('a later one');
    await turn();
    if (signal.aborted) told.push(signal.reason);
  });
  await expect(run).rejects.toBe(failure);
  expect(Math.max(...begun)).toBeLessThan(8);
  expect(new Set(told)).toEqual(new Set(told.length > 0 ? [failure] : []));
});

it('is ended from outside, before and while it runs', async () => {
  const control = new AbortController();
  const begun: number[] = [];
  const reason = new Error('Ctrl-C');
  const act = async (item: number, signal: AbortSignal): Promise<void> => {
    begun.push(item);
    if (item === 4) control.abort(reason);
    await turn();
    signal.throwIfAborted();
  };
  await expect(sideBySide(items, 2, control.signal, act)).rejects.toBe(reason);
  expect(begun.length).toBeLessThanOrEqual(6);
  begun.length = 0;
  await expect(sideBySide(items, 2, control.signal, act)).rejects.toBe(reason);
  expect(begun).toEqual([]);
});
