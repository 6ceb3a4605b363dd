/** The route type, and what all routes share: ids in paths, pages, common columns of rows, plan limits. */
import { NIL_UUID } from '../core/ids.ts';
import { formatMicros, parseMicros } from '../core/time.ts';
import { bind, INT_END, type Bound, type Shape } from './body.ts';
import type { Table } from './dataset.ts';
import { invalid, ok, refuse, type EmulatorReply, type EmulatorRequest } from './http.ts';
import { parseUuid } from './ids.ts';
import { gate, type Identity } from './identity.ts';
import { Bits, PAGE_SIZE, plans, type PlanLimits } from './platform.ts';
import type { AgentRow, BillingAccountRow, Row } from './records.ts';
import { show, type RowOf, type TableName } from './tables/index.ts';
import type { World } from './world.ts';

export interface Call {
  world: World;
  request: EmulatorRequest;
  /** By name, as in the route's path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  identity: Identity;
  body: <S extends Shape>(shape: S) => Bound<S>;
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

/**
 * What checks an id in a path. `handler`: a malformed id and the nil id are refused alike. `binding`: a malformed id is
 * refused before the handler, which then refuses the nil id (`strict`: with another reason; `lenient`: not at all).
 */
export type IdStyle = 'handler' | 'binding' | 'strict' | 'lenient';
const malformed = (style: IdStyle): string =>
  style === 'handler' ? 'INVALID_ID' : 'INVALID_REQUEST_PARAMETER';
const nil = { handler: 'INVALID_ID', binding: 'INVALID_ID', strict: 'INVALID_ARGUMENT', lenient: undefined };

/** @throws Refusal 400 */
export function pathId(call: Call, name = 'id', style: IdStyle = 'handler'): string {
  const id = parseUuid(call.params[name]);
  if (id === undefined) throw invalid(malformed(style));
  const reason = nil[style];
  if (id === NIL_UUID && reason !== undefined) throw invalid(reason);
  return id;
}

/** An id in the query; undefined if absent. @throws Refusal 400 for a malformed one */
export function queryId(call: Call, name: string): string | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  const id = parseUuid(text);
  if (id === undefined) throw invalid('INVALID_REQUEST_PARAMETER');
  return id === NIL_UUID ? undefined : id;
}

interface Page<T extends TableName> {
  /** Undefined: rows of all customers. */
  customerId: string | undefined;
  /** The permission bits for listing, if not checked before: the parameters are read first. */
  bits?: number;
  /** Which rows are listed (those that are not deleted). */
  wanted?: (row: RowOf<T>) => boolean;
  view?: (row: RowOf<T>) => object;
}

/** One page of a table, newest first. The token is the creation time of the last row, even on the last page. */
export function listPage<T extends TableName>(call: Call, name: T, page: Page<T>): EmulatorReply {
  const { size, token } = pageOf(call);
  if (page.bits !== undefined) gate(call.identity, page.bits, call.identity.customerId);
  const table = call.world.tables[name] as unknown as Table<RowOf<T>>;
  const rows = table.page(page.customerId, token, size, page.wanted ?? isLive);
  const last = rows.at(-1);
  return ok({
    result: rows.map(page.view ?? ((row) => show(name, row))),
    next_page_token: last === undefined ? '' : formatMicros(last.tm_create),
  });
}

export const isLive = (row: Row): boolean => row.tm_delete === null;

/** @throws Refusal 400 for a size that is not a whole number, or is given twice. */
export function pageOf(call: Call): { size: number; token: number } {
  const sizes = call.query.getAll('page_size');
  const [text] = sizes;
  const asked = Number(text ?? PAGE_SIZE);
  if (sizes.length > 1 || (text !== undefined && !/^[+-]?\d+$/.test(text)) || Math.abs(asked) >= INT_END)
    throw invalid('INVALID_REQUEST_PARAMETER');
  const token = call.query.get('page_token');
  return {
    size: asked > 0 && asked <= PAGE_SIZE ? asked : PAGE_SIZE,
    // A token that is not a time matches nothing: an empty page.
    token: token ? (readToken(token) ?? 0) : call.world.now() * 1000 + 1000,
  };
}

/** The database accepts any date and time that it can read, also a date alone. */
export function readToken(text: string): number | undefined {
  if (/^9999-\d{2}-\d{2}/.test(text)) return Number.MAX_SAFE_INTEGER;
  return parseMicros(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}

export function touch(world: World, row: Row): void {
  row.tm_update = world.stamp();
}

/** Soft delete: sets `tm_delete` and `tm_update`. */
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

/** Whether the plan allows one more; undefined if there is no plan. */
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

/** The current row of the agent that sends the request. @throws Refusal 401 for a key and for a delegate */
export function ownAgent(call: Call): AgentRow {
  const row = call.world.tables.agents.get(call.identity.agentId ?? '');
  if (call.identity.kind !== 'agent' || row === undefined)
    throw refuse('UNAUTHENTICATED', 'AUTHENTICATION_REQUIRED');
  return row;
}
