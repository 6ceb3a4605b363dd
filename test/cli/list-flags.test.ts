/** What can be asked of every list: columns, order, rows, and a part of the past. */
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { resourceCommands } from '../../src/cli/commands/resources/command.ts';
import { bench, permitted, type RunOptions } from '../support/program.ts';

type Rows = Record<string, unknown>[];
const nouns = [...resourceCommands.map(({ name }) => name), 'billing'];
const run = permitted(bench('messy'));
const json = async (line: string): Promise<Rows> => JSON.parse((await run(`${line} -o json`)).stdout) as Rows;
const csv = async (line: string): Promise<Record<string, string>[]> =>
  parseCsv((await run(`${line} -o csv`)).stdout, { columns: true });
const tableOf = async (line: string, options?: RunOptions): Promise<string[][]> => {
  const { stdout } = await run(line, options);
  const lines = stdout.trimEnd().split('\n');
  return lines.map((text) => text.split(/ {2,}/));
};

describe.each(nouns)('%s list -o csv', (noun) => {
  it('has the same columns whatever is in it, and nothing nested', async () => {
    const { stdout } = await run(`${noun} list -o csv`);
    const empty = (await permitted(bench('empty'))(`${noun} list --since 1m -o csv`)).stdout;
    expect(empty).toBe(`${stdout.split('\n')[0] ?? ''}\n`);
    expect(
      parseCsv(stdout)
        .flat()
        .filter((cell) => /^[[{]/.test(cell)),
    ).toEqual([]);
  });
});

describe('--columns', () => {
  it.each([
    ['agents list --columns name,status --limit 1', ['NAME', 'STATUS']],
    ['agents list --columns STATUS,username,tags,tag_ids --limit 1', ['STATUS', 'USER NAME', 'TAGS', 'TAGS']],
    [
      'numbers list --columns number,call-flow,metadata.rtp_debug --limit 1',
      ['NUMBER', 'CALL FLOW', 'METADATA RTP DEBUG'],
    ],
  ])('%s', async (line, titles) => {
    expect((await tableOf(line))[0]).toEqual(titles);
  });

  it('shows names and ids as they are asked for', async () => {
    const [agent] = await csv(
      'agents list --filter username=viktor.prime@acme.example --columns tags,tag_ids,addresses',
    );
    expect(agent).toEqual({
      tags: expect.not.stringMatching(/^[0-9a-f-]{36}$/) as string,
      tag_ids: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      addresses: '+14155550500',
    });
  });

  it('is the header of CSV, and of Markdown', async () => {
    expect((await run('tags list --columns detail,name -o csv')).stdout.split('\n')[0]).toBe('detail,name');
    expect((await run('tags list --columns detail,name -o markdown')).stdout).toMatch(
      /^\| DETAIL \| NAME \|\n/,
    );
  });
});

describe('--sort', () => {
  it('by text, numbers, times and names, both ways', async () => {
    const names = (await json('agents list --sort name')).map(({ name }) => String(name).toLowerCase());
    expect(names).toEqual([...names].sort());
    const spent = (await json('billing list --sort -usage_duration')).map((row) =>
      Number(row['usage_duration']),
    );
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
    const oldest = await json('numbers list --sort created');
    expect(oldest.map(({ id }) => id)).toEqual((await json('numbers list')).map(({ id }) => id).reverse());
    const flows = (await csv('numbers list --sort -call_flow --columns call_flow')).map(
      (row) => row['call_flow'] ?? '',
    );
    const set = flows.filter((flow) => flow !== '');
    expect(set).toEqual([...set].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1)));
    expect(flows.slice(set.length).every((flow) => flow === '')).toBe(true);
  });

  it('with --limit takes the first of the whole list', async () => {
    const [first] = await json('calls list --sort tm_create');
    expect(await json('calls list --sort tm_create --limit 1')).toEqual([first]);
  });

  it('without it reads no more pages than the limit takes', async () => {
    const made = bench('messy');
    await made.run('calls list --limit 5 -o json');
    expect(made.asked()).toEqual(['GET /v1.0/calls']);
  });
});

describe('--filter', () => {
  it.each([
    ['agents list --filter status=away', ({ status }: Rows[0]) => status === 'away'],
    ['agents list --filter STATUS=Away', ({ status }: Rows[0]) => status === 'away'],
    [
      'agents list --filter status=away --filter status=busy',
      ({ status }: Rows[0]) => ['away', 'busy'].includes(String(status)),
    ],
    ['agents list --filter permission=admin', ({ permission }: Rows[0]) => permission === 32],
    ['agents list --filter detail=', ({ detail }: Rows[0]) => !detail],
    [
      'agents list --filter addresses=+14155550500',
      (row: Rows[0]) => JSON.stringify(row['addresses']).includes('+14155550500'),
    ],
    [
      'numbers list --filter type=virtual --filter message_flow=',
      (row: Rows[0]) => row['type'] === 'virtual',
    ],
  ])('%s', async (line, isWanted) => {
    const all = await json(line.replace(/ --filter .*/, ''));
    const wanted = all.filter(isWanted);
    expect(wanted.length).toBeGreaterThan(0);
    expect(await json(line)).toEqual(wanted);
  });

  it('takes the name of what an id points at, and the id', async () => {
    const named = (await csv('numbers list --columns call_flow,call_flow_id')).filter(
      (row) => row['call_flow'] !== '',
    );
    const { call_flow = '', call_flow_id = '' } = named[0] ?? {};
    const byName = await json(`numbers list --filter "call_flow=${call_flow}"`);
    expect(byName.length).toBeGreaterThan(0);
    expect(await json(`numbers list --filter call_flow_id=${call_flow_id}`)).toEqual(byName);
    const { code, stderr } = await run('numbers list --filter call_flow=Nowhere');
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('flow "Nowhere" does not exist') as string,
    });
  });
});

describe('--until', () => {
  it('leaves out what is newer, with --since or without', async () => {
    const all = await json('calls list');
    const at = ({ tm_create }: Rows[0]): number => Date.parse(String(tm_create));
    const start = Date.parse('2026-11-09T00:00:00Z');
    const end = Date.parse('2026-11-16T00:00:00Z');
    expect(await json('calls list --until 2026-11-16')).toEqual(all.filter((row) => at(row) < end));
    expect(await json('calls list --since 2026-11-09 --until 2026-11-16')).toEqual(
      all.filter((row) => at(row) >= start && at(row) < end),
    );
    const week = await json('calls list --until 7d');
    expect(week.length).toBeLessThan(all.length);
    expect(week).toEqual(all.slice(all.length - week.length));
  });

  it('takes a day by its name, which begins at midnight UTC: it is Monday, 2026-11-23', async () => {
    const ofToday = await json('calls list --since today --until tomorrow');
    expect(ofToday).not.toEqual([]);
    expect(ofToday).toEqual(await json('calls list --since 2026-11-23'));
    expect(await json('calls list --since yesterday --until Today')).toEqual(
      await json('calls list --since 2026-11-22 --until 2026-11-23'),
    );
  });
});

describe('mistakes', () => {
  it.each([
    ['agents list --columns nmae', ['--columns: "nmae" is not a field of the list: did you mean name?']],
    ['agents list --sort -stauts', ['--sort: "stauts" is not a field of the list: did you mean status?']],
    [
      'agents list --filter stauts=away',
      ['--filter: "stauts" is not a field of the list: did you mean status?'],
    ],
    ['agents list --filter away', ['--filter: "away" is not field=value']],
    [
      'agents list --filter =x --columns a,b --sort c',
      ['"=x" is not field=value', '"a" is not', '"b" is not', '"c" is not'],
    ],
    ['extensions list --filter password=hunter2', ['password is a secret']],
    ['extensions list --sort -password', ['password is a secret']],
    ['agents list --columns name -o json', ['--columns is for tables']],
    ['agents list --columns name --query "[].id"', ['--columns is for tables']],
    ['calls list --since 7d --until 14d', ['--until 14d is not after --since 7d']],
    ['calls list --until soon', ['--until: "soon" is neither a span nor a date']],
    ['calls list --limit -1', ['--limit: "-1" is not a whole number from 0 up']],
  ])('%s requests nothing', async (line, said) => {
    const made = bench('empty');
    const { code, stdout, stderr } = await made.run(line);
    expect({ code, stdout, asked: made.asked() }).toEqual({ code: 2, stdout: '', asked: [] });
    for (const text of said) expect(stderr).toContain(text);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('at 80 columns', () => {
  it.each(nouns)('%s list cuts no id and no time', async (noun) => {
    const { stdout, stderr } = await run(`${noun} list`, { terminal: true, columns: 80 });
    expect(stdout).not.toMatch(/[0-9a-f]{8}-[0-9a-f-]{0,26}…|\d{4}-\d\d-\d\d[ \d:]*…/);
    // Three columns fit.
    if (noun !== 'tags')
      expect(stderr).toMatch(/not shown: .*ID; widen the terminal, choose with --columns, or use -o\scsv/);
  });

  it('ids are there where they are asked for', async () => {
    const { stdout } = await run('calls list --limit 1 --columns id,source', {
      terminal: true,
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    expect(stdout).toMatch(/^ID .* FROM\n[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} {2}\+\d+\n$/);
  });
});

it('get shows names, not ids, and in CSV the columns of the list', async () => {
  const { stdout } = await run('numbers get "+14155550120"');
  expect(stdout).toMatch(/\n {2}call_flow {2,}\S*[A-Za-z ]+\n/);
  const header = (await run('agents list -o csv')).stdout.split('\n')[0];
  expect((await run('agents get viktor.prime@acme.example -o csv')).stdout.split('\n')[0]).toBe(header);
});
