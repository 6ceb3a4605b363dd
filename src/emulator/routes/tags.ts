/** `/tags`: names are not unique, and deleted ones stay in the list. */
import { routesOf } from '../resource.ts';

const fields = ['name', 'detail'] as const;

export const tagRoutes = routesOf({
  table: 'tags',
  unknown: 'TAG_NOT_FOUND',
  list: { wanted: () => () => true },
  create: { fields },
  update: { kind: 'replace', fields },
});
