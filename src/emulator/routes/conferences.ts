/** `/conferences` and `/conferencecalls`: an unknown id is a 400, and the body is not checked. */
import { invalid } from '../http.ts';
import { routesOf } from '../resource.ts';
import { isLive, type Route } from '../route.ts';

const fields = ['name', 'detail', 'data', 'timeout', 'pre_flow_id', 'post_flow_id'] as const;

export const conferenceRoutes: readonly Route[] = [
  ...routesOf({
    table: 'conferences',
    unknown: invalid,
    // A conference without a type can be read by its id, and counts, but is in no list.
    list: { wanted: () => (row) => isLive(row) && row.type === 'conference' },
    create: {
      fields: ['type', ...fields],
      limit: 'conferences',
      fill: () => ({ status: 'progressing' }),
    },
    update: { kind: 'replace', fields },
    remove: { after: (_call, row) => (row.status = 'terminating') },
    directHash: 'direct-hash-regenerate',
  }),
  ...routesOf({ table: 'conferencecalls', unknown: invalid }),
];
