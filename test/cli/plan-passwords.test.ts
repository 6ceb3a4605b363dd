/** What a plan says of the passwords of what exists, and of what it sets to null: done or reported, never claimed. */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import { bench, type Bench } from '../support/program.ts';

interface Json {
  changes: { verb: string; address: string; because?: string; risk: string; fields: unknown[] }[];
  requests: number;
}
const plan = (text: string): Record<string, string> => ({ '/voipbin.yaml': text });
const extension = (password: string): string =>
  `extensions: { "1001": { name: Desk, password: "${password}" } }`;
const agent = (password: string): string =>
  `agents: { anna@a.example: { addresses: ["tel:+14155550100"], password: "${password}" } }`;
const [OLD, NEW] = ['old-Zx9-qLw4-secret', 'new-Zx9-qLw4-secret'];
const CLAIM = 'the account already matches the plan';

async function applied(text: string): Promise<Bench> {
  const made = bench('empty');
  const { code } = await made.run('apply --yes --passwords /pw', { files: plan(text), env: { PW: OLD } });
  expect(code).toBe(0);
  return made;
}
const changesOf = async (made: Bench, text: string, env: Record<string, string> = {}): Promise<Json> =>
  JSON.parse((await made.run('plan -o json', { files: plan(text), env })).stdout) as Json;
const passwordOf = (made: Bench): unknown => made.emulator.world.tables.extensions.all()[0]?.password;

describe('an extension whose password is another one in the plan', () => {
  it('gets it, with the risk shown, and no secret anywhere', async () => {
    const made = await applied(extension('env:PW'));
    made.asked();

    const env = { PW: NEW };
    const planned = await changesOf(made, extension('env:PW'), env);
    expect(planned).toMatchObject({
      requests: 2,
      changes: [
        {
          verb: 'update',
          address: 'extensions/1001',
          risk: 'irreversible',
          because: 'phones that sign in with the old password no longer can',
          fields: [{ path: 'password', from: '***', to: 'env:PW' }],
        },
      ],
    });
    const { code, stdout, stderr } = await made.run('apply --yes', { env });

    expect({ code, password: passwordOf(made) }).toEqual({ code: 0, password: NEW });
    expect(stderr).toContain('~ update extension 1001  [cannot be undone]');
    const rest = [...made.files].filter(([path]) => path !== '/pw').map(([, { text }]) => text);
    for (const secret of [OLD, NEW]) expect([stdout, stderr, ...rest].join()).not.toContain(secret);
    expect(rest.join()).toContain('"secrets":["password"]');
    expect((await changesOf(made, extension('env:PW'), env)).changes).toEqual([]);
    expect((await made.run('plan', { env })).stdout).toBe(`Nothing to do: ${CLAIM}.\n`);
  });

  it('keeps its other fields, and both change in one request', async () => {
    const made = await applied(extension('env:PW'));
    made.asked();
    const text = extension('file:in/sip.txt').replace('Desk', 'Front desk');
    await made.run('apply --yes', { files: { ...plan(text), '/in/sip.txt': `${NEW}\n` } });
    expect(made.emulator.world.tables.extensions.all()).toMatchObject([
      { name: 'Front desk', password: NEW },
    ]);
    expect(made.asked().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  it('gets it after a lost answer, once', async () => {
    const made = await applied(extension('env:PW'));
    let lost = false;
    const { code } = await made.run('apply --yes', {
      env: { PW: NEW },
      transport: async (request) => {
        const answer = await made.emulator.transport(request);
        if (request.method !== 'PUT' || lost) return answer;
        lost = true;
        throw new TransportError('reset', true, 'cut');
      },
    });
    expect({ code, password: passwordOf(made) }).toEqual({ code: 0, password: NEW });
    expect(made.emulator.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('by a saved plan gets the one that was looked at, or none', async () => {
    const made = await applied(extension('env:PW'));
    await made.run('plan --out /p.json', { env: { PW: NEW } });
    expect((await made.run('apply /p.json --yes', { env: { PW: OLD } })).code).toBe(7);
    expect((await made.run('apply /p.json --yes', { env: { PW: NEW } })).code).toBe(0);
    expect(passwordOf(made)).toBe(NEW);
  });

  it('that is too long does not get it', async () => {
    const made = await applied(extension('env:PW'));
    const { code, stdout } = await made.run('plan', { env: { PW: 'x'.repeat(73) } });
    expect(code).toBe(2);
    expect(stdout).toContain('extensions/1001: its password is longer than 72 bytes');
  });
});

describe('what cannot be done is reported', () => {
  it.each([
    [
      'an agent, whose password the server does not show',
      agent('env:PW'),
      agent('env:PW'),
      'the server does not show it',
    ],
    ['an agent, generate', agent('env:PW'), agent('generate'), '`generate` makes one for a new object only'],
    ['an extension, generate', extension('env:PW'), extension('generate'), '`generate` makes one for a new'],
    [
      'an extension, a variable that is not set',
      extension('env:PW'),
      extension('env:NOPE'),
      'is not available here',
    ],
  ])('%s', async (_, before, after, because) => {
    const made = await applied(before);
    made.asked();
    for (const command of ['plan', 'apply --yes']) {
      const { code, stdout } = await made.run(command, { files: plan(after), env: { PW: NEW } });
      expect(code).toBe(0);
      expect(stdout).toContain('the password stays as it is: ');
      expect(stdout).toContain(because);
      expect(stdout).toContain('Nothing to do, but see the notes');
      expect(stdout).not.toContain(CLAIM);
    }
    expect(made.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect((await made.run('plan --detailed-exitcode', { env: { PW: NEW } })).code).toBe(0);
  });
});

describe('a password that `apply` generated', () => {
  const noted = async (made: Bench, text: string): Promise<number> =>
    (await changesOf(made, text)).changes.length;

  it.each([
    ['an agent', agent('generate')],
    ['an extension', extension('generate')],
  ])('of %s is nothing to note, in any later plan', async (_, text) => {
    const made = await applied(text);
    expect((await made.run('plan')).stdout).toBe(`Nothing to do: ${CLAIM}.\n`);
    await made.run('apply --yes');
    await made.run('export --force --out /voipbin.yaml');
    expect(await noted(made, text)).toBe(0);
  });

  it('is nothing to note after an interrupted run', async () => {
    const made = bench('empty');
    const killed = { at: 8, carriedOut: true };
    await made.run('apply --yes --passwords /pw', { files: plan(agent('generate')), killed });
    expect(made.emulator.requests.at(-1)).toMatchObject({ method: 'POST', path: '/v1.0/agents' });
    expect(made.files.get('/voipbin.lock.json')?.text ?? '').not.toContain('anna');
    expect((await made.run('apply --yes --passwords /pw')).code).toBe(0);
    expect(await noted(made, agent('generate'))).toBe(0);
  });

  it('is reported of what existed before, and after another password was in the file', async () => {
    const made = await applied(agent('generate'));
    made.files.delete('/voipbin.lock.json');
    expect(await noted(made, agent('generate'))).toBe(1);

    const other = await applied(agent('generate'));
    await other.run('apply --yes', { files: plan(agent('env:PW')), env: { PW: NEW } });
    expect(await noted(other, agent('generate'))).toBe(1);
  });
});

describe('null', () => {
  const stays = 'null declares nothing of it and deletes nothing: it stays as it is';
  it.each([
    ['an agent', 'agents: { anna@a.example: null }', 'agents/anna@a.example'],
    ['an agent, in short', 'agents: { anna@a.example: ~ }', 'agents/anna@a.example'],
    ['a section', 'agents: null', 'agents'],
    ['the account', 'account: null', 'account'],
    ['the outgoing settings', 'outbound: ~', 'outbound'],
  ])('of %s is reported', async (_, text, address) => {
    const made = await applied(agent('generate'));
    expect((await changesOf(made, text)).changes).toMatchObject([
      { verb: 'note', address, because: expect.stringContaining(stays) as string },
    ]);
    const { stdout } = await made.run('apply --yes');
    expect(stdout).toContain(stays);
    expect(stdout).not.toContain(CLAIM);
  });

  it.each([
    ['a name and nothing', 'agents:\n  anna@a.example:\n'],
    ['a section and nothing', 'agents:\n  # anna@a.example: {}\n'],
    ['an object without fields', 'agents: { anna@a.example: {} }'],
    ['the word in quotes', 'tags: { "null": {} }'],
  ])('is not %s', async (_, text) => {
    const made = await applied(
      'agents: { anna@a.example: { addresses: ["tel:+14155550100"] } }\ntags: { "null": {} }',
    );
    expect((await changesOf(made, text)).changes.filter(({ because }) => because?.includes('null'))).toEqual(
      [],
    );
  });
});
