/** A plan file exported without its lock file: it has ids for objects that their names do not identify. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NIL_UUID } from '../../src/core/ids.ts';
import { parseYaml } from '../../src/core/yaml/parse.ts';
import { oddRowsArbitrary, withOddRows, type OddRows } from '../support/plans.ts';
import { bench, benchOf, type Bench } from '../support/program.ts';
import { runs } from '../support/runs.ts';

const nothingOdd: OddRows = {
  tags: [],
  flows: [],
  queues: [],
  agents: [],
  numbers: [],
  customer: { name: 'A', detail: '', email: '', phone_number: '', webhook_method: '', webhook_uri: '' },
};

function account(odd: Partial<OddRows>): Bench {
  const seed = bench('empty').account;
  return benchOf({ ...seed, data: withOddRows(seed.data, seed.customer_id, { ...nothingOdd, ...odd }) });
}

const tag = (name: string): OddRows['tags'][number] => ({ name, detail: '', deleted: false });

type OddAction = OddRows['flows'][number]['actions'][number];
const action = (type: string, option: Record<string, unknown>): OddAction => ({
  id: '11111111-2222-4333-8444-555555555555',
  next_id: NIL_UUID,
  type,
  option: option as OddAction['option'],
});

/** Exports to the terminal, and plans that text. */
async function roundTrip(made: Bench): Promise<{ text: string; changes: unknown[]; stderr: string }> {
  const { stdout: text, stderr } = await made.run('export');
  const planned = await made.run('plan -o json', { files: { '/voipbin.yaml': text } });
  expect({ code: planned.code, stderr: planned.stderr }).toEqual({ code: 0, stderr: '' });
  const { changes } = JSON.parse(planned.stdout) as { changes: { verb: string }[] };
  return { text, stderr, changes: changes.filter(({ verb }) => verb !== 'note') };
}

describe('export without a lock file', () => {
  it('writes ids only for objects that cannot be found by name', async () => {
    const { text, changes } = await roundTrip(account({ tags: ['one', 'two', 'two', ''].map(tag) }));
    expect(changes).toEqual([]);
    const { tags } = parseYaml(text).value as { tags: Record<string, { id?: string }> };
    expect(Object.entries(tags).map(([name, { id }]) => [name, id !== undefined])).toEqual([
      ['one', false],
      ['two', true],
      ['two (2)', true],
      [expect.stringMatching(/^tag-/), true],
    ]);
  });

  it('needs no ids with a lock file next to the plan file', async () => {
    const made = account({ tags: ['two', 'two', ''].map(tag) });
    await made.run('export --out /voipbin.yaml');
    expect(made.files.get('/voipbin.yaml')?.text).not.toMatch(/^ +id:/m);
  });

  it.each<[string, Partial<OddRows>]>([
    ['names that JavaScript knows', { tags: ['__proto__', 'constructor', 'toString'].map(tag) }],
    ['names that are invisible', { tags: ['a\u202eb', '\u200b', 'x\u0085y', '\ufeff', 'a\u2028'].map(tag) }],
    [
      'names that read like variables, and blanks where a file has none',
      {
        flows: [
          {
            name: '${a}',
            detail: '',
            on_complete_flow_id: 'aaaaaaaa-0000-4000-8000-000000000001',
            actions: [
              // Rows count from 1: the flow continues with itself.
              action('fetch_flow', { flow_id: 'aaaaaaaa-0000-4000-8000-000000000001' }),
              action('goto', { target_id: ' ${b} ', loop_count: 0 }),
              action('connect', { destinations: [{ type: 'sip', target: ' a@b ' }] }),
            ],
          },
        ],
      },
    ],
    ['two names of the maximum length', { tags: ['ü'.repeat(255), 'ü'.repeat(255)].map(tag) }],
  ])('%s', async (_name, odd) => {
    const { changes } = await roundTrip(account(odd));
    expect(changes).toEqual([]);
    const made = account(odd);
    await made.run('export --out /voipbin.yaml');
    const { stdout } = await made.run('plan -o json');
    // The server shows no password of an agent.
    const expected = {
      verb: 'note',
      because: expect.stringMatching(/^the password stays as it is/) as string,
    };
    for (const change of (JSON.parse(stdout) as { changes: unknown[] }).changes) {
      expect(change).toMatchObject(expected);
    }
  });

  it('keeps a duration that a plan file cannot express', async () => {
    const queue = {
      name: 'Q',
      detail: '',
      routing_method: 'random' as const,
      tag_ids: [],
      wait_flow_id: '',
    };
    const { stderr, changes } = await roundTrip(
      account({ queues: [{ ...queue, wait_timeout: 2_147_483_648, service_timeout: 0 }] }),
    );
    expect(stderr).toContain('queues/Q: wait_timeout');
    expect(changes).toEqual([]);
  });

  it('gives a file whose plan is empty, however odd the account', async () => {
    await fc.assert(
      fc.asyncProperty(oddRowsArbitrary, async (odd) => {
        expect((await roundTrip(account(odd))).changes).toEqual([]);
      }),
      runs(40),
    );
  }, 60_000);
});

describe('what a plan file discloses', () => {
  const id = (n: number): string => `${String(n).repeat(8)}-2222-4333-8444-555555555555`;
  const flow = (actions: readonly OddAction[]): Partial<OddRows> => ({
    flows: [{ name: 'Main', detail: '', on_complete_flow_id: NIL_UUID, actions: [...actions] }],
  });
  const destination = (type: string, target: string): object => ({ type, target });

  it('names every agent, extension, queue and flow of actions, and marks what has no name', async () => {
    const made = bench('empty');
    const file = `
extensions: { "1001": { password: generate } }
flows: { Main: {}, Other: {} }
queues: { Q: {} }
agents: { a@a.example: { addresses: [+14155550100] } }
`;
    await made.run('apply --yes --passwords /pw', { files: { '/voipbin.yaml': file } });
    for (const path of [...made.files.keys()]) made.files.delete(path);
    const { agents, extensions, queues, flows } = made.emulator.world.tables;
    const of = made.account.customer_id;
    const agent = agents.of(of).find(({ username }) => username === 'a@a.example');
    const [extension] = extensions.of(of);
    const [queue] = queues.of(of);
    const main = flows.of(of).find(({ name }) => name === 'Main');
    const other = flows.of(of).find(({ name }) => name === 'Other');
    if (!agent || !extension || !queue || !main || !other) throw new Error('a seed with one of each');
    const people = [destination('agent', agent.id), destination('extension', extension.id)];
    const targets = [...people, destination('conference', id(7)), destination('agent', id(8))];
    main.actions = [
      action('connect', { source: people[0], destinations: targets }),
      action('call', {
        destinations: people,
        flow_id: other.id,
        actions: [action('connect', { destinations: people })],
      }),
      action('queue_join', { queue_id: queue.id }),
      action('conference_join', { conference_id: id(6) }),
      action('recording_start', { on_end_flow_id: other.id }),
      action('fetch_flow', { flow_id: id(9) }),
    ].map((one, index) => ({ ...one, id: id(index + 1) }));

    const { text, changes, stderr } = await roundTrip(made);

    expect(changes).toEqual([]);
    for (const { id: own } of [agent, extension, queue, other]) expect(text).not.toContain(own);
    expect(text.match(new RegExp(`agent:${agent.username}`, 'g'))).toHaveLength(4);
    expect(text.match(new RegExp(`extension:${extension.extension}\\b`, 'g'))?.length).toBeGreaterThan(2);
    const marked = text.split('\n').filter((line) => line.endsWith(' # bound to this account'));
    for (const n of [6, 7, 8, 9]) expect(marked.join('\n')).toContain(id(n));
    expect(marked.every((line) => [6, 7, 8, 9].some((n) => line.includes(id(n))))).toBe(true);
    expect(stderr).toMatch(/4 ids of objects that have no name in the file, marked "bound to this account"/);
  });

  it('marks an overwritten plan file once', async () => {
    const made = account(flow([action('conference_join', { conference_id: id(6) })]));
    await made.run('export --out /voipbin.yaml');
    const first = made.files.get('/voipbin.yaml')?.text;
    expect(first).toContain(`conference_id: ${id(6)} # bound to this account\n`);
    await made.run('export --out /voipbin.yaml --force');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(first);
  });

  it.each([
    ['https://anna:hunter2@hooks.example/x', 'a password'],
    ['https://ghp_0123@hooks.example/x', 'a user name'],
    ['https://hooks.example/x?token=abc', 'a credential (token)'],
    ['https://hooks.example/x?a=1&api_key=abc', 'a credential (api_key)'],
    ['https://hooks.example/x?accessKey=abc', 'a credential (accessKey)'],
    ['https://hooks.example/x?sig=abc', 'a credential (sig)'],
    ['https://hooks.example/x?q=a81bc81bDEAD4e5dABFF90865d1e13b1', 'a credential (q)'],
  ])('%s is warned about, with its line', async (url, what) => {
    const actions = [
      action('webhook_send', { uri: url, sync: true }),
      action('fetch', { event_url: url }),
      action('webhook_send', { uri: 'https://a.example', data: `{"next":"${url}"}` }),
    ].map((one, index) => ({ ...one, id: id(index + 1) }));
    const customer = { ...nothingOdd.customer, webhook_uri: url as '' };
    const { text, stderr } = await roundTrip(account({ ...flow(actions), customer }));
    const lines = text.split('\n');
    const places = [...stderr.matchAll(/line (\d+): (\S+) contains (.*) in its URL/g)];
    expect(places.map(([, , name, found]) => [name, found])).toEqual([
      ['account.webhook_uri', what],
      ['flows.Main.actions[0].uri', what],
      ['flows.Main.actions[1].event_url', what],
      ['flows.Main.actions[2].data', what],
    ]);
    for (const [, line] of places) expect(lines[Number(line) - 1]).toContain(url);
    const made = account({ customer });
    const written = await made.run('export --out /voipbin.yaml');
    expect(written.stderr).toMatch(/voipbin\.yaml:\d+: account\.webhook_uri contains/);
  });

  it.each([
    'https://hooks.example/x',
    'https://hooks.example/x?call=5e4a0680-804e-11ec-8477-2fea5968d85b',
    'https://hooks.example/x?monkey=banana&lang=en-US',
    'https://hooks.example/x?token=${voipbin.call.id}',
    'https://hooks.example/x?token=',
  ])('%s is not', async (url) => {
    const made = account(flow([action('webhook_send', { uri: url })]));
    expect((await made.run('export')).stderr).toBe('');
  });
});
