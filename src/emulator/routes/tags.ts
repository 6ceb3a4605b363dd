/** `/tags`: names are not unique, and deleted ones stay in the list. */
import { ok } from '../http.ts';
import { gate } from '../identity.ts';
import type { TagRow } from '../records.ts';
import {
  ADMIN_OR_MANAGER,
  findRow,
  listPage,
  markDeleted,
  newRow,
  pathId,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { views } from '../view.ts';

const find = (call: Call): TagRow => findRow(call, call.world.tables.tags, { unknown: 'TAG_NOT_FOUND' });
const shape = { name: 'string', detail: 'string' } as const;

export const tagRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/tags',
    handle: (call) =>
      listPage(call, 'tags', {
        customerId: call.identity.customerId,
        bits: ADMIN_OR_MANAGER,
        wanted: () => true,
      }),
  },
  {
    method: 'POST',
    path: '/v1.0/tags',
    handle(call) {
      const { name = '', detail = '' } = call.body(shape);
      gate(call.identity, ADMIN_OR_MANAGER, call.identity.customerId);
      const row: TagRow = { ...newRow(call.world, call.identity.customerId), name, detail };
      call.world.tables.tags.insert(row);
      return ok(views.tags(row));
    },
  },
  { method: 'GET', path: '/v1.0/tags/{id}', handle: (call) => ok(views.tags(find(call))) },
  {
    method: 'PUT',
    path: '/v1.0/tags/{id}',
    handle(call) {
      pathId(call);
      const { name = '', detail = '' } = call.body(shape);
      const row = find(call);
      Object.assign(row, { name, detail });
      touch(call.world, row);
      return ok(views.tags(row));
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/tags/{id}',
    handle(call) {
      const row = find(call);
      markDeleted(call.world, row);
      return ok(views.tags(row));
    },
  },
];
