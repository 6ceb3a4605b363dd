/** Recordings, transcripts, queue calls and transfers: all belong to an answered call. */
import { finder, ownAgents, routesOf, type Find } from '../resource.ts';
import { internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate } from '../identity.ts';
import { ADMIN_OR_MANAGER, pageOf, pathId, queryId, touch, type Call, type Route } from '../route.ts';
import { signedAddress, storedFile } from '../store.ts';
import { show, type RowOf } from '../tables/index.ts';

const recordings: Find<'recordings'> = { table: 'recordings', unknown: 'RECORDING_NOT_FOUND' };
const transcribes: Find<'transcribes'> = { table: 'transcribes', unknown: 'TRANSCRIBE_NOT_FOUND' };
const queuecalls: Find<'queuecalls'> = { table: 'queuecalls', unknown: 'QUEUECALL_NOT_FOUND' };

const asManager = (call: Call): void => {
  gate(call.identity, ADMIN_OR_MANAGER, call.identity.customerId);
};

const unknownReference: Readonly<Record<string, string>> = {
  call: 'CALL_NOT_FOUND',
  recording: 'RECORDING_NOT_FOUND',
  conference: 'CONFERENCE_NOT_FOUND',
};

/** What is transcribed or summarized must exist and belong to the customer. */
export function checkReference(call: Call, type = '', id = ''): void {
  const unknown = unknownReference[type];
  if (unknown === undefined) throw invalid();
  const row = call.world.tables[`${type}s` as 'calls' | 'recordings' | 'conferences'].get(
    parseUuid(id) ?? '',
  );
  if (row === undefined) throw missing(unknown);
  gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
}

const transcribe =
  (enter: (call: Call) => void) =>
  (call: Call): EmulatorReply => {
    const { reference_type, reference_id } = call.body({
      reference_type: 'string',
      reference_id: 'string',
      language: 'string',
      direction: 'string',
      provider: 'string',
      on_end_flow_id: 'uuid',
    });
    enter(call);
    checkReference(call, reference_type, reference_id);
    // The emulator has no audio to transcribe.
    throw internal();
  };

/** A malformed id is treated like an unknown one. */
function transcripts(call: Call): EmulatorReply {
  pageOf(call);
  const text = call.query.get('transcribe_id');
  if (text === null) throw invalid('MISSING_REQUEST_PARAMETER');
  const row = call.world.tables.transcribes.get(parseUuid(text) ?? '');
  if (row === undefined) throw missing('TRANSCRIBE_NOT_FOUND');
  gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
  return ok({ result: [], next_page_token: '' });
}

const kick = (
  path: string,
  find: (call: Call) => RowOf<'queuecalls'>,
  over: (row: RowOf<'queuecalls'>) => EmulatorReply,
): Route => ({
  method: 'POST',
  path,
  handle(call) {
    const row = find(call);
    if (row.status === 'done' || row.status === 'abandoned') return over(row);
    // A caller connected to an agent leaves a moment later.
    if (row.status !== 'service') {
      row.status = 'abandoned';
      for (const queue of call.world.tables.queues.of(row.customer_id)) {
        queue.wait_queuecall_ids = queue.wait_queuecall_ids.filter((id) => id !== row.id);
      }
      touch(call.world, row);
    }
    return ok(show('queuecalls', row));
  },
});

export const recordingRoutes: readonly Route[] = [
  ...routesOf(recordings),
  {
    method: 'GET',
    path: '/v1.0/recordingfiles/{id}',
    handle(call) {
      const { id } = finder(recordings)(call);
      return { status: 307, headers: { location: signedAddress(call.world, id) }, body: '' };
    },
  },
  {
    method: 'GET',
    path: '/storage/{name}',
    access: 'none',
    handle: ({ world, request, params, query }) => storedFile(world, request, params['name'] ?? '', query),
  },
  ...routesOf({ ...transcribes, create: transcribe(asManager) }),
  {
    method: 'POST',
    path: '/v1.0/transcribes/{id}/stop',
    handle: (call) => ok(show('transcribes', finder(transcribes)(call))),
  },
  { method: 'GET', path: '/v1.0/transcripts', handle: transcripts },
  {
    method: 'POST',
    path: '/v1.0/service_agents/transcribes',
    handle: transcribe((call) => {
      ownAgents.enter(call);
    }),
  },
  {
    method: 'GET',
    path: '/v1.0/service_agents/transcripts',
    handle(call) {
      if (!call.query.has('transcribe_id')) throw invalid('MISSING_REQUEST_PARAMETER');
      queryId(call, 'transcribe_id');
      ownAgents.enter(call);
      return transcripts(call);
    },
  },
  ...routesOf(queuecalls),
  // Queue calls that have already ended (queuecallhandler/kick.go).
  kick('/v1.0/queuecalls/{id}/kick', finder(queuecalls), () => {
    throw internal();
  }),
  kick(
    '/v1.0/queuecalls/reference_id/{id}/kick',
    (call) => {
      const id = pathId(call);
      const row = call.world.tables.queuecalls.all().find(({ reference_id }) => reference_id === id);
      if (row === undefined) throw missing();
      gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
      return row;
    },
    (row) => ok(show('queuecalls', row)),
  ),
  {
    method: 'POST',
    path: '/v1.0/transfers',
    handle(call) {
      const { transferer_call_id } = call.body({ transfer_type: 'string', transferer_call_id: 'string' });
      const row = call.world.tables.calls.get(parseUuid(transferer_call_id) ?? '');
      if (row === undefined) throw missing('CALL_NOT_FOUND');
      gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
      // No one is connected to it any more.
      throw internal();
    },
  },
];
