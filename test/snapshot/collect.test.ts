/** How the sections of a picture wait for one another. */
import { expect, it } from 'vitest';
import type { Clock, Transport } from '../../src/core/ports.ts';
import { collect } from '../../src/snapshot/collect.ts';
import { createMeter } from '../../src/snapshot/meter.ts';
import { fakeClock } from '../support/clock.ts';
import { apiOver, json } from '../support/wire.ts';

/** Time that passes only when nobody is faster: a sleep lasts for some turns of the event loop. */
function slowClock(turns: number): Clock {
  const clock = fakeClock();
  return {
    now: clock.now,
    async sleep(ms, signal) {
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await clock.sleep(ms, signal);
    },
  };
}

const pathOf = (url: string): string => new URL(url).pathname;

it('a credential that is refused is asked about with one section only', async () => {
  const asked = new Set<string>();
  const transport: Transport = ({ url }) => {
    asked.add(pathOf(url));
    return Promise.resolve(
      json({ error: { status: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS' } }, 401),
    );
  };
  const looking = collect(apiOver(transport).api, { clock: slowClock(50), since: 0, meter: createMeter() });
  await expect(looking).rejects.toMatchObject({ status: 401 });
  expect([...asked]).toEqual(['/v1.0/customer']);
});

it('a first section that does not answer holds up no other', async () => {
  const asked = new Set<string>();
  let answer = (): void => undefined;
  const late = new Promise<void>((resolve) => (answer = resolve));
  const transport: Transport = async ({ url }) => {
    const path = pathOf(url);
    asked.add(path);
    if (path === '/v1.0/customer') await late;
    else if (path === '/v1.0/tags') answer();
    return json({ id: '1', result: [] });
  };
  const { sections } = await collect(apiOver(transport).api, {
    clock: slowClock(5),
    since: 0,
    meter: createMeter(),
  });
  expect(asked.size).toBeGreaterThan(15);
  expect(sections.customer.state).toBe('loaded');
});
