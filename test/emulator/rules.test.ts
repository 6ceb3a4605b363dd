/** What holds for every route, whatever it is for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../src/emulator/router.ts';
import { emptyDataset } from '../../src/emulator/dataset.ts';
import { createEmulator } from '../../src/emulator/emulator.ts';
import type { Route } from '../../src/emulator/route.ts';
import { routes } from '../../src/emulator/routes/index.ts';
import { columnsOf, tableNames } from '../../src/emulator/tables/index.ts';
import { createTenant } from '../../src/emulator/tenants.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { fakeClock } from '../support/clock.ts';
import { runs } from '../support/runs.ts';

const MISSING = 'deadbeef-0000-4000-8000-00000000dead';
const NIL = '00000000-0000-0000-0000-000000000000';

function emulate() {
  const data = emptyDataset();
  const emulator = createEmulator({ data, clock: fakeClock(), random: seededRandom(5), limits: false });
  const { world } = emulator;
  const own = createTenant(world, { manager: true, agent: true, accesskey: true, identity: 'verified' });
  const ask = (method: string, path: string, token?: string, body?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const reply = emulator.handle({ method, path, headers, body });
    const { error = {} } =
      reply.body === '' ? {} : (JSON.parse(reply.body) as { error?: { reason?: string } });
    return [reply.status, error.reason] as const;
  };
  return { emulator, own, ask };
}

const signedIn = routes.filter(({ path }) => path.startsWith('/v1.0/') && !path.startsWith('/v1.0/auth/'));
const fill = (path: string, id: string): string => path.replace(/\{[^}]+\}/g, id);

/** The routes whose answer is not as expected, with that answer. */
function wrong(
  list: readonly Route[],
  answer: (route: Route) => readonly [number, string | undefined],
  isRight: (status: number, reason: string | undefined) => boolean,
): string[] {
  return list.flatMap((route) => {
    const [status, reason] = answer(route);
    return isRight(status, reason) ? [] : [`${route.method} ${route.path}: ${status} ${reason ?? ''}`];
  });
}

describe('every route', () => {
  it('asks for a sign-in before anything else', () => {
    const { ask } = emulate();
    const answer = ({ method, path }: Route) => ask(method, fill(path, 'nope'), undefined, '{');
    expect(wrong(signedIn, answer, (_, reason) => reason === 'AUTHENTICATION_REQUIRED')).toEqual([]);
  });

  it('is reached: none is hidden by one before it', () => {
    const hidden = routes.filter(
      (route) => matchRoute(route.method, fill(route.path, MISSING))?.route !== route,
    );
    expect(hidden.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  const withId = signedIn.filter(({ path }) => path.includes('{'));

  it('refuses a malformed id', () => {
    const { ask, own } = emulate();
    const answer = ({ method, path }: Route) => ask(method, fill(path, 'nope'), own.tokens.super, '{}');
    const reasons = ['INVALID_ID', 'INVALID_REQUEST_PARAMETER'];
    expect(
      wrong(withId, answer, (status, reason = '') => status === 400 && reasons.includes(reason)),
    ).toEqual([]);
  });

  it('finds nothing under an unknown id, and changes nothing', () => {
    const { ask, own, emulator } = emulate();
    const before = JSON.stringify(emulator.save());
    const answer = ({ method, path }: Route) => ask(method, fill(path, MISSING), own.tokens.super, '{}');
    expect(wrong(withId, answer, (status) => status === 404 || status === 400)).toEqual([]);
    expect(JSON.stringify(emulator.save())).toBe(before);
  });

  it('that lists refuses a page size that is not a number', () => {
    const { ask, own } = emulate();
    const lists = signedIn.filter(({ method, path }) => method === 'GET' && /^[^{]*s$/.test(path));
    const query = `page_size=abc&chat_id=x&aicall_id=${MISSING}&transcribe_id=${MISSING}&contact_id=${MISSING}`;
    const answer = ({ path }: Route) => ask('GET', `${path}?${query}`, own.tokens.super);
    const found = wrong(lists, answer, (_, reason) => reason === 'INVALID_REQUEST_PARAMETER');
    expect([lists.length > 60, found]).toEqual([true, []]);
  });
});

/** Names of everything that a body may hold, and values where another is expected. */
const names = [
  ...new Set(tableNames.flatMap((table) => columnsOf(table).map(([name]) => name))),
  ...[
    'destinations',
    'participants',
    'contact_id',
    'tag_id',
    'expire',
    'medias',
    'storage_file_ids',
    'variables',
  ],
];
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(NIL, MISSING, '', null, [null], [1], [{}], [{ type: 'tel' }]),
);
const anyBody = fc.oneof(fc.dictionary(fc.constantFrom(...names), anyValue), fc.jsonValue());

it('any body has an answer', () => {
  const { emulator, own } = emulate();
  const { world } = emulator;
  const ids = [own.customer, own.billing, own.admin_agent, own.accesskey_id ?? '', MISSING];
  const writes = routes.filter(({ method }) => method === 'POST' || method === 'PUT');
  fc.assert(
    fc.property(
      fc.constantFrom(...writes),
      fc.constantFrom(...ids),
      anyBody,
      ({ method, path }, id, body) => {
        const headers = { authorization: `Bearer ${own.tokens.admin}` };
        emulator.handle({ method, path: fill(path, id), headers, body: JSON.stringify(body) });
        world.advance(1000);
      },
    ),
    runs(3000),
  );
});
