/** `api`: any request, signed in, with what makes this API safe to write to. */
import { describe, expect, it } from 'vitest';
import { bench, type Bench } from '../support/program.ts';

const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));
const tagOf = (made: Bench) => {
  const tag = made.emulator.world.tables.tags.all().find(({ name }) => name === 'sales');
  if (tag === undefined) throw new Error('no tag sales');
  return tag;
};

describe('a GET', () => {
  it('shows the answer, with secrets masked', async () => {
    const { stdout } = await bench('departments').run('api get /v1.0/customer -o json');
    const customer = JSON.parse(stdout) as { name: string; webhook_secret: string };
    expect(customer).toMatchObject({ name: 'Enterprise Corp', webhook_secret: '***' });
  });

  it('of a list is one page, or all of it', async () => {
    const made = bench('messy');
    const page = JSON.parse((await made.run('api get /calls -o json')).stdout) as { result: unknown[] };
    expect(page.result).toHaveLength(100);
    const all = JSON.parse((await made.run('api get /calls --paginate -o json')).stdout) as unknown[];
    const listed = JSON.parse((await made.run('calls list -o json')).stdout) as unknown[];
    expect(all).toHaveLength(listed.length);
  });

  it('takes fields as its query', async () => {
    const made = bench('departments');
    await made.run('api get /agents -f status=available -o json');
    const { stdout } = await made.run('api get "/agents?status=offline" -o json --query "result[].status"');
    expect(new Set(JSON.parse(stdout) as string[])).toEqual(new Set(['offline']));
  });
});

describe('a write', () => {
  it('asks, and is not sent without a yes', async () => {
    const made = bench('departments');
    expect((await made.run('api post /tags -f name=New')).code).toBe(6);
    expect((await made.run('api post /tags -f name=New --dry-run')).code).toBe(0);
    expect(writes(made)).toEqual([]);
    const { code, stderr } = await made.run('api post /tags -f name=New --yes');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/tags'] });
    expect(stderr).toBe('POST /tags {"name":"New"}\n');
  });

  it('by PUT names what it would empty, or keeps it', async () => {
    const made = bench('departments');
    const tag = tagOf(made);
    tag.detail = 'Sellers';
    const kept = await made.run(`api put /tags/${tag.id} -f name=sellers --merge --yes`);
    expect({ code: kept.code, ...tag }).toMatchObject({ code: 0, name: 'sellers', detail: 'Sellers' });
    const { stderr } = await made.run(`api put /tags/${tag.id} -f name=sales --yes`);
    expect(stderr).toContain('fields that are not named may be emptied: detail; --merge keeps them');
    expect(tag).toMatchObject({ name: 'sales', detail: '' });
  });

  it('takes types, files and whole bodies', async () => {
    const made = bench('departments');
    const files = { '/body.json': '{"name":"A","detail":"x"}', '/d.txt': 'from a file\n' };
    const { stdout } = await made.run('api post /tags --input body.json -F detail=@d.txt --yes -o json', {
      files,
    });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'A', detail: 'from a file' });
  });
});

describe('mistakes', () => {
  it.each([
    ['api gte /tags', 'did you mean GET?'],
    ['api get tags', 'is not a path of the API'],
    ['api get //evil.example/x', 'is not a path of the API'],
    ['api get /../auth', 'has parts that no path of the API has'],
    ['api get https://evil.example/tags', 'is not a path of the API'],
    ['api get "/tags?accesskey=x"', 'accesskey must not be in a URL'],
    ['api post /agents -f password=hunter2 --yes', 'password is a secret'],
    ['api post /agents -F token=5 --yes', 'token is a secret'],
    ['api post /tags -f name', '-f: "name" is not a field'],
    ['api post /tags --input no.json', 'file no.json does not exist'],
    ['api post /tags --merge --paginate', '--merge is for PUT only'],
    ['api delete /tags --input bad.json --yes', 'bad.json is not JSON'],
  ])('`%s` is wrong usage, and requests nothing', async (line, said) => {
    const made = bench('departments');
    const { code, stderr } = await made.run(line, { files: { '/bad.json': 'no' } });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('hunter2');
  });
});
