/** The outbound settings are written only if they are unchanged since the plan; and which changes callers may notice. */
import { describe, expect, it } from 'vitest';
import { outbound } from '../../src/resources/outbound.ts';
import { idOf, planOf } from '../support/planning.ts';
import { apiOver, json, scripted } from '../support/wire.ts';

const live = {
  id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
  name: 'Out',
  destination_whitelist: ['de'],
  codecs: '',
};
const patch = { destination_whitelist: ['de', 'us'] };
const write = (server: ReturnType<typeof scripted>, expected: object) =>
  outbound.write(apiOver(server.transport).api, patch, { ...live, ...expected });

describe('the settings of outgoing calls', () => {
  it('are written if they have not changed meanwhile', async () => {
    const server = scripted(json(live), json({ ...live, ...patch }));

    // What a plan does not declare may differ: the time of the last change, for instance.
    await write(server, { tm_update: '2026-11-01T00:00:00Z' });

    expect(server.lines()).toEqual(['GET /v1.0/outbound_config', 'PUT /v1.0/outbound_config']);
    expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual(patch);
  });

  it('are left alone if someone has changed them meanwhile', async () => {
    const server = scripted(json({ ...live, destination_whitelist: ['de', 'fr'] }));

    await expect(write(server, {})).rejects.toMatchObject({ code: 'CONFLICT' });

    expect(server.lines()).toEqual(['GET /v1.0/outbound_config']);
  });

  it('are omitted from a file if an unknown country is listed', () => {
    const countries = outbound.fields.find(({ key }) => key === 'destination_whitelist');
    const said = (wire: unknown): unknown => countries?.fromWire(wire, { nameOf: () => undefined });

    expect(said(['DE', 'de', 'us'])).toEqual(['de', 'us']);
    expect(said(['de', 'uk'])).toBeUndefined();
  });
});

it.each(['wait_timeout', 'service_timeout'])('callers may notice a change of the %s of a queue', (key) => {
  const queue = { id: idOf(1), name: 'Sales', wait_timeout: 0, service_timeout: 0 };

  const { plan } = planOf({ queues: { Sales: { [key]: '5m' } } }, { queues: [queue] });

  expect(plan.changes.find(({ verb }) => verb === 'update')?.risk).toBe('disruptive');
});
