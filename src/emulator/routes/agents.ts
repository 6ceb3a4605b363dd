/** `/me` and `/agents`. */
import type { Address } from '../../api/wire.ts';
import type { Bound } from '../body.ts';
import { denied, internal, invalid, missing, ok, refuse, type EmulatorReply } from '../http.ts';
import { newDirectHash, parseUuid, uuidOrNil } from '../ids.ts';
import { gate, isStaff } from '../identity.ts';
import { Bits, GUEST_AGENT } from '../platform.ts';
import type { AgentRow } from '../records.ts';
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
import { isEmail } from './customer.ts';

const find = (call: Call): AgentRow =>
  findRow(call, call.world.tables.agents, { unknown: 'AGENT_NOT_FOUND' });

/** Agents may read and edit themselves. */
function findSelfToo(call: Call): AgentRow {
  const row = call.world.tables.agents.get(pathId(call));
  if (row === undefined) throw missing('AGENT_NOT_FOUND');
  if (call.identity.agentId !== row.id) gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
  return row;
}

function changed(call: Call, row: AgentRow, values: Partial<AgentRow>): EmulatorReply {
  Object.assign(row, values);
  touch(call.world, row);
  return ok(views.agents(row));
}

/** Numbers keep their digits, hosts become lower-case; nothing else is looked at (models/address/normalize.go). */
function normalise(address: Record<string, unknown>): Address {
  const text = (key: string): string => (typeof address[key] === 'string' ? address[key] : '');
  const [type, target] = [text('type'), text('target')];
  const at = target.indexOf('@');
  const normal =
    type === 'tel'
      ? target.replace(/(?!^\+)\D/g, '')
      : type === 'email'
        ? target.trim().toLowerCase()
        : type === 'sip' && at >= 0
          ? target.slice(0, at) + target.slice(at).toLowerCase()
          : target;
  const all = {
    type,
    target: normal,
    target_name: text('target_name'),
    name: text('name'),
    detail: text('detail'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

const keyOf = ({ type, target }: Address): string => `${type ?? ''} ${target ?? ''}`;

/** Whether an address is in the list twice, or belongs to another live agent of the customer. */
function isTaken(call: Call, customerId: string, agentId: string, addresses: readonly Address[]): boolean {
  const others = liveRows(call.world.tables.agents, customerId).filter((row) => row.id !== agentId);
  const taken = new Set(others.flatMap((row) => row.addresses.map(keyOf)));
  const keys = addresses.map(keyOf);
  return new Set(keys).size < keys.length || keys.some((key) => taken.has(key));
}

const newAgent = {
  username: 'string',
  password: 'string',
  name: 'string',
  detail: 'string',
  ring_method: 'string',
  permission: 'uint',
  tag_ids: 'strings',
  addresses: 'objects',
} as const;

/** The checks in the order of the server's. */
function create(call: Call): EmulatorReply {
  const { world, identity } = call;
  const body: Bound<typeof newAgent> = call.body(newAgent);
  if (!body.addresses?.length) throw invalid();
  gate(identity, ADMIN_OR_MANAGER, identity.customerId);
  if (Buffer.byteLength(body.name ?? '') > 255) throw invalid();
  const room = hasRoom(
    world,
    identity.customerId,
    'agents',
    liveRows(world.tables.agents, identity.customerId).length,
  );
  if (room === undefined) throw internal('BILLING_CHECK_FAILED');
  if (!room) throw refuse('RESOURCE_EXHAUSTED', 'RESOURCE_LIMIT_EXCEEDED');
  const username = body.username ?? '';
  if (!isEmail(username)) throw invalid('INVALID_USERNAME_FORMAT');
  if (world.tables.agents.all().some((row) => row.username === username && row.tm_delete === null)) {
    throw refuse('ALREADY_EXISTS', 'AGENT_ALREADY_EXISTS');
  }
  if (body.ring_method !== 'ringall') throw invalid('INVALID_RING_METHOD');
  if (Buffer.byteLength(body.password ?? '') > 72) throw internal();
  const addresses = body.addresses.map(normalise);
  if (isTaken(call, identity.customerId, '', addresses))
    throw refuse('ALREADY_EXISTS', 'ADDRESS_ALREADY_ASSIGNED');
  const row: AgentRow = {
    ...newRow(world, identity.customerId),
    username,
    password: body.password ?? '',
    name: body.name ?? '',
    detail: body.detail ?? '',
    ring_method: 'ringall',
    status: 'offline',
    permission: body.permission ?? 0,
    tag_ids: (body.tag_ids ?? []).map(uuidOrNil),
    addresses,
    direct_hash: newDirectHash(world.random),
  };
  world.tables.agents.insert(row);
  return ok(views.agents(row));
}

function list(call: Call): EmulatorReply {
  const tagsText = call.query.get('tag_ids');
  const tags = tagsText?.split(',').map(parseUuid);
  const status = call.query.get('status');
  if (
    tags?.some((tag) => tag === undefined || uuidOrNil(tag) === uuidOrNil('')) ||
    (tags?.length ?? 0) > 100
  ) {
    throw invalid('INVALID_TAG_IDS');
  }
  return listPage(call, 'agents', {
    customerId: call.identity.customerId,
    bits: ADMIN_OR_MANAGER,
    wanted: (row) =>
      row.tm_delete === null &&
      (tags === undefined || row.tag_ids.some((id) => tags.includes(id))) &&
      (!status || row.status === status),
  });
}

/** Only agents count: an access key does not make an account governable. */
function isOnlyAdmin(call: Call, row: AgentRow): boolean {
  const admins = liveRows(call.world.tables.agents, row.customer_id).filter(
    ({ permission }) => (permission & (Bits.admin | Bits.superAdmin)) !== 0,
  );
  return admins.length === 1 && admins[0]?.id === row.id;
}

function setPermission(call: Call): EmulatorReply {
  pathId(call);
  const permission = call.body({ permission: 'uint' }).permission ?? 0;
  const row = call.world.tables.agents.get(pathId(call));
  if (row === undefined) throw missing('AGENT_NOT_FOUND');
  if ((permission & Bits.project) !== 0 && !isStaff(call.identity)) throw denied();
  gate(call.identity, ADMIN_OR_MANAGER, row.customer_id);
  if (row.id === GUEST_AGENT || (permission !== Bits.admin && isOnlyAdmin(call, row))) throw invalid();
  return changed(call, row, { permission });
}

function setAddresses(call: Call): EmulatorReply {
  pathId(call);
  const { addresses: raw = [] } = call.body({ addresses: 'objects' });
  const row = find(call);
  const addresses = raw.map(normalise);
  if (row.tm_delete !== null || addresses.some((address) => !isReachable(call, row, address)))
    throw invalid();
  if (isTaken(call, row.customer_id, row.id, addresses)) throw invalid();
  return changed(call, row, { addresses });
}

function isReachable(call: Call, row: AgentRow, { type, target }: Address): boolean {
  if (type === 'tel' || type === 'sip') return Boolean(target);
  if (type !== 'extension') return false;
  const extension = call.world.tables.extensions.get(parseUuid(target) ?? '');
  return extension?.customer_id === row.customer_id && extension.tm_delete === null;
}

export const agentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/me',
    handle(call) {
      const row = call.world.tables.agents.get(call.identity.agentId ?? '');
      if (call.identity.kind !== 'agent' || row === undefined) throw denied('AGENT_AUTH_REQUIRED');
      return ok(views.agents(row));
    },
  },
  { method: 'GET', path: '/v1.0/agents', handle: list },
  { method: 'POST', path: '/v1.0/agents', handle: create },
  { method: 'GET', path: '/v1.0/agents/{id}', handle: (call) => ok(views.agents(findSelfToo(call))) },
  {
    method: 'PUT',
    path: '/v1.0/agents/{id}',
    handle(call) {
      pathId(call);
      const {
        name = '',
        detail = '',
        ring_method = 'ringall',
      } = call.body({
        name: 'string',
        detail: 'string',
        ring_method: 'string',
      });
      const row = findSelfToo(call);
      if (Buffer.byteLength(name) > 255) throw invalid();
      return changed(call, row, { name, detail, ring_method });
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/agents/{id}',
    handle(call) {
      const row = find(call);
      if (row.id === GUEST_AGENT || isOnlyAdmin(call, row)) throw internal();
      markDeleted(call.world, row);
      row.addresses = [];
      return ok(views.agents(row));
    },
  },
  { method: 'PUT', path: '/v1.0/agents/{id}/addresses', handle: setAddresses },
  {
    method: 'PUT',
    path: '/v1.0/agents/{id}/tag_ids',
    handle(call) {
      pathId(call);
      const { tag_ids = [] } = call.body({ tag_ids: 'strings' });
      return changed(call, find(call), { tag_ids: tag_ids.map(uuidOrNil) });
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/agents/{id}/status',
    handle(call) {
      pathId(call);
      const { status = '' } = call.body({ status: 'string' });
      return changed(call, findSelfToo(call), { status });
    },
  },
  { method: 'PUT', path: '/v1.0/agents/{id}/permission', handle: setPermission },
  {
    method: 'PUT',
    path: '/v1.0/agents/{id}/password',
    handle(call) {
      pathId(call);
      const { password = '' } = call.body({ password: 'string' });
      const row = find(call);
      if (password === '' || Buffer.byteLength(password) > 72 || row.id === GUEST_AGENT) throw invalid();
      return changed(call, row, { password });
    },
  },
  directHashRoute('agents', find, views.agents),
];
