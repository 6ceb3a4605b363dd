/** From the words of a plan file to requests: for each kind what makes one, changes each part of it, and empties it. */
import { describe, expect, it } from 'vitest';
import { NIL_UUID } from '../../src/core/ids.ts';
import type { Transport } from '../../src/core/ports.ts';
import { bench, rich } from '../support/program.ts';

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const env = { SECRET: 'the secret', TOKEN: 'the token', APP: 'the app secret' };

interface Row {
  /** The section of the file. */
  kind: string;
  /** What else is there: it is made before. */
  others?: string;
  made: string;
  /** The whole body. */
  body: object;
  /** What the file says next, and the requests that come of it. */
  changed: readonly (readonly [says: string, ...requests: (readonly [part: string, body: object])[]])[];
}

const FLOW = 'flows: { Main: {} }';

const rows: readonly Row[] = [
  {
    kind: 'conferences',
    others: FLOW,
    made: '{ timeout: 1h, pre_flow: Main, data: { a: 1 } }',
    body: {
      type: 'conference',
      name: 'X',
      detail: '',
      timeout: 3600,
      data: { a: 1 },
      pre_flow_id: '<flow Main>',
      post_flow_id: NIL_UUID,
    },
    changed: [
      [
        '{ detail: new }',
        [
          '',
          {
            name: 'X',
            detail: 'new',
            timeout: 3600,
            data: { a: 1 },
            pre_flow_id: '<flow Main>',
            post_flow_id: NIL_UUID,
          },
        ],
      ],
      [
        '{ pre_flow: null, timeout: null, data: { b: [x], a: "" } }',
        [
          '',
          {
            name: 'X',
            detail: 'new',
            timeout: 0,
            data: { b: ['x'] },
            pre_flow_id: NIL_UUID,
            post_flow_id: NIL_UUID,
          },
        ],
      ],
      ['{ data: { b: [x] } }'],
    ],
  },
  {
    kind: 'outplans',
    made: '{ source: "+1 (415) 555-0100", try_interval: 24h }',
    body: {
      name: 'X',
      detail: '',
      source: { type: 'tel', target: '+14155550100' },
      dial_timeout: 30_000,
      try_interval: 86_400_000,
      max_try_count_0: 1,
      max_try_count_1: 0,
      max_try_count_2: 0,
      max_try_count_3: 0,
      max_try_count_4: 0,
    },
    changed: [
      ['{ name: Y, detail: new }', ['', { name: 'Y', detail: 'new' }]],
      [
        '{ name: Y, max_try_count_0: 0, max_try_count_4: 2 }',
        [
          'dial_info',
          {
            source: { type: 'tel', target: '+14155550100' },
            dial_timeout: 30_000,
            try_interval: 86_400_000,
            max_try_count_0: 0,
            max_try_count_1: 0,
            max_try_count_2: 0,
            max_try_count_3: 0,
            max_try_count_4: 2,
          },
        ],
      ],
      [
        '{ name: Y, source: null, max_try_count_0: null, try_interval: null }',
        [
          'dial_info',
          {
            source: {},
            dial_timeout: 30_000,
            try_interval: 600_000,
            max_try_count_0: 1,
            max_try_count_1: 0,
            max_try_count_2: 0,
            max_try_count_3: 0,
            max_try_count_4: 2,
          },
        ],
      ],
    ],
  },
  {
    kind: 'outdials',
    made: '{ detail: all, data: crm }',
    body: { name: 'X', detail: 'all', data: 'crm', campaign_id: NIL_UUID },
    changed: [
      ['{ detail: null }', ['', { name: 'X', detail: '' }]],
      ['{ detail: some, data: web }', ['', { name: 'X', detail: 'some' }], ['data', { data: 'web' }]],
    ],
  },
  {
    kind: 'campaigns',
    others: 'outplans: { P: {} }\noutdials: { D: { detail: x, data: x } }\nqueues: { Q: {} }',
    made: '{ outplan: P, outdial: D, queue: Q, next_campaign: X }',
    body: {
      name: 'X',
      detail: '',
      type: 'flow',
      service_level: 100,
      end_handle: 'stop',
      actions: [],
      outplan_id: '<outplan P>',
      outdial_id: '<outdial D>',
      queue_id: '<queue Q>',
      next_campaign_id: NIL_UUID,
    },
    changed: [
      [
        '{ service_level: 50 }',
        ['', { name: 'X', detail: '', type: 'flow', service_level: 50, end_handle: 'stop' }],
      ],
      [
        '{ queue: null }',
        [
          'resource_info',
          {
            outplan_id: '<outplan P>',
            outdial_id: '<outdial D>',
            queue_id: NIL_UUID,
            next_campaign_id: '<campaign X>',
          },
        ],
      ],
      [
        '{ actions: [{ type: hangup }], end_handle: continue }',
        ['', { name: 'X', detail: '', type: 'flow', service_level: 50, end_handle: 'continue' }],
        ['actions', { actions: [expect.objectContaining({ type: 'hangup' })] }],
      ],
    ],
  },
  {
    kind: 'conversation_accounts',
    others: FLOW,
    made: '{ type: whatsapp, phone_number_id: "12", token: env:TOKEN, app_secret: env:APP }',
    body: {
      type: 'whatsapp',
      name: 'X',
      detail: '',
      secret: '',
      token: 'the token',
      message_flow_id: NIL_UUID,
      provider_data: { phone_number_id: '12', app_secret: 'the app secret' },
    },
    changed: [
      ['{ detail: new }', ['', { detail: 'new' }]],
      [
        '{ message_flow: Main, phone_number_id: "34" }',
        [
          '',
          {
            message_flow_id: '<flow Main>',
            provider_data: { phone_number_id: '34', app_secret: 'the app secret' },
          },
        ],
      ],
      [
        '{ detail: null, phone_number_id: null }',
        ['', { detail: '', provider_data: { app_secret: 'the app secret' } }],
      ],
      ['{ token: env:TOKEN, app_secret: env:APP }'],
    ],
  },
  {
    kind: 'webchat_widgets',
    others: FLOW,
    made: '{ session_flow: Main, theme_config: { primary_color: "#0055aa", header_title: "" } }',
    body: {
      name: 'X',
      session_flow_id: '<flow Main>',
      message_flow_id: NIL_UUID,
      session_idle_timeout: 1800,
      theme_config: { primary_color: '#0055aa' },
    },
    changed: [
      [
        '{ session_idle_timeout: 10m }',
        [
          '',
          {
            name: 'X',
            session_flow_id: '<flow Main>',
            message_flow_id: NIL_UUID,
            session_idle_timeout: 600,
            theme_config: { primary_color: '#0055aa' },
          },
        ],
      ],
      [
        '{ session_flow: null, session_idle_timeout: null, theme_config: null }',
        [
          '',
          {
            name: 'X',
            session_flow_id: NIL_UUID,
            message_flow_id: NIL_UUID,
            session_idle_timeout: 1800,
            theme_config: {},
          },
        ],
      ],
      ['{ session_idle_timeout: 0s, theme_config: {} }'],
    ],
  },
];

describe.each(rows)('$kind', ({ kind, others = '', made, body, changed }) => {
  it('become these requests, and none where nothing is to change', async () => {
    const { run, emulator } = rich(bench('empty'));
    const named = (text: string): string =>
      text.replaceAll(ID, (id) => {
        for (const table of ['flows', 'outplans', 'outdials', 'queues', 'campaigns'] as const) {
          const row = emulator.world.tables[table].get(id);
          if (row !== undefined) return `<${table.slice(0, -1)} ${row.name}>`;
        }
        return id === NIL_UUID ? id : 'ID';
      });
    let sent: [place: string, body: unknown][] = [];
    const transport: Transport = (request) => {
      const place = named(`${request.method} ${new URL(request.url).pathname}`);
      if (request.method !== 'GET')
        sent.push([place, request.body === undefined ? undefined : JSON.parse(named(request.body))]);
      return emulator.transport(request);
    };
    const apply = async (file: string, flags = ''): Promise<typeof sent> => {
      sent = [];
      const files = { '/voipbin.yaml': file };
      const { code, stderr } = await run(`apply --yes ${flags}`, { env, transport, files });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      return sent;
    };
    if (others !== '') await apply(others);

    const [first] = await apply(`${others}\n${kind}: { X: ${made} }`);
    expect(first).toEqual([`POST /v1.0/${kind}`, body]);
    expect(await apply(`${others}\n${kind}: { X: ${made} }`)).toEqual([]);

    for (const [says, ...requests] of changed) {
      const came = await apply(`${others}\n${kind}: { X: ${says} }`);
      const places = requests.map(([part, wanted]): [unknown, unknown] => [
        expect.stringMatching(new RegExp(`^PUT /v1\\.0/${kind}/[^/]+${part === '' ? '' : `/${part}`}$`)),
        wanted,
      ]);
      expect(came, says).toEqual(places);
    }

    expect(await apply(`${others}\n${kind}: {}`, '--prune --allow-large-delete')).toEqual([
      [expect.stringMatching(new RegExp(`^DELETE /v1\\.0/${kind}/[^/]+$`)), undefined],
    ]);
  });
});
