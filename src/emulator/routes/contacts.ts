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
  showAddress,
  type ContactAddress,
} from '../contact-addresses.ts';
import { internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { uuidOrNil } from '../ids.ts';
import { finder, ownAgents, routesOf, type Find, type Gate } from '../resource.ts';
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

const unknown = (): never => {
  throw missing('CONTACT_NOT_FOUND');
};

/** The number with its plus, or the e-mail; of the caller's customer. */
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
    return contact === undefined ? unknown() : ok(view(contact, call));
  };

/** Addresses that another contact has are dropped without a word. */
function addAddresses(call: Call, contact: Contact): void {
  for (const given of call.body(besides).addresses ?? []) {
    const address = givenAddress(given);
    if (!isAddressTaken(call, contact.customer_id, address)) addContactAddress(call, contact, address);
  }
}

function routesFor(prefix: string, gate: Gate): Route[] {
  const find: Find<'contacts'> = {
    table: 'contacts',
    unknown: 'CONTACT_NOT_FOUND',
    deleted: () => missing('CONTACT_NOT_FOUND'),
    gate,
  };
  const base = `/v1.0/${prefix}contacts`;
  const one = `${base}/{id}`;
  const findContact = finder(find);
  const findBound = finder({ ...find, ids: 'binding' });
  const shown = (call: Call, row: Contact, status = 200): EmulatorReply => {
    touch(call.world, row);
    return { ...ok(view(row, call)), status };
  };
  const findAddress = (call: Call): [Contact, ContactAddress] => {
    const contact = findBound(call);
    return [contact, findAddressOf(call, contact, pathId(call, 'address_id', 'binding'))];
  };
  return [
    { method: 'GET', path: `${base}/lookup`, handle: lookup(gate) },
    ...routesOf({
      ...find,
      path: `${prefix}contacts`,
      view,
      create: {
        fields: [...editable, 'source', 'tag_ids'],
        besides,
        status: 201,
        check(call, given) {
          for (const address of call.body(besides).addresses ?? [])
            checkAddressType(address, 'INVALID_ADDRESS_TYPE');
          given.source ||= 'manual';
        },
        after: addAddresses,
      },
      update: { kind: 'partial', fields: editable },
    }),
    {
      method: 'POST',
      path: `${one}/addresses`,
      handle(call) {
        pathId(call, 'id', 'binding');
        const address = givenAddress(call.body(besides.addresses.list));
        const contact = findBound(call);
        checkAddressType(address, 'ADDRESS_TYPE_INVALID');
        if (isAddressTaken(call, contact.customer_id, address)) throw internal();
        addContactAddress(call, contact, address);
        return shown(call, contact, 201);
      },
    },
    {
      method: 'PUT',
      path: `${one}/addresses/{address_id}`,
      handle(call) {
        const given = call.body({ target: 'string', is_primary: 'bool', name: 'string', detail: 'string' });
        const [contact, address] = findAddress(call);
        changeAddress(call, address, given);
        return shown(call, contact);
      },
    },
    {
      method: 'DELETE',
      path: `${one}/addresses/{address_id}`,
      handle(call) {
        const [contact, address] = findAddress(call);
        call.world.tables.contact_addresses.remove(address);
        return shown(call, contact);
      },
    },
    {
      method: 'POST',
      path: `${one}/tags`,
      handle(call) {
        pathId(call);
        const id = uuidOrNil(call.body({ tag_id: 'uuid' }).tag_id);
        if (!isSetId(id)) throw invalid('INVALID_ID');
        const contact = findContact(call);
        if (contact.tag_ids.includes(id)) throw internal();
        contact.tag_ids.push(id);
        return shown(call, contact, 201);
      },
    },
    {
      method: 'DELETE',
      path: `${one}/tags/{tag_id}`,
      handle(call) {
        pathId(call);
        const id = pathId(call, 'tag_id');
        const contact = findContact(call);
        contact.tag_ids = contact.tag_ids.filter((tag) => tag !== id);
        return shown(call, contact);
      },
    },
  ];
}

export const contactRoutes: readonly Route[] = [
  ...routesFor('', managers),
  ...routesFor('service_agents/', ownAgents),
];
