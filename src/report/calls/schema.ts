/** The JSON Schema of what `trace -o json` writes, for programs that read it. */
import type { EndKind } from '../../calls/call.ts';
import type { Choice } from '../../calls/explore/graph.ts';
import type { Awaited } from './waits.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';

/** Where the package has it. */
export const TRACE_SCHEMA_FILE = 'docs/voipbin.trace.schema.json';

type Schema = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, Schema>>;

/** Draft 7. One call, or with `--all` every way of a call. Later versions may add fields. */
export function traceSchema(): Schema {
  const answer = (description: string, properties: Properties, kind: string): Schema =>
    object(description, { ...properties, otherwise: ref(kind), evidence: ref('evidence') }, ['otherwise']);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Answer of voipbin trace -o json',
    description:
      'What comes of a call. `otherwise` is the same on the other kind of server, where nobody knows which one this is and the call differs there.',
    anyOf: [answer('One call.', call, 'call'), answer('With --all: every way of a call.', ways, 'ways')],
    definitions: {
      call: object('A call on one kind of server.', call),
      ways: object('Every way of a call on one kind of server.', ways),
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
  blocked: 'the caller waits without an end',
  hangup: 'the flow hangs up',
  agent: 'the caller is connected',
  conference: 'the caller is in a conference',
  'caller-hung-up': 'the caller hangs up',
};

const CHOICES: Readonly<Record<Choice['kind'], string>> = {
  press: 'the caller presses `keys`; with `other` they stand for all that nothing asks for',
  'no-key': 'the caller presses nothing',
  time: 'the time is one for which the condition holds, or not',
  value: 'the variable `name` has this `value`',
  'agent-free': 'an agent of the queue is free',
  round: 'a jump that is counted is taken `again`, or not',
};

const AWAITED: Readonly<Record<Awaited, string>> = {
  agent: 'an agent of the queue who is free',
  answer: 'those who are rung to answer',
  keys: 'keys of the caller',
  pause: 'the end of a pause',
  release: 'something outside of the call',
};

const SERVER: Readonly<Record<ServerFault, Schema>> = {
  timeouts: flag('Whether timeouts fire.'),
  weekdays: flag('Whether weekdays can be checked.'),
  counted_jumps: flag('Whether jumps are counted.'),
};

/** Those of an action, and what else is known of it. */
const action = { flow: text('The id of its flow.'), id: text('Its id.'), type: text('Its type.') };

const end: Properties = {
  kind: oneOf('How it ends.', END_KINDS),
  flow: text('The id of the flow of the action at which it ends.'),
  id: text('The id of that action; zeros for what the platform puts in.'),
  type: text('The type of that action.'),
  why: text('For people.'),
};

const call: Properties = {
  executed: list(
    'The actions that ran, those that were passed over included; the one that failed, and the 101st, are not.',
    ref('action'),
  ),
  end: ref('end'),
  used: whole('How many of the 100 actions of a call were used: as many as ran.'),
  unpressed: list(
    'Keys of --press that were not pressed: the call ended before, or did not ask again.',
    text('As given: 1, 12#.'),
  ),
  seconds: seconds('How long the call lasts, as far as it is known: music and recordings are not counted.'),
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
        for: oneOf('What it waits for.', AWAITED),
        ...action,
        queue: text('The id of the queue, for an agent.'),
        seconds: seconds('When it begins, since the beginning of the call.'),
        lasts: secondsOrNull('How long it lasts; null: until the caller gives up.'),
        exact: flag('Whether `lasts` is all of it; else music or recordings are not counted.'),
      },
      ['queue'],
    ),
  ),
  server: ref('server'),
};

const foundEnd: Properties = {
  ...end,
  waiting: flag('Whether the caller waits in a queue, and a free agent would end it.'),
  least: whole('How many actions have run by then, at least.'),
};
const OF_ACTION = ['flow', 'id', 'type'];

const ways: Properties = {
  ends: list('Every way to end.', object('', { ...foundEnd, way: ref('way') }, OF_ACTION)),
  loops: list(
    'Actions that are gone round until all actions are used.',
    object('', {
      actions: list('Those of the loop.', ref('action')),
      silent: flag('Whether a caller who presses nothing goes round.'),
      takes_time: flag('Whether anything in it takes time.'),
      waiting: flag('Whether the caller waits in a queue meanwhile.'),
      way: ref('way'),
    }),
  ),
  too_long: list(
    'Ways without a loop that need more than 100 actions: the 101st action.',
    object('', { ...action, way: ref('way') }),
  ),
  unmatched: list(
    'Branches with values that nobody can give.',
    object('', { ...action, values: list('Those values.', text('One of them.')) }),
  ),
  unreached: list(
    'Actions that no call reaches, in flows that some call reaches.',
    object('', { flow: text('The id of the flow.'), indexes: list('Places in its list.', whole('From 0.')) }),
  ),
  waits: list(
    'What becomes of a caller in a queue for whom no agent is free.',
    object('', {
      queue: text('The id of the queue.'),
      used: whole('How many of the 100 actions are used before, at least.'),
      lasts: secondsOrNull('How long the caller waits at most; null: until they give up.'),
      exact: flag('Whether `lasts` is all of it; else music or recordings are not counted.'),
      rounds: whole('How often the wait flow begins.'),
      end: ref('end'),
    }),
  ),
  decisions: list(
    'All that is decided from outside, as a tree whose branches may meet again. The first turn is the beginning.',
    object('A moment at which a call ends, or something is decided.', {
      ends: list('How it ends here, whatever is decided.', object('', foundEnd, OF_ACTION)),
      options: list(
        'The ways on.',
        object(
          '',
          {
            when: list('What leads there: any of these.', ref('decided')),
            to: {
              description:
                'The place in `decisions` of the turn that comes next; null: all actions are used, callers go round, or `cut`.',
              type: ['integer', 'null'],
              minimum: 0,
            },
            cut: flag('Whether more comes than the tree has, as there are too many turns.'),
          },
          ['cut'],
        ),
      ),
    }),
  ),
  complete: flag('Whether every way was looked at. Otherwise nothing may be said of what is not here.'),
  server: ref('server'),
};

const choice: Properties = {
  kind: oneOf('What is decided.', CHOICES),
  keys: text('The keys that are pressed.'),
  other: flag('Whether they stand for all keys that nothing asks for.'),
  holds: flag('Whether the condition holds.'),
  name: text('The name of the variable.'),
  value: text('Its value.'),
  again: flag('Whether the jump is taken.'),
};
const ONLY_KIND = Object.keys(choice).filter((name) => name !== 'kind');

const definitions: Properties = {
  action: object('An action. Ids are zeros for what the platform puts in.', action),
  end: object('The end. An action is named but for a regular end.', end, OF_ACTION),
  server: object('What works on the server.', SERVER),
  evidence: {
    ...object(
      'What the account’s own runs show of the server; what no run shows is absent.',
      Object.fromEntries(Object.keys(SERVER).map((fault) => [fault, ref('fact')])),
      Object.keys(SERVER),
    ),
  },
  fact: object('', {
    works: flag('Whether it works.'),
    at: text('When the run was that shows it. RFC 3339, in UTC.'),
    activeflow: text('The id of that run.'),
  }),
  choice: object('Something that is decided outside of the flow.', choice, ONLY_KIND),
  decided: object(
    'What is decided. otherwise: none of the others. answer: the flow of opening hours answers so.',
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
  way: object('The shortest way there.', {
    flow: text('The id of the flow that it begins with.'),
    at: timeOrNull('A moment at which it is open, where times matter. RFC 3339, in UTC.'),
    actions: list(
      'Every action up to there, with what was decided after it.',
      object('', { ...action, choice: { anyOf: [ref('choice'), { type: 'null' }] } }),
    ),
  }),
};
