/** `/timelines`, `/aggregated-events`, `/timeline-analyses`: the emulator records no events, so they are empty. */
import { invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { gate } from '../identity.ts';
import { refuseOthers, routesOf } from '../resource.ts';
import { ADMIN_OR_MANAGER, pageOf, pathId, queryId, type Call, type Route } from '../route.ts';

const reasons = {
  calls: 'CALL_NOT_FOUND',
  conferences: 'CONFERENCE_NOT_FOUND',
  flows: 'FLOW_NOT_FOUND',
  activeflows: 'ACTIVEFLOW_NOT_FOUND',
} as const;
type Kind = keyof typeof reasons;
const isKind = (text: string): text is Kind => Object.hasOwn(reasons, text);

function gateOwner(call: Call, kind: Kind, id: string, reason?: string): void {
  const row = call.world.tables[kind].get(id);
  if (row === undefined) throw missing(reason);
  gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
}

/** The binding reads the id before the type is checked. */
function events(call: Call): EmulatorReply {
  const id = pathId(call, 'resource_id', 'lenient');
  pageOf(call);
  const kind = call.params['resource_type'] ?? '';
  if (!isKind(kind)) throw invalid('INVALID_RESOURCE_TYPE');
  gateOwner(call, kind, id, reasons[kind]);
  return ok({ result: [] });
}

/** Events of one call or activeflow; the last page has no token. */
function aggregated(call: Call): EmulatorReply {
  const [activeflow, one] = [queryId(call, 'activeflow_id'), queryId(call, 'call_id')];
  pageOf(call);
  if ((activeflow === undefined) === (one === undefined)) throw invalid();
  if (activeflow !== undefined) gateOwner(call, 'activeflows', activeflow);
  if (one !== undefined) gateOwner(call, 'calls', one);
  return ok({ result: [] });
}

export const timelineRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1.0/timelines/{resource_type}/{resource_id}/events', handle: events },
  { method: 'GET', path: '/v1.0/aggregated-events', handle: aggregated },
  ...routesOf({
    table: 'timeline-analyses',
    ids: 'binding',
    unknown: missing,
    gate: { check: refuseOthers },
  }),
];
