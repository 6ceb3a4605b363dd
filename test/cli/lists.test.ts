import stringWidth from 'string-width';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Context } from '../../src/cli/context.ts';
import { plain } from '../../src/report/paint.ts';
import { printList } from '../../src/cli/output.ts';
import { resourceCommands } from '../../src/cli/commands/resources/command.ts';
import { CancelledError } from '../../src/core/errors.ts';
import { bench, permitted } from '../support/program.ts';

const nouns = [...resourceCommands.map(({ name }) => name), 'billing'];

/** What the account that most are read from does not have. */
const missing = new Set([
  'extensions',
  'conferences',
  'outplans',
  'outdials',
  'campaigns',
  'conversation-accounts',
  'webchat-widgets',
]);

describe.each(nouns)('%s list', (noun) => {
  it('is the same in every format', async () => {
    const run = permitted(bench(missing.has(noun) ? 'messy' : 'departments'));
    const json = JSON.parse((await run(`${noun} list -o json`)).stdout) as Record<string, unknown>[];
    const ids = json.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    const lines = (await run(`${noun} list -o jsonl`)).stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids);
    expect(
      (parseYaml((await run(`${noun} list -o yaml`)).stdout) as { id: string }[]).map(({ id }) => id),
    ).toEqual(ids);
    const csv = parseCsv((await run(`${noun} list -o csv`)).stdout, { columns: true });
    expect((csv as { id: string }[]).map(({ id }) => id)).toEqual(ids);
    const table = (await run(`${noun} list`)).stdout;
    for (const id of ids) expect(table).toContain(id);
  });

  it('is an empty array where there is nothing', async () => {
    const run = permitted(bench('empty'));
    const { code, stdout } = await run(`${noun} list -o json --since 1m`);
    expect({ code, rows: JSON.parse(stdout) as unknown }).toEqual({ code: 0, rows: [] });
  });
});

describe('lists', () => {
  it('stop at a signal while the secrets of many rows are masked', async () => {
    const ending = new AbortController();
    let masked = 0;
    const row = {
      get token() {
        masked += 1;
        if (masked === 1) ending.abort(new CancelledError(143));
        return 'secret';
      },
    };
    const stdout = { isTTY: false, write: () => Promise.resolve() };
    const context = {
      flags: {},
      host: { io: { stdout }, signal: ending.signal },
      settings: () => Promise.resolve({ output: 'jsonl' }),
      paint: () => Promise.resolve(plain),
    };
    const list = { columns: [], rows: Array.from({ length: 2000 }, () => row) };

    await expect(printList(context as unknown as Context, list)).rejects.toThrow('terminated');

    expect(masked).toBeLessThan(1000);
  });

  it('thousands of rows, all of them, in pages of a hundred', async () => {
    const { run, account, asked } = bench('messy');
    const { stdout } = await run('calls list -o json');
    const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(account.data.calls.length);
    expect(asked().length).toBeLessThanOrEqual(33);
  });

  it('are written page by page where a program reads lines, and whole or not at all as JSON', async () => {
    const seen = async (output: string): Promise<{ code: number; rows: number; afterPages: number[] }> => {
      const { run, emulator } = bench('messy');
      let pages = 0;
      const afterPages: number[] = [];
      const { code, stdout } = await run(`calls list -o ${output}`, {
        onWrite: () => afterPages.push(pages),
        transport: (request) => {
          if (request.url.includes('/calls?')) pages += 1;
          if (pages === 4)
            return Promise.resolve({ status: 403, headers: {}, body: '{"error":{"message":"no"}}' });
          return emulator.transport(request);
        },
      });
      return { code, rows: stdout.split('\n').length - 1, afterPages };
    };

    expect(await seen('jsonl')).toEqual({ code: 4, rows: 298, afterPages: [1, 2, 3] });
    expect(await seen('csv')).toEqual({ code: 4, rows: 299, afterPages: [0, 1, 2, 3] });
    for (const output of ['json', 'yaml', 'markdown', 'table'])
      expect(await seen(output)).toEqual({ code: 4, rows: 0, afterPages: [] });
  });

  it('read the names of what they show once, whatever page they are on', async () => {
    const { run, asked } = bench('messy');
    const { stdout } = await run('calls list -o csv');
    const lists = asked().filter((line) => !line.endsWith('/calls'));
    // A page of them, and the one that brings nothing new.
    expect(lists).toEqual(['GET /v1.0/agents', 'GET /v1.0/agents']);
    expect(stdout).toContain('Kofi Mensah');
  });

  it('that grow are cut to a screenful on a terminal, and nowhere else', async () => {
    const { run, account } = bench('messy');
    const all = account.data.calls.length;
    const rowsOf = async (line: string, terminal: boolean): Promise<[number, boolean]> => {
      const { stdout, stderr } = await run(line, { terminal, columns: 140 });
      return [stdout.trim().split('\n').length - 1, stderr.includes('the newest 100: --limit 0 shows all')];
    };
    expect(await rowsOf('calls list', true)).toEqual([100, true]);
    expect(await rowsOf('calls list --limit 0', true)).toEqual([all, false]);
    expect(await rowsOf('calls list --limit 7', true)).toEqual([7, false]);
    expect(await rowsOf('calls list -o csv', true)).toEqual([all, false]);
    expect(await rowsOf('calls list', false)).toEqual([all, false]);
    expect(await rowsOf('agents list', true)).toEqual([41, false]);
  });

  it('say so, with exit code 3, when the server cannot show all', async () => {
    const { run, emulator, account } = bench('empty');
    const tm_create = emulator.world.stamp();
    for (let index = 0; index < 150; index += 1) {
      emulator.world.tables.tags.insert({
        id: emulator.world.uuid(),
        customer_id: account.customer_id,
        name: `t${index}`,
        detail: '',
        tm_create,
        tm_update: null,
        tm_delete: null,
      });
    }
    const { code, stderr } = await run('tags list -o json');
    expect(code).toBe(3);
    expect(stderr.match(/there may be more/g)).toHaveLength(1);
  });

  it('of agents are whole all the same, as far as their statuses tell them apart', async () => {
    const { run, emulator, account } = bench('empty');
    const { agents } = emulator.world.tables;
    const [owner] = agents.of(account.customer_id);
    if (owner === undefined) throw new Error('the account has no agent');
    const tm_create = emulator.world.stamp();
    const statuses = ['available', 'busy', 'offline'];
    for (let index = 0; index < 150; index += 1) {
      const status = statuses[index % 3] ?? '';
      agents.insert({ ...owner, id: emulator.world.uuid(), status, tm_create });
    }

    const { code, stdout } = await run('agents list -o json --query "length(@)"');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '151\n' });

    for (const agent of agents.all()) agent.status = 'offline';
    expect((await run('agents list -o json')).code).toBe(3);
  });

  it('deleted tags are left out', async () => {
    const { run, emulator, account } = bench('departments');
    const tag = emulator.world.tables.tags.of(account.customer_id)[0];
    if (tag) tag.tm_delete = emulator.world.stamp();
    const { stdout } = await run('tags list -o json --query "length(@)"');
    expect(stdout).toBe('2\n');
    const deleted = await run('tags list --deleted');
    expect(deleted.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(deleted.stdout).toMatch(new RegExp(`^NAME .*tm_delete|DELETED[^]*${tag?.name ?? ''} `, 'i'));
    expect((await run('queues list --deleted')).code).toBe(2);
  });

  it('--limit and --since cut, and say what is wrong with them', async () => {
    const { run } = bench('departments');
    expect(JSON.parse((await run('calls list --limit 7 -o json')).stdout)).toHaveLength(7);
    const nameless = await run('activeflows get zzz');
    expect(nameless).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('name it by its id') as string,
    });
    expect((await run('calls list --limit 1.5')).code).toBe(2);
    expect((await run('calls list --since soon')).code).toBe(2);
  });

  it('one object is a card', async () => {
    const { run, account } = bench('departments');
    const number = account.data.numbers[0];
    const { stdout } = await run(`numbers get ${number?.id ?? ''}`);
    expect(stdout).toMatch(/^Sales line\n/);
    expect((await run('numbers get 5e4a0680-804e-11ec-8477-2fea5968d85b')).code).toBe(5);
  });

  it('fit a terminal, and are never cut without one', async () => {
    const { run } = bench('messy');
    const wide = (await run('agents list', { terminal: true, columns: 80 })).stdout.split('\n');
    expect(Math.max(...wide.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    expect((await run('agents list')).stdout).not.toContain('…');
  });
});

describe('flags', () => {
  it.each([
    ['--output json agents list', 0],
    ['agents list --yes', 2],
    ['--as-customer x --reason y login', 2],
    ['agents list -o xml', 2],
    ['agents lst', 2],
    ['agent list', 2],
    ['help exit-codes', 0],
    ['help environment', 0],
    ['help output', 0],
    ['help nonsense', 2],
    ['agents', 0],
    ['', 0],
  ])('voipbin %s: exit code %d', async (line, code) => {
    expect((await bench('empty').run(line)).code).toBe(code);
  });
});
