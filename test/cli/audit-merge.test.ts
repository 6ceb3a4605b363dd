/** `audit merge`: parts of one whole put together, and everything that keeps them from being one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fleetOf, idsIn, rowsIn, type Fleet } from '../support/fleet.ts';
import { bench, type Result, type RunOptions } from '../support/program.ts';

const DAY = 86_400_000;
let made: Fleet;
let whole: Result;
/** `-o json` of each part, by name of file. */
const files: Record<string, string> = {};

beforeAll(async () => {
  made = await fleetOf(12);
  whole = await made.audit();
  for (const part of [1, 2, 3]) files[`/${part}.json`] = (await made.audit(`--shard ${part}/3`)).stdout;
  files['/2.jsonl'] = (await made.audit('--shard 2/3 -o jsonl')).stdout;
  files['/half.json'] = (await made.audit('--shard 1/2')).stdout;
  files['/empty.json'] = '[]\n';
  made.clock.set(made.clock.now() + 3 * DAY);
  const [id = ''] = made.ids;
  files['/again.json'] = (await made.audit('--customers /some.txt', { files: { '/some.txt': id } })).stdout;
}, 60_000);

const merge = (
  line: string,
  more: Record<string, string> = {},
  options: RunOptions = {},
): Promise<Result> => {
  const { run } = bench('healthy');
  return run(`audit merge ${line}`, { ...options, files: { ...files, ...more } });
};

/** What is alike in the rows of one run and of several. */
const alike = (result: Result): object[] =>
  rowsIn(result).map(({ account, id, exit_code, error }) => ({ account, id, exit_code, error }));

describe('parts', () => {
  it.each(['/1.json /2.json /3.json', '/3.json /2.jsonl /1.json'])('%s are one whole', async (names) => {
    const result = await merge(`${names} -o json`);
    expect(alike(result)).toEqual(alike(whole));
    expect([result.code, result.stderr]).toEqual([whole.code, '']);
    expect(rowsIn(result).every(({ report }) => report !== null)).toBe(true);
  });

  it('are asked for nothing', async () => {
    const one = bench('healthy');
    await one.run('audit merge /1.json', { files });
    expect(one.asked()).toEqual([]);
  });

  it.each([
    ['/1.json /3.json', 'shard 2/3 is missing'],
    ['/2.json', 'shards 1/3 and 3/3 are missing'],
  ])('%s: %s', async (names, said) => {
    const result = await merge(names);
    expect(result.code).toBe(3);
    expect(result.stderr).toContain(said);
    expect((await merge(`${names} --allow-incomplete --fail-on never`)).code).not.toBe(3);
  });

  it('without any customer do not say which one they are, and are not missed', async () => {
    expect((await merge('/1.json /2.json /empty.json')).stderr).toBe('');
  });

  it('named twice are read once', async () => {
    const result = await merge('/1.json /2.json /1.json /3.json -o json');
    expect(alike(result)).toEqual(alike(whole));
    expect(result.stderr).toBe('warning: /1.json is named twice, and read once\n');
  });

  it('twice: each account once, and it is said', async () => {
    const result = await merge('/1.json /2.json /3.json /2.jsonl -o json');
    expect(alike(result)).toEqual(alike(whole));
    expect(result.stderr).toContain('shard 2/3 is in /2.json and in /2.jsonl');
    expect(result.stderr).toMatch(
      /\d accounts in two reports; the newer one counts: .*\(in \/2.json and \/2.jsonl/,
    );
  });

  it.each(['/again.json /1.json /2.json /3.json', '/1.json /2.json /3.json /again.json'])(
    'and a later run of one account: the newer one counts (%s)',
    async (names) => {
      const result = await merge(`${names} -o json`);
      const [id] = made.ids;
      const at = (one: Result): number[] =>
        rowsIn(one).flatMap((row) => (row.id === id ? [Date.parse(row.read_at)] : []));
      expect([idsIn(result).length, at(result)]).toEqual([
        made.ids.length,
        at({ ...whole, stdout: files['/again.json'] ?? '' }),
      ]);
      expect(result.stderr).toContain('again.json counts');
      expect(result.stderr).toMatch(/different days: .*1.json of 2026-11-23/);
      expect(result.stderr).toContain('again.json of 2026-11-26');
    },
  );

  it('of different wholes, and of different servers, are refused', async () => {
    const elsewhere = (files['/2.json'] ?? '').replaceAll('https://api.voipbin.net', 'https://other.test');
    const wholes = await merge('/1.json /half.json');
    expect([wholes.code, wholes.stdout]).toEqual([2, '']);
    expect(wholes.stderr).toContain('3 parts in /1.json and 2 parts in /half.json');
    const servers = await merge('/1.json /other.json', { '/other.json': elsewhere });
    expect([servers.code, servers.stdout]).toEqual([2, '']);
    expect(servers.stderr).toContain(
      'https://api.voipbin.net in /1.json and https://other.test in /other.json',
    );
  });
});

describe('what else is merged', () => {
  it('reports of single accounts, with the exit code of the worst', async () => {
    const bad = await bench('messy').run('audit -o json');
    const good = await bench('healthy').run('audit -o json');
    const more = { '/bad.json': bad.stdout, '/good.json': good.stdout };
    const result = await merge('/good.json /bad.json -o json', more);
    expect([bad.code, good.code, result.code]).toEqual([10, 0, 10]);
    expect(rowsIn(result).map(({ account, exit_code }) => [account, exit_code])).toEqual([
      ['Acme Corporation', 10],
      ['Northwind Traders', 0],
    ]);
    expect((await merge('/good.json /bad.json --fail-on never', more)).code).toBe(0);
  });

  it('accounts that failed stay failed', async () => {
    const [broken = ''] = made.ids.slice(4);
    const failing = await made.audit('--rate 50', {
      faults: ({ customer }) =>
        customer === broken ? Promise.resolve({ status: 500, headers: {}, body: '' }) : undefined,
    });
    const result = await merge('/f.json -o json', { '/f.json': failing.stdout });
    expect(alike(result)).toEqual(alike(failing));
    expect(rowsIn(result)[0]).toMatchObject({ id: broken, exit_code: 3 });
  });

  it('rows of a version that said neither when nor where', async () => {
    const old = rowsIn(whole).map(({ read_at: _at, shard: _shard, ...row }) => ({
      ...row,
      api_url: undefined,
    }));
    expect(alike(await merge('/old.json -o json', { '/old.json': JSON.stringify(old) }))).toEqual(
      alike(whole),
    );
  });

  it.each([
    ['a list of something else', '[{"id":"1"}]', 'its account 1'],
    ['half a file', '[{"account":"a"', ''],
    ['an empty file', '', 'it is empty'],
    ['no JSON', 'account,id\n', ''],
    [
      'a failure that does not say when',
      '[{"account":"a","id":null,"error":"x","exit_code":3,"report":null}]',
      'when it was read',
    ],
    [
      'an exit code that there is not',
      '[{"account":"a","id":null,"error":"x","exit_code":9,"read_at":"2026-11-23T00:00:00Z","report":null}]',
      '',
    ],
  ])('not %s', async (_name, text, said) => {
    const { code, stdout, stderr } = await merge('/1.json /x.json', { '/x.json': text });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('/x.json is not an audit report');
    expect(stderr).toContain(said);
  });
});

describe('as', () => {
  it.each(['table', 'csv', 'markdown', 'yaml', 'jsonl'])('%s, as one run has it', async (format) => {
    const flags = `-o ${format}`;
    const result = await merge(`/1.json /2.json /3.json ${flags}`);
    expect([result.code, result.stderr]).toEqual([whole.code, '']);
    for (const id of made.ids)
      if (format !== 'table') expect(result.stdout).toContain(format === 'markdown' ? '' : id);
    expect(result.stdout).toContain('Northwind Traders');
  });

  it.each(['json', 'csv', 'markdown', 'html', 'junit', 'sarif', 'nagios', 'prometheus', 'openmetrics'])(
    'a %s report of each account',
    async (format) => {
      const { run, files: disk } = bench('healthy');
      await run(`audit merge /1.json --report ${format}=/r/{account}.x`, { files });
      const written = [...disk.keys()].filter((path) => path.startsWith('/r/')).sort();
      const ids = rowsIn({ ...whole, stdout: files['/1.json'] ?? '' }).map(({ id }) => `/r/${id ?? ''}.x`);
      expect(written).toEqual(ids.sort());
    },
  );
});
