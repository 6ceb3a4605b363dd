/** One report of many accounts, in every format: all accounts are in it, those that failed, too. */
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditSinks, accountsSinks } from '../../src/report/index.ts';
import { fleetOf, rowsIn, type Fleet } from '../support/fleet.ts';
import { bench, type Result } from '../support/program.ts';
import { validateSarif } from '../support/sarif.ts';

let made: Fleet;
let whole: Result;
let messy: string;
let broken = '';
const formats = Object.keys(auditSinks);
const written = (format: string): string => made.files.get(`/all.${format}`)?.text ?? '';

beforeAll(async () => {
  made = await fleetOf(5);
  for (const row of made.emulator.world.tables.customers.all())
    if (row.name === 'Tenant 2') Object.assign(row, { name: '<b>"Tenant"|\n@results@ & 2' });
  [, broken = ''] = made.ids;
  const reports = formats.map((format) => `--report ${format}=/all.${format}`).join(' ');
  whole = await made.audit(`--rate 50 ${reports}`, {
    faults: ({ customer }) =>
      customer === broken ? Promise.resolve({ status: 500, headers: {}, body: '' }) : undefined,
  });
  messy = (await bench('messy').run('audit -o json')).stdout;
}, 60_000);

it('there is one for each format that one account has', () => {
  expect(Object.keys(accountsSinks)).toEqual(formats);
  expect(formats.filter((format) => written(format) === '')).toEqual([]);
});

it('numbers alone may be read by others', () => {
  const modes = formats.map((format) => [format, made.files.get(`/all.${format}`)?.mode]);
  expect(modes.filter(([, mode]) => mode === 0o644)).toEqual([
    ['openmetrics', 0o644],
    ['prometheus', 0o644],
  ]);
});

/** Merges what the example account has to them, and gives the report. */
async function merged(format: string): Promise<{ text: string; result: Result }> {
  const { run, files } = bench('healthy');
  const line = `audit merge /whole.json /messy.json --report ${format}=/all.x`;
  const result = await run(line, { files: { '/whole.json': whole.stdout, '/messy.json': messy } });
  return { text: files.get('/all.x')?.text ?? '', result };
}

const findings = (): { rule: string }[] => (JSON.parse(messy) as { findings: { rule: string }[] }).findings;

describe('as', () => {
  it('json it is the list of the answer', async () => {
    expect(JSON.parse(written('json'))).toEqual(JSON.parse(whole.stdout));
    const { text } = await merged('json');
    expect((JSON.parse(text) as unknown[]).length).toBe(rowsIn(whole).length + 1);
  });

  it('csv it has a line for each finding, with its account, and for what failed', async () => {
    const rows: Record<string, string>[] = parse((await merged('csv')).text, { columns: true });
    expect(rows.filter((row) => row['account.name'] === 'Acme Corporation')).toHaveLength(findings().length);
    const failed = rows.filter((row) => row['account.id'] === broken);
    expect(failed.map(({ message }) => message)).toEqual([expect.stringContaining('could not be audited')]);
    expect(parse(written('csv'), { columns: true })).not.toHaveLength(0);
  });

  it('markdown it has a line for each account, and a chapter where something was found', async () => {
    const { text } = await merged('markdown');
    expect(text).toMatch(/^# Audit of 8 accounts\n/);
    expect(text.split('\n').filter((line) => line.startsWith('| `'))).not.toHaveLength(0);
    for (const { account } of rowsIn(whole)) expect(text).toContain(account.split('\n')[0]?.slice(0, 3));
    expect(text).toContain('## Audit of `Acme Corporation`');
    expect(text.match(/^# /gm)).toHaveLength(1);
  });

  it('html it is one well-formed page in which names are text', async () => {
    const { text } = await merged('html');
    expect(text.match(/<html/g)).toHaveLength(1);
    expect(text).toMatch(/<\/html>\n$/);
    expect(text).not.toContain('<b>"Tenant"');
    expect(text).toContain('&lt;b&gt;');
    expect(text).toContain('could not be audited');
    for (const tag of ['table', 'tr', 'details', 'ul', 'li', 'section', 'div'])
      expect([tag, text.match(new RegExp(`<${tag}[ >]`, 'g'))?.length]).toEqual([
        tag,
        text.match(new RegExp(`</${tag}>`, 'g'))?.length,
      ]);
    expect(text.match(/<summary>Acme Corporation/g)).toHaveLength(1);
  });

  it('junit it is well-formed, with the suites of each account, and an error for what failed', async () => {
    const { text } = await merged('junit');
    const names: string[] = [];
    let errors = 0;
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testsuite') names.push(attributes['name'] ?? '');
      if (name === 'error') errors += 1;
    });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(text).close();
    expect(names.filter((name) => name.startsWith('Acme Corporation: '))).not.toHaveLength(0);
    expect(new Set(names).size).toBe(names.length);
    expect(errors).toBe(1);
  });

  it('sarif it is one run by the schema, with all findings and whose they are', async () => {
    const log: unknown = JSON.parse((await merged('sarif')).text);
    expect([validateSarif(log), validateSarif.errors]).toEqual([true, null]);
    const [run] = (
      log as {
        runs: {
          results: { properties: { account: { name: string } } }[];
          invocations: { executionSuccessful: boolean }[];
        }[];
      }
    ).runs;
    const names = run?.results.map(({ properties }) => properties.account.name) ?? [];
    expect(names.filter((name) => name === 'Acme Corporation').length).toBeGreaterThanOrEqual(
      findings().length,
    );
    expect(run?.invocations).toHaveLength(8);
    expect(run?.invocations.some(({ executionSuccessful }) => !executionSuccessful)).toBe(true);
  });

  it.each(['prometheus', 'openmetrics'])(
    '%s it has each metric once, with the samples of all',
    async (format) => {
      const { text } = await merged(format);
      const heads = text.split('\n').filter((line) => line.startsWith('# TYPE'));
      expect(new Set(heads).size).toBe(heads.length);
      const complete = text.split('\n').filter((line) => line.startsWith('voipbin_audit_complete{'));
      expect(complete).toHaveLength(8);
      expect(complete).toContain(`voipbin_audit_complete{account="${broken}"} 0`);
      const samples = text.split('\n').filter((line) => line.startsWith('voipbin_'));
      expect(new Set(samples).size).toBe(samples.length);
      expect(text.endsWith('# EOF\n')).toBe(format === 'openmetrics');
    },
  );

  it('nagios it is one line, and the exit code of a plugin', async () => {
    const { run } = bench('healthy');
    const failing = JSON.stringify(rowsIn(whole).filter(({ error }) => error !== null));
    const plugin = (names: string, flags = ''): Promise<Result> =>
      run(`audit merge ${names} ${flags} --report nagios=-`, {
        files: {
          '/whole.json': whole.stdout,
          '/messy.json': messy,
          '/fine.json': fine,
          '/failed.json': failing,
        },
      });
    const fine = JSON.stringify(rowsIn(whole).filter(({ exit_code }) => exit_code === 0));
    expect(await plugin('/messy.json /fine.json')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(
        /^VOIPBIN CRITICAL - \d+ critical, .*: Acme Corporation \| critical=.*\n$/,
      ) as string,
    });
    expect((await plugin('/messy.json /whole.json')).stdout).toContain(': Acme Corporation |');
    const failed = await plugin('/failed.json', '--allow-incomplete');
    expect([failed.code, failed.stdout.split('\n')]).toEqual([
      3,
      [expect.stringContaining('UNKNOWN') as string, ''],
    ]);
    expect(failed.stdout).toContain('failed=1;');
  });
});

it('together with those of each account', async () => {
  const { run, files } = bench('healthy');
  const line = 'audit merge /whole.json --report json=/r/{account}.json --report csv=/all.csv';
  await run(line, { files: { '/whole.json': whole.stdout } });
  const names = [...files.keys()].filter((path) => path.startsWith('/r/') || path === '/all.csv');
  expect(names).toHaveLength(rowsIn(whole).length);
});
