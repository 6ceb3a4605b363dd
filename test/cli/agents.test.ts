/** What only agents have: a status, a password, lists by tag and permission. */
import { describe, expect, it } from 'vitest';
import { bench, signedInAs, type Bench } from '../support/program.ts';

const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET'))
    .map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'));
const username = 'sales-1@enterprise.example';
const agentOf = (made: Bench, name = username) => {
  const agent = made.emulator.world.tables.agents.all().find((one) => one.username === name);
  if (agent === undefined) throw new Error(`no agent ${name}`);
  return agent;
};
const undoOf = (stdout: string): string => /voipbin (undo \S+)/.exec(stdout)?.[1] ?? '';

describe('the status of an agent', () => {
  it('is changed by a request of its own, together with fields, and can be undone', async () => {
    const made = bench('departments');
    const agent = agentOf(made);
    const before = structuredClone(agent);
    const line = `agents update ${username} --status away --detail Lunch`;
    const { code, stdout, stderr } = await made.run(line, { terminal: true, answers: [true] });
    expect({ code, writes: writes(made) }).toEqual({
      code: 0,
      writes: ['PUT /v1.0/agents/ID', 'PUT /v1.0/agents/ID/status'],
    });
    expect(stderr).toMatch(/status: .*available.*away/);
    expect(agent).toEqual({
      ...before,
      status: 'away',
      detail: 'Lunch',
      tm_update: expect.anything() as string,
    });
    expect((await made.run(`${undoOf(stdout)} --yes`)).code).toBe(0);
    expect(agent).toMatchObject({ status: 'available', detail: before.detail });
  });

  it('that changed since is not undone, and its fields are', async () => {
    const made = bench('departments');
    const agent = agentOf(made);
    const { detail } = agent;
    const { stdout } = await made.run(`agents update ${username} --status away --detail Lunch --yes`);
    agent.status = 'busy';
    expect((await made.run(`${undoOf(stdout)} --yes`)).code).toBe(0);
    expect(agent).toMatchObject({ status: 'busy', detail });
  });

  it('may change by itself while other fields are changed', async () => {
    const made = bench('departments');
    const agent = agentOf(made);
    let seen = 0;
    const { code } = await made.run(`agents update ${username} --detail Lunch --yes`, {
      transport: async (request) => {
        const answer = await made.emulator.transport(request);
        if (request.url.includes('/agents?') && ++seen === 1) agent.status = 'ringing';
        return answer;
      },
    });
    expect({ code, detail: agent.detail, status: agent.status }).toEqual({
      code: 0,
      detail: 'Lunch',
      status: 'ringing',
    });
  });

  it('takes what the platform looks at, and cannot be in a plan file', async () => {
    const made = bench('departments');
    expect((await made.run(`agents update ${username} --status ringing --yes`)).code).toBe(2);
    expect(made.asked()).toEqual([]);
    const files = { '/voipbin.yaml': `version: 1\nagents: { ${username}: { status: away } }\n` };
    expect((await made.run('plan', { files })).code).toBe(2);
    expect((await made.run('export')).stdout).not.toMatch(/^ +status:/m);
  });

  it.each(['status-503', 'timeout-after', 'cut'] as const)(
    'is not lost to a %s at any request',
    async (kind) => {
      const owner = 'owner@newcompany.example';
      const line = `agents update ${owner} --status away --detail Lunch --yes`;
      const whole = bench('empty');
      await whole.run(line);
      const requests = whole.asked().length;
      for (let nth = 1; nth <= requests; nth += 1) {
        const made = bench('empty');
        const before = structuredClone(agentOf(made, owner));
        made.emulator.addFault({ nth, kind });
        const { code } = await made.run(line);
        if (code !== 0) expect((await made.run(line)).code).toBe(0);
        expect(agentOf(made, owner)).toEqual({
          ...before,
          status: 'away',
          detail: 'Lunch',
          tm_update: expect.anything() as string,
        });
      }
    },
  );
});

describe('the password of an agent', () => {
  const signsIn = async (made: Bench, password: string): Promise<boolean> => {
    const body = JSON.stringify({ username, password });
    const login = { method: 'POST', url: 'https://x/auth/login', headers: {}, timeoutMs: 1000 } as const;
    return (await made.emulator.transport({ ...login, body })).status === 200;
  };

  it('is asked for twice, and written once', async () => {
    const made = bench('departments');
    const answers = ['correct horse 9 battery', 'correct horse 9 battery', true];
    const { code, stdout, stderr } = await made.run(`agents password ${username}`, {
      terminal: true,
      answers,
    });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['PUT /v1.0/agents/ID/password'] });
    expect(stderr).toContain('[cannot be undone]');
    expect(stderr).not.toContain('warning');
    expect(stdout + stderr).not.toContain('battery');
    expect(stdout).not.toContain('undo');
    expect(await signsIn(made, 'correct horse 9 battery')).toBe(true);
  });

  it('is generated, and shown once on a terminal or written to a private file', async () => {
    const made = bench('departments');
    const line = `agents password ${username} --password generate`;
    const shown = await made.run(line, { terminal: true, answers: [true] });
    const password = /^ {2}sales-1@\S+ {2}(\S{20})$/m.exec(shown.stderr)?.[1] ?? '';
    expect(await signsIn(made, password)).toBe(true);
    expect((await made.run(`${line} --yes`)).code).toBe(2);
    expect((await made.run(`${line} --yes --passwords /pw`)).code).toBe(0);
    expect(made.files.get('/pw')).toMatchObject({ mode: 0o600 });
    expect(await signsIn(made, made.files.get('/pw')?.text.trim().split('  ')[1] ?? '')).toBe(true);
    const others = [...made.files].filter(([path]) => path !== '/pw').map(([, { text }]) => text);
    expect(others.join('')).not.toContain(password);
  });

  it.each([
    ['--yes', 2, 'add --password env:NAME'],
    ['--password hunter2 --yes', 2, 'names where the password is'],
    ['--password env:NOPE --yes', 2, 'the variable NOPE is not set'],
    ['--password file:/nope --yes', 2, '/nope does not exist'],
    ['--password env:PW', 6, 'add --yes'],
  ])('%s ends with %d', async (flags, code, text) => {
    const made = bench('departments');
    const result = await made.run(`agents password ${username} ${flags}`, { env: { PW: 'x'.repeat(20) } });
    expect(result).toMatchObject({ code, stderr: expect.stringContaining(text) as string });
    expect(writes(made)).toEqual([]);
  });

  it('of the guest agent stays', async () => {
    const made = bench('departments');
    agentOf(made).id = 'd819c626-0284-4df8-99d6-d03e1c6fba88';
    const { code, stderr } = await made.run(`agents password ${username} --password env:PW --yes`, {
      env: { PW: 'correct horse 9 battery' },
    });
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain(`${username} is the guest agent of the platform`);
  });

  it('whose answer is lost is the one that was handed over', async () => {
    const made = bench('departments');
    made.emulator.addFault({ method: 'PUT', kind: 'timeout-after' });
    const { code } = await made.run(`agents password ${username} --password generate --passwords /pw --yes`);
    expect(code).toBe(0);
    expect(await signsIn(made, made.files.get('/pw')?.text.trim().split('  ')[1] ?? '')).toBe(true);
  });

  it('that the server refuses is not kept', async () => {
    const made = bench('departments');
    made.emulator.addFault({ method: 'PUT', kind: 'status-429-limit' });
    const { code } = await made.run(`agents password ${username} --password generate --passwords /pw --yes`);
    expect({ code, kept: made.files.get('/pw') }).toEqual({ code: 8, kept: undefined });
  });
});

describe('an address that is an extension', () => {
  const file = `extensions: { "1001": { name: Desk, password: env:PW } }
tags: { Sales: {} }
queues: { Q: { tags: [Sales] } }
flows: { Main: { actions: [{ type: queue_join, queue: Q }] } }
agents: { anna@a.example: { name: Anna, tags: [Sales], addresses: ["extension:1001", "tel:+14155550100"] } }
`;
  const applied = async (): Promise<Bench> => {
    const made = bench('empty');
    const options = { files: { '/voipbin.yaml': file }, env: { PW: 'a-Long-secret-4711' } };
    expect((await made.run('apply --yes', options)).code).toBe(0);
    return made;
  };

  it('is shown by its number, in the list, of one agent, and in a call', async () => {
    const made = await applied();
    for (const line of ['agents list', 'agents get anna', 'agents list -o markdown'])
      expect((await made.run(line)).stdout).toContain('extension:1001 +14155550100');
    expect((await made.run('trace Main')).stdout).toContain('Anna (offline, extension:1001, +14155550100)');
  });

  it('is its id for programs and where ids are asked for, and nothing else is read for it', async () => {
    const made = await applied();
    const [extension] = made.emulator.world.tables.extensions.all();
    made.asked();
    for (const flags of ['-o json', '-o csv', '--ids'])
      expect((await made.run(`agents list ${flags}`)).stdout).toContain(String(extension?.id));
    expect(made.asked().some((request) => request.includes('extensions'))).toBe(false);
  });

  it('of an extension that no longer exists says so', async () => {
    const made = await applied();
    const [extension] = made.emulator.world.tables.extensions.all();
    Object.assign(extension ?? {}, { tm_delete: Date.parse('2026-11-23T12:00:00Z') });
    expect((await made.run('agents list')).stdout).toMatch(/extension:unknown \([0-9a-f]{8}\)/);
  });
});

describe('the list of agents', () => {
  it('shows tags by name, and ids where they are asked for', async () => {
    const made = bench('departments');
    const [sales] = made.emulator.world.tables.tags.all().filter(({ name }) => name === 'sales');
    const line = 'agents list --tag sales --status available --limit 1';
    expect((await made.run(line)).stdout).toMatch(/ sales, support, billing {2}/);
    expect((await made.run(`${line} --ids`)).stdout).toContain(sales?.id);
    if (sales) sales.tm_delete = made.emulator.world.stamp();
    expect((await made.run('agents list')).stdout).toContain('sales (deleted)');
    expect((await made.run(line)).code).toBe(5);
  });

  it('asks for names only where a person reads them', async () => {
    const made = bench('departments');
    await made.run('agents list -o json');
    expect(made.asked().filter((line) => line.includes('/tags'))).toEqual([]);
  });

  it('shows ids where names cannot be read', async () => {
    const made = bench('departments');
    made.emulator.addFault({ path: '/v1.0/tags', kind: 'status-500', times: 9 });
    const { code, stdout, stderr } = await made.run('agents list');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/[0-9a-f-]{36}, /) as string });
    expect(stderr).toContain('warning: the names of tags could not be read');
  });

  it.each([
    ['--permission manager', ['dana@enterprise.example']],
    ['--permission admin', ['it-desk@enterprise.example', 'it@enterprise.example']],
    ['--status away --tag sales', [username]],
    ['--status ringing', []],
  ])('%s', async (flags, expected) => {
    const made = bench('departments');
    agentOf(made).status = 'away';
    const { stdout } = await made.run(`agents list ${flags} -o json`);
    const rows = JSON.parse(stdout) as { username: string }[];
    expect(rows.map((row) => row.username).sort()).toEqual(expected);
  });
});

describe('deleting the agent that one is signed in as', () => {
  /** Another administrator exists, so that the server would allow it. */
  async function begun(): Promise<{ made: Bench; admin: string; env: Record<string, string> }> {
    const made = bench('departments');
    const admin = made.account.logins.find(({ role }) => role === 'admin')?.username ?? '';
    const env = await signedInAs(made, 'admin');
    await made.run(`agents update ${username} --permission admin --yes`);
    made.asked();
    return { made, admin, env };
  }
  const isGone = (made: Bench, name: string): boolean => Boolean(agentOf(made, name).tm_delete);

  it('is refused with --yes alone', async () => {
    const { made, admin, env } = await begun();
    const { code, stderr } = await made.run(`agents delete ${admin} --yes`, { env });
    expect({ code, writes: writes(made) }).toEqual({ code: 6, writes: [] });
    expect(stderr).toContain(`nothing was changed: you are signed in as ${admin}, who would be deleted`);
    expect(stderr).toContain('--allow-self');
  });

  it('is a question of its own, which takes the user name', async () => {
    const { made, admin, env } = await begun();
    const asked: string[] = [];
    const typing = (word: string) => ({
      env,
      terminal: true,
      person: { input: ({ ask }: { ask: string }) => (asked.push(ask), Promise.resolve(word)) } as never,
    });

    expect((await made.run(`agents delete ${admin}`, typing('yes'))).code).toBe(6);
    expect(isGone(made, admin)).toBe(false);
    expect((await made.run(`agents delete ${admin}`, typing(admin))).code).toBe(0);

    expect(isGone(made, admin)).toBe(true);
    expect(asked[0]).toContain(`You are signed in as ${admin}, who will be deleted.`);
    expect(asked[0]).toContain(`Type ${admin} to confirm`);
  });

  it('is done with --yes and --allow-self', async () => {
    const { made, admin, env } = await begun();
    expect((await made.run(`agents delete ${admin} --yes --allow-self`, { env })).code).toBe(0);
    expect(isGone(made, admin)).toBe(true);
  });

  it('is no matter for an access key, and for another agent', async () => {
    const { made, admin, env } = await begun();
    expect((await made.run('agents delete support-1@enterprise.example --yes', { env })).code).toBe(0);
    expect((await made.run(`agents delete ${admin} --yes`)).code).toBe(0);
  });

  it('is refused in a plan, too', async () => {
    const { made, admin, env } = await begun();
    const id = agentOf(made, admin).id;
    const lock = { [admin]: { id, made: true } };
    const files = {
      '/voipbin.yaml': 'version: 1\nagents: {}\n',
      '/voipbin.lock.json': JSON.stringify({
        format: 'voipbin.lock/1',
        customer_id: made.account.customer_id,
        objects: { agents: lock },
      }),
    };
    const { code, stderr } = await made.run('apply --prune --yes', { env, files });
    expect({ code, writes: writes(made) }).toEqual({ code: 6, writes: [] });
    expect(stderr).toContain(`you are signed in as ${admin}`);
  });
});

describe('no administrator any more, of the agent that one is signed in as', () => {
  /** Another administrator exists, so that the server would allow it. */
  async function begun(): Promise<{ made: Bench; admin: string; env: Record<string, string> }> {
    const made = bench('departments');
    const admin = made.account.logins.find(({ role }) => role === 'admin')?.username ?? '';
    const env = await signedInAs(made, 'admin');
    await made.run(`agents update ${username} --permission admin --yes`);
    made.asked();
    return { made, admin, env };
  }

  it('is refused with --yes alone, with the command that does it', async () => {
    const { made, admin, env } = await begun();
    const line = `agents update ${admin} --permission agent+manager --yes`;
    const { code, stderr } = await made.run(line, { env });
    expect({ code, writes: writes(made) }).toEqual({ code: 6, writes: [] });
    expect(stderr).toContain(
      `nothing was changed: you are signed in as ${admin}, who would be an administrator no longer`,
    );
    const command = /voipbin (agents update .* --allow-self)/.exec(stderr)?.[1] ?? '';
    expect((await made.run(command, { env })).code).toBe(0);
    expect(agentOf(made, admin).permission).toBe(0x50);
  });

  it('is a question of its own, which takes the user name', async () => {
    const { made, admin, env } = await begun();
    const asked: string[] = [];
    const person = {
      input: ({ ask }: { ask: string }) => (asked.push(ask), Promise.resolve(admin)),
    } as never;
    const line = `agents update ${admin} --permission agent`;
    expect((await made.run(line, { env, terminal: true, person })).code).toBe(0);
    expect(asked[0]).toContain(`You are signed in as ${admin}, who will be an administrator no longer.`);
    expect(asked[0]).toContain(`Type ${admin} to confirm`);
  });

  it('is no matter for other fields, for who stays one, for others, and for an access key', async () => {
    const { made, admin, env } = await begun();
    for (const change of [
      `${admin} --detail Lunch`,
      `${admin} --permission admin+manager`,
      `${username} --permission agent`,
    ])
      expect((await made.run(`agents update ${change} --yes`, { env })).code, change).toBe(0);
    await made.run(`agents update ${username} --permission admin --yes`, { env });
    expect((await made.run(`agents update ${admin} --permission agent --yes`)).code).toBe(0);
  });
});
