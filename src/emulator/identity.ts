/** Who sends a request: the credentials in the server's order, its tokens, and its permission check. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Address } from '../api/wire.ts';
import { formatMicros } from '../core/time.ts';
import { denied, refuse, type EmulatorRequest } from './http.ts';
import { Bits, GRACE_MS, TOKEN_LIFETIME_MS } from './platform.ts';
import type { AgentRow } from './records.ts';
import { goTime } from './columns.ts';
import { show } from './tables/index.ts';
import type { World } from './world.ts';

export interface Identity {
  kind: 'agent' | 'accesskey' | 'delegate';
  customerId: string;
  /** The permission bits at the time the token was issued. */
  permission: number;
  agentId?: string;
  username?: string;
  /** Values at the time the token was issued. */
  addresses?: readonly Address[];
}

/** Protects nothing: its tokens are valid only for the emulator. */
const TOKEN_SECRET = 'emulator';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
export const signature = (text: string): string =>
  createHmac('sha256', TOKEN_SECRET).update(text).digest('base64url');

function token(claims: object): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${signature(text)}`;
}

export function agentToken(world: World, agent: AgentRow): string {
  const expire = formatMicros((world.now() + TOKEN_LIFETIME_MS.agent) * 1000);
  return token({ type: 'agent', agent: show('agents', agent), expire });
}

export function delegateToken(
  world: World,
  issuer: string,
  customerId: string,
): { token: string; expire: string } {
  const expire = formatMicros((world.now() + TOKEN_LIFETIME_MS.delegate) * 1000);
  const claims = {
    type: 'delegate',
    sub: issuer,
    aud: 'voipbin-api',
    jti: world.uuid(),
    customer_id: customerId,
    expire,
  };
  return { token: token(claims), expire };
}

/** Cookie `token`, `?token=`, Bearer, cookie `accesskey`, `?accesskey=`: the first one found decides. */
function findCredential(
  request: EmulatorRequest,
  query: URLSearchParams,
): { kind: 'token' | 'accesskey'; value: string } | undefined {
  const cookies = new Map(
    (request.headers['cookie'] ?? '').split(';').map((part) => {
      const [name = '', ...value] = part.trim().split('=');
      return [name, value.join('=')] as const;
    }),
  );
  const bearer = /Bearer (.*)/.exec(request.headers['authorization'] ?? '')?.[1];
  const jwt = cookies.get('token') || query.get('token') || bearer;
  if (jwt) return { kind: 'token', value: jwt };
  const key = cookies.get('accesskey') || query.get('accesskey');
  return key ? { kind: 'accesskey', value: key } : undefined;
}

/** @throws Refusal 401 */
export function authenticate(world: World, request: EmulatorRequest, query: URLSearchParams): Identity {
  const credential = findCredential(request, query);
  if (credential === undefined) throw refuse('UNAUTHENTICATED', 'AUTHENTICATION_REQUIRED');
  const identity =
    credential.kind === 'token' ? readToken(world, credential.value) : readKey(world, credential.value);
  if (identity === undefined) throw refuse('UNAUTHENTICATED', 'INVALID_CREDENTIALS');
  return identity;
}

function readKey(world: World, value: string): Identity | undefined {
  const key = world.tables.accesskeys.all().find((row) => row.token === value);
  if (key === undefined || key.tm_delete !== null) return undefined;
  if (key.tm_expire !== null && key.tm_expire <= world.now() * 1000) return undefined;
  return { kind: 'accesskey', customerId: key.customer_id, permission: Bits.admin };
}

interface Claims {
  type?: string;
  expire?: string;
  sub?: string;
  customer_id?: string;
  agent?: Pick<AgentRow, 'id' | 'customer_id' | 'permission' | 'username' | 'addresses'>;
}

function readToken(world: World, value: string): Identity | undefined {
  const [head = '', payload = '', signed = ''] = value.split('.');
  const expected = Buffer.from(signature(`${head}.${payload}`));
  const given = Buffer.from(signed);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
  // Both sides have six digits, so that text order is time order.
  if (claims.expire === undefined || claims.expire < formatMicros(world.now() * 1000)) return undefined;
  if (claims.type === 'delegate' && claims.customer_id !== undefined) {
    return { kind: 'delegate', customerId: claims.customer_id, permission: Bits.admin };
  }
  const { agent } = claims;
  if (agent === undefined) return undefined;
  return {
    kind: 'agent',
    customerId: agent.customer_id,
    permission: agent.permission,
    agentId: agent.id,
    username: agent.username,
    addresses: agent.addresses,
  };
}

export const isStaff = (identity: Identity): boolean =>
  identity.kind === 'agent' && (identity.permission & Bits.superAdmin) !== 0;

/** Staff may do everything; others need one of the bits, and must belong to the customer of the resource. */
export function mayAct(identity: Identity, bits: number, customerId: string): boolean {
  if (isStaff(identity)) return true;
  return identity.customerId === customerId && (identity.permission & bits) !== 0;
}

/** @throws Refusal 403 PERMISSION_DENIED */
export function gate(identity: Identity, bits: number, customerId: string): void {
  if (!mayAct(identity, bits, customerId)) throw denied();
}

/** @throws Refusal 403 ACCOUNT_FROZEN; only the status `frozen` blocks, and staff is exempt. */
export function refuseFrozen(world: World, identity: Identity): void {
  const customer = world.customer(identity.customerId);
  if (customer?.status !== 'frozen' || isStaff(identity)) return;
  const since = customer.tm_deletion_scheduled;
  const details = [
    {
      deletion_scheduled_at: goTime(since),
      deletion_effective_at: since === null ? null : goTime(since + GRACE_MS * 1000),
      recovery_endpoint: 'DELETE /auth/unregister',
    },
  ];
  throw refuse('PERMISSION_DENIED', 'ACCOUNT_FROZEN', { details });
}
