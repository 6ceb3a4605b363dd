/** The emulator's own endpoints, next to the API: accounts, clock, faults, and a log of requests. */
import * as z from 'zod/mini';
import type { Emulator } from './emulator.ts';
import { faultKinds } from './faults.ts';
import type { EmulatorReply, EmulatorRequest } from './http.ts';
import { createTenant, type TenantSpec } from './tenants.ts';

const optionalFlag = z.optional(z.boolean());
const tenantSpec = z.strictObject({
  name: z.optional(z.string()),
  plan: z.optional(z.enum(['free', 'basic', 'professional', 'unlimited'])),
  credit: z.optional(z.number()),
  tokens: z.optional(z.number()),
  identity: z.optional(z.enum(['none', 'pending', 'verified', 'rejected'])),
  manager: optionalFlag,
  agent: optionalFlag,
  accesskey: optionalFlag,
  delegate: optionalFlag,
  email: z.optional(z.string()),
});
const clockSpec = z.strictObject({ advance_ms: z.number() });
const faultSpec = z.strictObject({
  method: z.optional(z.string()),
  path: z.optional(z.string()),
  nth: z.optional(z.number()),
  times: z.optional(z.number()),
  kind: z.enum(faultKinds),
  delayMs: z.optional(z.number()),
});

const json = (status: number, value: unknown): EmulatorReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** The answer of a control endpoint; undefined for every other path. */
export function control(emulator: Emulator, request: EmulatorRequest): EmulatorReply | undefined {
  if (!request.path.startsWith('/_emulator/')) return undefined;
  const act = endpoints[`${request.method} ${request.path.split('?')[0] ?? ''}`];
  if (act === undefined) return json(404, { error: `there are ${Object.keys(endpoints).join(', ')}` });
  try {
    return json(200, act(emulator, request.body ? JSON.parse(request.body) : {}));
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

const endpoints: Readonly<Record<string, (emulator: Emulator, body: unknown) => unknown>> = {
  'POST /_emulator/tenants': ({ world }, body) => createTenant(world, tenantSpec.parse(body) as TenantSpec),
  'POST /_emulator/clock': (emulator, body) => {
    emulator.advance(clockSpec.parse(body).advance_ms);
    return { now: new Date(emulator.world.now()).toISOString() };
  },
  'POST /_emulator/faults': (emulator, body) => {
    emulator.addFault(faultSpec.parse(body) as Parameters<Emulator['addFault']>[0]);
    return {};
  },
  'GET /_emulator/requests': ({ requests }) => requests,
};
