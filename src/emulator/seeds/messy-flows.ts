/** The flows of the Acme account with audit findings. */
import type { FlowRow } from '../records.ts';
import type { ActionSpec, Builder } from './builder.ts';

/** Flows that lead to deleted objects, or do not end, each with a number or flow that leads to it. */
export function addBrokenFlows(builder: Builder): { menu: FlowRow; deletedQueue: FlowRow } {
  const { world } = builder;
  const talk = (text: string) => ['talk', { text, language: 'en-US' }] as const;
  const menu = builder.flow('Branch menu', [
    ['answer'],
    talk('Press 1 for opening hours, 2 for directions, 3 for a person.'),
    ['digits_receive', { duration: 5000, length: 1 }],
    [
      'branch',
      { target_ids: { '1': '@hours', '2': '@way', '3': world.uuid() }, default_target_id: '@hours' },
    ],
    ['talk', { text: 'We are open from nine to five.' }, 'hours'],
    ['hangup'],
    ['talk', { text: 'We are at 1 Main Street.' }, 'way'],
    ['hangup'],
    talk('Thank you for calling.'),
  ]);
  const deletedQueue = builder.flow('Old hotline', [
    ['answer'],
    ['queue_join', { queue_id: world.uuid() }],
    ['hangup'],
  ]);
  builder.flow('Report', [
    ['webhook_send', { uri: 'https://hooks.acme.example/report', method: 'POST' }, 'again'],
    ['branch', { target_ids: { stop: '@end' }, default_target_id: '@again' }],
    ['hangup', {}, 'end'],
  ]);
  const survey = builder.flow('Survey', [['answer'], talk('How did we do?'), ['hangup']]);
  const thanks = builder.flow('Survey thanks', [['answer'], talk('Thank you.'), ['hangup']], {
    on_complete_flow_id: survey.id,
  });
  survey.on_complete_flow_id = thanks.id;
  builder.flow('After hours', [['answer'], talk('We are closed.'), ['hangup']]);
  builder.flow('after-hours', [['answer'], talk('We are closed now.'), ['hangup']]);
  const jubilee = builder.flow('Jubilee', [['answer'], talk('We celebrate 25 years.'), ['hangup']], {}, 1100);
  builder.number(
    { number: '+899001000020', type: 'virtual', name: 'Jubilee line', call_flow_id: jubilee.id },
    80,
  );
  return { menu, deletedQueue };
}

const talk = (text: string, option: object = {}): ActionSpec => [
  'talk',
  { text, language: 'en-US', ...option },
];

/** Flows that look right, but in which callers are lost. */
export function addLosingFlows(builder: Builder): void {
  const prices = Array.from({ length: 104 }, (_, index) =>
    talk(`Article ${index + 1} costs ${index + 5} dollars.`),
  );
  const hold = builder.flow('Press hold', [talk('Please hold the line.')]);
  const support = builder.data.tags.find(({ name }) => name === 'support');
  const press = builder.queue({ name: 'Press', wait_flow_id: hold.id, tag_ids: support ? [support.id] : [] });
  const lines = [
    builder.flow('Night desk', [
      talk('Press 1 for emergencies, 2 to leave.', { digits_handle: 'next' }),
      ['branch', { target_ids: { '1': '@first', '2': '@second' } }],
      ['talk', { text: 'Somebody is on the way.', language: 'en-US' }, 'first'],
      ['hangup', {}, 'second'],
    ]),
    builder.flow('Press office', [
      talk('Welcome to the press office.'),
      ['queue_join', { queue_id: press.id }],
    ]),
    builder.flow('Deliveries', [
      [
        'condition_datetime',
        { condition: '<=', hour: 8, minute: -1, weekdays: [1, 2, 3, 4, 5], false_target_id: '@closed' },
      ],
      talk('Welcome to our deliveries.'),
      ['hangup'],
      ['talk', { text: 'We are closed.', language: 'en-US' }, 'closed'],
      ['hangup'],
    ]),
    builder.flow('Partner line', [
      talk('Welcome to Miller & Sons.'),
      talk('Please call again on Monday.'),
      ['hangup'],
    ]),
    builder.flow('Strike notice', [
      ['talk', { text: 'Deliveries are late this week.', language: 'en-US' }, 'notice'],
      ['goto', { target_id: '@notice', loop_count: 3 }],
      ['hangup'],
    ]),
    builder.flow('Customer number', [
      talk('Enter your customer group, then press the hash key.'),
      ['digits_receive', { duration: 10_000, key: '#' }],
      ['branch', { target_ids: { '10': '@retail', '20': '@trade' }, default_target_id: '@unknown' }],
      ['talk', { text: 'Retail prices are on our web site.', language: 'en-US' }, 'retail', 'unknown'],
      ['talk', { text: 'Trade prices are on our web site.', language: 'en-US' }, 'trade'],
      ['hangup', {}, 'unknown'],
    ]),
    builder.flow('Mailbox', [
      talk('Leave a message after the tone.'),
      ['beep'],
      ['recording_start', {}],
      ['hangup'],
    ]),
    builder.flow('Price list', prices),
  ];
  for (const [index, { id, name }] of lines.entries()) {
    builder.number({ number: `+89900100004${index}`, type: 'virtual', name, call_flow_id: id }, 80);
  }
}
