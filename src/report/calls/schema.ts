/** The JSON Schema of what `trace -o json` writes, for programs that read it. */
import type { EndKind } from '../../calls/call.ts';
import type { Choice } from '../../calls/explore/graph.ts';
import type { Awaited } from './waits.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';

/** Where the package has it. */
export const TRACE_SCHEMA_FILE = 'docs/voipbin.trace.schema.json';

type Schema = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, Schema>>;

/** Draft 7. One call, or with `--all` every path of a call. Later versions may add fields. */
export function traceSchema(): Schema {
  const answer = (description: string, properties: Properties, kind: string): Schema =>
    object(description, { ...properties, otherwise: ref(kind), evidence: ref('evidence') }, ['otherwise']);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Answer of voipbin trace -o json',
    description:
      'What happens in a call. `otherwise` is the same for the other kind of server, if it is not known which kind this is and the call differs there.',
    anyOf: [answer('One call.', call, 'call'), answer('With --all: every path of a call.', ways, 'ways')],
    definitions: {
      call: object('A call on one kind of server.', call),
      ways: object('Every path of a call on one kind of server.', ways),
      ...definitions,
    },
  };
}

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const list = (description: string, items: Schema): Schema => ({ description, type: 'array', items });
const text = (description: string): Schema => ({ description, type: 'string' });
const flag = (description: string): Schema => ({ description, type: 'boolean' });
const whole = (description: string): Schema => ({ description, type: 'integer', minimum: 0 });
const seconds = (description: string): Schema => ({ description, type: 'number', minimum: 0 });
const secondsOrNull = (description: string): Schema => ({
  ...seconds(description),
  type: ['number', 'null'],
});
const timeOrNull = (description: string): Schema => ({ description, type: ['string', 'null'] });
const oneOf = (description: string, values: Readonly<Record<string, string>>): Schema => ({
  description: `${description} ${Object.entries(values)
    .map(([value, meaning]) => `${value}: ${meaning}.`)
    .join(' ')}`,
  enum: Object.keys(values),
});

function object(description: string, properties: Properties, optional: readonly string[] = []): Schema {
  return {
    ...(description !== '' && { description }),
    type: 'object',
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties,
  };
}

const END_KINDS: Readonly<Record<EndKind, string>> = {
  regular: 'the flow is over',
  failed: 'an action fails, and the call is cut off',
  limit: 'all 100 actions of a call are used, and the call is cut off',
  blocked: 'the caller waits without end',
  hangup: 'the flow hangs up',
  agent: 'the caller is connected',
  conference: 'the caller is in a conference',
  'caller-hung-up': 'the caller hangs up',
};

const CHOICES: Readonly<Record<Choice['kind'], string>> = {
  press: 'the caller presses `keys`; with `other` they stand for all keys that make no difference',
  'no-key': 'the caller presses nothing',
  time: 'the condition holds at that time, or does not',
  value:
    'the variable `name` has this `value`; with `other` it stands for all values that make no difference',
  'agent-free': 'an agent of the queue is free',
  round: 'a jump that is counted is taken `again`, or not',
};

const AWAITED: Readonly<Record<Awaited, string>> = {
  agent: 'a free agent of the queue',
  answer: 'an answer from those who are rung',
  keys: 'a key press of the caller',
  pause: 'the end of a pause',
  release: 'an event outside of the call',
};

const SERVER: Readonly<Record<ServerFault, Schema>> = {
  timeouts: flag('Whether timeouts fire.'),
  weekdays: flag('Whether weekdays can be checked.'),
  counted_jumps: flag('Whether jumps are counted.'),
};

/** The fields of an action. */
const action = { flow: text('The id of its flow.'), id: text('Its id.'), type: text('Its type.') };

const end: Properties = {
  kind: oneOf('How it ends.', END_KINDS),
  flow: text('The id of the flow of the action at which it ends.'),
  id: text('The id of that action; zeros for actions that the platform inserts.'),
  type: text('The type of that action.'),
  why: text('For people.'),
};

const call: Properties = {
  executed: list(
    'The actions that ran, including skipped ones; without one that failed, and without the 101st.',
    ref('action'),
  ),
  end: ref('end'),
  used: whole('How many of the 100 actions of a call were used: as many as ran.'),
  unpressed: list(
    'Keys of --press that were not pressed: the call ended before, or did not ask again.',
    text('As given: 1, 12#.'),
  ),
  seconds: seconds('How long the call lasts, without music and recordings, whose length is not known.'),
  transcript: list(
    'What the caller hears and does.',
    object('', {
      seconds: seconds('Since the beginning.'),
      flow: text('The name of the flow; empty for what the caller does.'),
      text: text('For people.'),
    }),
  ),
  waits: list(
    'What the caller waits for, one after the other. What happens in a queue is part of the wait for an agent.',
    object(
      '',
      {
        for: oneOf('What the caller waits for.', AWAITED),
        ...action,
        queue: text('The id of the queue, for an agent.'),
        seconds: seconds('When it begins, since the beginning of the call.'),
        lasts: secondsOrNull('How long it lasts; null: until the caller gives up.'),
        exact: flag('Whether `lasts` is complete; if not, music or recordings are not counted.'),
      },
      ['queue'],
    ),
  ),
  server: ref('server'),
};

const foundEnd: Properties = {
  ...end,
  waiting: flag('Whether the caller waits in a queue, so that a free agent would end the wait.'),
  least: whole('The minimum number of actions that have run by then.'),
};
const OF_ACTION = ['flow', 'id', 'type'];

const ways: Properties = {
  ends: list('Every way to end.', object('', { ...foundEnd, way: ref('way') }, OF_ACTION)),
  loops: list(
    'Loops that run until all 100 actions are used.',
    object('', {
      actions: list('The actions of the loop.', ref('action')),
      silent: flag('Whether a caller who presses nothing stays in the loop.'),
      takes_time: flag('Whether anything in the loop takes time.'),
      waiting: flag('Whether the caller waits in a queue meanwhile.'),
      way: ref('way'),
    }),
  ),
  too_long: list(
    'Paths without a loop that need more than 100 actions: the 101st action.',
    object('', { ...action, way: ref('way') }),
  ),
  unmatched: list(
    'Branches with values that no caller can enter.',
    object('', { ...action, values: list('Those values.', text('One of them.')) }),
  ),
  unreached: list(
    'Actions that no call reaches, in flows that some call reaches.',
    object('', {
      flow: text('The id of the flow.'),
      indexes: list('Indexes in its list.', whole('From 0.')),
    }),
  ),
  waits: list(
    'What happens to a caller in a queue when no agent is free.',
    object('', {
      queue: text('The id of the queue.'),
      used: whole('The minimum number of the 100 actions that are used before.'),
      lasts: secondsOrNull('How long the caller waits at most; null: until they give up.'),
      exact: flag('Whether `lasts` is complete; if not, music or recordings are not counted.'),
      rounds: whole('How many times the wait flow starts.'),
      end: ref('end'),
    }),
  ),
  decisions: list(
    'Every decision from outside, as a tree whose branches may join again. The first entry is the beginning.',
    object('A point at which a call ends, or something is decided.', {
      ends: list('How it ends here, whatever is decided.', object('', foundEnd, OF_ACTION)),
      options: list(
        'Where the call can continue.',
        object(
          '',
          {
            when: list('What leads there: any of these.', ref('decided')),
            to: {
              description:
                'The index in `decisions` of the next entry; null: all actions are used, callers loop, or `cut`.',
              type: ['integer', 'null'],
              minimum: 0,
            },
            cut: flag('Whether the tree is cut off here, because there are too many decisions.'),
          },
          ['cut'],
        ),
      ),
    }),
  ),
  complete: flag('Whether every path was explored. If not, what is missing here may still happen.'),
  server: ref('server'),
};

const choice: Properties = {
  kind: oneOf('What is decided.', CHOICES),
  keys: text('The keys that are pressed.'),
  other: flag('Whether they stand for all keys or values that make no difference.'),
  holds: flag('Whether the condition holds.'),
  name: text('The name of the variable.'),
  value: text('Its value.'),
  again: flag('Whether the jump is taken.'),
};
const ONLY_KIND = Object.keys(choice).filter((name) => name !== 'kind');

const definitions: Properties = {
  action: object('An action. Ids are zeros for actions that the platform inserts.', action),
  end: object('The end. Unless it is regular, the action is named.', end, OF_ACTION),
  server: object('What works on this server.', SERVER),
  evidence: {
    ...object(
      'What the account’s own runs show about the server; what no run shows is absent.',
      Object.fromEntries(Object.keys(SERVER).map((fault) => [fault, ref('fact')])),
      Object.keys(SERVER),
    ),
  },
  fact: object('', {
    works: flag('Whether it works.'),
    at: text('The time of the run that shows it. RFC 3339, in UTC.'),
    activeflow: text('The id of that run.'),
  }),
  choice: object('Something that is decided outside of the flow.', choice, ONLY_KIND),
  decided: object(
    'What is decided. otherwise: none of the others. answer: the result of opening hours.',
    {
      ...choice,
      kind: { enum: [...Object.keys(CHOICES), 'answer', 'otherwise'] },
      queue: text('The id of the queue in which the caller waits.'),
      flow: text('The id of the flow of opening hours.'),
      answer: text('Its answer: open or closed.'),
      action: ref('action'),
    },
    [...ONLY_KIND, 'queue', 'flow', 'answer', 'action'],
  ),
  way: object('The shortest path there.', {
    flow: text('The id of the first flow.'),
    at: timeOrNull('A time at which the path is possible, if times matter. RFC 3339, in UTC.'),
    actions: list(
      'Every action up to there, with the decision after it.',
      object('', { ...action, choice: { anyOf: [ref('choice'), { type: 'null' }] } }),
    ),
  }),
};
