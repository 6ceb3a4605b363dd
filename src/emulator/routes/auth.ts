/** `/ping` and `/auth/*`: refusals here have an empty body. */
import { bind, type Bound, type Shape } from '../body.ts';
import { createCustomer, freeze, recover, removeCustomer } from '../customers.ts';
import { bare, missing, ok, type EmulatorReply } from '../http.ts';
import { newAccesskey, parseUuid } from '../ids.ts';
import { agentToken, delegateToken, isStaff, mayAct } from '../identity.ts';
import type { CustomerRow } from '../records.ts';
import { addRow } from '../rows.ts';
import { ADMIN, type Call, type Route } from '../route.ts';
import { show } from '../tables/index.ts';

/** Reads a body; every error in it is an empty 400. */
function bareBody<S extends Shape>(call: Call, shape: S): Bound<S> {
  try {
    return bind(call.request.body, shape);
  } catch {
    throw bare(400);
  }
}

const unknownToken = (method: Route['method'], name: string): Route => ({
  method,
  path: `/auth/${name}`,
  access: 'none',
  handle() {
    throw bare(400);
  },
});

const REASON = /^[\x20-\x7e]{10,200}$/;

export const authRoutes: readonly Route[] = [
  { method: 'GET', path: '/ping', access: 'none', handle: () => ok({ message: 'pong' }) },
  {
    method: 'POST',
    path: '/auth/login',
    access: 'none',
    handle(call) {
      const { username, password } = bareBody(call, { username: 'string', password: 'string' });
      if (!username || !password) throw bare(400);
      const agents = call.world.tables.agents.all();
      const agent = agents.find((row) => row.username === username && row.tm_delete === null);
      if (agent === undefined || agent.password !== password) throw bare(400);
      const token = agentToken(call.world, agent);
      const reply = ok({ username, token });
      const cookie = `token=${token}; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Strict`;
      return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } };
    },
  },
  {
    method: 'POST',
    path: '/auth/delegate',
    handle(call) {
      const { customer_id, reason } = bareBody(call, { customer_id: 'string', reason: 'string' });
      if (customer_id === undefined || reason === undefined) throw bare(400);
      const id = parseUuid(customer_id);
      if (id === undefined) throw bare(422);
      if (!isStaff(call.identity)) throw bare(403);
      if (!REASON.test(reason)) throw bare(422);
      const customer = call.world.customer(id);
      if (customer === undefined || customer.status === 'deleted') throw bare(404);
      const { token, expire } = delegateToken(call.world, call.identity.agentId ?? '', id);
      return ok({ token, customer_id: id, expire });
    },
  },
  { method: 'POST', path: '/auth/unregister', access: 'frozen', handle: unregister },
  {
    method: 'DELETE',
    path: '/auth/unregister',
    access: 'frozen',
    handle(call) {
      const customer = ownAsAdmin(call);
      if (customer.status !== 'frozen') throw bare(400);
      recover(call.world, customer);
      return ok(show('customers', customer));
    },
  },
  {
    method: 'POST',
    path: '/auth/password-forgot',
    access: 'none',
    handle(call) {
      if (!bareBody(call, { username: 'string' }).username) throw bare(400);
      return ok({});
    },
  },
  // Links come by e-mail, which the emulator does not send: no token is ever valid.
  ...(['email-verify', 'password-reset'] as const).flatMap((name) =>
    (['GET', 'POST'] as const).map((method) => unknownToken(method, name)),
  ),
  unknownToken('POST', 'boot'),
  {
    method: 'POST',
    path: '/auth/signup',
    access: 'none',
    handle(call) {
      const body = bareBody(call, {
        email: 'string',
        accepted_tos: 'bool',
        name: 'string',
        detail: 'string',
        phone_number: 'string',
        address: 'string',
        webhook_method: 'string',
        webhook_uri: 'string',
      });
      if (!body.email || !body.accepted_tos) throw bare(400);
      const customer = createCustomer(call.world, body, { status: 'initial', email_verified: false });
      if (customer === undefined) return ok({});
      const key = addRow(call, 'accesskeys', customer.id, { name: 'default' }, ({ tm_create }) => ({
        token: newAccesskey(call.world.random),
        tm_expire: tm_create + 365 * 86_400_000_000,
      }));
      return ok({
        customer: show('customers', customer),
        accesskey: { ...show('accesskeys', key), token: key.token },
      });
    },
  },
];

/** The API description also lists these below /v1.0; there they require a credential, then answer "not found". */
const stubs: readonly [Route['method'], string][] = [
  ['POST', 'boot'],
  ['POST', 'signup'],
  ['GET', 'email-verify'],
  ['POST', 'email-verify'],
  ['POST', 'password-forgot'],
  ['GET', 'password-reset'],
  ['POST', 'password-reset'],
  ['POST', 'unregister'],
  ['DELETE', 'unregister'],
];

export const stubRoutes: readonly Route[] = stubs.map(([method, name]) => ({
  method,
  path: `/v1.0/auth/${name}`,
  handle() {
    throw missing('ROUTE_NOT_FOUND');
  },
}));

function ownAsAdmin(call: Call): CustomerRow {
  const customer = call.world.customer(call.identity.customerId);
  if (customer === undefined || !mayAct(call.identity, ADMIN, customer.id)) throw bare(403);
  return customer;
}

function unregister(call: Call): EmulatorReply {
  const body = bareBody(call, { password: 'string', confirmation_phrase: 'string', immediate: 'bool' });
  if ((body.password === undefined) === (body.confirmation_phrase === undefined)) throw bare(400);
  const customer = ownAsAdmin(call);
  const agent = call.world.tables.agents.get(call.identity.agentId ?? '');
  if (body.confirmation_phrase !== undefined && body.confirmation_phrase !== 'DELETE') throw bare(400);
  if (body.password !== undefined && agent?.password !== body.password) throw bare(400);
  if (!body.immediate) freeze(call.world, customer);
  else {
    removeCustomer(call.world, customer);
    const short = customer.id.slice(0, 8);
    Object.assign(customer, {
      name: `deleted_user_${short}`,
      email: `deleted_${short}@removed.voipbin.net`,
      phone_number: '',
      address: '',
      webhook_uri: '',
      tm_deletion_scheduled: customer.tm_deletion_scheduled ?? customer.tm_delete,
    });
  }
  return ok(show('customers', customer));
}
