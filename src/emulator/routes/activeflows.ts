/** `/activeflows`: runs of flows, with or without a call. */
import { actionShape } from '../columns.ts';
import { startFlow } from '../activeflows.ts';
import { denied, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate } from '../identity.ts';
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { FINISH_ACTION } from '../platform.ts';
import { finder, routesOf, type Find } from '../resource.ts';
import { ADMIN_OR_MANAGER, touch, type Call, type Route } from '../route.ts';
import { show, type RowOf } from '../tables/index.ts';
import { checkFlow, temporaryFlow } from './flows.ts';

const activeflows: Find<'activeflows'> = {
  table: 'activeflows',
  unknown: 'ACTIVEFLOW_NOT_FOUND',
  deleted: missing,
};

/** Without a valid flow id, the run consists of the given actions, if any. */
function create(call: Call): EmulatorReply {
  const body = call.body({
    id: 'string',
    flow_id: 'string',
    actions: { list: actionShape },
    variables: 'map',
    webhook_uri: 'string',
    webhook_method: 'string',
  });
  gate(call.identity, ADMIN_OR_MANAGER, call.identity.customerId);
  if (body.webhook_uri && !/^https?:\/\/./.test(body.webhook_uri)) throw invalid('INVALID_WEBHOOK_URI');
  const flowId = parseUuid(body.flow_id);
  const flow = checkFlow(call, flowId) ?? temporaryFlow(call, body.actions ?? []);
  if (flow.customer_id !== call.identity.customerId) throw denied();
  const id = parseUuid(body.id);
  const reference = { reference_type: 'api', reference_id: NIL_UUID };
  return ok(show('activeflows', startFlow(call.world, flow, reference, isSetId(id) ? id : undefined)));
}

function end(call: Call, row: RowOf<'activeflows'>): void {
  if (row.status === 'ended') return;
  Object.assign(row, { status: 'ended', current_action: FINISH_ACTION });
  touch(call.world, row);
}

function stop(call: Call): EmulatorReply {
  const row = finder(activeflows)(call);
  end(call, row);
  return ok(show('activeflows', row));
}

export const activeflowRoutes: readonly Route[] = [
  ...routesOf({ ...activeflows, create, remove: { check: end } }),
  { method: 'POST', path: '/v1.0/activeflows/{id}/stop', handle: stop },
];
