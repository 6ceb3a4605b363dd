/** A plan reads the account as an audit does, with one request per page of each list. */
import { describe, expect, it } from 'vitest';
import { createMeter } from '../../src/snapshot/meter.ts';
import { collect } from '../../src/snapshot/collect.ts';
import { liveOf } from '../../src/plan/state/account-after.ts';
import { readLive } from '../../src/plan/state/live.ts';
import { createApi } from '../../src/api/api.ts';
import { createClient } from '../../src/api/client.ts';
import { createLimiter } from '../../src/api/limiter.ts';
import { Secret } from '../../src/core/secret.ts';
import { agents } from '../../src/resources/agents.ts';
import { manyKinds } from '../../src/resources/all.ts';
import { fakeClock } from '../support/clock.ts';
import { bench, type Bench } from '../support/program.ts';

function apiOf({ emulator, account }: Bench) {
  const clock = fakeClock(Date.parse('2026-11-23T12:00:00Z'));
  const meter = createMeter();
  const client = createClient({
    transport: emulator.transport,
    apiUrl: 'https://api.voipbin.net',
    credential: { kind: 'accesskey', secret: new Secret(account.accesskey), source: 'a key' },
    limiter: createLimiter(clock, 1000, 1000),
    clock,
    random: { number: () => 0, bytes: (count) => new Uint8Array(count) },
    timeoutMs: 1000,
    deadlineMs: 2000,
    userAgent: 'test',
    onAttempt: meter.onAttempt,
  });
  return { api: createApi(client), clock, meter };
}

/** A number of agents, created one a minute. */
function crowded(count: number): Bench {
  const made = bench('departments');
  const table = made.emulator.world.tables.agents;
  const [one] = table.of(made.account.customer_id);
  if (one === undefined) throw new Error('no agent');
  for (let index = 0; index < count; index += 1) {
    table.insert({
      ...one,
      id: made.emulator.world.uuid(),
      username: `${index}@example.com`,
      tm_create: one.tm_create - index * 60_000_000,
    });
  }
  return made;
}

const agentRequests = (made: Bench): number =>
  made.asked().filter((line) => line === 'GET /v1.0/agents').length;

describe('the account that a plan reads', () => {
  it.each([0, 95, 250, 900])('is read page by page: %i agents more', async (count) => {
    const made = crowded(count);
    const { api } = apiOf(made);
    const listed: string[] = [];
    for await (const { id } of api.of(agents).list()) listed.push(id);
    const pages = agentRequests(made);
    const live = await readLive(api, { kinds: new Set(['agents']) });
    expect(agentRequests(made)).toBe(pages);
    expect(live.lists.agents.map(({ id }) => id)).toEqual(listed);
    expect(listed.length).toBeGreaterThan(count);
  });

  it('is the one that an audit reads', async () => {
    const { api, clock, meter } = apiOf(bench('messy'));
    const seen = await collect(api, { clock, since: clock.now(), meter });
    const live = await readLive(api, { kinds: new Set(manyKinds.map(({ kind }) => kind)) });
    const snapshot = liveOf(seen);
    const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
    for (const kind of ['agents', 'numbers', 'flows', 'hours', 'queues', 'tags', 'campaigns'] as const)
      expect([kind, idsOf(snapshot.lists[kind])]).toEqual([kind, idsOf(live.lists[kind])]);
    expect(live.lists.flows.length).toBeGreaterThan(0);
    expect(live.lists.hours.length).toBeGreaterThan(0);
    expect(snapshot.customer.id).toBe(live.customer.id);
  });
});
