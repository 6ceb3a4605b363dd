/** Which step waits for which, and that the server accepts them in this order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/core/ports.ts';
import { toYaml } from '../../src/core/yaml/write.ts';
import { bench, type Bench } from '../support/program.ts';
import { agentOf, idOf, lockOf, planOf } from '../support/planning.ts';

const [one, two, three] = [1, 2, 3].map((n) => `agent-${n}@acme.example`) as [string, string, string];
const [X, Y, Z] = ['tel:+14155550101', 'tel:+14155550102', 'tel:+14155550103'];

/** Each step, and the agent steps that it waits for. */
const orderOf = (...args: Parameters<typeof planOf>): [string, ...string[]][] =>
  planOf(...args).steps.map(({ change: { address, after } }) => [address, ...after]);
const agent = (name: string, ...after: string[]): [string, ...string[]] => [
  `agents/${name}`,
  ...after.map((other) => `agents/${other}`),
];

describe('an address that changes hands', () => {
  it.each<[string, object, [string, ...string[]][]]>([
    [
      'is given up before it is taken, whatever the order of the file',
      { [two]: { addresses: [X] }, [one]: { addresses: [] } },
      [agent(one), agent(two, one)],
    ],
    [
      'through three hands',
      { [three]: { addresses: [Y] }, [two]: { addresses: [X] }, [one]: { addresses: [Z] } },
      [agent(one), agent(two, one), agent(three, two)],
    ],
    [
      'to a new agent',
      { 'new@acme.example': { addresses: [X] }, [one]: { addresses: [] } },
      [agent(one), agent('new@acme.example', one)],
    ],
    [
      'of two agents to one',
      { [three]: { addresses: [X, Y] }, [one]: { addresses: [] }, [two]: { addresses: [] } },
      [agent(one), agent(two), agent(three, one, two)],
    ],
    [
      'written in capitals',
      { [three]: { addresses: ['sip:a@ACME.example'] }, 'agent-4@acme.example': { addresses: [] } },
      [agent('agent-4@acme.example'), agent(three, 'agent-4@acme.example')],
    ],
    [
      'needs no wait if no one has it',
      { [two]: { addresses: [Z] }, [one]: { addresses: [] } },
      [agent(two), agent(one)],
    ],
  ])('%s', (_name, agents, expected) => {
    const live = [agentOf(1, X), agentOf(2, Y), agentOf(3), agentOf(4, 'sip:a@acme.example')];
    const steps = orderOf({ agents }, { agents: live });
    expect(steps.sort(([a], [b]) => Number(a.includes('new@')) - Number(b.includes('new@')))).toEqual(
      expected,
    );
  });

  it('waits for a new extension, too', () => {
    const plain = {
      extensions: { 1001: { password: 'generate' } },
      agents: { [two]: { addresses: [X, 'extension:1001'] }, [one]: { addresses: [] } },
    };
    expect(orderOf(plain, { agents: [agentOf(1, X), agentOf(2)] })).toEqual([
      ['extensions/1001'],
      agent(one),
      [`agents/${two}`, 'extensions/1001', `agents/${one}`],
    ]);
  });
});

describe('an administrator steps down', () => {
  const [AGENT, ADMIN] = [16, 32];
  const down = { permission: 'agent' };
  const up = { permission: 'admin' };
  it.each<[string, object, [number, number, number], [string, ...string[]][]]>([
    ['when another exists', { [one]: down, [two]: up }, [ADMIN, AGENT, AGENT], [agent(two), agent(one, two)]],
    [
      'when another is created',
      { [one]: down, 'new@acme.example': { ...up, addresses: [Z] } },
      [ADMIN, AGENT, AGENT],
      [agent('new@acme.example'), agent(one, 'new@acme.example')],
    ],
    [
      'when one that stays has got another permission',
      { [one]: down, [two]: { permission: 'admin+manager' } },
      [ADMIN, ADMIN, AGENT],
      [agent(two), agent(one, two)],
    ],
    [
      'or gets another permission, when another exists',
      { [one]: { permission: 'admin+manager' }, [two]: up },
      [ADMIN, AGENT, AGENT],
      [agent(two), agent(one, two)],
    ],
    [
      'immediately while a third one stays',
      { [one]: down, [two]: up },
      [ADMIN, AGENT, ADMIN],
      [agent(one), agent(two)],
    ],
    [
      'immediately next to platform staff',
      { [one]: down, [two]: up },
      [ADMIN, AGENT, 1],
      [agent(one), agent(two)],
    ],
  ])('%s', (_name, agents, [first, second, third], expected) => {
    const live = [agentOf(1, '', first), agentOf(2, '', second), agentOf(3, '', third)];
    expect(orderOf({ agents }, { agents: live })).toEqual(expected);
  });
});

describe('an object that matches the file', () => {
  it('needs no step: the account, an object, an object under another name', () => {
    const plain = {
      account: { name: 'Acme', detail: null },
      tags: { a: { detail: null }, b: { id: idOf(2), name: 'B' } },
    };
    const tags = [
      { id: idOf(1), name: 'a', detail: '' },
      { id: idOf(2), name: 'B' },
    ];
    expect(planOf(plain, { tags }).steps).toEqual([]);
  });
});

describe('an object that is deleted', () => {
  const named = [
    ['tags', 'name'],
    ['extensions', 'extension'],
    ['flows', 'name'],
    ['queues', 'name'],
    ['agents', 'username'],
    ['numbers', 'number'],
  ] as const;
  const agentName = 'old@acme.example';
  const names = { tags: 'old', extensions: '1001', flows: 'Old', queues: 'Old' };
  const gone = { ...names, agents: agentName, numbers: '+899123456789' };
  const lists = Object.fromEntries(
    named.map(([kind, key], index) => [kind, [{ id: idOf(index + 1), [key]: gone[kind] }]]),
  );
  const lock = lockOf(Object.fromEntries(named.map(([kind], i) => [kind, { [gone[kind]]: idOf(i + 1) }])));

  it('goes when nothing names it any more: after all changes, by kind; purchases come last', () => {
    const [keeper, main] = [idOf(20), idOf(21)];
    const account = {
      ...lists,
      flows: [
        { id: idOf(3), name: 'Old' },
        { id: main, name: 'Main' },
      ],
      queues: [
        { id: idOf(4), name: 'Old', tag_ids: [idOf(1)] },
        { id: keeper, name: 'Keeper', tag_ids: [idOf(1)], wait_flow_id: idOf(3) },
      ],
      billing: { balance_credit: 10_000_000 },
    };
    const plain = {
      tags: { fresh: {} },
      extensions: {},
      flows: { Main: { detail: 'changed' } },
      queues: { Keeper: { tags: ['fresh'], wait_flow: 'Main' } },
      agents: {},
      numbers: { '+14155550170': { rtp_debug: true }, '+899999999999': {} },
    };
    const { steps } = planOf(plain, account, { prune: true, lock });
    expect(steps.map(({ change: { verb, address } }) => `${verb} ${address}`)).toEqual([
      'create tags/fresh',
      'update flows/Main',
      'update queues/Keeper',
      'create numbers/+899999999999',
      'delete numbers/+899123456789',
      `delete agents/${agentName}`,
      'delete queues/Old',
      'delete flows/Old',
      'delete extensions/1001',
      'delete tags/old',
      'create numbers/+14155550170',
      'update then/numbers/+14155550170',
    ]);
    // Each waits for all earlier ones.
    const phases = steps.map(({ phase }) => phase);
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
    expect(new Set(phases.slice(4, 11)).size).toBe(7);
  });
});

describe('when a step fails', () => {
  const tags = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`tag ${n}`, {}]));
  it('no other step is started: those of its phase that were under way finish, later phases do not begin', async () => {
    const made = bench('empty');
    let posts = 0;
    const refusing: Transport = (request) => {
      if (request.method === 'POST') posts += 1;
      return request.method === 'POST' && posts === 3
        ? Promise.resolve({ status: 403, headers: {}, body: '' })
        : made.emulator.transport(request);
    };
    const files = { '/voipbin.yaml': toYaml({ tags, numbers: { n: { virtual: 'any' } } }) };

    const { code, stderr } = await made.run('apply --yes', { files, transport: refusing });

    expect(code).toBe(4);
    const [, done = '', left = ''] = /(\d+) of 31 changes made(?:, (\d+) not started)?/.exec(stderr) ?? [];
    expect(posts).toBeLessThanOrEqual(2 + 8);
    expect([Number(done), Number(left)]).toEqual([posts - 1, 31 - posts]);
    expect(made.asked().filter((line) => line.endsWith('/numbers') && line.startsWith('POST'))).toEqual([]);
  });
});

describe('the server accepts the order of steps', () => {
  const start = {
    agents: {
      [one]: { addresses: [X], permission: 'agent' },
      [two]: { addresses: [Y], permission: 'agent' },
      [three]: { addresses: [Z], permission: 'admin' },
    },
  };
  const run = async (made: Bench, plain: object): Promise<{ code: number; stderr: string }> => {
    const files = { '/voipbin.yaml': toYaml(plain) };
    const { code, stderr } = await made.run('apply --yes --prune --allow-large-delete', { files });
    return { code, stderr };
  };
  const owner = 'owner@newcompany.example';

  it.each([
    [
      'addresses passed on in a chain',
      { [three]: { addresses: [Y] }, [two]: { addresses: [X] }, [one]: { addresses: ['tel:+14155550109'] } },
    ],
    [
      'the only administrators replaced',
      {
        [owner]: { permission: 'agent' },
        [three]: { permission: 'agent' },
        [two]: { permission: 'admin' },
        [one]: {},
      },
    ],
    [
      'one of two loses permissions, and the other gains some',
      { [owner]: { permission: 'agent' }, [three]: { permission: 'admin+manager' }, [two]: {}, [one]: {} },
    ],
    [
      'a new agent with the address of another',
      { 'new@acme.example': { addresses: [X] }, [one]: { addresses: [] }, [two]: {}, [three]: {} },
    ],
  ])('%s', async (_name, agents) => {
    const made = bench('empty');
    expect(await run(made, start)).toMatchObject({ code: 0 });
    expect(await run(made, { agents })).toMatchObject({ code: 0 });
  });

  it('an address of an agent that is deleted: in two steps, as the hint says', async () => {
    const made = bench('empty');
    await run(made, start);
    const agents = { [two]: { addresses: [X] }, [three]: {} };
    const refused = await run(made, { agents });
    expect(refused.code).toBe(7);
    expect(refused.stderr).toContain('first take the address away, then give it to the other agent');
    expect(await run(made, { agents: { ...agents, [one]: { addresses: [] }, [two]: {} } })).toMatchObject({
      code: 0,
    });
    expect(await run(made, { agents })).toMatchObject({ code: 0 });
  });
});

describe('for any change of the agents', () => {
  const owner = 'owner@newcompany.example';
  const permission = fc.constantFrom('agent', 'admin', 'admin+manager');
  /** Each address belongs to an agent or to no one. */
  const agentsArbitrary = fc
    .record({
      owners: fc.tuple(
        ...[X, Y, Z, 'sip:a@b.example'].map(() => fc.constantFrom(one, two, three, undefined)),
      ),
      permissions: fc.record({
        [one]: permission,
        [two]: permission,
        [three]: permission,
        [owner]: permission,
      }),
      there: fc.subarray([one, two, three, owner]),
    })
    .map(({ owners, permissions, there }) => {
      const all = [X, Y, Z, 'sip:a@b.example'];
      // An address of its own: no agent is created without one.
      const of = (name: string): string[] => [
        `sip:${name}`,
        ...all.filter((_, index) => owners[index] === name),
      ];
      return Object.fromEntries(
        there.map((name) => [name, { permission: permissions[name], addresses: of(name) }]),
      );
    });

  it('the plan can be carried out, or says in advance why not', async () => {
    await fc.assert(
      fc.asyncProperty(agentsArbitrary, agentsArbitrary, fc.boolean(), async (first, second, prune) => {
        const made = bench('empty');
        for (const agents of [first, second]) {
          const files = { '/voipbin.yaml': toYaml({ agents }) };
          const flags = prune ? '--prune --allow-large-delete' : '';
          const { obstacles } = JSON.parse((await made.run(`plan ${flags} -o json`, { files })).stdout) as {
            obstacles: unknown[];
          };
          const { code, stderr } = await made.run(`apply --yes ${flags}`);
          expect({ code, stderr }).toMatchObject({ code: obstacles.length > 0 ? 7 : 0 });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a large account', () => {
  const count = 5000;
  const name = (n: number): string => `Flow ${n % count}`;
  const link = (n: number): object => ({ on_complete_flow: name(n + 1) });

  it('with thousands of flows in one ring is planned in seconds, new or existing', () => {
    const plain = { flows: Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), link(n)])) };
    const flows = Array.from({ length: count }, (_, n) => ({
      id: idOf(n),
      name: name(n),
      on_complete_flow_id: idOf((n + 2) % count),
    }));
    const began = performance.now();
    expect(planOf(plain, {}).steps.length).toBe(count + 1);
    expect(planOf(plain, { flows }).steps.length).toBe(count);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
