/** What was seen on the genuine server and is in no recorded scenario. */
import { describe, expect, it } from 'vitest';
import { emptyDataset } from '../../src/emulator/dataset.ts';
import { createEmulator } from '../../src/emulator/emulator.ts';
import { createTenant } from '../../src/emulator/tenants.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { fakeClock } from '../support/clock.ts';

type Json = Record<string, never>;

function emulate() {
  const options = { data: emptyDataset(), clock: fakeClock(), random: seededRandom(9), limits: false };
  const emulator = createEmulator(options);
  const tenant = createTenant(emulator.world, { plan: 'professional', identity: 'verified' });
  const ask = (method: string, path: string, body?: unknown): [number, Json] => {
    const headers = { authorization: `Bearer ${tenant.tokens.admin}` };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const reply = emulator.handle({ method, path: `/v1.0/${path}`, headers, body: text });
    return [reply.status, (reply.body === '' ? {} : JSON.parse(reply.body)) as Json];
  };
  return { emulator, tenant, ask };
}

describe('names have 255 characters', () => {
  const rows: [string, object, number, number][] = [
    ['tags', {}, 200, 500],
    ['flows', {}, 200, 400],
    ['queues', { routing_method: 'random' }, 200, 500],
    ['accesskeys', { expire: 86400 }, 200, 500],
    ['extensions', { extension: '1' }, 200, 500],
    ['conferences', { type: 'conference' }, 200, 500],
    ['agents', { username: 'a@x.test', ring_method: 'ringall', addresses: [{ type: 'tel' }] }, 400, 400],
  ];

  it.each(rows)('%s', (path, rest, emoji, tooLong) => {
    const make = (name: string): number => emulate().ask('POST', path, { ...rest, name })[0];
    expect([make('a'.repeat(255)), make('a'.repeat(256))]).toEqual([200, tooLong]);
    // An emoji is one character, and four bytes: names of agents are counted in bytes.
    expect(make('😀'.repeat(255))).toBe(emoji);
  });
});

it('numbers have 32 bits', () => {
  const make = (wait_timeout: number): number =>
    emulate().ask('POST', 'queues', { routing_method: 'random', wait_timeout })[0];
  expect([2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 1.5, 2 ** 64].map(make)).toEqual([
    200, 500, 200, 500, 400, 400,
  ]);
});

describe('addresses of contacts', () => {
  const address = { type: 'tel', target: '+15550000001' };

  it('of no contact cannot be changed or deleted', () => {
    const { ask } = emulate();
    const [, { id }] = ask('POST', 'contact_addresses', address);
    const one = `contact_addresses/${id}`;
    expect(ask('PUT', one, { target: '+15550000002' })[0]).toBe(500);
    expect(ask('PUT', one, { is_primary: true })[0]).toBe(500);
    expect(ask('PUT', one, { name: 'desk' })[0]).toBe(200);
    expect(ask('DELETE', one)[0]).toBe(400);
  });

  it('are listed whole, whatever page is asked for', () => {
    const { ask } = emulate();
    for (const digit of [1, 2, 3])
      ask('POST', 'contact_addresses', { ...address, target: `+1555000000${digit}` });
    const [, all] = ask('GET', 'contact_addresses?page_size=1&page_token=x&unresolved=false');
    expect((all as unknown as object[]).length).toBe(3);
  });

  it('are primary one at a time', () => {
    const { ask } = emulate();
    const addresses = [address, { ...address, target: '+15550000002' }];
    const [, contact] = ask('POST', 'contacts', { addresses });
    const [first, second] = contact['addresses'] as unknown as { id: string }[];
    ask('PUT', `contacts/${contact.id}/addresses/${first?.id ?? ''}`, { is_primary: true });
    const [, after] = ask('PUT', `contacts/${contact.id}/addresses/${second?.id ?? ''}`, {
      is_primary: true,
    });
    expect(after['addresses']).toMatchObject([
      { id: second?.id, is_primary: true },
      { id: first?.id, is_primary: false },
    ]);
  });
});

it('a flow runs by itself: a branch is taken, and what needs a call is passed over', () => {
  const { ask, emulator } = emulate();
  const id = (number: number): string => `aaaaaaaa-0000-4000-8000-00000000000${number}`;
  const actions = [
    { id: id(1), type: 'variable_set', option: { key: 'color', value: 'red' } },
    { id: id(2), type: 'branch', option: { variable: 'color', target_ids: { red: id(4) } } },
    { id: id(3), type: 'stop' },
    { id: id(4), type: 'answer' },
  ];
  const [, flow] = ask('POST', 'flows', { name: 'f', actions });
  const [, { id: run }] = ask('POST', 'activeflows', { flow_id: flow.id });
  emulator.advance(1000);
  const [, ended] = ask('GET', `activeflows/${run}`);
  const executed = ended['executed_actions'] as unknown as { id: string }[];
  expect([ended['status'], executed.map((action) => action.id.slice(-1))]).toEqual([
    'ended',
    ['1', '1', '2', '4'],
  ]);
});

it('what follows from a request happens at its own time, however late it is noticed', () => {
  const { ask, emulator } = emulate();
  const [, flow] = ask('POST', 'flows', { name: 'f', actions: [] });
  const [, { id }] = ask('POST', 'activeflows', { flow_id: flow.id });
  emulator.advance(3_600_000);
  const [, run] = ask('GET', `activeflows/${id}`);
  expect(Date.parse(String(run['tm_update'])) - Date.parse(String(run['tm_create']))).toBeLessThan(1000);
});
