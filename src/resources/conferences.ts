import { explainUnknown } from '../api/refusals.ts';
import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { formatDuration } from '../core/yaml/durations.ts';
import { members } from './codecs/members.ts';
import { created, id, linked, name, status } from './columns.ts';
import { duration, field, reference } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

const fields = [
  field('name', otherName),
  field('detail', detail),
  field('timeout', {
    ...duration('How long it may last; 0 is unlimited', { unit: 's' }),
    // `--timeout` is the one of requests.
    flag: { name: 'duration', takes: 'text' },
  }),
  field('pre_flow', reference('What callers hear before they join', 'flows'), 'pre_flow_id'),
  field('post_flow', reference('What callers hear after they leave', 'flows'), 'post_flow_id'),
  field('data', members('data', 'Any data to keep with it: names and values.', { flag: 'data' })),
];

export const conferences: ManyKind<wire.Conference> = {
  kind: 'conferences',
  one: oneOf('conferences'),
  path: 'conferences',
  wire: wire.conference,
  explain: (error, one) => (one === undefined ? error : explainUnknown(error, 'conference', one)),
  puts: [{ part: '', fields: ['name', 'detail', 'data', 'timeout', 'pre_flow_id', 'post_flow_id'] }],
  about: 'Where several callers talk with each other.',
  fields,
  noticed: ['timeout', 'pre_flow_id', 'post_flow_id'],
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  // One without a type counts for the billing plan, and is in no list.
  defaults: {
    type: 'conference',
    detail: '',
    timeout: 0,
    data: {},
    pre_flow_id: NIL_UUID,
    post_flow_id: NIL_UUID,
  },
  limited: { as: 'conferences' },
  suspect: 'or the number of conferences of your plan is reached',
  columns: [
    name,
    status,
    {
      key: 'timeout',
      title: 'TIMEOUT',
      value: ({ timeout }) => (timeout ? formatDuration(Number(timeout) * 1000) : '-'),
    },
    linked('pre_flow_id', 'BEFORE', 'flows'),
    linked('post_flow_id', 'AFTER', 'flows'),
    created,
    id,
  ],
  examples: {
    create: 'Weekly --duration 2h --pre-flow Welcome',
    update: 'Weekly --duration 90m',
    delete: 'Weekly',
  },
};
