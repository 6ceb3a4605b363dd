/** What each rule proposes for `--fix-plan`, and where it leaves the choice to a person. */
import { describe, expect, it } from 'vitest';
import * as example from '../../src/audit/examples.ts';
import type { Repair } from '../../src/audit/repair.ts';
import type { Action, Flow } from '../../src/api/wire.ts';
import { AccountCalls } from '../../src/audit/calls.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { defaultThresholds } from '../../src/audit/rule.ts';
import { NIL_UUID } from '../../src/core/ids.ts';
import type { Sections } from '../../src/snapshot/snapshot.ts';

const { action, agent, customer, flow, id, number, queue, tag } = example;

type Account = Partial<Sections>;

/** The repairs of a rule's problems; undefined for a problem that is left to a person. */
function repairsOf(ruleId: string, account: Account): (Repair | undefined)[] {
  const rule = rules.find((one) => one.id === ruleId);
  if (rule === undefined) throw new Error(`no rule ${ruleId}`);
  const thresholds = defaultThresholds(rule);
  const context = {
    now: example.EXAMPLE_NOW,
    since: Date.parse(example.daysAgo(30)),
    thresholds,
    hours: undefined,
    calls: new AccountCalls(account, example.EXAMPLE_NOW),
  };
  return [...rule.check(account, context)].map(({ repair }) => repair);
}

const gone = { tm_delete: '2026-02-01T00:00:00Z' };
const ref = (n: number): string => `id:${id(n)}`;
const fields = (kind: string, n: number, set: object) => ({ kind, id: id(n), set });

/** `what` is what the only problem of the rule is mended by; undefined: it is left to a person. */
interface Row {
  name: string;
  account: Account;
  what: readonly object[] | undefined;
}

const nothingElse = { conferences: [], campaigns: [], conversation_accounts: [], webchat_widgets: [] };
const menu = flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] });
const unlinked = number({ id: id(21), number: '+14155550121', name: 'Hotline', call_flow_id: NIL_UUID });
const waiting = flow({ id: id(35), name: 'Music', actions: [action(36, 'play', { stream_urls: ['x'] })] });
const web = flow({ id: id(37), name: 'Told', actions: [action(38, 'webhook_send', {})] });
const music = (...ns: number[]) =>
  ns.map((n) => queue({ id: id(n), name: `Queue ${n}`, wait_flow_id: id(35) }));
const mute = queue({ wait_flow_id: NIL_UUID });
const hold = {
  kind: 'flows',
  make: 'Hold the line',
  fields: { detail: expect.any(String) as string, actions: expect.any(Array) as object[] },
};

const speak = action(31, 'talk', { text: 'Hello', language: 'en-US' });
const back = action(32, 'goto', { target_id: id(31), loop_count: 2 });
const bye = action(33, 'hangup');
const join = action(39, 'queue_join', { queue_id: id(40) });
const receive = (option: object) => action(36, 'digits_receive', { duration: 5000, ...option });
const branchOn = (target_ids: object, option: object = {}) =>
  action(34, 'branch', { target_ids, default_target_id: id(33), ...option });
const weekdays = (days: number[]) =>
  action(31, 'condition_datetime', { condition: '==', hour: 9, weekdays: days });
const menuOf = (...actions: Action[]) => flow({ actions: [...actions, bye] });
const rewritesOf = (...rewrites: [index: number, ...actions: object[]][]) => ({
  kind: 'flows',
  id: id(30),
  rewrite: rewrites.map(([index, ...actions]) => ({ index, actions })),
});
const words = [
  { type: 'talk', option: { text: expect.stringMatching(/call again/) as string, language: 'en-US' } },
  { type: 'hangup', option: {} },
];
const waitingCallers = (actions: Action[], others: Flow[] = []) =>
  example.phones([flow({ actions }), ...others, waiting], { queues: music(40) });

const table: Readonly<Record<string, readonly Row[]>> = {
  'flow-hours-ending': [
    {
      name: 'by being named: the plan does the rest',
      account: { flows: [example.hoursFlow(example.day(400))] },
      what: [{ kind: 'hours', id: id(30) }],
    },
  ],
  'flow-jump-endless': [
    {
      name: 'the only jump, back within the flow',
      account: example.phones([flow({ actions: [speak, back, bye] })]),
      what: [
        rewritesOf([
          1,
          { id: id(32), type: 'variable_set', option: { key: 'rounds', value: '${rounds}x' } },
          {
            type: 'condition_variable',
            next_id: NIL_UUID,
            option: {
              ...{ condition: '>', variable: '${rounds}', value_type: 'length', value_length: 2 },
              false_target_id: id(31),
            },
          },
        ]),
      ],
    },
    {
      name: 'a jump forwards within a circle',
      account: example.phones([
        flow({
          actions: [
            speak,
            action(32, 'goto', { target_id: id(34), loop_count: 2 }),
            action(33, 'hangup'),
            { ...action(34, 'talk', { text: 'Again' }), next_id: id(31) },
          ],
        }),
      ]),
      what: undefined,
    },
    {
      name: 'two jumps: nobody knows how they count together',
      account: example.phones([
        flow({ actions: [speak, back, action(34, 'goto', { target_id: id(31), loop_count: 1 }), bye] }),
      ]),
      what: undefined,
    },
  ],
  'flow-keys-unmatched': [
    {
      name: 'the digits in braces',
      account: example.phones([
        menuOf(speak, branchOn({ '1': id(33) }, { variable: '${voipbin.call.digits}' })),
      ]),
      what: [rewritesOf([1, branchOn({ '1': id(33) }, { variable: 'voipbin.call.digits' })])],
    },
    {
      name: 'the key that ends the input is missing in the choices',
      account: example.phones([menuOf(receive({ key: '#' }), branchOn({ '10': id(33), '2#': id(33) }))]),
      what: [rewritesOf([1, branchOn({ '10#': id(33), '2#': id(33) })])],
    },
    {
      name: 'more digits than are taken',
      account: example.phones([menuOf(receive({ length: 1 }), branchOn({ '10': id(33) }))]),
      what: undefined,
    },
    {
      name: 'two choices would become one',
      account: example.phones([menuOf(receive({ key: '#' }), branchOn({ '10': id(33), '10#': id(33) }))]),
      what: undefined,
    },
  ],
  'flow-queue-last': [
    {
      name: 'the last action of a flow in English',
      account: waitingCallers([speak, join]),
      what: [{ kind: 'flows', id: id(30), append: words }],
    },
    {
      name: 'a flow that says nothing of its language',
      account: waitingCallers([join]),
      what: [{ kind: 'flows', id: id(30), append: words }],
    },
    {
      name: 'a flow in German',
      account: waitingCallers([action(31, 'talk', { text: 'Guten Tag', language: 'de-DE' }), join]),
      what: undefined,
    },
    { name: 'a hangup comes after it', account: waitingCallers([join, bye]), what: undefined },
    {
      name: 'another flow fetches it',
      account: waitingCallers(
        [join],
        [flow({ id: id(37), actions: [action(38, 'fetch_flow', { flow_id: id(30) })] })],
      ),
      what: undefined,
    },
  ],
  'flow-text-unspeakable': [
    {
      name: 'an "&"',
      account: {
        flows: [flow({ actions: [action(31, 'talk', { text: 'R&D &amp; <b>Sales</b>', language: 'en' })] })],
      },
      what: [rewritesOf([0, action(31, 'talk', { text: 'R&amp;D &amp; <b>Sales</b>', language: 'en' })])],
    },
    {
      name: 'a "<" and a space of the web',
      account: { flows: [flow({ actions: [action(31, 'talk', { text: '5 <&nbsp;6' })] })] },
      what: [rewritesOf([0, action(31, 'talk', { text: '5 &lt; 6' })])],
    },
    {
      name: 'an element that is none',
      account: { flows: [flow({ actions: [action(31, 'talk', { text: 'Hold.<break time=3s/>' })] })] },
      what: undefined,
    },
    {
      name: 'the server does not change the flow',
      account: {
        flows: [flow({ actions: [action(31, 'talk', { text: 'R&D' })], on_complete_flow_id: id(99) })],
      },
      what: undefined,
    },
  ],
  'flow-waits-forever': [
    {
      name: 'a pause',
      account: example.phones([flow({ actions: [speak, action(32, 'sleep', { duration: 12_500 }), bye] })]),
      what: [
        rewritesOf([
          1,
          action(32, 'talk', {
            text: '<speak><break time="10s"/><break time="2.5s"/></speak>',
            language: 'en-US',
          }),
        ]),
      ],
    },
    {
      name: 'a pause, in the language that most of the flow speaks',
      account: example.phones([
        flow({
          actions: [
            ...[32, 33].map((n) => action(n, 'talk', { text: 'Hallo', language: 'de-DE' })),
            speak,
            action(34, 'sleep', { duration: 1000 }),
            bye,
          ],
        }),
      ]),
      what: [
        rewritesOf([3, action(34, 'talk', { text: '<speak><break time="1s"/></speak>', language: 'de-DE' })]),
      ],
    },
    {
      name: 'a pause of minutes',
      account: example.phones([flow({ actions: [action(32, 'sleep', { duration: 60_001 })] })]),
      what: undefined,
    },
    {
      name: 'one key between an announcement and a branch',
      account: example.phones([
        menuOf(speak, receive({ length: 1, duration: 3000 }), branchOn({ '1': id(33) })),
      ]),
      what: [
        rewritesOf(
          [
            0,
            action(31, 'talk', {
              text: '<speak>Hello<break time="3s"/></speak>',
              language: 'en-US',
              digits_handle: 'next',
            }),
          ],
          [1],
        ),
      ],
    },
    ...[
      { name: 'two keys', actions: [speak, receive({ length: 2 }), branchOn({ '12': id(33) })] },
      {
        name: 'a key that ends it',
        actions: [speak, receive({ length: 1, key: '#' }), branchOn({ '1': id(33) })],
      },
      { name: 'no announcement', actions: [receive({ length: 1 }), branchOn({ '1': id(33) })] },
      {
        name: 'something leads back to it',
        actions: [speak, receive({ length: 1 }), branchOn({ '1': id(36) })],
      },
      {
        name: 'something leads to where a variable says',
        actions: [
          speak,
          receive({ length: 1 }),
          branchOn({ '1': id(33) }),
          action(38, 'goto', { target_id: '${place}', loop_count: 1 }),
        ],
      },
      {
        name: 'it goes elsewhere',
        actions: [speak, { ...receive({ length: 1 }), next_id: id(33) }, branchOn({})],
      },
    ].map(({ name, actions }) => ({
      name,
      account: example.phones([menuOf(...actions)]),
      what: undefined,
    })),
  ],
  'flow-weekdays': [
    {
      name: 'all seven',
      account: { flows: [flow({ actions: [weekdays([0, 1, 2, 3, 4, 5, 6])] })] },
      what: [rewritesOf([0, weekdays([])])],
    },
    {
      name: 'five of them',
      account: { flows: [flow({ actions: [weekdays([0, 1, 2, 3, 4, 5, 6]), weekdays([1, 2, 3, 4, 5])] })] },
      what: undefined,
    },
  ],
  'webhook-not-https': [
    {
      name: 'http at a host',
      account: { customer: customer({ webhook_uri: 'HTTP://hooks.acme.example/a?b=1' }) },
      what: [{ kind: 'account', set: { webhook_uri: 'https://hooks.acme.example/a?b=1' } }],
    },
    ...[
      'http://hooks.acme.example:8080/',
      'http://192.0.2.1/',
      'http://localhost/',
      'http://u:p@a.example/',
      'ftp://a.example/',
      'nonsense',
    ].map((uri) => ({ name: uri, account: { customer: customer({ webhook_uri: uri }) }, what: undefined })),
  ],
  'rtp-debug-enabled': [
    {
      name: 'the account',
      account: { customer: customer({ metadata: { rtp_debug: true } }), numbers: [] },
      what: [{ kind: 'account', set: { rtp_debug: false } }],
    },
    {
      name: 'a number',
      account: { customer: customer(), numbers: [number({ metadata: { rtp_debug: true } })] },
      what: [fields('numbers', 20, { rtp_debug: false })],
    },
  ],
  'queue-routing-invalid': [
    {
      name: 'none',
      account: { queues: [queue({ routing_method: '' })] },
      what: [fields('queues', 40, { routing_method: 'random' })],
    },
  ],
  'flow-completion-loop': [
    {
      name: 'itself',
      account: { flows: [flow({ on_complete_flow_id: id(30) })] },
      what: [fields('flows', 30, { on_complete_flow: null })],
    },
    {
      name: 'each other',
      account: {
        flows: [flow({ on_complete_flow_id: id(35) }), flow({ id: id(35), on_complete_flow_id: id(30) })],
      },
      what: undefined,
    },
  ],
  'queue-no-timeout': [
    {
      name: 'two others agree',
      account: {
        flows: [],
        queues: [queue(), ...[41, 42].map((n) => queue({ id: id(n), wait_timeout: 60_000 }))],
      },
      what: [fields('queues', 40, { wait_timeout: 60_000 })],
    },
    {
      name: 'two others disagree',
      account: {
        flows: [],
        queues: [queue(), ...[1, 2].map((n) => queue({ id: id(40 + n), wait_timeout: n }))],
      },
      what: undefined,
    },
    {
      name: 'one other only',
      account: { flows: [], queues: [queue(), queue({ id: id(41), wait_timeout: 60_000 })] },
      what: undefined,
    },
    {
      name: 'callers would be cut off when their time is up',
      account: {
        flows: [menu],
        queues: [queue(), ...[41, 42].map((n) => queue({ id: id(n), wait_timeout: 60_000 }))],
      },
      what: undefined,
    },
    {
      name: 'the flow goes on',
      account: {
        flows: [flow({ actions: [...(menu.actions ?? []), action(32, 'talk', { text: 'Later.' })] })],
        queues: [queue(), ...[41, 42].map((n) => queue({ id: id(n), wait_timeout: 60_000 }))],
      },
      what: [fields('queues', 40, { wait_timeout: 60_000 })],
    },
  ],
  'queue-wait-flow-missing': [
    {
      name: 'two others share one',
      account: { queues: [mute, ...music(41, 42)], flows: [waiting] },
      what: [fields('queues', 40, { wait_flow: ref(35) })],
    },
    {
      name: 'one other has one: it may be about its own queue',
      account: { queues: [mute, ...music(41)], flows: [waiting] },
      what: [hold, fields('queues', 40, { wait_flow: 'Hold the line' })],
    },
    {
      name: 'most others share one that takes no time',
      account: {
        queues: [
          mute,
          queue({ id: id(41), wait_flow_id: id(37) }),
          queue({ id: id(42), wait_flow_id: id(37) }),
        ],
        flows: [web],
      },
      what: [hold, fields('queues', 40, { wait_flow: 'Hold the line' })],
    },
    {
      name: 'two flows, each as common',
      account: {
        queues: [mute, ...music(41, 42), ...[43, 44].map((n) => queue({ id: id(n) }))],
        flows: [waiting, flow()],
      },
      what: [hold, fields('queues', 40, { wait_flow: 'Hold the line' })],
    },
    {
      name: 'the name is taken by something else',
      account: { queues: [mute], flows: [{ ...web, name: 'hold-the-line' }] },
      what: [
        { ...hold, make: 'Hold the line (2)' },
        fields('queues', 40, { wait_flow: 'Hold the line (2)' }),
      ],
    },
    {
      name: 'it was made before',
      account: { queues: [mute], flows: [{ ...waiting, name: 'Hold the line' }] },
      what: [fields('queues', 40, { wait_flow: ref(35) })],
    },
  ],
  'queue-wait-flow-nonblocking': [
    {
      name: 'only queues use the flow',
      account: { ...nothingElse, numbers: [], queues: [queue({ wait_flow_id: id(37) })], flows: [web] },
      what: [
        {
          kind: 'flows',
          id: id(37),
          append: [{ type: 'talk', option: expect.any(Object) as object }],
        },
      ],
    },
    {
      name: 'a number leads to it, too',
      account: {
        ...nothingElse,
        numbers: [number({ call_flow_id: id(37) })],
        queues: [queue({ wait_flow_id: id(37) }), ...music(41, 42)],
        flows: [web, waiting],
      },
      what: [fields('queues', 40, { wait_flow: ref(35) })],
    },
    {
      name: 'nobody would come to the pause',
      account: {
        ...nothingElse,
        numbers: [],
        queues: [queue({ wait_flow_id: id(37) }), ...music(41, 42)],
        flows: [{ ...web, actions: [action(38, 'stop')] }, waiting],
      },
      what: [fields('queues', 40, { wait_flow: ref(35) })],
    },
    {
      name: 'not all was read that may use it',
      account: { numbers: [], queues: [queue({ wait_flow_id: id(37) })], flows: [web] },
      what: undefined,
    },
  ],
  'number-without-flow': [
    {
      name: 'a flow of its name',
      account: {
        outbound_config: null,
        queues: [],
        numbers: [unlinked],
        flows: [flow({ name: 'hot-line' }), waiting],
      },
      what: [fields('numbers', 21, { call_flow: ref(30) })],
    },
    {
      name: 'two flows of its name',
      account: {
        outbound_config: null,
        queues: [],
        numbers: [number(), unlinked],
        flows: [flow({ name: 'Hotline' }), { ...waiting, name: 'hotline' }],
      },
      what: undefined,
    },
    {
      name: 'a flow of its name without actions',
      account: {
        outbound_config: null,
        queues: [],
        numbers: [unlinked],
        flows: [flow({ name: 'Hotline', actions: [] })],
      },
      what: undefined,
    },
    {
      name: 'a flow of its name for those who wait',
      account: {
        outbound_config: null,
        queues: music(41),
        numbers: [unlinked],
        flows: [{ ...waiting, name: 'Hotline' }],
      },
      what: undefined,
    },
    {
      name: 'the only entrance, from where every queue is reached',
      account: { outbound_config: null, queues: [queue()], numbers: [number(), unlinked], flows: [menu] },
      what: [fields('numbers', 21, { call_flow: ref(30) })],
    },
    {
      name: 'the only entrance, from where a queue is not reached',
      account: {
        outbound_config: null,
        queues: [queue(), ...music(41)],
        numbers: [number(), unlinked],
        flows: [menu],
      },
      what: undefined,
    },
    {
      name: 'the only entrance of one number, without queues',
      account: { outbound_config: null, queues: [], numbers: [number(), unlinked], flows: [flow()] },
      what: undefined,
    },
    {
      name: 'the only entrance of two numbers, without queues',
      account: {
        outbound_config: null,
        queues: [],
        numbers: [number(), number({ id: id(22) }), unlinked],
        flows: [flow()],
      },
      what: [fields('numbers', 21, { call_flow: ref(30) })],
    },
    {
      name: 'two entrances',
      account: {
        outbound_config: null,
        queues: [queue()],
        numbers: [number(), number({ id: id(22), call_flow_id: id(35) }), unlinked],
        flows: [menu, waiting],
      },
      what: undefined,
    },
    {
      name: 'outgoing calls show it: it may have no flow on purpose',
      account: {
        outbound_config: example.outbound({ default_outgoing_source_number_id: id(21) }),
        queues: [queue()],
        numbers: [number(), unlinked],
        flows: [menu],
      },
      what: undefined,
    },
    {
      name: 'nobody knows what outgoing calls show',
      account: { queues: [queue()], numbers: [number(), unlinked], flows: [menu] },
      what: undefined,
    },
  ],
  'number-flow-missing': [
    {
      name: 'calls, and the only entrance',
      account: {
        queues: [queue()],
        numbers: [number(), { ...unlinked, call_flow_id: id(99) }],
        flows: [menu],
      },
      what: [fields('numbers', 21, { call_flow: ref(30) })],
    },
    {
      name: 'messages, and one flow for all',
      account: {
        queues: [],
        numbers: [
          ...[22, 23].map((n) => number({ id: id(n), message_flow_id: id(30) })),
          { ...unlinked, message_flow_id: id(99) },
        ],
        flows: [flow()],
      },
      what: [fields('numbers', 21, { message_flow: ref(30) })],
    },
    {
      name: 'nothing to choose from',
      account: { queues: [], numbers: [{ ...unlinked, call_flow_id: id(99) }], flows: [flow()] },
      what: undefined,
    },
  ],
  'number-sms-unhandled': [
    {
      name: 'two others share one',
      account: {
        numbers: [
          number(),
          ...[22, 23].map((n) => number({ id: id(n), number: `+1${n}`, message_flow_id: id(30) })),
        ],
        messages: example.messages({ received: { '+14155550120': example.use(2) } }),
        flows: [flow()],
      },
      what: [fields('numbers', 20, { message_flow: ref(30) })],
    },
    {
      name: 'one other has one',
      account: {
        numbers: [number(), number({ id: id(22), number: '+122', message_flow_id: id(30) })],
        messages: example.messages({ received: { '+14155550120': example.use(2) } }),
        flows: [flow()],
      },
      what: undefined,
    },
  ],
  'agent-untagged': [
    {
      name: 'all queues ask for one tag',
      account: { agents: [agent()], queues: [queue(), queue({ id: id(41) })], tags: [tag()] },
      what: [{ kind: 'agents', id: id(10), give: [ref(50)] }],
    },
    {
      name: 'queues ask for two',
      account: {
        agents: [agent()],
        queues: [queue(), queue({ id: id(41), tag_ids: [id(51)] })],
        tags: [tag()],
      },
      what: undefined,
    },
    {
      name: 'the only one is deleted',
      account: { agents: [agent()], queues: [queue()], tags: [tag(gone)] },
      what: undefined,
    },
    {
      name: 'an agent without a telephone',
      account: { agents: [agent({ addresses: [] })], queues: [queue()], tags: [tag()] },
      what: undefined,
    },
  ],
  'agent-dangling-tag': [
    {
      name: 'another tag is left',
      account: { agents: [agent({ tag_ids: [id(50), id(99)] })], queues: [queue()], tags: [tag()] },
      what: [{ kind: 'agents', id: id(10), take: [id(99)] }],
    },
    {
      name: 'a queue asks for it, too',
      account: {
        agents: [agent({ tag_ids: [id(50), id(99)] })],
        queues: [queue({ tag_ids: [id(99)] })],
        tags: [tag()],
      },
      what: undefined,
    },
    {
      name: 'none is left, and all queues ask for one',
      account: { agents: [agent({ tag_ids: [NIL_UUID] })], queues: [queue()], tags: [tag()] },
      what: [{ kind: 'agents', id: id(10), take: [NIL_UUID], give: [ref(50)] }],
    },
    {
      name: 'none is left, and queues ask for two',
      account: {
        agents: [agent({ tag_ids: [id(99)] })],
        queues: [queue({ tag_ids: [id(50), id(51)] })],
        tags: [tag(), tag({ id: id(51) })],
      },
      what: undefined,
    },
    {
      name: 'none is left to somebody who answers no calls',
      account: { agents: [agent({ permission: 32, tag_ids: [id(99)] })], queues: [queue()], tags: [tag()] },
      what: [{ kind: 'agents', id: id(10), take: [id(99)] }],
    },
  ],
  'queue-no-agent': [
    {
      name: 'another tag of its name has agents',
      account: {
        queues: [queue()],
        tags: [tag(), tag({ id: id(51), name: 'Sales ' })],
        agents: [agent({ tag_ids: [id(51)] })],
      },
      what: [{ kind: 'queues', id: id(40), take: [], give: [ref(51)] }],
    },
    {
      name: 'the deleted one had the name of one that has agents',
      account: {
        queues: [queue()],
        tags: [tag(gone), tag({ id: id(51) })],
        agents: [agent({ tag_ids: [id(51)] })],
      },
      what: [{ kind: 'queues', id: id(40), take: [id(50)], give: [ref(51)] }],
    },
    {
      name: 'its tag is unknown, and one has its own name',
      account: {
        queues: [queue({ name: 'Sales queue', tag_ids: [id(99)] })],
        tags: [tag()],
        agents: [agent({ tag_ids: [id(50)] })],
      },
      what: [{ kind: 'queues', id: id(40), take: [id(99)], give: [ref(50)] }],
    },
    {
      name: 'its tag is there, and nobody has it: somebody has only begun',
      account: {
        queues: [queue({ tag_ids: [id(52)] })],
        tags: [tag(), tag({ id: id(52), name: 'new' })],
        agents: [agent({ tag_ids: [id(50)] })],
      },
      what: undefined,
    },
    {
      name: 'two others of its name have agents',
      account: {
        queues: [queue()],
        tags: [tag(), tag({ id: id(51) }), tag({ id: id(52) })],
        agents: [agent({ tag_ids: [id(51)] }), agent({ id: id(11), tag_ids: [id(52)] })],
      },
      what: undefined,
    },
    {
      name: 'no agents at all',
      account: { queues: [queue({ tag_ids: [] })], tags: [tag()], agents: [] },
      what: undefined,
    },
  ],
  'queue-open-to-all': [
    {
      name: 'a tag of its name',
      account: {
        queues: [queue({ tag_ids: [NIL_UUID] })],
        tags: [tag()],
        agents: [agent({ tag_ids: [id(50)] })],
      },
      what: [{ kind: 'queues', id: id(40), take: [NIL_UUID], give: [ref(50)] }],
    },
    {
      name: 'a tag of its name that nobody has',
      account: { queues: [queue({ tag_ids: null })], tags: [tag()], agents: [agent({ permission: 32 })] },
      what: undefined,
    },
    {
      name: 'somebody without a tag would get no calls any more',
      account: {
        queues: [queue({ tag_ids: [] })],
        tags: [tag()],
        agents: [agent({ tag_ids: [id(50)] }), agent({ id: id(11) })],
      },
      what: undefined,
    },
    {
      name: 'no tag of its name',
      account: {
        queues: [queue({ tag_ids: [], name: 'Overflow' })],
        tags: [tag()],
        agents: [agent({ tag_ids: [id(50)] })],
      },
      what: undefined,
    },
    {
      name: 'tags could not be read',
      account: { queues: [queue({ tag_ids: [] })], agents: [] },
      what: undefined,
    },
  ],
  'tag-deleted-in-use': [
    {
      name: 'a live one of its name',
      account: {
        tags: [tag(gone), tag({ id: id(51), name: 'SALES' })],
        queues: [queue()],
        agents: [agent({ tag_ids: [id(50)] })],
      },
      what: [
        { kind: 'queues', id: id(40), take: [id(50)], give: [ref(51)] },
        { kind: 'agents', id: id(10), take: [id(50)], give: [ref(51)] },
      ],
    },
    {
      name: 'two live ones of its name',
      account: { tags: [tag(gone), tag({ id: id(51) }), tag({ id: id(52) })], queues: [queue()], agents: [] },
      what: undefined,
    },
    {
      name: 'a live one that is nearly of its name',
      account: {
        tags: [tag({ ...gone, name: 'night shift' }), tag({ id: id(51), name: 'night-shift' })],
        queues: [queue()],
        agents: [agent({ tag_ids: [id(50)] })],
      },
      what: undefined,
    },
    {
      name: 'it brings calls to agents',
      account: { tags: [tag(gone)], queues: [queue()], agents: [agent({ tag_ids: [id(50)] })] },
      what: [
        { kind: 'tags', make: 'sales', fields: {} },
        { kind: 'queues', id: id(40), take: [id(50)], give: ['sales'] },
        { kind: 'agents', id: id(10), take: [id(50)], give: ['sales'] },
      ],
    },
    {
      name: 'it brings no calls, and another tag is left',
      account: {
        tags: [tag(gone), tag({ id: id(51), name: 'support' })],
        queues: [],
        agents: [agent({ tag_ids: [id(50), id(51)] })],
      },
      what: [{ kind: 'agents', id: id(10), take: [id(50)], give: [] }],
    },
    {
      name: 'it brings no calls, and none is left',
      account: { tags: [tag(gone)], queues: [], agents: [agent({ tag_ids: [id(50)] })] },
      what: undefined,
    },
  ],
};

describe.each(Object.entries(table))('%s', (ruleId, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_name, { account, what }) => {
    const repairs = repairsOf(ruleId, account);
    expect(repairs.length, 'the rule finds something').toBeGreaterThan(0);
    const [repair, ...others] = repairs;
    expect(repair?.changes).toEqual(what);
    expect(others.filter((other) => other !== undefined)).toEqual([]);
    if (repair !== undefined) expect(repair.because).toMatch(/^\S.*[^.]$/);
  });
});

describe('rules that are repaired', () => {
  const repaired = rules.filter(({ repair }) => repair !== undefined);
  const idsWhere = (holds: (row: Row) => boolean): string[] =>
    repaired.map(({ id: ruleId }) => ruleId).filter((ruleId) => table[ruleId]?.every(holds));

  it('say what is done, in half a sentence', () => {
    for (const { repair } of repaired) expect(repair?.does).toMatch(/^[a-z].*[^.]$/);
  });

  it('have a case above that is mended, and, but for the plain ones, one that is left', () => {
    expect(Object.keys(table).sort()).toEqual(repaired.map(({ id: ruleId }) => ruleId));
    expect(idsWhere(({ what }) => what === undefined)).toEqual([]);
    expect(idsWhere(({ what }) => what !== undefined)).toEqual([
      'flow-hours-ending',
      'queue-routing-invalid',
      'queue-wait-flow-missing',
      'rtp-debug-enabled',
    ]);
  });
});
