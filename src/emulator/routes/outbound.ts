/** `/outbound_config` for tenants, `/outbound_configs` for platform staff: a partial update, and only staff delete it. */
import type { Shape } from '../body.ts';
import { addOutboundConfig } from '../customers.ts';
import { internal, missing, ok, refuse, type EmulatorReply } from '../http.ts';
import { gate } from '../identity.ts';
import { countries } from '../platform.ts';
import { refuseLong } from '../rows.ts';
import {
  ADMIN,
  isLive,
  liveRows,
  markDeleted,
  pageOf,
  pathId,
  STAFF,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { show, type RowOf } from '../tables/index.ts';

type Config = RowOf<'outbound_configs'>;

const CODECS = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(,[A-Za-z0-9]+(-[A-Za-z0-9]+)*)*$/;
const MOST_CODECS = 255;

function ownConfig(call: Call): Config {
  gate(call.identity, ADMIN, call.identity.customerId);
  const [row] = liveRows(call.world.tables.outbound_configs, call.identity.customerId);
  if (row === undefined) throw missing();
  return row;
}

const shape = {
  name: 'string',
  detail: 'string',
  destination_whitelist: 'strings',
  codecs: 'string',
  // Accepted, but never stored.
  default_outgoing_source_number_id: 'uuid',
} as const satisfies Shape;

function readBody(call: Call): Partial<Config> {
  const { default_outgoing_source_number_id: _lost, ...given } = call.body(shape);
  return given;
}

/** @throws Refusal 500 if any part is invalid: then nothing is written */
function checkConfig({ destination_whitelist = [], codecs = '', ...rest }: Partial<Config>): void {
  const codes = destination_whitelist.map((code) => code.trim().toLowerCase());
  if (new Set(codes).size < codes.length || !codes.every((code) => countries.has(code))) throw internal();
  if (codecs !== '' && (codecs.length > MOST_CODECS || !CODECS.test(codecs))) throw internal();
  refuseLong('outbound_configs', rest);
}

/** Codes are stored as written, including blanks. */
function update(call: Call, find: (call: Call) => Config): EmulatorReply {
  const given = readBody(call);
  const row = find(call);
  checkConfig(given);
  Object.assign(row, given);
  touch(call.world, row);
  return ok(show('outbound_configs', row));
}

/** For staff, by id: the permission is checked before the lookup. */
function anyConfig(call: Call): Config {
  const id = pathId(call, 'id', 'lenient');
  gate(call.identity, STAFF, '');
  const row = call.world.tables.outbound_configs.get(id);
  if (row === undefined || !isLive(row)) throw missing('OUTBOUND_CONFIG_NOT_FOUND');
  return row;
}

/** Always created for the caller's own customer; a deleted one still prevents a new one. */
function create(call: Call): EmulatorReply {
  const given = readBody(call);
  gate(call.identity, STAFF, '');
  checkConfig(given);
  const { customerId } = call.identity;
  if (call.world.tables.outbound_configs.of(customerId).length > 0)
    throw refuse('FAILED_PRECONDITION', 'STATE_INVALID');
  return ok(show('outbound_configs', addOutboundConfig(call.world, customerId, given)));
}

const one = '/v1.0/outbound_configs/{id}';

export const outboundRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/outbound_config',
    handle: (call) => ok(show('outbound_configs', ownConfig(call))),
  },
  { method: 'PUT', path: '/v1.0/outbound_config', handle: (call) => update(call, ownConfig) },
  {
    method: 'GET',
    path: '/v1.0/outbound_configs',
    handle(call) {
      pageOf(call);
      gate(call.identity, STAFF, '');
      // The list filters by the nil customer, so it is always empty.
      return ok({ result: [], next_page_token: '' });
    },
  },
  { method: 'POST', path: '/v1.0/outbound_configs', handle: create },
  { method: 'GET', path: one, handle: (call) => ok(show('outbound_configs', anyConfig(call))) },
  { method: 'PUT', path: one, handle: (call) => update(call, anyConfig) },
  {
    method: 'DELETE',
    path: one,
    handle(call) {
      const row = anyConfig(call);
      markDeleted(call.world, row);
      return ok(show('outbound_configs', row));
    },
  },
];
