/**
 * A resource as one description, and the routes that follow from it: how a row is found, what a body may set, which
 * plan limits it, what an update does to what it leaves out.
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

/** How the row of the path's id is looked up; the permission is asked last, as the server does it. */
export interface Find<T extends TableName> {
  table: T;
  /** The name of the id in the path (`id`). */
  param?: string;
  ids?: IdStyle;
  /** The reason of a 404, or another refusal, for an id that does not exist. */
  unknown: string | Refuse;
  /** For a row of another customer, staff included; it is a matter of permission unless said. */
  foreign?: Refuse;
  /** What a deleted row answers; it is shown unless said. */
  deleted?: Refuse;
  /** The permissions, of which one is enough; or a test of its own. */
  bits?: number;
  gate?: Gate;
  /** Who may besides. */
  allows?: (call: Call, row: RowOf<T>) => boolean;
}

/** Who gets in. */
export interface Gate {
  /** Looked at before anything else of the resource. @throws Refusal */
  enter?: (call: Call) => void;
  /** @throws Refusal for a row of this customer */
  check: (call: Call, customerId: string) => void;
}

/** Agents with a login, whatever they may do; keys and delegates are "not signed in" there. */
export const ownAgents = {
  enter(call: Call): void {
    if (call.identity.kind !== 'agent') throw refuse('UNAUTHENTICATED', 'AUTHENTICATION_REQUIRED');
  },
  check: refuseOthers,
};

/** Anybody of the customer. */
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

/** Something done with one row; what the request gives is read before the row is looked for. */
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

/** Which columns a body sets, and what is looked at before they are written. */
export interface Write<T extends TableName> {
  fields: readonly Field<T>[];
  /** Looked at before anything is looked up, and before the permission. */
  early?: (call: Call, given: Values<T>) => void;
  /** Looks at what the body gave, and may add to it. */
  check?: (call: Call, given: Values<T>, row: RowOf<T>) => void;
  after?: (call: Call, row: RowOf<T>) => void;
}
export interface Update<T extends TableName> extends Write<T> {
  /** `replace`: what is left out becomes empty. `partial`: it stays. */
  kind: 'replace' | 'partial';
  /** What is left out becomes this instead of empty. */
  absent?: Values<T>;
  /** What a partial update without any field answers. */
  nothing?: () => object;
}
export interface Create<T extends TableName> extends Write<T> {
  /** What the body says besides columns: a wrong type is refused with those of the columns. */
  besides?: Shape;
  /** The plan's limit, an internal error when it is reached. */
  limit?: keyof Omit<PlanLimits, 'tokens'>;
  /** Whose the new row is, if not the caller's customer. */
  owner?: (call: Call) => string;
  /** What the platform fills in. */
  fill?: (call: Call, row: RowOf<T>) => Values<T>;
  status?: 201;
  /** What is shown of the new row, if not what is always shown. */
  view?: View<T>;
}

export interface Resource<T extends TableName> extends Find<T> {
  /** Below `/v1.0/`; the table's name unless said. */
  path?: string;
  get?: false;
  list?: false | { wanted?: (call: Call) => (row: RowOf<T>) => boolean; everybody?: true };
  /** What a text that is too long answers (an internal error). */
  tooLong?: Refuse;
  create?: Create<T> | ((call: Call) => EmulatorReply);
  update?: Update<T>;
  /** `PUT /<path>/{id}/<part>`: each replaces some of the columns. */
  parts?: Readonly<Record<string, Write<T>>>;
  remove?: false | Remove<T>;
  /** The last part of the path that makes a new hash. */
  directHash?: 'direct-hash-regenerate' | 'direct_hash_regenerate';
  view?: View<T>;
}
type View<T extends TableName> = (row: RowOf<T>, call: Call) => object;
interface Remove<T extends TableName> {
  /** @throws Refusal where the row is needed */
  check?: (call: Call, row: RowOf<T>) => void;
  after?: (call: Call, row: RowOf<T>) => void;
}

/** The routes of a resource; what is special about it has routes of its own. */
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

/** Writes what the body gives to the row that is found; the body is read before the row is looked for. */
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

/** A malformed id is refused by the binding here, not by the handler, and the nil id a moment later. */
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
