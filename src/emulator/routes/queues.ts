/** `/queues` and `/queuecalls`: the routing method is checked only on creation. */
import { invalid } from '../http.ts';
import { routesOf } from '../resource.ts';
import type { Route } from '../route.ts';

const fields = [
  'name',
  'detail',
  'routing_method',
  'tag_ids',
  'wait_flow_id',
  'wait_timeout',
  'service_timeout',
] as const;

export const queueRoutes: readonly Route[] = [
  ...routesOf({
    table: 'queues',
    unknown: 'QUEUE_NOT_FOUND',
    create: {
      fields,
      // The plan limit is checked before the method.
      limit: 'queues',
      check(_call, { routing_method }) {
        if (routing_method !== 'random') throw invalid('INVALID_ROUTING_METHOD');
      },
    },
    update: { kind: 'replace', fields },
    parts: { tag_ids: { fields: ['tag_ids'] }, routing_method: { fields: ['routing_method'] } },
    directHash: 'direct-hash-regenerate',
  }),
];
