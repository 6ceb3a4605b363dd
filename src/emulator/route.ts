/** What a route is, and what all routes share: ids in paths, gates, pages. */
import { NIL_UUID } from '../core/ids.ts';
import { formatMicros, parseMicros } from '../core/time.ts';
import { bind, type Bound, type FieldType } from './body.ts';
import type { RowOf, Table, TableName } from './dataset.ts';
import { invalid, missing, ok, type EmulatorReply, type EmulatorRequest } from './http.ts';
import { newDirectHash, parseUuid } from './ids.ts';
import { gate, type Identity } from './identity.ts';
import { Bits, PAGE_SIZE, plans, type PlanLimits } from './platform.ts';
import type { BillingAccountRow, Row } from './records.ts';
import { views } from './view.ts';
import type { World } from './world.ts';

export interface Call {
  world: World;
  request: EmulatorRequest;
  /** By name, as in the route's path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  identity: Identity;
  body: <S extends Readonly<Record<string, FieldType>>>(shape: S) => Bound<S>;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/v1.0/agents/{id}`. */
  path: string;
  /** `none`: no sign-in. `unfrozen`: the default. `frozen`: signed in, frozen accounts too. */
  access?: 'none' | 'unfrozen' | 'frozen';
  handle: (call: Call) => EmulatorReply;
}

export const STAFF = Bits.superAdmin;
export const ADMIN = Bits.admin;
export const ADMIN_OR_MANAGER = Bits.admin | Bits.manager;

export function makeCall(parts: Omit<Call, 'body'>): Call {
  return { ...parts, body: (shape) => bind(parts.request.body, shape) };
}

/** @throws Refusal 400 for what is no id, and for the nil id. */
export function pathId(call: Call, name = 'id', reason = 'INVALID_ID'): string {
  const id = parseUuid(call.params[name]);
  if (id === undefined || id === NIL_UUID) throw invalid(reason);
  return id;
}

interface Find {
  /** Reason of the 404. */
  unknown: string;
  bits?: number;
  /** What a deleted row answers; it is shown unless said. */
  deleted?: () => Error;
}

/** The row of the path's id: looked up first, then the permission, as the server does it. */
export function findRow<R extends Row>(call: Call, table: Table<R>, find: Find): R {
  const row = table.get(pathId(call));
  if (row === undefined) throw missing(find.unknown);
  if (row.tm_delete !== null && find.deleted) throw find.deleted();
  gate(call.identity, find.bits ?? ADMIN_OR_MANAGER, row.customer_id);
  return row;
}

interface List<T extends TableName> {
  /** Undefined: of all customers. */
  customerId: string | undefined;
  bits?: number;
  /** Deleted rows are left out unless this says otherwise. */
  wanted?: (row: RowOf<T>) => boolean;
  view?: (row: RowOf<T>) => object;
}

/** One page of a table, newest first; the token is the last row's creation time, on the last page, too. */
export function listPage<T extends TableName>(call: Call, name: T, list: List<T>): EmulatorReply {
  const { size, token } = pageOf(call);
  if (list.bits !== undefined) gate(call.identity, list.bits, call.identity.customerId);
  const wanted = list.wanted ?? ((row: RowOf<T>) => row.tm_delete === null);
  const table = call.world.tables[name] as unknown as Table<RowOf<T>>;
  const rows = table.page(list.customerId, token, size, wanted);
  const view = list.view ?? views[name];
  const last = rows.at(-1);
  return ok({
    result: rows.map(view),
    next_page_token: last === undefined ? '' : formatMicros(last.tm_create),
  });
}

/** @throws Refusal 400 for a size that is no whole number, or comes twice. */
export function pageOf(call: Call): { size: number; token: number } {
  const sizes = call.query.getAll('page_size');
  const [text] = sizes;
  if (sizes.length > 1 || (text !== undefined && !/^[+-]?\d+$/.test(text)))
    throw invalid('INVALID_REQUEST_PARAMETER');
  const asked = Number(text ?? PAGE_SIZE);
  const token = call.query.get('page_token');
  return {
    size: asked > 0 && asked <= PAGE_SIZE ? asked : PAGE_SIZE,
    // What is no time compares with nothing: an empty page.
    token: token ? (parseMicros(token) ?? 0) : call.world.now() * 1000 + 1000,
  };
}

export function touch(world: World, row: Row): void {
  row.tm_update = world.stamp();
}

/** Deletes softly: both times move. */
export function markDeleted(world: World, row: Row): void {
  row.tm_delete = world.stamp();
  row.tm_update = row.tm_delete;
}

/** The customer's billing account; deleted ones count as none. */
export function billingAccountOf(world: World, customerId: string): BillingAccountRow | undefined {
  const id = world.customer(customerId)?.billing_account_id ?? NIL_UUID;
  const account = world.tables.billing_accounts.get(id);
  return account?.tm_delete === null ? account : undefined;
}

/** Live rows of a customer. */
export function liveRows<R extends Row>(table: Table<R>, customerId: string): R[] {
  return table.of(customerId).filter((row) => row.tm_delete === null);
}

/** Whether the plan has room for one more; undefined where there is no plan to ask. */
export function hasRoom(
  world: World,
  customerId: string,
  kind: keyof Omit<PlanLimits, 'tokens'>,
  count: number,
): boolean | undefined {
  const limits = plans[billingAccountOf(world, customerId)?.plan_type ?? ''];
  return limits === undefined ? undefined : count < limits[kind];
}

/** A new row's common columns. */
export function newRow(world: World, customerId: string): Row {
  return {
    id: world.uuid(),
    customer_id: customerId,
    tm_create: world.stamp(),
    tm_update: null,
    tm_delete: null,
  };
}

/** `POST /<name>/{id}/direct-hash-regenerate`: a malformed id is refused by the binding here, not by the handler. */
export function directHashRoute<R extends Row & { direct_hash: string }>(
  name: string,
  find: (call: Call) => R,
  view: (row: R) => object,
): Route {
  return {
    method: 'POST',
    path: `/v1.0/${name}/{id}/direct-hash-regenerate`,
    handle(call) {
      pathId(call, 'id', 'INVALID_REQUEST_PARAMETER');
      const row = find(call);
      row.direct_hash = newDirectHash(call.world.random);
      touch(call.world, row);
      return ok(view(row));
    },
  };
}
