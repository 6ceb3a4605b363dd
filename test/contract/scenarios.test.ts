/** Every recorded answer of the genuine server, replayed on the emulator: directly, and over a socket. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { control } from '../../src/emulator/control.ts';
import { emptyDataset } from '../../src/emulator/dataset.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import type { EmulatorReply, EmulatorRequest } from '../../src/emulator/http.ts';
import { serve } from '../../src/emulator/server.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { createNormalizer } from './normalize.mjs';

interface Step {
  as?: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string;
  save?: Record<string, string>;
  after_ms?: number;
  response: { status: number; headers: Record<string, string | null>; body: unknown };
}
interface Scenario {
  name: string;
  tenants: Record<string, Record<string, unknown>>;
  ids: Record<string, string>;
  steps: Step[];
}
interface Tenant extends Record<string, unknown> {
  tokens: Record<string, string | undefined>;
  accesskey?: string;
}

type Ask = (request: EmulatorRequest) => Promise<EmulatorReply>;

const scenarios = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Scenario)
  .filter(({ steps }) => Array.isArray(steps));

const NIL = '00000000-0000-0000-0000-000000000000';
const MISSING = 'deadbeef-0000-4000-8000-00000000dead';

function newEmulator(): Emulator {
  // The clock stands still: nothing is refused although the limits are on, and nothing happens without `after_ms`.
  const clock = { now: () => Date.parse('2026-11-23T12:00:00.5Z'), sleep: () => Promise.resolve() };
  return createEmulator({ data: emptyDataset(), clock, random: seededRandom(7), limits: true });
}

/** Plays one scenario; answers with every difference. */
async function replay(scenario: Scenario, ask: Ask): Promise<string[]> {
  const tag = 'run1';
  const variables = new Map<string, string>([
    ['nil', NIL],
    ['missing', MISSING],
    ['tag', tag],
  ]);
  const tenants = new Map<string, Tenant>();
  for (const [alias, spec] of Object.entries(scenario.tenants)) {
    const body = JSON.stringify({ ...spec, email: `owner-${tag}-${alias}@acme.test` });
    const reply = await ask({ method: 'POST', path: '/_emulator/tenants', headers: {}, body });
    const tenant = JSON.parse(reply.body) as Tenant;
    tenants.set(alias, tenant);
    for (const [key, value] of Object.entries(tenant))
      if (typeof value === 'string') variables.set(`${alias}.${camelCase(key)}`, value);
  }
  const fill = (text: string): string =>
    text.replace(/\{([\w.]+)\}/g, (whole, name: string) => variables.get(name) ?? whole);
  const normalizer = createNormalizer();
  const known = Object.entries(scenario.ids).sort((a, b) => order(a[1]) - order(b[1]));
  for (const [name] of known) normalizer.text(variables.get(name) ?? '');

  const differences: string[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    if (step.after_ms) {
      const body = JSON.stringify({ advance_ms: step.after_ms });
      await ask({ method: 'POST', path: '/_emulator/clock', headers: {}, body });
    }
    const raw = step.raw ?? (step.body === undefined ? undefined : fill(JSON.stringify(step.body)));
    const headers = { ...signIn(step.as, tenants), ...step.headers };
    const reply = await ask({
      method: step.method,
      path: fill(step.path),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
      body: raw,
    });
    const body = parse(reply.body);
    const actual = normalizer.walk(body);
    for (const [name, path] of Object.entries(step.save ?? {})) variables.set(name, String(at(body, path)));
    const place = `${scenario.name} #${index} ${step.method} ${step.path}`;
    const wanted = {
      ...step.response,
      body: JSON.parse(fillTag(JSON.stringify(step.response.body), tag)) as unknown,
    };
    if (reply.status !== wanted.status)
      differences.push(`${place}: status ${reply.status}, recorded ${wanted.status}`);
    for (const [name, value] of Object.entries(wanted.headers)) {
      const given = reply.headers[name] ?? null;
      const same = value === 'present' ? given !== null : given === value;
      if (!same) differences.push(`${place}: header ${name} ${String(given)}, recorded ${String(value)}`);
    }
    if (!isDeepStrictEqual(sorted(actual), sorted(wanted.body))) {
      differences.push(
        `${place}:\n    got      ${JSON.stringify(actual)}\n    recorded ${JSON.stringify(wanted.body)}`,
      );
    }
  }
  return differences;
}

const camelCase = (name: string): string =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const order = (placeholder: string): number => Number(/\d+/.exec(placeholder)?.[0]);
const fillTag = (text: string, tag: string): string => text.replaceAll('{tag}', tag);

function signIn(as: string | undefined, tenants: Map<string, Tenant>): Record<string, string> {
  if (as === undefined) return {};
  const [role = '', alias] = as.split('@');
  const tenant = alias === undefined ? [...tenants.values()][0] : tenants.get(alias);
  if (role === 'accesskey') return { cookie: `accesskey=${tenant?.accesskey ?? ''}` };
  return { authorization: `Bearer ${tenant?.tokens[role] ?? ''}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((part, key) => (part as Record<string, unknown>)[key], value);
}

/** Key order does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

describe('the emulator answers as the genuine server did', () => {
  it('all that was recorded is here', () => {
    expect(scenarios.length).toBe(30);
    expect(scenarios.reduce((sum, { steps }) => sum + steps.length, 0)).toBe(820);
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const emulator = newEmulator();
    const differences = await replay(scenario, (request) =>
      Promise.resolve(control(emulator, request) ?? emulator.handle(request)),
    );
    expect(differences.join('\n')).toBe('');
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s over a socket, too',
    async (_name, scenario) => {
      const server = await serve(newEmulator(), { port: 0, sleep: () => Promise.resolve() });
      const ask: Ask = async ({ method, path, headers, body }) => {
        const answer = await fetch(server.url + path, {
          method,
          headers: headers as Record<string, string>,
          redirect: 'manual',
          ...(body !== undefined && { body }),
        });
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: await answer.text(),
        };
      };
      const differences = await replay(scenario, ask);
      await server.close();
      expect(differences.join('\n')).toBe('');
    },
  );
});
