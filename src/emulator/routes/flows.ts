/** `/flows`: actions are stored as given; a flow that the body names must exist and belong to the customer. */
import type { Action } from '../../api/wire.ts';
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { storedActions } from '../actions.ts';
import { denied, invalid, missing } from '../http.ts';
import { gate } from '../identity.ts';
import { delays, MAX_FLOWS } from '../platform.ts';
import type { FlowRow } from '../records.ts';
import { routesOf } from '../resource.ts';
import { addRow } from '../rows.ts';
import { ADMIN_OR_MANAGER, isLive, liveRows, touch, type Call } from '../route.ts';

const fields = ['name', 'detail', 'actions', 'on_complete_flow_id'] as const;

/** @throws Refusal for a flow that does not exist or belongs to another customer; the nil id means "none" */
export function checkFlow(call: Call, id: string | undefined): FlowRow | undefined {
  if (!isSetId(id)) return undefined;
  const flow = call.world.tables.flows.get(id);
  if (flow === undefined) throw missing('FLOW_NOT_FOUND');
  if (!isLive(flow)) throw missing();
  gate(call.identity, ADMIN_OR_MANAGER, flow.customer_id);
  return flow;
}

function check(call: Call, given: Partial<FlowRow>): void {
  checkFlow(call, given.on_complete_flow_id);
  if (given.actions) given.actions = storedActions(given.actions, call.world.uuid);
}

/** Creates a flow for one run; delegates may not. */
export function temporaryFlow(call: Call, given: readonly Action[]): FlowRow {
  if (call.identity.kind === 'delegate') throw denied();
  const actions = storedActions(given, call.world.uuid);
  return addRow(call, 'temporary_flows', call.identity.customerId, { type: 'flow', name: 'tmp', actions });
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

export const flowRoutes = routesOf({
  table: 'flows',
  unknown: 'FLOW_NOT_FOUND',
  deleted: missing,
  tooLong: invalid,
  list: { wanted: () => (row) => isLive(row) && row.type === 'flow' },
  create: {
    fields,
    check(call, given) {
      check(call, given);
      if (liveRows(call.world.tables.flows, call.identity.customerId).length >= MAX_FLOWS) throw invalid();
    },
    fill: () => ({ type: 'flow' }),
  },
  update: { kind: 'replace', fields, check },
  remove: { after: unlinkNumbers },
  directHash: 'direct-hash-regenerate',
});
