/** `/extensions`, `/outbound_config`, `/storage_account`, and what calls leave behind. */
import { internal, invalid, missing, ok, refuse, type EmulatorReply } from '../http.ts';
import { newDirectHash } from '../ids.ts';
import { gate } from '../identity.ts';
import type { ExtensionRow, OutboundConfigRow } from '../records.ts';
import {
  ADMIN,
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

const findExtension = (call: Call): ExtensionRow =>
  findRow(call, call.world.tables.extensions, { unknown: 'EXTENSION_NOT_FOUND' });

function createExtension(call: Call): EmulatorReply {
  const { customerId } = call.identity;
  const { tables } = call.world;
  const {
    extension = '',
    password = '',
    name = '',
    detail = '',
  } = call.body({
    extension: 'string',
    password: 'string',
    name: 'string',
    detail: 'string',
  });
  gate(call.identity, ADMIN_OR_MANAGER, customerId);
  const live = liveRows(tables.extensions, customerId);
  // Full and taken are both internal errors here.
  if (!hasRoom(call.world, customerId, 'extensions', live.length)) throw internal();
  if (live.some((row) => row.extension === extension)) throw internal();
  const { tm_create, tm_update, tm_delete, ...common } = newRow(call.world, customerId);
  const row: ExtensionRow = {
    ...common,
    name,
    detail,
    extension,
    domain_name: customerId,
    username: extension,
    password,
    direct_hash: newDirectHash(call.world.random),
    tm_create,
    tm_update,
    tm_delete,
  };
  tables.extensions.insert(row);
  return ok(views.extensions(row));
}

function ownOutboundConfig(call: Call): OutboundConfigRow {
  gate(call.identity, ADMIN, call.identity.customerId);
  const [row] = liveRows(call.world.tables.outbound_configs, call.identity.customerId);
  if (row === undefined) throw missing();
  return row;
}

const CODECS = new Set(['PCMU', 'PCMA', 'G722', 'G729', 'OPUS', 'GSM', 'ILBC', 'SPEEX', 'AMR']);

/** The one partial update: what is absent stays; a default number is accepted and lost. */
function updateOutboundConfig(call: Call): EmulatorReply {
  const body = call.body({
    name: 'string',
    detail: 'string',
    destination_whitelist: 'strings',
    codecs: 'string',
  });
  const row = ownOutboundConfig(call);
  const bad =
    body.destination_whitelist?.some((country) => !/^[a-z]{2}$/i.test(country)) === true ||
    (body.codecs !== undefined &&
      body.codecs !== '' &&
      body.codecs.split(',').some((codec) => !CODECS.has(codec.trim().toUpperCase())));
  if (bad) throw internal();
  const whitelist = body.destination_whitelist?.map((country) => country.toLowerCase());
  Object.assign(row, body, whitelist && { destination_whitelist: whitelist });
  touch(call.world, row);
  return ok(views.outbound_configs(row));
}

/** What the emulator only shows. */
const readOnly = [
  'conferences',
  'campaigns',
  'conversation_accounts',
  'webchat_widgets',
  'messages',
] as const;

const list = (name: 'calls' | 'activeflows' | 'extensions' | (typeof readOnly)[number]): Route => ({
  method: 'GET',
  path: `/v1.0/${name}`,
  handle: (call) => listPage(call, name, { customerId: call.identity.customerId, bits: ADMIN_OR_MANAGER }),
});

export const telephonyRoutes: readonly Route[] = [
  list('extensions'),
  { method: 'POST', path: '/v1.0/extensions', handle: createExtension },
  {
    method: 'GET',
    path: '/v1.0/extensions/{id}',
    handle: (call) => ok(views.extensions(findExtension(call))),
  },
  {
    method: 'PUT',
    path: '/v1.0/extensions/{id}',
    handle(call) {
      pathId(call);
      const {
        name = '',
        detail = '',
        password = '',
      } = call.body({ name: 'string', detail: 'string', password: 'string' });
      const row = findExtension(call);
      Object.assign(row, { name, detail, password });
      touch(call.world, row);
      return ok(views.extensions(row));
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/extensions/{id}',
    handle(call) {
      const row = findExtension(call);
      markDeleted(call.world, row);
      return ok(views.extensions(row));
    },
  },
  directHashRoute('extensions', findExtension, views.extensions),
  {
    method: 'GET',
    path: '/v1.0/outbound_config',
    handle: (call) => ok(views.outbound_configs(ownOutboundConfig(call))),
  },
  { method: 'PUT', path: '/v1.0/outbound_config', handle: updateOutboundConfig },
  {
    method: 'GET',
    path: '/v1.0/storage_account',
    handle(call) {
      const [row] = liveRows(call.world.tables.storage_accounts, call.identity.customerId);
      // Literally null, and before anybody asks for a permission.
      if (row === undefined) return ok(null);
      gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
      return ok(views.storage_accounts(row));
    },
  },
  list('calls'),
  {
    method: 'GET',
    path: '/v1.0/calls/{id}',
    handle: (call) =>
      ok(
        views.calls(
          findRow(call, call.world.tables.calls, {
            unknown: 'CALL_NOT_FOUND',
            deleted: () => refuse('FAILED_PRECONDITION', 'STATE_INVALID'),
          }),
        ),
      ),
  },
  list('activeflows'),
  {
    method: 'GET',
    path: '/v1.0/activeflows/{id}',
    handle: (call) =>
      ok(
        views.activeflows(
          findRow(call, call.world.tables.activeflows, {
            unknown: 'ACTIVEFLOW_NOT_FOUND',
            deleted: () => missing(),
          }),
        ),
      ),
  },
  {
    method: 'GET',
    path: '/v1.0/aggregated-events',
    handle(call) {
      if (call.query.has('activeflow_id') === call.query.has('call_id')) throw invalid();
      return ok({ result: [] });
    },
  },
  ...readOnly.map(list),
];
