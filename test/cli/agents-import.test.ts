/** Agents from a table: read whole or not at all, made once, whatever happens. */
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/core/csv.ts';
import { bench, type Bench } from '../support/program.ts';

const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET'))
    .map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'));
const agentsOf = (made: Bench) =>
  made.emulator.world.tables.agents.of(made.account.customer_id).filter(({ tm_delete }) => !tm_delete);
const csv = (text: string): { files: Record<string, string> } => ({ files: { '/team.csv': text } });

describe('a table of text', () => {
  it('is read with quotes, line breaks and any of three delimiters', () => {
    const { rows, unclosed } = parseCsv('\ufeffa;"b ""x"";\ny";c\r\n\r\n;;\n1;2;3');
    expect(unclosed).toBeUndefined();
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['a', 'b "x";\ny', 'c'],
      ['1', '2', '3'],
    ]);
    expect(rows[0]?.[2]).toMatchObject({ line: 2, column: 4 });
    expect(rows[1]?.[1]).toMatchObject({ line: 5, column: 3 });
    expect(parseCsv('a\tb\n').rows[0]).toHaveLength(2);
    expect(parseCsv('a,"b').unclosed).toEqual({ line: 1, column: 3 });
  });
});

describe('agents import', () => {
  const team =
    'E-Mail,First Name,Last Name,Team,Phone,SIP,Role,Notes\n' +
    'anna@acme.example,Anna,Baker,sales;Support,+1 (415) 555-0101,,agent|manager,\n' +
    'bob@acme.example,Bob,,sales,,bob@sip.acme.example,,"Night, shift"\n';

  it('makes what the usual columns say, as one plan that can be undone', async () => {
    const made = bench('departments');
    const before = agentsOf(made).length;
    const { code, stdout, stderr } = await made.run(
      'agents import team.csv --passwords /pw --yes',
      csv(team),
    );
    expect({ code, writes: writes(made) }).toEqual({
      code: 0,
      writes: ['POST /v1.0/agents', 'POST /v1.0/agents'],
    });
    expect(stderr).toContain('+ create agent anna@acme.example');
    const tags = made.emulator.world.tables.tags.all();
    const idOf = (name: string) => tags.find((tag) => tag.name === name)?.id;
    const find = (username: string) => agentsOf(made).find((agent) => agent.username === username);
    expect(find('anna@acme.example')).toMatchObject({
      name: 'Anna Baker',
      permission: 16 + 64,
      tag_ids: [idOf('sales'), idOf('support')],
      addresses: [{ type: 'tel', target: '+14155550101' }],
    });
    expect(find('bob@acme.example')).toMatchObject({
      name: 'Bob',
      detail: 'Night, shift',
      permission: 16,
      addresses: [{ type: 'sip', target: 'bob@sip.acme.example' }],
    });
    expect(made.files.get('/pw')?.text.split('\n').filter(Boolean)).toHaveLength(2);
    expect((await made.run(`${/voipbin (undo \S+)/.exec(stdout)?.[1] ?? ''} --yes`)).code).toBe(0);
    expect(agentsOf(made)).toHaveLength(before);
  });

  it('shows everything that is wrong with the file, before anything is requested', async () => {
    const made = bench('departments');
    const text =
      'Email;Name;Team;Phone;Role;Shoe size;Password\n' +
      'anna@acme.example;Anna;sales;4155550101;boss\n' +
      'bob;Bob;sales;+14155550102;agent\n' +
      'ANNA@acme.example;Anna;sales;+14155550103;agent;43;pw;7\n';
    const { code, stderr } = await made.run('agents import team.csv --yes', csv(text));
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    for (const place of ['1:28 ', '1:38 passwords', '2:30 ', '2:41 ', '3:1 ', '4:1 ', '4:55 more cells'])
      expect(stderr).toContain(`team.csv:${place}`);
    expect((await made.run('agents import team.csv', csv('name\nAnna\n'))).stderr).toContain('name it email');
    expect((await made.run('agents import team.csv', csv('email\n'))).stderr).toContain('has no agents');
    expect((await made.run('agents import nowhere.csv')).code).toBe(2);
  });

  it('shows what is wrong with it for this account, and changes nothing', async () => {
    const made = bench('departments');
    const text =
      'email,team,phone,extension\na@acme.example,salez,+14155550101,\nb@acme.example,,,\n' +
      'sales-1@enterprise.example,,,\nc@acme.example,,,99\n';
    const { code, stderr } = await made.run('agents import team.csv --yes', csv(text));
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain('team.csv:2:16 tag "salez" does not exist');
    expect(stderr).toContain('team.csv:3:17 a new agent needs an address');
    expect(stderr).toContain('team.csv:4:1 agent "sales-1@enterprise.example" already exists');
    expect(stderr).toContain('team.csv:5:18 extension "99" does not exist');
  });

  it('continues with the same command after a refusal, and makes no one twice', async () => {
    const made = bench('departments');
    const before = agentsOf(made).length;
    const line = 'agents import team.csv --passwords /pw --yes';
    made.emulator.addFault({ method: 'POST', path: '*/agents', nth: 2, kind: 'status-429-limit' });
    const refused = await made.run(line, csv(team));
    expect({ code: refused.code, agents: agentsOf(made).length - before }).toEqual({ code: 8, agents: 1 });
    expect(refused.stderr).toContain('the same command continues from here');

    const { code, stderr } = await made.run(line);

    expect({ code, agents: agentsOf(made).length - before }).toEqual({ code: 0, agents: 2 });
    expect(stderr).toContain('1 to create');
    expect(made.files.get('/pw')?.text.split('\n').filter(Boolean)).toHaveLength(2);
  });

  it('takes no agent of another command for its own', async () => {
    const made = bench('departments');
    made.emulator.addFault({ method: 'POST', path: '*/agents', nth: 2, kind: 'status-429-limit' });
    await made.run('agents import team.csv --passwords /pw --yes', csv(team));

    const { code, stderr } = await made.run('agents import other.csv --yes', {
      files: { '/other.csv': team },
    });

    expect(code).toBe(7);
    expect(stderr).toContain('agent "anna@acme.example" already exists');
  });

  it('changes agents with --update, and leaves what a cell does not say', async () => {
    const made = bench('departments');
    const find = () => agentsOf(made).find(({ username }) => username === 'sales-1@enterprise.example');
    const before = structuredClone(find());
    const text = 'email,name,phone,detail\nSales-1@enterprise.example,,,Night shift\n';
    const { code } = await made.run('agents import - --update --yes', { input: text });
    expect(code).toBe(0);
    expect(find()).toEqual({ ...before, detail: 'Night shift', tm_update: expect.anything() as string });
  });

  it.each(['status-503', 'timeout-after', 'cut'] as const)(
    'makes each agent once, whichever request a %s strikes',
    async (kind) => {
      const text = 'email,phone\na@acme.example,+14155550101\nb@acme.example,+14155550102\n';
      const line = 'agents import team.csv --yes';
      const whole = bench('empty');
      await whole.run(line, csv(text));
      const requests = whole.asked().length;
      for (let nth = 1; nth <= requests; nth += 1) {
        const made = bench('empty');
        made.emulator.addFault({ nth, kind });
        const { code } = await made.run(line, csv(text));
        if (code !== 0) expect((await made.run(line)).code, `${kind} at ${nth}`).toBe(0);
        expect(
          agentsOf(made)
            .map(({ username }) => username)
            .sort(),
        ).toEqual(['a@acme.example', 'b@acme.example', 'owner@newcompany.example']);
      }
    },
  );

  it.each([
    ['a tag that does not exist', 'anna@acme.example,+14155550101,salez', 5],
    ['an agent that needs an address', 'anna@acme.example,,', 2],
    ['an agent that exists', 'sales-1@enterprise.example,,', 7],
  ])('ends as a command for that agent would: %s', async (_what, row, expected) => {
    const made = bench('departments');
    const files = { '/team.csv': `email,phone,tags\n${row}\n` };
    const { code } = await made.run('agents import /team.csv --yes', { files });
    expect({ code, writes: writes(made) }).toEqual({ code: expected, writes: [] });
  });

  it('says beforehand which agents get a password that no one knows', async () => {
    const made = bench('departments');
    const files = { '/team.csv': 'email,phone\nanna@acme.example,+14155550101\n' };
    const note = 'gets a password that is not shown: `voipbin agents password` sets one';
    const { stdout } = await made.run('agents import /team.csv --dry-run', { files });
    expect(stdout).toContain(note);
    const known = await made.run('agents import /team.csv --dry-run --passwords pw', { files });
    expect(known.stdout).not.toContain(note);
  });
});
