/**
 * `/contact_addresses`: plain arrays without pages. An address may belong to no contact until one claims it. Those of
 * other customers are a 404.
 */
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import {
  addContactAddress,
  changeAddress,
  checkAddressType,
  givenAddress,
  isAddressTaken,
  readAddressChange,
  showAddress,
  type ContactAddress,
  type GivenAddress,
} from '../contact-addresses.ts';
import { internal, invalid, missing, ok, refuse, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { finder, rowRoute, type Gate } from '../resource.ts';
import { isLive, pageOf, pathId, queryId, type Call, type Route } from '../route.ts';
import type { RowOf } from '../tables/index.ts';
import { managers } from './cases.ts';

const shape = {
  contact_id: 'uuid',
  type: 'string',
  target: 'string',
  name: 'string',
  detail: 'string',
  is_primary: 'bool',
} as const;

/** @throws Refusal 404 for a contact that does not exist */
function contactOf(call: Call, id: string | undefined, { check }: Gate): RowOf<'contacts'> | undefined {
  if (!isSetId(id)) return undefined;
  const contact = call.world.tables.contacts.get(id);
  if (contact === undefined || !isLive(contact)) throw missing('CONTACT_NOT_FOUND');
  check(call, contact.customer_id);
  return contact;
}

/** `unresolved` and the page are read, but have no effect. */
function wanted(call: Call): (row: ContactAddress) => boolean {
  const [contact, type] = [queryId(call, 'contact_id'), call.query.get('type')];
  pageOf(call);
  const unresolved = call.query.get('unresolved');
  if (unresolved !== null && !/^(true|false|1|0|t|f)$/i.test(unresolved))
    throw invalid('INVALID_REQUEST_PARAMETER');
  return (row) => (contact === undefined || row.contact_id === contact) && (!type || row.type === type);
}

const list =
  ({ enter, check }: Gate) =>
  (call: Call): EmulatorReply => {
    const filter = wanted(call);
    enter?.(call);
    check(call, call.identity.customerId);
    const rows = call.world.tables.contact_addresses.of(call.identity.customerId).filter(filter);
    return ok([...rows].reverse().map(showAddress));
  };

const create =
  (people: Gate) =>
  (call: Call): EmulatorReply => {
    const given = call.body(shape);
    people.enter?.(call);
    const contact = contactOf(call, parseUuid(given.contact_id), people);
    people.check(call, call.identity.customerId);
    const address = givenAddress(given);
    checkAddressType(address, 'ADDRESS_TYPE_INVALID');
    if (isAddressTaken(call, call.identity.customerId, address)) throw internal();
    return { ...ok(showAddress(addContactAddress(call, contact, address))), status: 201 };
  };

/** The answer is the contact, in the format of an address. */
function remove(call: Call, row: ContactAddress): EmulatorReply {
  if (!isSetId(row.contact_id)) throw invalid();
  call.world.tables.contact_addresses.remove(row);
  const empty = { contact_id: NIL_UUID, type: '', target: '', is_primary: false };
  return ok(showAddress({ ...row, ...empty, id: row.contact_id }));
}

const claim =
  (people: Gate) =>
  (call: Call, row: ContactAddress, { contact_id, force = false }: Claim): EmulatorReply => {
    const contact = contactOf(call, parseUuid(contact_id), people);
    if (contact === undefined) throw invalid('INVALID_CONTACT_ID');
    if (isSetId(row.contact_id) && row.contact_id !== contact.id && !force)
      throw refuse('ALREADY_EXISTS', 'ADDRESS_ALREADY_CLAIMED');
    row.contact_id = contact.id;
    return ok(showAddress(row));
  };

interface Claim {
  contact_id?: string;
  force?: boolean;
}

function readClaim(call: Call): Claim {
  pathId(call, 'id', 'binding');
  return call.body({ contact_id: 'uuid', force: 'bool' });
}

function readChange(call: Call): GivenAddress {
  pathId(call, 'id', 'binding');
  return readAddressChange(call);
}

function change(call: Call, row: ContactAddress, given: GivenAddress): EmulatorReply {
  changeAddress(call, row, given);
  return ok(showAddress(row));
}

function addressRoutes(prefix: string, people: Gate, listers: Gate = people): Route[] {
  const base = `/v1.0/${prefix}contact_addresses`;
  const one = `${base}/{id}`;
  const unknown = { unknown: missing, foreign: missing };
  const find = finder({ table: 'contact_addresses', ids: 'binding', ...unknown, gate: people });
  return [
    { method: 'GET', path: base, handle: list(listers) },
    { method: 'POST', path: base, handle: create(people) },
    rowRoute('GET', one, find, (_, row) => ok(showAddress(row))),
    rowRoute('PUT', one, find, change, readChange),
    rowRoute('DELETE', one, find, remove),
    rowRoute('POST', `${one}/claim`, find, claim(people), readClaim),
  ];
}

/** A key or a delegate is refused, since it has no agent id. */
const agents: Gate = {
  enter({ identity }) {
    if (identity.kind !== 'agent') throw invalid();
  },
  check: managers.check,
};

/** The history of a contact or an address: always empty here. */
const history = (path: string, names: readonly string[]): Route[] =>
  ['', 'service_agents/'].map((prefix) => ({
    method: 'GET',
    path: `/v1.0/${prefix}${path}`,
    handle(call) {
      pageOf(call);
      for (const name of ['contact_id', 'address_id']) queryId(call, name);
      if (!names.some((name) => call.query.get(name))) throw invalid('INVALID_FILTER');
      if (prefix === '') managers.check(call, call.identity.customerId);
      else agents.enter?.(call);
      return ok({ result: [], next_page_token: '' });
    },
  }));

export const contactAddressRoutes: readonly Route[] = [
  ...addressRoutes('', managers),
  ...addressRoutes('service_agents/', { ...agents, check: () => undefined }, agents),
  ...history('contact_interactions', ['contact_id', 'address_id', 'peer_type']),
  ...history('contact_peer_events', ['contact_id', 'peer_type']),
];
