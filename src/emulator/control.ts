/** The emulator's own endpoints, next to the API: accounts, clock, faults, and a log of requests (docs/emulator.md). */
import * as z from 'zod/mini';
import type { Emulator } from './emulator.ts';
import { faultKinds, type FaultRule } from './faults.ts';
import type { EmulatorReply, EmulatorRequest } from './http.ts';
import { createTenant, type TenantSpec } from './tenants.ts';

const optionalFlag = z.optional(z.boolean());
const optionalText = z.optional(z.string());
const count = z.optional(z.int().check(z.gte(1)));
const amount = z.optional(z.int());

const tenantSpec = z.strictObject({
  name: optionalText,
  plan: z.optional(z.enum(['free', 'basic', 'professional', 'unlimited'])),
  credit: amount,
  tokens: amount,
  identity: z.optional(z.enum(['none', 'pending', 'verified', 'rejected'])),
  manager: optionalFlag,
  agent: optionalFlag,
  accesskey: optionalFlag,
  delegate: optionalFlag,
  email: optionalText,
});
const clockSpec = z.strictObject({ advance_ms: z.int().check(z.gte(0)) });
const faultSpec = z.strictObject({
  method: optionalText,
  path: optionalText,
  nth: count,
  times: count,
  kind: z.enum(faultKinds),
  delay_ms: z.optional(z.int().check(z.gte(0))),
});

const json = (status: number, value: unknown): EmulatorReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** A control request that cannot be carried out; the message is the answer. */
class WrongOrder extends Error {}

/** The answer of a control endpoint; undefined for every other path. */
export function control(emulator: Emulator, request: EmulatorRequest): EmulatorReply | undefined {
  const path = request.path.split('?')[0] ?? '';
  if (!path.startsWith('/_emulator/')) return undefined;
  const name = `${request.method} ${path}`;
  const act = endpoints[name];
  if (act === undefined) {
    const known = Object.keys(endpoints).join(', ');
    return json(404, { error: `${name} does not exist: the control endpoints are ${known}` });
  }
  try {
    return json(200, act(emulator, parsed(request.body)));
  } catch (error) {
    if (error instanceof WrongOrder) return json(400, { error: error.message });
    throw error;
  }
}

function parsed(body: string | undefined): unknown {
  if (!body) return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new WrongOrder('the body is not JSON');
  }
}

function read<T extends z.ZodMiniObject>(shape: T, body: unknown): z.output<T> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  throw new WrongOrder(result.error.issues.map((issue) => inWords(issue, shape)).join('; '));
}

const kinds: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a whole number',
  object: 'an object',
  string: 'a text',
};

function inWords(issue: z.core.$ZodIssue, shape: z.ZodMiniObject): string {
  const name = issue.path.join('.') || 'the body';
  switch (issue.code) {
    case 'unrecognized_keys': {
      return `${issue.keys.join(', ')} is not known: use ${Object.keys(shape.shape).join(', ')}`;
    }
    case 'invalid_value':
      return `${name} must be one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return `${name} must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `${name} must be ${String(issue.minimum)} or more`;
    default:
      return `${name} is wrong`;
  }
}

const clockOf = ({ world }: Emulator): object => ({ now: new Date(world.now()).toISOString() });

type Act = (emulator: Emulator, body: unknown) => unknown;
const endpoints: Readonly<Record<string, Act>> = {
  'POST /_emulator/tenants': ({ world }, body) => createTenant(world, read(tenantSpec, body) as TenantSpec),
  'GET /_emulator/clock': clockOf,
  'POST /_emulator/clock': (emulator, body) => {
    emulator.advance(read(clockSpec, body).advance_ms);
    return clockOf(emulator);
  },
  'GET /_emulator/faults': ({ faults }) => faults.pending(),
  'POST /_emulator/faults': (emulator, body) => {
    emulator.addFault(read(faultSpec, body) as FaultRule);
    return emulator.faults.pending();
  },
  'DELETE /_emulator/faults': ({ faults }) => {
    faults.clear();
    return [];
  },
  'GET /_emulator/requests': ({ requests }) => requests,
};
