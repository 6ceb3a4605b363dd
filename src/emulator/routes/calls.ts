/** `/calls` and `/groupcalls`: the emulator dials nothing, so a call to a telephone leaves no row. */
import { isSetId } from '../../core/ids.ts';
import { normalAddress } from '../addresses.ts';
import { actionShape, addressShape } from '../columns.ts';
import { denied, internal, ok, refuse, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate } from '../identity.ts';
import { finder, routesOf, type Find } from '../resource.ts';
import { ADMIN_OR_MANAGER, pathId, touch, type Call, type Route } from '../route.ts';
import { addRow } from '../rows.ts';
import { show, type RowOf } from '../tables/index.ts';
import { checkFlow, temporaryFlow } from './flows.ts';
import type { Action, Address } from '../../api/wire.ts';

type Groupcall = RowOf<'groupcalls'>;

const calls: Find<'calls'> = {
  table: 'calls',
  unknown: 'CALL_NOT_FOUND',
  deleted: () => refuse('FAILED_PRECONDITION', 'STATE_INVALID'),
};
const groupcalls: Find<'groupcalls'> = { table: 'groupcalls', unknown: 'GROUPCALL_NOT_FOUND' };

const shape = {
  flow_id: 'uuid',
  actions: { list: actionShape },
  source: { object: addressShape },
  destinations: { list: addressShape },
} as const;

/** The flow of new calls: a stored flow of the customer, or one created for these calls only. */
function flowOf(call: Call, flowId: string | undefined, actions: readonly Action[]): string {
  const id = parseUuid(flowId);
  if (!isSetId(id)) return temporaryFlow(call, actions).id;
  if (checkFlow(call, id)?.customer_id !== call.identity.customerId) throw denied();
  return id;
}

/** A group call that rings no one: agents cannot be reached here. */
function ringAgent(call: Call, flowId: string, source: Address, destination: Address): Groupcall {
  return addRow(call, 'groupcalls', call.identity.customerId, {
    owner_type: 'agent',
    owner_id: parseUuid(destination.target) ?? '',
    status: 'progressing',
    flow_id: flowId,
    source,
    destinations: [destination],
    ring_method: 'ring_all',
    answer_method: 'hangup_others',
  });
}

function create(call: Call): EmulatorReply {
  const body = call.body(shape);
  const { customerId } = call.identity;
  gate(call.identity, ADMIN_OR_MANAGER, customerId);
  const flowId = flowOf(call, body.flow_id, body.actions ?? []);
  const destinations = (body.destinations ?? []).map(normalAddress);
  const verified = call.world.customer(customerId)?.identity_verification_status === 'verified';
  if (!verified && destinations.some(({ type }) => type === 'tel'))
    throw refuse('PERMISSION_DENIED', 'IDENTITY_VERIFICATION_REQUIRED');
  if (destinations.length === 0) throw internal();
  const source = normalAddress(body.source ?? {});
  const rung = destinations
    .filter(
      ({ type, target }) => type === 'agent' && call.world.tables.agents.get(target ?? '') !== undefined,
    )
    .map((destination) => ringAgent(call, flowId, source, destination));
  return ok({ calls: [], groupcalls: rung.map((row) => show('groupcalls', row)) });
}

/** Actions on an ongoing call: the answer has no body. */
const controls: readonly [Route['method'], string][] = [
  ...['recording_start', 'recording_stop', 'talk'].map((name) => ['POST', name] as const),
  ...['hold', 'moh', 'mute', 'silence'].flatMap((name) => [
    ['POST', name] as const,
    ['DELETE', name] as const,
  ]),
].map(([method, name]) => [method, name]);
/** Actions with a body, which is read before the call is looked up. */
const WITH_BODY = new Set(['mute', 'talk', 'recording_start']);

const isOver = ({ status }: { status: string }): boolean => status === 'hangup';

const controlRoutes = controls.map(([method, name]): Route => ({
  method,
  path: `/v1.0/calls/{id}/${name}`,
  handle(call) {
    pathId(call);
    if (WITH_BODY.has(name)) call.body({});
    if (isOver(finder(calls)(call))) throw internal();
    return { status: 200, headers: {}, body: '' };
  },
}));

const isEnding = ({ status }: { status: string }): boolean =>
  ['canceling', 'hangingup', 'hangup', 'terminating'].includes(status);

function hangup<T extends 'calls' | 'groupcalls'>(find: Find<T>, statusOf: (row: RowOf<T>) => string): Route {
  return {
    method: 'POST',
    path: `/v1.0/${find.table}/{id}/hangup`,
    handle(call) {
      const row = finder(find)(call);
      endCall(call, row, statusOf(row));
      return ok(show(find.table, row));
    },
  };
}

function endCall(call: Call, row: RowOf<'calls' | 'groupcalls'>, status: string): void {
  if (isEnding(row)) return;
  row.status = status;
  touch(call.world, row);
}

/** An outgoing call that no one has answered is canceled (callhandler/hangup.go). */
const endingOf = ({ direction, status }: RowOf<'calls'>): string =>
  direction === 'outgoing' && status !== 'progressing' ? 'canceling' : 'terminating';

export const callRoutes: readonly Route[] = [
  ...routesOf({
    ...calls,
    create,
    remove: {
      check(call, row) {
        endCall(call, row, endingOf(row));
      },
    },
  }),
  hangup(calls, endingOf),
  ...controlRoutes,
  ...routesOf({
    ...groupcalls,
    create(call) {
      const { destinations = [] } = call.body(shape);
      gate(call.identity, ADMIN_OR_MANAGER, call.identity.customerId);
      if (destinations.length === 0) throw internal();
      return create(call);
    },
  }),
  hangup(groupcalls, () => 'hangingup'),
];
