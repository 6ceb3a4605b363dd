import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { count, id, idsOf, linked, name, number, tagNames } from './columns.ts';
import { choice, duration, field, reference, references } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, detail, otherName, type ManyKind } from './kind.ts';

export const queues: ManyKind<wire.Queue> = {
  kind: 'queues',
  one: oneOf('queues'),
  path: 'queues',
  wire: wire.queue,
  puts: [
    {
      part: '',
      fields: [
        'name',
        'detail',
        'routing_method',
        'tag_ids',
        'wait_flow_id',
        'wait_timeout',
        'service_timeout',
      ],
    },
  ],
  about: 'Where callers wait for an agent.',
  fields: [
    field('name', otherName),
    field('detail', detail),
    field('tags', references('Agents with any of these answer; empty: every agent', 'tags'), 'tag_ids'),
    field(
      'wait_flow',
      reference('What callers hear while they wait; it must take time', 'flows'),
      'wait_flow_id',
    ),
    field('wait_timeout', duration('How long a caller may wait; 0 is unlimited')),
    field('service_timeout', duration('How long a conversation may last; 0 is unlimited')),
    field('routing_method', choice('How an agent is chosen.', ['random'], { clearable: false })),
  ],
  noticed: ['tag_ids', 'wait_flow_id', 'wait_timeout', 'service_timeout', 'routing_method'],
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  defaults: {
    detail: '',
    routing_method: 'random',
    tag_ids: [],
    wait_flow_id: NIL_UUID,
    wait_timeout: 0,
    service_timeout: 0,
  },
  limited: { as: 'queues' },
  suspect: 'or the number of queues of your plan is reached',
  columns: [
    name,
    tagNames,
    linked('wait_flow_id', 'WAIT FLOW', 'flows'),
    count('wait_queuecall_ids', 'WAITING'),
    number('total_incoming_count', 'CALLS'),
    number('total_serviced_count', 'SERVED'),
    id,
  ],
  filters: [
    {
      flag: { flags: '--tag <tag>', help: 'only queues with this tag' },
      refers: 'tags',
      valuesOf: idsOf('tag_ids'),
    },
  ],
  examples: {
    create: 'Sales --tag Sales --wait-flow Hold --wait-timeout 10m',
    update: 'Sales --wait-timeout 15m',
    delete: 'Sales',
  },
};
