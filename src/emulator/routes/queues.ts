/** `/queues` and `/queuecalls`: only the creation looks at the routing method. */
import type { Bound } from '../body.ts';
import { internal, invalid, ok } from '../http.ts';
import { newDirectHash, uuidOrNil } from '../ids.ts';
import { gate } from '../identity.ts';
import type { QueueRow } from '../records.ts';
import {
  ADMIN_OR_MANAGER,
  findRow,
  hasRoom,
  listPage,
  liveRows,
  markDeleted,
  newRow,
  pathId,
  touch,
  type Call,
  type Route,
  directHashRoute,
} from '../route.ts';
import { views } from '../view.ts';

const shape = {
  name: 'string',
  detail: 'string',
  routing_method: 'string',
  tag_ids: 'strings',
  wait_flow_id: 'string',
  wait_timeout: 'int',
  service_timeout: 'int',
} as const;

const find = (call: Call): QueueRow =>
  findRow(call, call.world.tables.queues, { unknown: 'QUEUE_NOT_FOUND' });

const fields = (body: Bound<typeof shape>) => ({
  name: body.name ?? '',
  detail: body.detail ?? '',
  routing_method: body.routing_method ?? '',
  tag_ids: (body.tag_ids ?? []).map(uuidOrNil),
  wait_flow_id: uuidOrNil(body.wait_flow_id),
  wait_timeout: body.wait_timeout ?? 0,
  service_timeout: body.service_timeout ?? 0,
});

function changed(call: Call, row: QueueRow, values: Partial<QueueRow>) {
  Object.assign(row, values);
  touch(call.world, row);
  return ok(views.queues(row));
}

export const queueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/queues',
    handle: (call) =>
      listPage(call, 'queues', { customerId: call.identity.customerId, bits: ADMIN_OR_MANAGER }),
  },
  {
    method: 'POST',
    path: '/v1.0/queues',
    handle(call) {
      const { customerId } = call.identity;
      const { tables } = call.world;
      const body = call.body(shape);
      gate(call.identity, ADMIN_OR_MANAGER, customerId);
      // The plan is asked before the method is looked at; full is an internal error here.
      if (!hasRoom(call.world, customerId, 'queues', liveRows(tables.queues, customerId).length))
        throw internal();
      if (body.routing_method !== 'random') throw invalid('INVALID_ROUTING_METHOD');
      const row: QueueRow = {
        ...newRow(call.world, customerId),
        ...fields(body),
        direct_hash: newDirectHash(call.world.random),
        wait_queuecall_ids: [],
        service_queuecall_ids: [],
        total_incoming_count: 0,
        total_serviced_count: 0,
      };
      tables.queues.insert(row);
      return ok(views.queues(row));
    },
  },
  { method: 'GET', path: '/v1.0/queues/{id}', handle: (call) => ok(views.queues(find(call))) },
  {
    method: 'PUT',
    path: '/v1.0/queues/{id}',
    handle(call) {
      pathId(call);
      const body = call.body(shape);
      return changed(call, find(call), fields(body));
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/queues/{id}',
    handle(call) {
      const row = find(call);
      markDeleted(call.world, row);
      return ok(views.queues(row));
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/queues/{id}/tag_ids',
    handle(call) {
      pathId(call);
      const { tag_ids = [] } = call.body({ tag_ids: 'strings' });
      return changed(call, find(call), { tag_ids: tag_ids.map(uuidOrNil) });
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/queues/{id}/routing_method',
    handle(call) {
      pathId(call);
      const { routing_method = '' } = call.body({ routing_method: 'string' });
      return changed(call, find(call), { routing_method });
    },
  },
  directHashRoute('queues', find, views.queues),
  {
    method: 'GET',
    path: '/v1.0/queuecalls',
    handle: (call) =>
      listPage(call, 'queuecalls', { customerId: call.identity.customerId, bits: ADMIN_OR_MANAGER }),
  },
  {
    method: 'GET',
    path: '/v1.0/queuecalls/{id}',
    handle: (call) =>
      ok(views.queuecalls(findRow(call, call.world.tables.queuecalls, { unknown: 'QUEUECALL_NOT_FOUND' }))),
  },
];
