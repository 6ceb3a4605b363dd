/** `api`: any request, signed in, with what makes this API safe to write to. */
import { describe, expect, it } from 'vitest';
import { knownPaths, strangeness } from '../../src/cli/commands/api/known.ts';
import { NIL_UUID } from '../../src/core/ids.ts';
import type { Transport, WireResponse } from '../../src/core/ports.ts';
import { routes } from '../../src/emulator/routes/index.ts';
import { bench, type Bench } from '../support/program.ts';

const fixed =
  (response: WireResponse): Transport =>
  () =>
    Promise.resolve(response);

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
    expect(stderr).toContain('fields that are not named will be emptied: detail; --merge keeps them');
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

describe('a PUT', () => {
  const lost = async (made: Bench, line: string): Promise<string> => {
    const { stderr } = await made.run(`${line} --dry-run`);
    return /will be emptied: ([^;]*);/.exec(stderr)?.[1] ?? '';
  };

  it('names only what it takes, also of a part that is read with the whole', async () => {
    const made = bench('departments');
    const { agents, numbers, queues } = made.emulator.world.tables;
    const [agent] = agents.all().filter(({ name }) => name === 'Sales 1');
    const [queue] = queues.all();
    const [number] = numbers.all();
    if (number) number.rtp_debug = true;
    expect(await lost(made, `api put /agents/${agent?.id ?? ''} -f detail=x`)).toBe('name and ring_method');
    expect(await lost(made, `api put /agents/${agent?.id ?? ''}/tag_ids`)).toBe('tag_ids');
    expect(await lost(made, `api put /queues/${queue?.id ?? ''}/routing_method`)).toBe('routing_method');
    expect(await lost(made, `api put /numbers/${number?.id ?? ''}/metadata`)).toBe('rtp_debug');
    expect(await lost(made, `api put /agents/${agent?.id ?? ''}/status -f status=away`)).toBe('');
    expect(writes(made)).toEqual([]);
  });

  it('keeps a part of a number', async () => {
    const made = bench('departments');
    const [number] = made.emulator.world.tables.numbers.all();
    const before = { ...number };
    await made.run(
      `api put /numbers/${number?.id ?? ''}/flow_ids -f message_flow_id=${NIL_UUID} --merge --yes`,
    );
    expect(number).toMatchObject({ call_flow_id: before.call_flow_id, message_flow_id: NIL_UUID });
  });

  it('that leaves absent fields alone needs no warning', async () => {
    const made = bench('departments');
    const { stderr } = await made.run('api put /outbound_config -f codecs=PCMU --yes');
    expect(stderr).toBe('PUT /outbound_config {"codecs":"PCMU"}\n');
    expect(made.emulator.world.tables.outbound_configs.all()[0]?.destination_whitelist).toEqual(['us']);
  });
});

describe('answers', () => {
  const call = (made: Bench): string =>
    made.emulator.world.tables.calls.all().find(({ status }) => status === 'progressing')?.id ?? '';

  it('without a body are null for programs', async () => {
    const made = bench('departments');
    const line = `api post /calls/${call(made)}/mute -f direction=both --yes`;
    expect(await made.run(`${line} -o json`)).toMatchObject({ code: 0, stdout: 'null\n' });
    expect((await made.run(`${line} --quiet`)).stderr).toContain('POST /calls/');
    expect((await made.run(line)).stderr).toContain('the answer has no body');
  });

  it('are shown with status and headers, and no secret in them', async () => {
    const made = bench('departments');
    const headers = {
      'content-type': 'application/json',
      'set-cookie': 'accesskey=vb_secret',
      via: 'a\u001b[2J',
    };
    const transport = fixed({ status: 200, headers, body: '{"id":"1","token":"vb_secret"}' });
    const table = await made.run('api get /customer --include', { transport });
    expect(table.stdout).toBe(
      'HTTP 200\ncontent-type: application/json\nset-cookie: ***\nvia: a\\x1b[2J\n\nid     1\ntoken  ***\n',
    );
    const json = await made.run('api get /customer --include -o json', { transport });
    expect(JSON.parse(json.stdout)).toEqual({
      status: 200,
      headers: { ...headers, 'set-cookie': '***' },
      body: { id: '1', token: '***' },
    });
    const refused = await made.run('api get /agents/5e4a0680-804e-11ec-8477-2fea5968d85b --include');
    expect(refused).toMatchObject({ code: 5, stdout: '' });
    expect(refused.stderr).toMatch(
      /^HTTP 404\n(.*\n)*content-type: application\/json.*\n(.*\n)*error: not found/,
    );
  });

  it('that are texts are shown, others are not', async () => {
    const made = bench('departments');
    const html = fixed({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<p>\u001b[2J',
    });
    expect((await made.run('api get /auth/password-reset', { transport: html })).stdout).toBe(
      '<p>\\x1b[2J\n',
    );
    const binary = fixed({
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: '\u0000',
    });
    const { code, stdout, stderr } = await made.run(`api get /timelines/calls/${call(made)}/pcap`, {
      transport: binary,
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('was answered with application/octet-stream');
  });

  it('that lead to another host are not followed', async () => {
    const made = bench('departments');
    const seen: string[] = [];
    const location = 'https://files.example/x.zip?signature=vb_secret';
    const transport: Transport = (request) => {
      seen.push(new URL(request.url).host);
      return Promise.resolve({ status: 307, headers: { location }, body: '' });
    };
    const line = 'api get /recordingfiles/5e4a0680-804e-11ec-8477-2fea5968d85b';
    const { code, stdout, stderr } = await made.run(line, { transport });
    expect({ code, stdout, hosts: new Set(seen).size }).toEqual({ code: 3, stdout: '', hosts: 1 });
    expect(stderr).toContain('a redirect to files.example, which is not followed');
    const shown = await made.run(`${line} --include -o json`, { transport });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      status: 307,
      headers: { location: 'https://files.example/x.zip?***' },
    });
    const open = await made.run(`${line} --include --show-secrets`, { transport, terminal: true });
    expect(open.stdout).toContain(location);
    expect(stderr + shown.stdout + shown.stderr).not.toContain('vb_secret');
  });

  it('are whole lists also where rows have no id, or the list is bare', async () => {
    const made = bench('departments');
    const bare = await made.run('api get /contact_addresses --paginate -o json');
    expect(JSON.parse(bare.stdout)).toEqual([]);
    const free = await made.run('api get /available_numbers --paginate -f type=virtual -o json');
    expect((JSON.parse(free.stdout) as unknown[]).length).toBeGreaterThan(1);
    const pages: Record<string, unknown> = {
      '': { result: [{ event_type: 'a' }], next_page_token: 't1' },
      t1: { result: [{ event_type: 'b' }] },
    };
    const transport: Transport = ({ url }) => {
      const token = new URL(url).searchParams.get('page_token') ?? '';
      return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(pages[token] ?? pages['']) });
    };
    const { stdout } = await made.run('api get /aggregated-events --paginate -f call_id=x -o json', {
      transport,
    });
    expect(JSON.parse(stdout)).toEqual([{ event_type: 'a' }, { event_type: 'b' }]);
  });
});

describe('a request', () => {
  it('takes headers, and keeps its own', async () => {
    const made = bench('departments');
    const seen: Record<string, string>[] = [];
    const transport: Transport = (request) => {
      seen.push({ ...request.headers });
      return made.emulator.transport(request);
    };
    await made.run('api get /customer -H "X-Trace: a b" -H Accept:application/xml', { transport });
    expect(seen[0]).toMatchObject({ 'x-trace': 'a b', accept: 'application/xml' });
    expect(seen[0]?.['cookie']).toBe(`accesskey=${made.account.accesskey}`);
    await made.run('api get /calls --paginate -H "X-Trace: all"', { transport });
    expect(seen.at(-1)).toMatchObject({ 'x-trace': 'all' });
  });

  it('goes next to /v1.0 where signing in has its paths', async () => {
    const made = bench('departments');
    await made.run('api delete /auth/unregister --yes');
    expect(made.asked()).toEqual(['DELETE /auth/unregister']);
  });

  it.each([
    ['get /tagz', '/tagz is not a path that this version knows; the nearest: /tags'],
    ['get /agents/5e4a0680-804e-11ec-8477-2fea5968d85b/stats', '/agents/{id}/status'],
    ['post /customer --dry-run', 'the API has no POST of /customer; it has GET and PUT'],
    ['delete /queues --dry-run', 'the API has no DELETE of /queues; it has GET and POST'],
    ['get /nothing/like/it', '/nothing/like/it is not a path that this version knows\n'],
  ])('%s is sent with a warning', async (line, said) => {
    const made = bench('departments');
    const { stderr } = await made.run(`api ${line}`);
    expect(stderr).toMatch(/^warning: /);
    expect(stderr).toContain(said);
  });

  it('knows every path of the API, and of the emulator', () => {
    const paths = knownPaths();
    // Two are in no description.
    expect(paths).toHaveLength(261 + 2);
    const strange = routes
      .filter(({ path }) => path.startsWith('/v1.0/') || path.startsWith('/auth/'))
      .map(({ method, path }) => strangeness(paths, method, path.replace('/v1.0', '')))
      .filter((text) => text !== undefined);
    expect(strange).toEqual([]);
  });
});

describe('mistakes', () => {
  it.each([
    ['api put /tags/x --data {}', 'use -f name=value or --input <file>'],
    ['api put /tags/x --data={}', 'use -f name=value or --input <file>'],
    ['api put /tags/x -d {}', "unknown option '--data'"],
    ['api gte /tags', 'did you mean GET?'],
    ['api get tags', 'is not a path of the API'],
    ['api get /customer -H "Authorization: Bearer x"', 'Authorization is part of the sign-in'],
    ['api get /customer -H "Cookie: accesskey=hunter2"', 'Cookie is part of the sign-in'],
    ['api get /customer -H "Set-Cookie2: hunter2"', 'Set-Cookie2 is part of the sign-in'],
    ['api get /customer -H hunter2', 'write it as "Name: value"'],
    ['api get /customer -H "Host: evil.example" -H "X-Request-Id: 1"', 'Host is set by the program\n'],
    ['api get /customer -H "X: a\u0001b"', 'has characters that a header cannot have'],
    ['api post /tags -f name=a --yes --show-secrets', '--show-secrets works on a terminal only'],
    ['api get /calls --paginate --include', 'a whole list has many answers'],
    ['api get /agents/%2e%2e/auth', 'is not a valid path of the API'],
    ['api get /agents/%2Fx', 'is not a valid path of the API'],
    ['api get /agents/%zz', 'is not a valid path of the API'],
    ['api get //evil.example/x', 'is not a path of the API'],
    ['api get /../auth', 'is not a valid path of the API'],
    ['api get https://evil.example/tags', 'is not a path of the API'],
    ['api get "/tags?accesskey=hunter2"', 'accesskey must not be in a URL'],
    ['api get "tags?accesskey=hunter2"', 'accesskey must not be in a URL'],
    ['api get "/tags?Token=hunter2"', 'Token must not be in a URL'],
    ['api get "tags?x=hunter2"', '"tags" is not a path of the API'],
    ['api post /agents -f password=hunter2 --yes', 'password is a secret'],
    ['api post /agents -F token=5 --yes', 'token is a secret'],
    ['api post /tags -f name', '-f: "name" is not a field'],
    ['api post /tags --input no.json', 'file no.json does not exist'],
    ['api post /tags --merge --paginate', '--merge is for PUT only'],
    ['api delete /tags --input bad.json --yes', 'bad.json is not JSON'],
    ['api put /customer --input seen.json --yes', 'webhook_uri and webhook_secret: *** stands for a secret'],
    ['api post /x -f uri=https://u:***@x.example --yes', 'uri: *** stands for a secret that was hidden'],
  ])('`%s` is wrong usage, and requests nothing', async (line, said) => {
    const made = bench('departments');
    const seen = { name: 'A ***', webhook_uri: 'https://x.example/?token=***&a=1', webhook_secret: '***' };
    const files = { '/bad.json': 'no', '/seen.json': JSON.stringify(seen) };
    const { code, stderr } = await made.run(line, { files });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('hunter2');
  });
});

it('a whole list is the list itself: a query for the pages of the API is refused before anything is requested', async () => {
  const made = bench('departments');
  const { code, stderr } = await made.run('api get /tags --paginate --query result[].name -o json');
  expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
  expect(stderr).toContain('write `[]` in place of `result`');
  expect((await made.run('api get /tags --paginate --query [].name -o json')).stdout).toContain('"sales"');
  expect((await made.run('api get /tags --query result[].name -o json')).stdout).toContain('"sales"');
});
