/** `/me` and `/agents`. */
import type { Address } from '../../api/wire.ts';
import { isSetId } from '../../core/ids.ts';
import { keyOf, normalAddress } from '../addresses.ts';
import { denied, internal, invalid, ok, refuse, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate, isStaff } from '../identity.ts';
import { Bits, GUEST_AGENT } from '../platform.ts';
import type { AgentRow } from '../records.ts';
import { routesOf, type Find, type Write } from '../resource.ts';
import { addRow, bodyOf, refuseLong } from '../rows.ts';
import { ADMIN_OR_MANAGER, hasRoom, isLive, liveRows, type Call, type Route } from '../route.ts';
import { show } from '../tables/index.ts';
import { isEmail } from '../customers.ts';

const MOST_NAME_BYTES = 255;
/** The length limit of the password hash. */
const MOST_PASSWORD_BYTES = 72;
const MOST_FILTER_TAGS = 100;

/** Whether an address is listed twice, or belongs to another agent of the customer that is not deleted. */
function isTaken(call: Call, customerId: string, agentId: string, addresses: readonly Address[]): boolean {
  const others = liveRows(call.world.tables.agents, customerId).filter((row) => row.id !== agentId);
  const taken = new Set(others.flatMap((row) => row.addresses.map(keyOf)));
  const keys = addresses.map(keyOf);
  return new Set(keys).size < keys.length || keys.some((key) => taken.has(key));
}

/** The checks, in the server's order. */
function create(call: Call): EmulatorReply {
  const { world, identity } = call;
  const { agents } = world.tables;
  const body = bodyOf(call, 'agents', [
    'username',
    'password',
    'name',
    'detail',
    'ring_method',
    'permission',
    'tag_ids',
    'addresses',
  ]);
  if (!body.addresses?.length) throw invalid();
  gate(identity, ADMIN_OR_MANAGER, identity.customerId);
  refuseLongName(body);
  const room = hasRoom(world, identity.customerId, 'agents', liveRows(agents, identity.customerId).length);
  if (room === undefined) throw internal('BILLING_CHECK_FAILED');
  if (!room) throw refuse('RESOURCE_EXHAUSTED', 'RESOURCE_LIMIT_EXCEEDED');
  const { username = '', password = '' } = body;
  if (!isEmail(username)) throw invalid('INVALID_USERNAME_FORMAT');
  if (agents.all().some((row) => row.username === username && isLive(row))) {
    throw refuse('ALREADY_EXISTS', 'AGENT_ALREADY_EXISTS');
  }
  if (body.ring_method !== 'ringall') throw invalid('INVALID_RING_METHOD');
  if (Buffer.byteLength(password) > MOST_PASSWORD_BYTES) throw internal();
  const addresses = body.addresses.map(normalAddress);
  if (isTaken(call, identity.customerId, '', addresses))
    throw refuse('ALREADY_EXISTS', 'ADDRESS_ALREADY_ASSIGNED');
  refuseLong('agents', body);
  const row = addRow(call, 'agents', identity.customerId, { ...body, addresses, status: 'offline' });
  return ok(show('agents', row));
}

function refuseLongName({ name = '' }: Partial<AgentRow>): void {
  if (Buffer.byteLength(name) > MOST_NAME_BYTES) throw invalid();
}

/** Only the filters by tag and by status apply; status values are not checked. */
function wanted(call: Call): (row: AgentRow) => boolean {
  const status = call.query.get('status');
  const tags = call.query.get('tag_ids')?.split(',').map(parseUuid);
  if (tags !== undefined && (tags.length > MOST_FILTER_TAGS || !tags.every(isSetId)))
    throw invalid('INVALID_TAG_IDS');
  return (row) =>
    isLive(row) &&
    (tags === undefined || row.tag_ids.some((id) => tags.includes(id))) &&
    (!status || row.status === status);
}

/** Only agents count as administrators, access keys do not. */
function isOnlyAdmin(call: Call, row: AgentRow): boolean {
  const admins = liveRows(call.world.tables.agents, row.customer_id).filter(
    ({ permission }) => (permission & (Bits.admin | Bits.superAdmin)) !== 0,
  );
  return admins.length === 1 && admins[0]?.id === row.id;
}

export const setAddresses: Write<'agents'> = {
  fields: ['addresses'],
  check(call, given, row) {
    const addresses = (given.addresses ?? []).map(normalAddress);
    if (!isLive(row) || addresses.some((address) => !isReachable(call, row, address))) throw invalid();
    if (isTaken(call, row.customer_id, row.id, addresses)) throw invalid();
    given.addresses = addresses;
  },
};

function isReachable(call: Call, row: AgentRow, { type, target }: Address): boolean {
  if (type === 'tel' || type === 'sip') return Boolean(target);
  if (type !== 'extension') return false;
  const extension = call.world.tables.extensions.get(parseUuid(target) ?? '');
  return extension?.customer_id === row.customer_id && isLive(extension);
}

const setPermission: Write<'agents'> = {
  fields: ['permission'],
  check(call, { permission = 0 }, row) {
    if ((permission & Bits.project) !== 0 && !isStaff(call.identity)) throw denied();
    if (row.id === GUEST_AGENT || (permission !== Bits.admin && isOnlyAdmin(call, row))) throw invalid();
  },
};

export const setPassword: Write<'agents'> = {
  fields: ['password'],
  check(_call, { password = '' }, row) {
    if (password === '' || Buffer.byteLength(password) > MOST_PASSWORD_BYTES || row.id === GUEST_AGENT)
      throw invalid();
  },
};

export const basics: Write<'agents'> = {
  fields: ['name', 'detail', 'ring_method'],
  check: (_call, given) => {
    refuseLongName(given);
  },
};

const find: Find<'agents'> = { table: 'agents', unknown: 'AGENT_NOT_FOUND' };
/** Agents may read their own row, and change their name and status. */
const self: Find<'agents'> = { ...find, allows: ({ identity }, row) => identity.agentId === row.id };

export const agentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/me',
    handle(call) {
      const row = call.world.tables.agents.get(call.identity.agentId ?? '');
      if (call.identity.kind !== 'agent' || row === undefined) throw denied('AGENT_AUTH_REQUIRED');
      return ok(show('agents', row));
    },
  },
  ...routesOf({
    ...self,
    tooLong: invalid,
    list: { wanted },
    create,
    update: { kind: 'replace', absent: { ring_method: 'ringall' }, ...basics },
    parts: { status: { fields: ['status'] } },
    remove: false,
  }),
  ...routesOf({
    ...find,
    tooLong: invalid,
    get: false,
    list: false,
    parts: {
      addresses: setAddresses,
      tag_ids: { fields: ['tag_ids'] },
      permission: setPermission,
      password: setPassword,
    },
    remove: {
      check(call, row) {
        if (row.id === GUEST_AGENT || isOnlyAdmin(call, row)) throw internal();
      },
      after: (_call, row) => (row.addresses = []),
    },
    directHash: 'direct-hash-regenerate',
  }),
];
