import { NIL_UUID } from '../core/ids.ts';
import { choice, duration, field, reference, references } from './field.ts';
import { checkName, detail, otherName, resource, type ManyKind } from './kind.ts';

export const queuesKind: ManyKind = {
  kind: 'queues',
  one: 'queue',
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
    field('wait_timeout', duration('How long a caller waits at the most; 0 is without end')),
    field('service_timeout', duration('How long a conversation lasts at the most; 0 is without end')),
    field('routing_method', choice('How an agent is chosen.', ['random'], { clearable: false })),
  ],
  noticed: ['tag_ids', 'wait_flow_id', 'wait_timeout', 'service_timeout', 'routing_method'],
  key: 'name',
  renamable: true,
  takesPassword: false,
  checkName,
  defaults: {
    detail: '',
    routing_method: 'random',
    tag_ids: [],
    wait_flow_id: NIL_UUID,
    wait_timeout: 0,
    service_timeout: 0,
  },
  writes: [
    ['name', 'detail', 'routing_method', 'tag_ids', 'wait_flow_id', 'wait_timeout', 'service_timeout'],
  ],
  resource: (api) => resource(api.queues),
};
