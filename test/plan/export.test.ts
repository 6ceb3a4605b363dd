/** The account as a file that stands alone: without the lock file beside it, ids are said where names do not tell. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NIL_UUID } from '../../src/core/ids.ts';
import { parseYaml } from '../../src/core/yaml/parse.ts';
import { oddRowsArbitrary, withOddRows, type OddRows } from '../support/plans.ts';
import { bench, benchOf, type Bench } from '../support/program.ts';

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
  it('says the ids of what cannot be found by its name, and of nothing else', async () => {
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

  it('with one beside it there is no need for ids', async () => {
    const made = account({ tags: ['two', 'two', ''].map(tag) });
    await made.run('export --out /voipbin.yaml');
    expect(made.files.get('/voipbin.yaml')?.text).not.toMatch(/^ +id:/m);
  });

  it.each<[string, Partial<OddRows>]>([
    ['names that JavaScript knows', { tags: ['__proto__', 'constructor', 'toString'].map(tag) }],
    ['names that nobody can see', { tags: ['a\u202eb', '\u200b', 'x\u0085y', '\ufeff', 'a\u2028'].map(tag) }],
    [
      'names that read like variables, and blanks where a file has none',
      {
        flows: [
          {
            name: '${a}',
            detail: '',
            on_complete_flow_id: 'aaaaaaaa-0000-4000-8000-000000000001',
            actions: [
              // Rows count from 1: it goes on in itself.
              action('fetch_flow', { flow_id: 'aaaaaaaa-0000-4000-8000-000000000001' }),
              action('goto', { target_id: ' ${b} ', loop_count: 1 }),
              action('connect', { destinations: [{ type: 'sip', target: ' a@b ' }] }),
            ],
          },
        ],
      },
    ],
    ['two names as long as can be', { tags: ['ü'.repeat(255), 'ü'.repeat(255)].map(tag) }],
  ])('%s', async (_name, odd) => {
    const { changes } = await roundTrip(account(odd));
    expect(changes).toEqual([]);
    const made = account(odd);
    await made.run('export --out /voipbin.yaml');
    const { stdout } = await made.run('plan -o json');
    // The server shows no password of an agent.
    const expected = { verb: 'note', because: expect.stringMatching(/^keeps its password/) as string };
    for (const change of (JSON.parse(stdout) as { changes: unknown[] }).changes) {
      expect(change).toMatchObject(expected);
    }
  });

  it('a duration that no file can say is left as it is', async () => {
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

  it('however odd the account: the plan of it is empty', async () => {
    await fc.assert(
      fc.asyncProperty(oddRowsArbitrary, async (odd) => {
        expect((await roundTrip(account(odd))).changes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
