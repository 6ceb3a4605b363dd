import { resourceOf } from '../../src/resources/all.ts';
import { describe, expect, it } from 'vitest';
import { checkIds } from '../../src/api/update.ts';
import { NIL_UUID } from '../../src/core/ids.ts';
import { apiOver, json, refusal, scripted } from '../support/wire.ts';

const ID = '5e4a0680-804e-11ec-8477-2fea5968d85b';
const OTHER = '7a1c2d3e-804e-41ec-8477-2fea5968d85b';
const bodyOf = (request: { body?: string | undefined } | undefined): unknown =>
  JSON.parse(request?.body ?? 'null');

describe('an update keeps what it does not change', () => {
  const cases = [
    [
      'agents',
      { id: ID, name: 'A', detail: 'd', ring_method: 'linear', status: 'available' },
      { name: 'B' },
      { name: 'B', detail: 'd', ring_method: 'linear' },
    ],
    [
      'numbers',
      { id: ID, number: '+1', name: 'A', detail: 'd', call_flow_id: OTHER, message_flow_id: NIL_UUID },
      { detail: 'x' },
      { name: 'A', detail: 'x', call_flow_id: OTHER, message_flow_id: NIL_UUID },
    ],
    [
      'flows',
      {
        id: ID,
        name: 'A',
        actions: [{ id: OTHER, next_id: NIL_UUID, type: 'answer', tm_execute: null }],
        on_complete_flow_id: NIL_UUID,
      },
      { name: 'B' },
      {
        name: 'B',
        actions: [{ id: OTHER, next_id: NIL_UUID, type: 'answer', tm_execute: null }],
        on_complete_flow_id: NIL_UUID,
      },
    ],
    [
      'queues',
      {
        id: ID,
        name: 'A',
        routing_method: 'random',
        tag_ids: [OTHER],
        wait_flow_id: OTHER,
        wait_timeout: 1,
        total_incoming_count: 9,
      },
      { name: 'B' },
      { name: 'B', routing_method: 'random', tag_ids: [OTHER], wait_flow_id: OTHER, wait_timeout: 1 },
    ],
    ['tags', { id: ID, name: 'A', detail: 'd' }, { name: 'B' }, { name: 'B', detail: 'd' }],
    [
      'accesskeys',
      { id: ID, name: 'A', detail: 'd', token_prefix: 'vb_1' },
      { name: 'B' },
      { name: 'B', detail: 'd' },
    ],
    [
      'extensions',
      { id: ID, name: 'A', detail: 'd', password: 'p', extension: '1' },
      { name: 'B' },
      { name: 'B', detail: 'd', password: 'p' },
    ],
  ] as const;

  it.each(cases)('%s', async (noun, current, patch, sent) => {
    const server = scripted(json(current), json(current));
    const { api } = apiOver(server.transport);
    const update = api.of(resourceOf(noun)).update as (id: string, patch: object) => Promise<unknown>;

    await update(ID, patch);

    expect(server.lines()).toEqual([`GET /v1.0/${noun}/${ID}`, `PUT /v1.0/${noun}/${ID}`]);
    expect(bodyOf(server.requests[1])).toEqual(sent);
  });

  it('an unset link is sent as it was read, and not omitted', async () => {
    const server = scripted(json({ id: ID, tag_ids: [OTHER] }), json({ id: ID }));

    await apiOver(server.transport)
      .api.of(resourceOf('agents'))
      .update(ID, { tag_ids: [OTHER] });

    expect(server.lines()[1]).toBe(`PUT /v1.0/agents/${ID}/tag_ids`);
  });

  it('sends one request for each part that changes, and reads once', async () => {
    const seen = { id: ID, name: 'A', detail: 'd', call_flow_id: OTHER, message_flow_id: NIL_UUID };
    const server = scripted(json(seen), json({ ...seen, call_flow_id: NIL_UUID }), json(seen));

    await apiOver(server.transport)
      .api.of(resourceOf('numbers'))
      .update(ID, { name: 'B', call_flow_id: NIL_UUID });

    expect(server.lines()).toEqual([
      `GET /v1.0/numbers/${ID}`,
      `PUT /v1.0/numbers/${ID}/flow_ids`,
      `PUT /v1.0/numbers/${ID}`,
    ]);
    expect(bodyOf(server.requests[2])).toEqual({
      name: 'B',
      detail: 'd',
      call_flow_id: NIL_UUID,
      message_flow_id: NIL_UUID,
    });
  });

  it('traffic is not a change: read-only fields are ignored', async () => {
    const seen = { id: ID, name: 'A', total_incoming_count: 1 };
    const server = scripted(json({ ...seen, total_incoming_count: 2 }), json({ id: ID }));

    await apiOver(server.transport)
      .api.of(resourceOf('queues'))
      .update(ID, { name: 'B' }, { expected: seen });

    server.done();
  });

  it('stops if the object has changed since the caller read it', async () => {
    const seen = { id: ID, name: 'A', detail: 'd' };
    const server = scripted(json({ ...seen, detail: 'changed' }));
    const { api } = apiOver(server.transport);

    await expect(
      api.of(resourceOf('tags')).update(ID, { name: 'B' }, { expected: seen }),
    ).rejects.toMatchObject({
      exitCode: 7,
      message: expect.stringContaining('(detail)') as string,
    });
    expect(server.lines()).toEqual([`GET /v1.0/tags/${ID}`]);
  });

  it('treats absent, null and empty alike', async () => {
    const server = scripted(json({ id: ID, name: 'A', detail: '' }), json({ id: ID }));

    await apiOver(server.transport)
      .api.of(resourceOf('tags'))
      .update(ID, { name: 'B' }, { expected: { id: ID, name: 'A', tm_delete: null } });

    server.done();
  });
});

describe('ids in a body', () => {
  it.each([
    ['a typing error', { call_flow_id: '5e4a0680-804e-11ec-8477-2fea5968d85' }],
    ['one in a list', { tag_ids: [ID, 'sales'] }],
    ['a jump target', { actions: [{ id: ID, option: { target_ids: { '1': 'sales' } } }] }],
    ['a number', { flow_id: 5 }],
  ])('%s is refused', (_name, body) => {
    expect(() => {
      checkIds(body);
    }).toThrow(/not a well-formed id/);
  });

  it('may be empty, nil, or a variable of a flow', () => {
    checkIds({
      call_flow_id: '',
      message_flow_id: NIL_UUID,
      actions: [{ option: { queue_id: '${my.queue}' } }],
      name: 'x',
    });
  });

  it('do not include the name of a voice', () => {
    checkIds({ actions: [{ option: { voice_id: 'en-US-Wavenet-F' } }] });
  });

  it('are all reported together', () => {
    expect(() => {
      checkIds({ call_flow_id: 'a', tag_ids: ['b'] });
    }).toThrow('call_flow_id "a", tag_ids "b"');
  });

  it('are checked in a path before anything is requested', async () => {
    const server = scripted();
    const { api } = apiOver(server.transport);

    for (const id of ['', 'nope', NIL_UUID, '../customers']) {
      await expect((async () => api.of(resourceOf('agents')).get(id))()).rejects.toMatchObject({
        exitCode: 2,
      });
    }
    expect(server.requests).toEqual([]);
  });
});

describe('the account on older servers', () => {
  it('is read by its id where GET /customer is unknown', async () => {
    const server = scripted(refusal(404, 'ROUTE_NOT_FOUND'), json({ id: ID, name: 'Old' }));
    const { client } = apiOver(server.transport);
    const { createApi } = await import('../../src/api/api.ts');

    const customer = await createApi(client, { customerId: ID }).customer.get();

    expect(customer.name).toBe('Old');
    expect(server.lines()).toEqual(['GET /v1.0/customer', `GET /v1.0/customers/${ID}`]);
  });

  it('requires an id if none is known', async () => {
    const { api } = apiOver(scripted(refusal(404, 'ROUTE_NOT_FOUND')).transport);

    await expect(api.customer.get()).rejects.toMatchObject({
      exitCode: 2,
      hint: expect.stringContaining('customer get <customer-id>') as string,
    });
  });

  it("a tenant's own credential by id gets a hint what to do instead", async () => {
    const { api } = apiOver(scripted(refusal(403, 'PERMISSION_DENIED')).transport);

    await expect(api.customer.get(ID)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('only platform staff') as string,
    });
  });

  it('an unknown id is "not found", though the server says 400', async () => {
    const { api } = apiOver(scripted(refusal(400, 'INVALID_ARGUMENT')).transport);

    await expect(api.customer.get(ID)).rejects.toMatchObject({ code: 'NOT_FOUND', exitCode: 5 });
  });
});
