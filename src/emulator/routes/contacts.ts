/** `/contacts`, for managers and, under `/service_agents`, for every agent. */
import { isSetId } from '../../core/ids.ts';
import {
  addressesOf,
  addContactAddress,
  changeAddress,
  checkAddressType,
  findAddressOf,
  givenAddress,
  isAddressTaken,
  readAddressChange,
  showAddress,
  type ContactAddress,
  type GivenAddress,
} from '../contact-addresses.ts';
import { internal, invalid, missing, ok, type EmulatorReply, type Refusal } from '../http.ts';
import { uuidOrNil } from '../ids.ts';
import { finder, ownAgents, routesOf, rowRoute, type Create, type Find, type Gate } from '../resource.ts';
import { liveRows, pathId, touch, type Call, type Route } from '../route.ts';
import { addressShape } from '../columns.ts';
import { show, type RowOf } from '../tables/index.ts';
import { managers } from './cases.ts';

type Contact = RowOf<'contacts'>;

const editable = [
  'first_name',
  'last_name',
  'display_name',
  'company',
  'job_title',
  'external_id',
  'notes',
] as const;
const besides = { addresses: { list: { ...addressShape, is_primary: 'bool' } } } as const;

function view(row: Contact, call: Call): object {
  const addresses = addressesOf(call, row).map(showAddress);
  const { tag_ids, ...shown } = show('contacts', row);
  return { ...shown, ...(addresses.length > 0 && { addresses }), tag_ids };
}

/** A lookup by number (with its plus) or e-mail, within the customer. */
const lookup =
  ({ enter, check }: Gate) =>
  (call: Call): EmulatorReply => {
    const [phone, email] = [call.query.get('phone'), call.query.get('email')];
    const { customerId } = call.identity;
    enter?.(call);
    if (!phone && !email) throw invalid();
    check(call, customerId);
    const wanted = phone ? { type: 'tel', target: phone } : { type: 'email', target: email?.toLowerCase() };
    const found = call.world.tables.contact_addresses
      .of(customerId)
      .find(({ type, target }) => type === wanted.type && target === wanted.target);
    const contact = liveRows(call.world.tables.contacts, customerId).find(
      ({ id }) => id === found?.contact_id,
    );
    if (contact === undefined) throw missing('CONTACT_NOT_FOUND');
    return ok(view(contact, call));
  };

/** Addresses of another contact are silently dropped. */
function addAddresses(call: Call, contact: Contact): void {
  for (const given of call.body(besides).addresses ?? []) {
    const address = givenAddress(given);
    if (!isAddressTaken(call, contact.customer_id, address)) addContactAddress(call, contact, address);
  }
}

function shown(call: Call, row: Contact, status = 200): EmulatorReply {
  touch(call.world, row);
  return { ...ok(view(row, call)), status };
}

function readNewAddress(call: Call): Required<GivenAddress> {
  pathId(call, 'id', 'binding');
  return givenAddress(call.body(besides.addresses.list));
}

function addAddress(call: Call, contact: Contact, given: Required<GivenAddress>): EmulatorReply {
  checkAddressType(given, 'ADDRESS_TYPE_INVALID');
  if (isAddressTaken(call, contact.customer_id, given)) throw internal();
  addContactAddress(call, contact, given);
  return shown(call, contact, 201);
}

const addressOf = (call: Call, contact: Contact): ContactAddress =>
  findAddressOf(call, contact, pathId(call, 'address_id', 'binding'));

function setAddress(call: Call, contact: Contact, given: GivenAddress): EmulatorReply {
  changeAddress(call, addressOf(call, contact), given);
  return shown(call, contact);
}

function removeAddress(call: Call, contact: Contact): EmulatorReply {
  call.world.tables.contact_addresses.remove(addressOf(call, contact));
  return shown(call, contact);
}

function readTag(call: Call): string {
  pathId(call);
  const id = uuidOrNil(call.body({ tag_id: 'uuid' }).tag_id);
  if (!isSetId(id)) throw invalid('INVALID_ID');
  return id;
}

function addTag(call: Call, contact: Contact, id: string): EmulatorReply {
  if (contact.tag_ids.includes(id)) throw internal();
  contact.tag_ids = [...contact.tag_ids, id];
  return shown(call, contact, 201);
}

function removeTag(call: Call, contact: Contact): EmulatorReply {
  const id = pathId(call, 'tag_id');
  contact.tag_ids = contact.tag_ids.filter((tag) => tag !== id);
  return shown(call, contact);
}

const create: Create<'contacts'> = {
  fields: [...editable, 'source', 'tag_ids'],
  besides,
  status: 201,
  check(call, given) {
    for (const address of call.body(besides).addresses ?? [])
      checkAddressType(address, 'INVALID_ADDRESS_TYPE');
    given.source ||= 'manual';
  },
  after: addAddresses,
};

function routesFor(prefix: string, gate: Gate): Route[] {
  const unknownContact = (): Refusal => missing('CONTACT_NOT_FOUND');
  const find: Find<'contacts'> = {
    table: 'contacts',
    unknown: unknownContact,
    deleted: unknownContact,
    gate,
  };
  const base = `/v1.0/${prefix}contacts`;
  const one = `${base}/{id}`;
  const address = `${one}/addresses/{address_id}`;
  const bound = finder({ ...find, ids: 'binding' });
  return [
    { method: 'GET', path: `${base}/lookup`, handle: lookup(gate) },
    ...routesOf({
      ...find,
      path: `${prefix}contacts`,
      view,
      create,
      update: { kind: 'partial', fields: editable },
    }),
    rowRoute('POST', `${one}/addresses`, bound, addAddress, readNewAddress),
    rowRoute('PUT', address, bound, setAddress, readAddressChange),
    rowRoute('DELETE', address, bound, removeAddress),
    rowRoute('POST', `${one}/tags`, finder(find), addTag, readTag),
    rowRoute('DELETE', `${one}/tags/{tag_id}`, finder(find), removeTag),
  ];
}

export const contactRoutes: readonly Route[] = [
  ...routesFor('', managers),
  ...routesFor('service_agents/', ownAgents),
];
