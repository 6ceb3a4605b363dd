/** Addresses of contacts: within a customer, each belongs to at most one contact. */
import { isSetId, NIL_UUID } from '../core/ids.ts';
import { keyOf, normalTarget } from './addresses.ts';
import { internal, invalid, missing } from './http.ts';
import type { Call } from './route.ts';
import { addRow } from './rows.ts';
import { show, type RowOf } from './tables/index.ts';

export type ContactAddress = RowOf<'contact_addresses'>;
type Contact = RowOf<'contacts'>;
export type GivenAddress = Partial<Pick<ContactAddress, 'type' | 'target' | 'is_primary'>>;

const TYPES = new Set(['tel', 'email']);

export const showAddress = (row: ContactAddress): object => show('contact_addresses', row);

/** @throws Refusal 400 with the reason */
export function checkAddressType({ type = '' }: GivenAddress, reason: string): void {
  if (!TYPES.has(type)) throw invalid(reason);
}

/** The address without insignificant blanks and capitals. */
export function givenAddress({
  type = '',
  target = '',
  is_primary = false,
}: GivenAddress): Required<GivenAddress> {
  return { type, target: normalTarget(type, target), is_primary };
}

export const isAddressTaken = (
  call: Call,
  customerId: string,
  address: GivenAddress,
  own?: ContactAddress,
): boolean =>
  call.world.tables.contact_addresses
    .of(customerId)
    .some((row) => row !== own && keyOf(row) === keyOf(address));

/** The primary one first, then in the order of their creation. */
export function addressesOf(call: Call, { id, customer_id }: Contact): ContactAddress[] {
  return call.world.tables.contact_addresses
    .of(customer_id)
    .filter((row) => row.contact_id === id)
    .sort((a, b) => Number(b.is_primary) - Number(a.is_primary));
}

/** @throws Refusal 404 */
export function findAddressOf(call: Call, contact: Contact, id: string): ContactAddress {
  const row = addressesOf(call, contact).find((address) => address.id === id);
  if (row === undefined) throw missing();
  return row;
}

/** Without a contact id, the address belongs to no contact. */
export function addContactAddress(
  call: Call,
  owner: Pick<Contact, 'id' | 'customer_id'> | undefined,
  given: Required<GivenAddress>,
): ContactAddress {
  const customerId = owner?.customer_id ?? call.identity.customerId;
  const row = addRow(call, 'contact_addresses', customerId, { ...given, contact_id: owner?.id ?? NIL_UUID });
  if (given.is_primary) makePrimary(call, row);
  return row;
}

function makePrimary({ world }: Call, row: ContactAddress): void {
  if (!isSetId(row.contact_id)) return;
  for (const other of world.tables.contact_addresses.of(row.customer_id)) {
    if (other.contact_id === row.contact_id) other.is_primary = other === row;
  }
}

export const readAddressChange = (call: Call): GivenAddress =>
  call.body({ target: 'string', is_primary: 'bool', name: 'string', detail: 'string' });

/** A partial update. @throws Refusal 500 for a change of an address without a contact */
export function changeAddress(call: Call, row: ContactAddress, { target, is_primary }: GivenAddress): void {
  const changes = target !== undefined || is_primary !== undefined;
  if (changes && !isSetId(row.contact_id)) throw internal();
  if (target !== undefined) {
    const changed = { type: row.type, target: normalTarget(row.type, target) };
    if (isAddressTaken(call, row.customer_id, changed, row)) throw internal();
    row.target = changed.target;
  }
  if (is_primary === true) makePrimary(call, row);
  else if (is_primary === false) row.is_primary = false;
}
