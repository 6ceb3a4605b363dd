/** A handover: all of it, or nothing; and the way back. */
import { describe, expect, it } from 'vitest';
import { bench, type Bench } from '../support/program.ts';

const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));
const agentOf = (made: Bench, username: string) => {
  const found = made.emulator.world.tables.agents.all().find((agent) => agent.username === username);
  if (found === undefined) throw new Error(`no agent ${username}`);
  return found;
};
const stateOf = (made: Bench, ...names: string[]) =>
  names.map((name) => {
    const { tag_ids, addresses } = agentOf(made, name);
    return { tag_ids: [...(tag_ids ?? [])], addresses: structuredClone(addresses) };
  });

const [anna, ben] = ['anna@acme.example', 'ben@acme.example'];
const line = `agents handover ${anna} ${ben}`;

/** Anna answers for sales and VIP at two addresses, Ben for VIP at one. */
async function office(): Promise<Bench> {
  const made = bench('empty');
  for (const tag of ['sales', 'VIP']) await made.run(`tags create ${tag} --yes`);
  const text =
    'email,tags,phone,sip\n' +
    `${anna},sales|VIP,+14155550101,anna@sip.acme.example\n${ben},VIP,+14155550102,\n`;
  await made.run('agents import - --yes', { input: text });
  made.asked();
  return made;
}

describe('agents handover', () => {
  it('gives tags, then addresses, and comes back by the command that it prints', async () => {
    const made = await office();
    const before = stateOf(made, anna, ben);
    const { code, stdout, stderr } = await made.run(`${line} --until 14d`, {
      terminal: true,
      answers: [true],
      columns: 300,
    });
    expect(code).toBe(0);
    expect(stderr.match(/^\[.*$/gm)).toEqual(['[1/2] tags handed over', '[2/2] addresses handed over']);
    const id = { anna: agentOf(made, anna).id, ben: agentOf(made, ben).id };
    const sent = writes(made);
    expect(sent.slice(0, 2).sort()).toEqual(
      [`PUT /v1.0/agents/${id.anna}/tag_ids`, `PUT /v1.0/agents/${id.ben}/tag_ids`].sort(),
    );
    expect(sent.slice(2)).toEqual([
      `PUT /v1.0/agents/${id.anna}/addresses`,
      `PUT /v1.0/agents/${id.ben}/addresses`,
    ]);
    const [first, second] = before;
    expect(stateOf(made, anna, ben)).toEqual([
      { tag_ids: [], addresses: [] },
      {
        tag_ids: [
          ...(second?.tag_ids ?? []),
          ...(first?.tag_ids ?? []).filter((tag) => !second?.tag_ids.includes(tag)),
        ],
        addresses: [...(second?.addresses ?? []), ...(first?.addresses ?? [])],
      },
    ]);
    expect(stderr.match(/update agent anna/g)).toHaveLength(1);
    // It is 12:00 UTC on 23 November in the test.
    const job = String.raw`VOIPBIN_CONFIG_DIR=/nonexistent /usr/bin/node /usr/bin/voipbin undo \S+ --yes >/dev/null`;
    expect(stdout).toMatch(new RegExp(String.raw`Crontab.* 0 12 7 12 \* ${job}\n`));
    expect(stdout).toContain('remove the line after it has run');
    expect(stdout).toContain('cron does not have the access key from VOIPBIN_ACCESS_KEY');
    const [, row = ''] = /voipbin (undo .*--yes)\n/.exec(stdout) ?? [];
    expect(await made.run(row)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 changes undone') as string,
    });
    expect(stateOf(made, anna, ben)).toEqual(before);
  });

  it('is one run for undo without a name, and is undone once', async () => {
    const made = await office();
    const before = stateOf(made, anna, ben);
    await made.run(`${line} --yes`);
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(stateOf(made, anna, ben)).toEqual(before);
    const { stdout } = await made.run('undo --list -o json');
    const states = (JSON.parse(stdout) as { file: string; state: string }[])
      .filter(({ file }) => file.includes('handover'))
      .map(({ state }) => state);
    expect(states).toEqual(['undone', 'undone']);
  });

  it('says where a plan file declares the agents, changes it with --edit-plan, and undo does so, too', async () => {
    const made = await office();
    await made.run('export --out voipbin.yaml');
    const plan = made.files.get('/voipbin.yaml')?.text;
    const { stderr } = await made.run(`${line} --yes`);
    for (const name of [anna, ben])
      expect(stderr).toContain(
        `voipbin.yaml declares agent "${name}": the next \`voipbin apply\` would undo this change`,
      );
    await made.run('undo --yes');
    const edited = await made.run(`${line} --yes --edit-plan`);
    expect({ code: edited.code, said: edited.stderr.match(/voipbin.yaml changed/g) }).toEqual({
      code: 0,
      said: ['voipbin.yaml changed', 'voipbin.yaml changed'],
    });
    expect((await made.run('plan')).code).toBe(0);
    await made.run('undo --yes');
    expect(made.files.get('/voipbin.yaml')?.text).toBe(plan);
  });

  it('asks first, and shows what it would do', async () => {
    const made = await office();
    expect((await made.run(line)).code).toBe(6);
    const { code, stdout } = await made.run(`${line} --dry-run`);
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain('tags: sales, VIP -> (empty)');
  });

  it.each([
    [`agents handover ${anna} ANNA@acme.example --yes`, 2, 'cannot hand over to the same agent'],
    [`agents handover ${anna} bem@acme.example --yes`, 5, 'did you mean ben@acme.example?'],
    // Whom the command names already is not meant.
    [`agents handover ${anna} annna@acme.example --yes`, 5, 'choose one of: '],
    [`agents handover ${anna} nobody@acme.example --yes`, 5, 'choose one of: '],
    [`${line} --until yesterday --yes`, 2, '--until'],
    [`${line} --until 2026-01-01 --yes`, 2, 'is over'],
  ])('%s ends with %d', async (command, code, text) => {
    const made = await office();
    expect(await made.run(command)).toMatchObject({
      code,
      stderr: expect.stringContaining(text) as string,
    });
    expect(writes(made)).toEqual([]);
  });

  it('of nothing does nothing', async () => {
    const made = await office();
    await made.run(`${line} --yes`);
    made.asked();
    const { code, stdout } = await made.run(`${line} --yes`);
    expect({ code, stdout, writes: writes(made) }).toEqual({
      code: 0,
      stdout: expect.stringContaining('Nothing to hand over') as string,
      writes: [],
    });
  });

  it.each([
    ['status-503', 1],
    ['timeout-after', 1],
    ['cut', 1],
    ['status-429-limit', 1],
    ['status-500', 4],
  ] as const)('is whole or given back, whichever request a %s strikes', async (kind, times) => {
    const whole = await office();
    const before = stateOf(whole, anna, ben);
    await whole.run(`${line} --yes`);
    const after = stateOf(whole, anna, ben);
    const requests = whole.asked().length;
    for (let nth = 1; nth <= requests; nth += 1) {
      const made = await office();
      made.emulator.addFault({ nth, times, kind });
      const { code, stderr } = await made.run(`${line} --yes`);
      const now = stateOf(made, anna, ben);
      expect(now, `${kind} at ${nth}: ${stderr}`).toEqual(code === 0 ? after : before);
      if (code === 0) continue;
      expect((await made.run(`${line} --yes`)).code, `${kind} at ${nth}, again`).toBe(0);
      expect(stateOf(made, anna, ben)).toEqual(after);
    }
  });

  it('that was killed between its runs is continued, and one undo returns all of it', async () => {
    const whole = await office();
    await whole.run(`${line} --yes`);
    const [, last] = whole.asked().flatMap((one, index) => (one.startsWith('PUT') ? [index] : []));
    for (let at = (last ?? 0) + 2; ; at += 1) {
      const made = await office();
      const before = stateOf(made, anna, ben);
      await made.run(`${line} --yes`, { killed: { at, carriedOut: false } });
      const again = await made.run(`${line} --yes`);
      // The second run has begun.
      if (again.code === 7) {
        expect(at).toBeGreaterThan((last ?? 0) + 2);
        break;
      }
      expect(again.code, `killed at ${at}: ${again.stderr}`).toBe(0);
      expect(stateOf(made, anna, ben)).toEqual(stateOf(whole, anna, ben));
      const [, undo = ''] = /voipbin (undo \S+)/.exec(again.stdout) ?? [];
      expect((await made.run(`${undo} --yes`)).code).toBe(0);
      expect(stateOf(made, anna, ben), `killed at ${at}`).toEqual(before);
    }
  });

  it('of later things is one of its own', async () => {
    const made = await office();
    await made.run(`${line} --yes`);
    await made.run(`agents update ${anna} --tag VIP --yes`);
    const between = stateOf(made, anna, ben);
    const { stdout } = await made.run(`${line} --yes`);
    const [, undo = ''] = /voipbin (undo \S+)/.exec(stdout) ?? [];
    expect((await made.run(`${undo} --yes`)).code).toBe(0);
    expect(stateOf(made, anna, ben)).toEqual(between);
  });

  it('that was killed halfway is undone first', async () => {
    const made = await office();
    const before = stateOf(made, anna, ben);
    const counted = await office();
    await counted.run(`${line} --yes`);
    const sent = counted.asked();
    const at = sent.findIndex((one) => one.startsWith('PUT') && one.endsWith('/addresses')) + 1;
    await made.run(`${line} --yes`, { killed: { at, carriedOut: true } });
    expect(stateOf(made, anna)[0]?.addresses).toEqual([]);
    const { code, stderr } = await made.run(`${line} --yes`);
    expect(code).toBe(7);
    const [, undo = ''] = /voipbin (undo \S+)`/.exec(stderr) ?? [];
    expect((await made.run(`${undo} --yes`)).code).toBe(0);
    expect(stateOf(made, anna, ben)).toEqual(before);
  });
});
