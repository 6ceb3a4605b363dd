/** Random plan files and random accounts, odd ones among them. */
import fc from 'fast-check';
import { NIL_UUID } from '../../src/core/ids.ts';
import type { Dataset, Row } from '../../src/emulator/records.ts';
import { actionTypes } from '../../src/resources/actions/types.ts';

export type Plain = Record<string, unknown>;

const word = fc.constantFrom(
  'Sales',
  'Support',
  'Night shift',
  'Zürich',
  'a: b',
  '#1',
  "it's",
  '1001',
  'yes',
  '営業',
  'x"y',
  'constructor',
  'a\u200db',
);
/** No plan writes it into a name; an account may have it. */
const turned = fc.constant('a\u202eb');
const words = (most: number) => fc.uniqueArray(word, { maxLength: most });
const text = fc.oneof(word, turned, fc.string({ maxLength: 20 }), fc.constant(''));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const duration = fc.constantFrom('0s', '500ms', '10s', '1m30s', ' 1 m 30 s ', '2h', '250ms', 0);

/** Fields that are undefined are not written. */
const object = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Plain> =>
  fc
    .record(fields)
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));

const outreachNames = fc.record({
  conferences: words(1),
  outplans: words(1),
  outdials: words(1),
  campaigns: words(2),
  accounts: words(1),
  widgets: words(1),
});

/** A plan that an empty account of a large plan can have: references are good, addresses and names unique. */
export const planArbitrary: fc.Arbitrary<Plain> = fc
  .record({
    tags: words(3),
    hours: words(2),
    flows: words(3),
    queues: words(3),
    agents: fc.nat(3),
    extensions: fc.nat(2),
    numbers: fc.nat(2),
    // Seldom: the other kinds are worth more of the time.
    outreach: fc.option(outreachNames, { freq: 1 }),
  })
  .chain(({ tags, hours, flows, queues, agents, extensions, numbers, outreach }) => {
    const one = (names: readonly string[]) =>
      names.length > 0 ? maybe(fc.option(fc.constantFrom(...names))) : fc.constant(undefined);
    const some = (names: readonly string[]) => maybe(fc.oneof(fc.constant(null), fc.subarray([...names])));
    const lines = Array.from({ length: extensions }, (_, index) => `100${index}`);
    const map = (names: readonly string[], spec: (index: number) => fc.Arbitrary<Plain>) =>
      fc.record(Object.fromEntries(names.map((name, index) => [name, spec(index)])));
    const people = Array.from({ length: agents }, (_, index) => `agent-${index}@acme.example`);
    const bought = ['+14155550170', '+14155550171'];
    const lined = Array.from({ length: numbers }, (_, index) =>
      index === 0 ? '+899123456789' : `line ${index}`,
    );
    return object({
      version: fc.constant(1),
      account: maybe(
        object({
          name: maybe(word),
          detail: maybe(fc.option(word)),
          rtp_debug: maybe(fc.boolean()),
          webhook_method: maybe(fc.constantFrom('POST', '', null)),
        }),
      ),
      outbound: maybe(
        object({
          destination_whitelist: maybe(fc.subarray(['us', ' DE ', 'gb'])),
          codecs: maybe(fc.constantFrom('PCMU,PCMA', null)),
        }),
      ),
      tags: map(tags, () => object({ detail: maybe(fc.option(word)) })),
      extensions: map(lines, () =>
        object({ name: maybe(word), password: fc.constantFrom('generate', 'env:SIP') }),
      ),
      hours: map(hours, () =>
        object({
          time_zone: fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
          open: fc.constantFrom(
            'mon-fri 9:00-17:00',
            '24/7',
            'weekdays 9am-5pm; sat 10-14',
            'fri 20:00-2:00',
          ),
          opened: maybe(fc.constantFrom(null, ['2026-12-24 9:00-12:00'], [{ '2027-01-02 10-11': 'a: b' }])),
          closed: maybe(fc.constantFrom(null, [{ '2026-12-24 - 2027-01-06': "it's" }, '2040-01-01'])),
        }),
      ),
      flows: map(flows, () =>
        object({
          detail: maybe(fc.option(word)),
          on_complete_flow: one(flows),
          actions: maybe(fc.option(actionsArbitrary({ hours, flows, queues }))),
        }),
      ),
      queues: map(queues, () =>
        object({
          detail: maybe(word),
          tags: some(tags),
          wait_flow: one(flows),
          wait_timeout: maybe(duration),
          service_timeout: maybe(fc.option(duration)),
        }),
      ),
      agents: map(people, (index) =>
        object({
          name: maybe(word),
          permission: maybe(
            fc.constantFrom('agent', 'manager', 'admin', ' agent + manager ', ['agent', 'admin']),
          ),
          tags: some(tags),
          addresses: fc.constant([
            `tel:+1415555010${index}`,
            ...(lines[index] === undefined ? [] : [`extension:${lines[index]}`]),
          ]),
          password: maybe(fc.constantFrom('generate', ' env:LOGIN ')),
        }),
      ),
      numbers: fc
        .tuple(
          map(lined, (index) =>
            object({ ...(index > 0 && { virtual: fc.constant('any') }), ...numberFields(one(flows)) }),
          ),
          fc.subarray(bought),
        )
        .chain(([virtual, more]) =>
          map(more, () => object(numberFields(one(flows)))).map((normal) => ({ ...virtual, ...normal })),
        ),
      ...(outreach === null ? {} : outreachFields(outreach, { hours, flows, queues })),
    });
  });

type Outreach = typeof outreachNames extends fc.Arbitrary<infer T> ? T : never;

const noneOr = (names: readonly string[]) =>
  names.length > 0 ? maybe(fc.option(fc.constantFrom(...names))) : fc.constant(undefined);
const each = (names: readonly string[], spec: () => fc.Arbitrary<Plain>) =>
  fc.record(Object.fromEntries(names.map((name) => [name, spec()])));

/** No campaign has an outdial: that stays with the first one that it was given to, and no undo frees it. */
function outreachFields(
  { conferences, outplans, outdials, campaigns, accounts, widgets }: Outreach,
  names: Names,
): Record<string, fc.Arbitrary<unknown>> {
  const { flows, queues } = names;
  return {
    conferences: each(conferences, () =>
      object({
        detail: maybe(fc.option(word)),
        timeout: maybe(fc.constantFrom('0s', '90s', '2h', null)),
        pre_flow: noneOr(flows),
        post_flow: noneOr(flows),
        data: maybe(fc.constantFrom(null, {}, { owner: 'ann' }, { list: [1, { b: 2, a: 'x' }], n: 0 })),
      }),
    ),
    outplans: each(outplans, () =>
      object({
        source: maybe(fc.constantFrom('+14155550100', ' tel:+14155550101', '+1 (415) 555-0102', null)),
        dial_timeout: maybe(fc.constantFrom('30s', '1m', null)),
        try_interval: maybe(fc.constantFrom('10m', '24h', null)),
        max_try_count_0: maybe(fc.constantFrom(0, 1, 5, null)),
        max_try_count_4: maybe(fc.constantFrom(0, 100)),
      }),
    ),
    outdials: each(outdials, () => object({ detail: fc.constantFrom('x', 'y'), data: fc.constant('crm') })),
    campaigns: each(campaigns, () =>
      object({
        detail: maybe(word),
        type: maybe(fc.constantFrom('call', 'flow')),
        outplan: noneOr(outplans),
        queue: noneOr(queues),
        next_campaign: noneOr(campaigns),
        service_level: maybe(fc.constantFrom(0, 50, null)),
        end_handle: maybe(fc.constantFrom('stop', 'continue')),
        actions: maybe(fc.option(actionsArbitrary(names))),
      }),
    ),
    conversation_accounts: each(accounts, () =>
      object({ detail: maybe(word), message_flow: noneOr(flows), token: maybe(fc.constant('env:LOGIN')) }),
    ),
    webchat_widgets: each(widgets, () =>
      object({
        session_flow: noneOr(flows),
        message_flow: noneOr(flows),
        session_idle_timeout: maybe(fc.constantFrom('0s', '30m', '10m', null)),
        theme_config: maybe(
          fc.constantFrom(
            null,
            { primary_color: '#Ff0000' },
            { typing_indicator_enabled: false, header_title: '' },
          ),
        ),
      }),
    ),
  };
}

const numberFields = (flow: fc.Arbitrary<unknown>) => ({
  name: maybe(word),
  detail: maybe(fc.option(word)),
  call_flow: flow,
  message_flow: flow,
  rtp_debug: maybe(fc.boolean()),
});

interface Names {
  hours: readonly string[];
  flows: readonly string[];
  queues: readonly string[];
}

/** Actions of every sort, as a plan file writes them; jumps lead to labels that are there. */
export function actionsArbitrary(names: Names): fc.Arbitrary<Plain[]> {
  return fc.integer({ min: 0, max: 4 }).chain((count) => {
    const labels = Array.from({ length: count }, (_, index) => `step ${index}`);
    const all = labels.map((label) =>
      fc
        .constantFrom(
          ...Object.keys(actionTypes).filter((type) => type !== 'hours' || names.hours.length > 0),
        )
        .chain((type) => actionArbitrary(type, label, labels, names)),
    );
    return fc.tuple<Plain[]>(...all);
  });
}

function actionArbitrary(
  type: string,
  label: string,
  labels: readonly string[],
  names: Names,
): fc.Arbitrary<Plain> {
  const target = fc.constantFrom(...labels, 'start', 'finish', '${voipbin.next}');
  const isOfFile = actionTypes[type]?.ofFile === true;
  const options = Object.entries(actionTypes[type]?.options ?? {}).map(([key, { type: kind }]) => {
    const value = ((): fc.Arbitrary<unknown> => {
      // A jump that counts has no end, and is refused.
      if (key === 'loop_count') return fc.constantFrom(-1, 0);
      if (typeof kind !== 'string') return fc.constantFrom(...kind);
      switch (kind) {
        case 'text':
          return text;
        case 'id':
          return fc.constantFrom('${voipbin.x}', '', '5e4a0680-804e-11ec-8477-2fea5968d85b');
        case 'texts':
          return fc.array(text, { maxLength: 2 });
        case 'flag':
          return fc.boolean();
        case 'integer':
          return fc.integer({ min: -1, max: 9 });
        case 'ms':
          return duration;
        case 's':
          return fc.constantFrom('10s', '2m', '30s');
        case 'address':
          return fc.constantFrom('tel:+14155550100', { type: 'sip', target: 'a@b.example', name: 'Anna' });
        case 'addresses':
          // No agent that does not exist: undo gives nothing back that leads nowhere.
          return fc.subarray(['tel:+14155550100', 'sip:anna@example.com']);
        case 'weekdays':
          // Any day would cut callers off, and is refused.
          return fc.constant([]);
        case 'actions':
          return fc.constant([{ type: 'answer' }, { type: 'hangup' }]);
        case 'any':
          return fc.constantFrom('x', 5, [1]);
        case 'target':
          return target;
        case 'targets':
          return fc.dictionary(fc.constantFrom('1', '2', '*'), target, { maxKeys: 3 });
        case 'queue':
          return names.queues.length > 0 ? fc.constantFrom(...names.queues) : fc.constant('${my.queue}');
        case 'flow':
          return names.flows.length > 0 ? fc.constantFrom(...names.flows) : fc.constant('${my.flow}');
        case 'hours':
          return fc.constantFrom(...names.hours);
      }
    })();
    return [key, isOfFile ? value : maybe(value)] as const;
  });
  return object({
    type: fc.constant(type),
    label: fc.constant(label),
    next: maybe(fc.constantFrom(...labels, 'start', 'finish')),
    ...Object.fromEntries(options),
    extra: isOfFile ? fc.constant(undefined) : maybe(fc.constantFrom({ unknown: [1, { a: null }] }, {})),
  });
}

const uuids = [
  '5e4a0680-804e-11ec-8477-2fea5968d85b',
  '7a1c2d3e-804e-41ec-8477-2fea5968d85b',
  '11111111-2222-4333-8444-555555555555',
  NIL_UUID,
];

/** What no plan file would ever have made: two of one name, links to nothing, options of any sort. */
export const oddRowsArbitrary = fc.record({
  tags: fc.array(fc.record({ name: text, detail: text, deleted: fc.boolean() }), { maxLength: 4 }),
  flows: fc.array(
    fc.record({
      name: text,
      detail: text,
      on_complete_flow_id: fc.constantFrom(...uuids),
      actions: fc.array(
        fc.record({
          id: fc.constantFrom(...uuids.slice(0, 3)),
          next_id: fc.constantFrom(...uuids, '00000000-0000-0000-0000-000000000002'),
          type: fc.constantFrom(...Object.keys(actionTypes), 'something_new'),
          option: fc.dictionary(
            fc.constantFrom(
              'text',
              'duration',
              'target_id',
              'target_ids',
              'queue_id',
              'flow_id',
              'actions',
              'destinations',
              'source',
              'foreign',
              'loop_count',
            ),
            fc.oneof(
              fc.jsonValue({ maxDepth: 2 }),
              fc.constantFrom(...uuids),
              fc.constant('${a.b}'),
              fc.constant(uuids[0]?.toUpperCase()),
            ),
            { maxKeys: 4 },
          ),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 4 },
  ),
  queues: fc.array(
    fc.record({
      name: text,
      detail: text,
      routing_method: fc.constantFrom('random', '', 'foreign'),
      tag_ids: fc.subarray(uuids),
      wait_flow_id: fc.constantFrom(...uuids),
      wait_timeout: fc.constantFrom(0, -1, 1500, 60_000, 2_147_483_648),
      service_timeout: fc.constantFrom(0, 3_600_000),
    }),
    { maxLength: 3 },
  ),
  agents: fc.array(
    fc.record({
      name: text,
      detail: text,
      permission: fc.constantFrom(0, 16, 32, 96, 255, 65_535),
      ring_method: fc.constantFrom('ringall', 'linear', ''),
      tag_ids: fc.subarray(uuids),
      addresses: fc.subarray([
        { type: 'tel', target: '+14155550100' },
        { type: 'tel', target: 'nonsense' },
        { type: 'extension', target: '1001' },
        { type: 'email', target: 'a@b.example' },
        { type: 'sip', target: 'a@b.example', name: 'Anna' },
      ]),
    }),
    { maxLength: 3 },
  ),
  numbers: fc.array(
    fc.record({
      name: text,
      detail: text,
      call_flow_id: fc.constantFrom(...uuids),
      message_flow_id: fc.constantFrom(...uuids),
      rtp_debug: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  customer: fc.record({
    name: text,
    detail: text,
    email: fc.constantFrom('', 'not an address', 'a@b.example'),
    phone_number: fc.constantFrom('', '123', '+14155550100'),
    webhook_method: fc.constantFrom('', 'PATCH', 'POST'),
    webhook_uri: fc.constantFrom('', 'nonsense', 'https://a.example/x?token=1'),
  }),
});

export type OddRows = typeof oddRowsArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Puts such rows into an account's data. */
export function withOddRows(data: Dataset, customerId: string, odd: OddRows): Dataset {
  let count = 0;
  const row = (): Row => {
    count += 1;
    const id = `aaaaaaaa-0000-4000-8000-${String(count).padStart(12, '0')}`;
    return {
      id,
      customer_id: customerId,
      tm_create: 1_700_000_000_000_000 + count,
      tm_update: null,
      tm_delete: null,
    };
  };
  const hash = 'direct.0123456789ab';
  return {
    ...data,
    customers: data.customers.map((customer) =>
      customer.id === customerId ? { ...customer, ...odd.customer } : customer,
    ),
    tags: [
      ...data.tags,
      ...odd.tags.map(({ deleted, ...tag }) => ({
        ...row(),
        ...tag,
        tm_delete: deleted ? 1_700_000_000_000_000 : null,
      })),
    ],
    flows: [
      ...data.flows,
      ...odd.flows.map((flow) => ({ ...row(), type: 'flow', direct_hash: hash, ...flow })),
    ],
    queues: [
      ...data.queues,
      ...odd.queues.map((queue) => ({
        ...row(),
        direct_hash: hash,
        wait_queuecall_ids: [],
        service_queuecall_ids: [],
        total_incoming_count: 0,
        total_serviced_count: 0,
        ...queue,
      })),
    ],
    agents: [
      ...data.agents,
      ...odd.agents.map((agent, index) => ({
        ...row(),
        username: `odd-${index}@acme.example`,
        password: 'x',
        status: 'offline',
        direct_hash: hash,
        ...agent,
      })),
    ],
    numbers: [
      ...data.numbers,
      ...odd.numbers.map((number, index) => ({
        ...row(),
        number: `+1415555016${index}`,
        type: 'normal' as const,
        status: 'active',
        t38_enabled: false,
        emergency_enabled: false,
        tm_purchase: 1_700_000_000_000_000,
        tm_renew: 1_700_000_000_000_000,
        ...number,
      })),
    ],
  };
}

/** Of an account's data what a plan can change. */
export function plannedTables(data: Dataset) {
  const { customers, outbound_configs, tags, flows, queues, extensions, agents, numbers } = data;
  const { conferences, outplans, outdials, campaigns, conversation_accounts, webchat_widgets } = data;
  return {
    ...{ customers, outbound_configs, tags, flows, queues, extensions, agents, numbers },
    ...{ conferences, outplans, outdials, campaigns, conversation_accounts, webchat_widgets },
  };
}
