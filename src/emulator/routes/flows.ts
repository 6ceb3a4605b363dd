/** `/flows`: actions keep what they are given; only types and `anonymous` are looked at. */
import type { Action } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { invalid, missing, ok } from '../http.ts';
import { newDirectHash, parseUuid, uuidOrNil } from '../ids.ts';
import { gate } from '../identity.ts';
import { actionTypes, delays, MAX_FLOWS } from '../platform.ts';
import type { FlowRow } from '../records.ts';
import {
  ADMIN_OR_MANAGER,
  findRow,
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
  actions: 'objects',
  on_complete_flow_id: 'string',
} as const;
const find = (call: Call): FlowRow =>
  findRow(call, call.world.tables.flows, { unknown: 'FLOW_NOT_FOUND', deleted: () => missing() });

const ANONYMOUS = new Set(['', 'yes', 'no', 'auto']);

/** An action without a well-formed id gets a new one; ids inside options are kept to the letter. */
function storedAction(call: Call, action: Record<string, unknown>): Action {
  const type = typeof action['type'] === 'string' ? action['type'] : '';
  if (!actionTypes.has(type)) throw invalid('INVALID_ACTION_TYPE');
  const option = action['option'];
  const hasOption = typeof option === 'object' && option !== null && Object.keys(option).length > 0;
  const options = hasOption ? (option as Record<string, unknown>) : {};
  const anonymous = options['anonymous'];
  if ((type === 'call' || type === 'connect') && typeof anonymous === 'string' && !ANONYMOUS.has(anonymous)) {
    throw invalid('INVALID_ANONYMOUS_VALUE');
  }
  const id = uuidOrNil(action['id']);
  return {
    id: id === NIL_UUID ? call.world.uuid() : id,
    next_id: uuidOrNil(action['next_id']),
    type,
    ...(hasOption && { option: options }),
    tm_execute: null,
  };
}

/** What stands in a body that parses must exist and be one's own; what does not parse means "none". */
function completion(call: Call, text: string | undefined): string {
  const id = parseUuid(text);
  if (id === undefined || id === NIL_UUID) return NIL_UUID;
  const flow = call.world.tables.flows.get(id);
  if (flow === undefined) throw missing('FLOW_NOT_FOUND');
  if (flow.tm_delete !== null) throw missing();
  gate(call.identity, ADMIN_OR_MANAGER, flow.customer_id);
  return id;
}

function unlinkNumbers(call: Call, flow: FlowRow): void {
  const { world } = call;
  world.later(delays.flowDeleted, () => {
    for (const row of world.tables.numbers.of(flow.customer_id)) {
      if (row.call_flow_id !== flow.id && row.message_flow_id !== flow.id) continue;
      if (row.call_flow_id === flow.id) row.call_flow_id = NIL_UUID;
      if (row.message_flow_id === flow.id) row.message_flow_id = NIL_UUID;
      touch(world, row);
    }
  });
}

export const flowRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/flows',
    handle: (call) =>
      listPage(call, 'flows', {
        customerId: call.identity.customerId,
        bits: ADMIN_OR_MANAGER,
        wanted: (row) => row.tm_delete === null && row.type === 'flow',
      }),
  },
  {
    method: 'POST',
    path: '/v1.0/flows',
    handle(call) {
      const { customerId } = call.identity;
      const body = call.body(shape);
      gate(call.identity, ADMIN_OR_MANAGER, customerId);
      const on_complete_flow_id = completion(call, body.on_complete_flow_id);
      const actions = (body.actions ?? []).map((action) => storedAction(call, action));
      if (liveRows(call.world.tables.flows, customerId).length >= MAX_FLOWS) throw invalid();
      const row: FlowRow = {
        ...newRow(call.world, customerId),
        type: 'flow',
        name: body.name ?? '',
        detail: body.detail ?? '',
        actions,
        direct_hash: newDirectHash(call.world.random),
        on_complete_flow_id,
      };
      call.world.tables.flows.insert(row);
      return ok(views.flows(row));
    },
  },
  { method: 'GET', path: '/v1.0/flows/{id}', handle: (call) => ok(views.flows(find(call))) },
  {
    method: 'PUT',
    path: '/v1.0/flows/{id}',
    handle(call) {
      pathId(call);
      const body = call.body(shape);
      const row = find(call);
      const on_complete_flow_id = completion(call, body.on_complete_flow_id);
      const actions = (body.actions ?? []).map((action) => storedAction(call, action));
      Object.assign(row, { name: body.name ?? '', detail: body.detail ?? '', actions, on_complete_flow_id });
      touch(call.world, row);
      return ok(views.flows(row));
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/flows/{id}',
    handle(call) {
      const row = find(call);
      markDeleted(call.world, row);
      unlinkNumbers(call, row);
      return ok(views.flows(row));
    },
  },
  directHashRoute('flows', find, views.flows),
];
