/** Creates accounts on request, as the recorded scenarios start with. */
import { addCustomer, completeCustomer } from './customers.ts';
import { newAccesskey } from './ids.ts';
import { agentToken, delegateToken } from './identity.ts';
import { Bits } from './platform.ts';
import type { AgentRow, CustomerRow } from './records.ts';
import { addRow } from './rows.ts';
import { billingAccountOf, isLive, liveRows, touch } from './route.ts';
import type { World } from './world.ts';

export interface TenantSpec {
  name?: string;
  plan?: string;
  /** Micro-USD. */
  credit?: number;
  tokens?: number;
  identity?: CustomerRow['identity_verification_status'];
  manager?: boolean;
  agent?: boolean;
  accesskey?: boolean;
  delegate?: boolean;
  /** `owner-<run>-<alias>@acme.test`: the names of managers and agents are derived from it. */
  email?: string;
}

/** What was created; parts that were not requested are absent. */
export interface Tenant {
  customer: string;
  billing: string;
  admin_agent: string;
  email: string;
  manager_agent?: string;
  plain_agent?: string;
  accesskey_id?: string;
  accesskey?: string;
  tokens: { super: string; admin: string; manager?: string; agent?: string; delegate?: string };
}

const ADMIN_PASSWORD = 'admin-pass-1';
const KEY_LIFETIME_MICROS = 365 * 86_400_000_000;

export function createTenant(world: World, spec: TenantSpec): Tenant {
  const staff = staffAgent(world);
  const email = spec.email ?? `owner-${Buffer.from(world.random.bytes(4)).toString('hex')}-t@acme.test`;
  const { customer, admin } = createAccount(world, spec, email);
  const account = billingAccountOf(world, customer.id);
  if (account !== undefined) {
    account.balance_credit = spec.credit ?? account.balance_credit;
    account.balance_token = spec.tokens ?? account.balance_token;
  }
  const tokens: Tenant['tokens'] = { super: agentToken(world, staff), admin: agentToken(world, admin) };
  const tenant: Tenant = {
    customer: customer.id,
    billing: customer.billing_account_id,
    admin_agent: admin.id,
    email,
    tokens,
  };
  const named = (role: string): string =>
    email.startsWith('owner-') ? email.replace('owner-', `${role}-`) : `${role}-${email}`;
  if (spec.manager) {
    const manager = addAgent(world, customer.id, named('manager'), 'manager', Bits.manager);
    tenant.manager_agent = manager.id;
    tokens.manager = agentToken(world, manager);
  }
  if (spec.agent) {
    const agent = addAgent(world, customer.id, named('agent'), 'agent', Bits.agent);
    tenant.plain_agent = agent.id;
    tokens.agent = agentToken(world, agent);
  }
  if (spec.accesskey) {
    const key = addRow({ world }, 'accesskeys', customer.id, { name: 'cli' }, ({ tm_create }) => ({
      token: newAccesskey(world.random),
      tm_expire: tm_create + KEY_LIFETIME_MICROS,
    }));
    tenant.accesskey_id = key.id;
    tenant.accesskey = key.token;
  }
  if (spec.delegate) tokens.delegate = delegateToken(world, staff.id, customer.id).token;
  return tenant;
}

function createAccount(
  world: World,
  spec: TenantSpec,
  email: string,
): { customer: CustomerRow; admin: AgentRow } {
  const customer = addCustomer(world, {
    name: spec.name ?? 'Acme',
    email,
    phone_number: '+15550001000',
    address: '1 Main St',
    webhook_method: 'POST',
    webhook_uri: 'https://hooks.acme.test/voipbin',
    email_verified: true,
    status: 'active',
    ...(spec.identity && { identity_verification_status: spec.identity }),
  });
  completeCustomer(world, customer, spec.plan ?? 'free');
  const [admin] = liveRows(world.tables.agents, customer.id);
  if (admin === undefined) throw new Error('a new customer has no admin');
  admin.password = ADMIN_PASSWORD;
  touch(world, admin);
  return { customer, admin };
}

function addAgent(
  world: World,
  customerId: string,
  username: string,
  name: string,
  permission: number,
): AgentRow {
  return addRow({ world }, 'agents', customerId, {
    username,
    password: `${name}-pass-1`,
    name,
    ring_method: 'ringall',
    status: 'offline',
    permission,
  });
}

/** The platform's staff agent, created with its own customer if the seed has none. */
function staffAgent(world: World): AgentRow {
  const found = world.tables.agents
    .all()
    .find((row) => (row.permission & Bits.superAdmin) !== 0 && isLive(row));
  if (found !== undefined) return found;
  const { admin } = createAccount(
    world,
    { name: 'VoIPBIN Platform', plan: 'unlimited' },
    'staff@voipbin.test',
  );
  admin.permission = Bits.superAdmin;
  return admin;
}
