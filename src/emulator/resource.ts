/**
 * Builds the routes of a resource from one description: how a row is found, what a body may set, which plan limit
 * applies, what an update does to omitted fields.
 */
import type { Shape } from './body.ts';
import { denied, missing, ok, refuse, type EmulatorReply, type Refusal } from './http.ts';
import { newDirectHash } from './ids.ts';
import { gate, isStaff } from './identity.ts';
import type { PlanLimits } from './platform.ts';
import {
  ADMIN_OR_MANAGER,
  listPage,
  markDeleted,
  pageOf,
  pathId,
  touch,
  type Call,
  type IdStyle,
  type Route,
} from './route.ts';
import {
  addRow,
  bodyOf,
  refuseFull,
  refuseLong,
  replacement,
  tableOf,
  type Field,
  type Values,
} from './rows.ts';
import { show, type RowOf, type TableName } from './tables/index.ts';

type Refuse = () => Refusal;

/** How the row of the id in the path is looked up. Permissions are checked last, as on the server. */
export interface Find<T extends TableName> {
  table: T;
  /** The name of the id in the path (`id`). */
  param?: string;
  ids?: IdStyle;
  /** The reason of a 404, or another refusal, for an id that does not exist. */
  unknown: string | Refuse;
  /** The refusal for a row of another customer, also for staff (by default, permissions decide). */
  foreign?: Refuse;
  /** The refusal for a deleted row (by default, it is shown). */
  deleted?: Refuse;
  /** The permission bits, of which one is enough; or `gate`, a check of its own. */
  bits?: number;
  gate?: Gate;
  /** Who is allowed in addition. */
  allows?: (call: Call, row: RowOf<T>) => boolean;
}

/** An access check. */
export interface Gate {
  /** Runs before any other check of the resource. @throws Refusal */
  enter?: (call: Call) => void;
  /** @throws Refusal if the caller has no access to this customer */
  check: (call: Call, customerId: string) => void;
}

/** Admits agents with a login and any permissions; keys and delegates count as not signed in. */
export const ownAgents = {
  enter(call: Call): void {
    if (call.identity.kind !== 'agent') throw refuse('UNAUTHENTICATED', 'AUTHENTICATION_REQUIRED');
  },
  check: refuseOthers,
};

/** Admits everyone of the customer. */
export function refuseOthers({ identity }: Call, customerId: string): void {
  if (identity.customerId !== customerId && !isStaff(identity)) throw denied();
}

function gateOf({ gate: own, bits = ADMIN_OR_MANAGER }: { gate?: Gate; bits?: number }): Gate {
  return (
    own ?? {
      check: (call, customerId) => {
        gate(call.identity, bits, customerId);
      },
    }
  );
}

export function finder<T extends TableName>(find: Find<T>): (call: Call) => RowOf<T> {
  const { unknown, foreign, deleted } = find;
  const { enter, check } = gateOf(find);
  return (call) => {
    const id = pathId(call, find.param, find.ids);
    enter?.(call);
    const row = tableOf(call, find.table).get(id);
    if (row === undefined) throw typeof unknown === 'string' ? missing(unknown) : unknown();
    if (foreign && row.customer_id !== call.identity.customerId) throw foreign();
    if (row.tm_delete !== null && deleted) throw deleted();
    if (!find.allows?.(call, row)) check(call, row.customer_id);
    return row;
  };
}

/** A route for one row; the request is read before the row is looked up. */
export function rowRoute<R, G = undefined>(
  method: Route['method'],
  path: string,
  find: (call: Call) => R,
  act: (call: Call, row: R, given: G) => EmulatorReply,
  read: (call: Call) => G = () => undefined as G,
): Route {
  return {
    method,
    path,
    handle(call) {
      const given = read(call);
      return act(call, find(call), given);
    },
  };
}

/** Which columns a body sets, and the checks before they are written. */
export interface Write<T extends TableName> {
  fields: readonly Field<T>[];
  /** A check before any lookup and before the permissions. */
  early?: (call: Call, given: Values<T>) => void;
  /** Checks the values of the body, and may add others. */
  check?: (call: Call, given: Values<T>, row: RowOf<T>) => void;
  after?: (call: Call, row: RowOf<T>) => void;
}
export interface Update<T extends TableName> extends Write<T> {
  /** `replace`: omitted fields become empty. `partial`: they stay. */
  kind: 'replace' | 'partial';
  /** Values that omitted fields get instead of empty ones. */
  absent?: Values<T>;
  /** The answer to a partial update without any field. */
  nothing?: () => object;
}
export interface Create<T extends TableName> extends Write<T> {
  /** Further members of the body: their types are checked together with those of the columns. */
  besides?: Shape;
  /** The plan limit; an internal error is answered when it is reached. */
  limit?: keyof Omit<PlanLimits, 'tokens'>;
  /** The customer of the new row, if not the caller's. */
  owner?: (call: Call) => string;
  /** The values that the platform fills in. */
  fill?: (call: Call, row: RowOf<T>) => Values<T>;
  status?: 201;
  /** How the new row is shown, if differently from other answers. */
  view?: View<T>;
}

export interface Resource<T extends TableName> extends Find<T> {
  /** The path below `/v1.0/` (the name of the table). */
  path?: string;
  get?: false;
  list?: false | { wanted?: (call: Call) => (row: RowOf<T>) => boolean; everybody?: true };
  /** The refusal of a text that is too long (an internal error). */
  tooLong?: Refuse;
  create?: Create<T> | ((call: Call) => EmulatorReply);
  update?: Update<T>;
  /** `PUT /<path>/{id}/<part>` routes: each replaces some of the columns. */
  parts?: Readonly<Record<string, Write<T>>>;
  remove?: false | Remove<T>;
  /** The last part of the path that creates a new hash. */
  directHash?: 'direct-hash-regenerate' | 'direct_hash_regenerate';
  view?: View<T>;
}
type View<T extends TableName> = (row: RowOf<T>, call: Call) => object;
interface Remove<T extends TableName> {
  /** @throws Refusal if the row is still needed */
  check?: (call: Call, row: RowOf<T>) => void;
  after?: (call: Call, row: RowOf<T>) => void;
}

/** The standard routes of a resource; special ones are separate. */
export function routesOf<T extends TableName>(resource: Resource<T>): Route[] {
  const { table } = resource;
  const base = `/v1.0/${resource.path ?? table}`;
  const one = `${base}/{${resource.param ?? 'id'}}`;
  const find = finder(resource);
  const view = viewOf(resource);
  const write = (path: string, update: Update<T>): Route => ({
    method: 'PUT',
    path,
    handle(call) {
      pathId(call, resource.param, resource.ids);
      return changeRow(call, table, find, update, resource);
    },
  });
  const routes: Route[] = [];
  if (resource.get !== false)
    routes.push({ method: 'GET', path: one, handle: (call) => ok(view(find(call), call)) });
  if (resource.list !== false)
    routes.push({ method: 'GET', path: base, handle: (call) => list(call, resource) });
  const { create, update, parts = {}, remove = {}, directHash } = resource;
  if (create !== undefined) {
    const handle = typeof create === 'function' ? create : (call: Call) => insert(call, resource, create);
    routes.push({ method: 'POST', path: base, handle });
  }
  if (update !== undefined) routes.push(write(one, update));
  for (const [part, fields] of Object.entries(parts)) {
    routes.push(write(`${one}/${part}`, { kind: 'replace', ...fields }));
  }
  if (remove !== false) {
    routes.push({ method: 'DELETE', path: one, handle: (call) => erase(call, find(call), remove, view) });
  }
  if (directHash !== undefined) routes.push(hashRoute(`${one}/${directHash}`, resource, find, view));
  return routes;
}

const viewOf =
  <T extends TableName>(resource: Resource<T>): View<T> =>
  (row, call) =>
    resource.view?.(row, call) ?? show(resource.table, row);

function list<T extends TableName>(call: Call, resource: Resource<T>): EmulatorReply {
  const { wanted, everybody } = resource.list || {};
  const view = viewOf(resource);
  const { customerId } = call.identity;
  const { enter, check } = gateOf(resource);
  pageOf(call);
  enter?.(call);
  check(call, customerId);
  return listPage(call, resource.table, {
    customerId: everybody ? undefined : customerId,
    view: (row) => view(row, call),
    ...(wanted && { wanted: wanted(call) }),
  });
}

function insert<T extends TableName>(call: Call, resource: Resource<T>, create: Create<T>): EmulatorReply {
  const { customerId } = call.identity;
  const given = bodyOf(call, resource.table, create.fields);
  if (create.besides) call.body(create.besides);
  const { enter, check } = gateOf(resource);
  create.early?.(call, given);
  enter?.(call);
  check(call, customerId);
  if (create.limit) refuseFull(call, create.limit, resource.table);
  const row = addRow(call, resource.table, create.owner?.(call) ?? customerId, given, (draft) => {
    create.check?.(call, given, draft);
    refuseLong(resource.table, given, resource.tooLong);
    return create.fill?.(call, draft) ?? {};
  });
  create.after?.(call, row);
  return { ...ok((create.view ?? viewOf(resource))(row, call)), status: create.status ?? 200 };
}

/** Writes the body to the row; the body is read before the row is looked up. */
export function changeRow<T extends TableName>(
  call: Call,
  table: T,
  find: (call: Call) => RowOf<T>,
  update: Update<T>,
  { tooLong, view }: Pick<Resource<T>, 'tooLong' | 'view'> = {},
): EmulatorReply {
  const given = bodyOf(call, table, update.fields);
  update.early?.(call, given);
  const row = find(call);
  if (update.kind === 'partial' && Object.keys(given).length === 0 && update.nothing)
    return ok(update.nothing());
  const values =
    update.kind === 'partial' ? given : replacement(table, update.fields, { ...update.absent, ...given });
  update.check?.(call, values, row);
  refuseLong(table, values, tooLong);
  Object.assign(row, values);
  touch(call.world, row);
  update.after?.(call, row);
  return ok(view?.(row, call) ?? show(table, row));
}

function erase<T extends TableName>(
  call: Call,
  row: RowOf<T>,
  { check, after }: Remove<T>,
  view: View<T>,
): EmulatorReply {
  check?.(call, row);
  markDeleted(call.world, row);
  after?.(call, row);
  return ok(view(row, call));
}

/** Here the binding refuses a malformed id, not the handler; the nil id is refused afterwards. */
function hashRoute<T extends TableName>(
  path: string,
  { param, ids }: Find<T>,
  find: (call: Call) => RowOf<T>,
  view: View<T>,
): Route {
  return {
    method: 'POST',
    path,
    handle(call) {
      pathId(call, param, ids ?? 'strict');
      const row = find(call);
      Object.assign(row, { direct_hash: newDirectHash(call.world.random) });
      touch(call.world, row);
      return ok(view(row, call));
    },
  };
}
