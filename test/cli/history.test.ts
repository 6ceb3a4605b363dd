/** Calls, queue calls, runs of flows, messages and recordings: what their lists leave out, and what belongs to one. */
import { describe, expect, it } from 'vitest';
import { bench, type Bench } from '../support/program.ts';

type Rows = Record<string, unknown>[];
const { run, emulator, account } = bench('departments');
const json = async (line: string, made: Pick<Bench, 'run'> = { run }): Promise<Rows> =>
  JSON.parse((await made.run(`${line} -o json`)).stdout) as Rows;
const object = async (line: string, made: Pick<Bench, 'run'> = { run }): Promise<Record<string, unknown>> =>
  (await json(line, made)) as unknown as Record<string, unknown>;

describe('lists', () => {
  const target = (row: Rows[0], key: string): unknown => (row[key] as { target?: unknown }).target;
  const owner = account.data.recordings[0]?.owner_id ?? '';
  const agent = account.data.agents.find(({ name }) => name === 'Sales 1')?.id;

  it.each<[string, (row: Rows[0]) => boolean]>([
    ['calls list --direction incoming', ({ direction }) => direction === 'incoming'],
    ['calls list --agent "Sales 1"', ({ owner_id }) => owner_id === agent],
    ['calls list --agent sales-1@enterprise.example', ({ owner_id }) => owner_id === agent],
    [
      'calls list --number "+1 (800) 555-1111"',
      (row) => [target(row, 'source'), target(row, 'destination')].includes('+18005551111'),
    ],
    [
      'calls list --number 18005551111',
      (row) => [target(row, 'source'), target(row, 'destination')].includes('+18005551111'),
    ],
    [
      'calls list --number "Sales line"',
      (row) => [target(row, 'source'), target(row, 'destination')].includes('+18005551111'),
    ],
    ['calls list --ended', ({ status }) => status === 'hangup'],
    ['calls list --ended=no', ({ status }) => status !== 'hangup'],
    ['calls list --ended noanswer', (row) => row['hangup_reason'] === 'noanswer'],
    [
      'calls list --ended=noanswer --direction outgoing',
      (row) => row['hangup_reason'] === 'noanswer' && row['direction'] === 'outgoing',
    ],
    ['queuecalls list --agent "Sales 1"', (row) => row['service_agent_id'] === agent],
    ['queuecalls list --ended=abandoned', ({ status }) => status === 'abandoned'],
    ['queuecalls list --ended=no', ({ status }) => status === 'waiting'],
    ['activeflows list --flow "Sales Department" --ended=no', ({ status }) => status === 'running'],
    ['messages list --direction inbound', ({ direction }) => direction === 'inbound'],
    ['messages list --number +18005551111', () => true],
    ['recordings list --ended', ({ status }) => status === 'ended'],
    [`recordings list --agent ${owner}`, (row) => row['owner_id'] === owner],
    [`groupcalls list --agent ${owner}`, (row) => row['owner_id'] === owner],
    ['groupcalls list --ended=no', ({ status }) => status === 'progressing'],
    ['groupcalls list --ended', ({ status }) => status === 'hangup'],
  ])('%s', async (line, isWanted) => {
    const [noun = ''] = line.split(' ');
    const wanted = (await json(`${noun} list`)).filter(isWanted);
    expect(wanted.length).toBeGreaterThan(0);
    expect(await json(line)).toEqual(wanted);
  });

  it.each([
    ['calls list --agent nobody', 5, 'agent "nobody" does not exist'],
    ['calls list --number nowhere', 5, 'number "nowhere" does not exist'],
    ['calls list --ended soon', 2, '--ended: "soon" is not one of'],
    ['calls list --direction inbound', 2, 'is not one of incoming, outgoing'],
    ['queuecalls list --number +18005551111', 2, "unknown option '--number'"],
    ['messages list --ended', 2, "unknown option '--ended'"],
  ])('%s: exit code %d', async (line, code, said) => {
    expect(await run(line)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(said) as string,
    });
  });

  it('leave deleted messages out', async () => {
    const made = bench('departments');
    const [message] = await json('messages list', made);
    await made.run(`messages delete ${String(message?.['id'])} --yes`);
    const left = await json('messages list', made);
    expect(left).toHaveLength(1);
    expect(left[0]?.['id']).not.toBe(message?.['id']);
  });

  it('name the agent who has left', async () => {
    const made = bench('departments');
    const gone = made.emulator.world.tables.agents.all().find(({ name }) => name === 'Sales 1');
    if (gone) gone.tm_delete = made.emulator.world.stamp();
    const { stdout } = await made.run(`calls list --agent ${gone?.id ?? ''} --columns agent --limit 1`);
    expect(stdout).toBe('AGENT\nSales 1 (deleted)\n');
  });
});

describe('get', () => {
  const { tables } = emulator.world;
  const [recording] = tables.recordings.all();
  const call = tables.calls.get(recording?.reference_id ?? '');
  const line = `calls get ${call?.id ?? ''}`;

  it('of a call has its flow run, queue call, recording, cost and legs', async () => {
    const made = bench('departments');
    const { calls, groupcalls } = made.emulator.world.tables;
    const whole = calls.get(call?.id ?? '');
    if (whole === undefined) throw new Error('no call');
    const leg = { ...whole, id: made.emulator.world.uuid(), direction: 'outgoing' as const };
    calls.insert(leg);
    const group = groupcalls.all().find(({ master_call_id }) => master_call_id === whole.id)?.id;
    const shown = await object(line, made);
    expect(shown).toMatchObject({
      id: whole.id,
      activeflow: { id: whole.activeflow_id },
      queuecalls: [{ reference_id: whole.id }],
      recordings: [{ reference_id: whole.id }],
      groupcalls: [{ id: group }],
      legs: [],
      billings: [{ reference_id: whole.id }],
    });
    const { stdout } = await made.run(line);
    expect(stdout).toMatch(/^call of .* from \+\d+ to \+\d+\n/);
    expect(stdout).toMatch(
      /\n {2}queue call {2,}done {2}in \w+ Queue {2}waited \d:\d\d {2}answered by \w+ \d /,
    );
    expect(stdout).toMatch(/\n {2}group call {2,}hangup {2}rings agent:/);
    expect(stdout).toMatch(/\n {2}recording {2,}\d:\d\d {2}wav {2}ended /);
    expect(stdout).toMatch(/\n {2}cost {2,}\$0\.\d\d {2}for \d:\d\d\n/);
    expect(stdout).toMatch(/\n {4}2 {2,}\w+ Department, action 2: talk {2}text "Welcome to the /);
    expect(stdout).toMatch(/\n {4}3 {2,}\w+ Department, action 3: queue_join {2}queue "\w+ Queue"\n$/);
  });

  it('of a group call has the call it was made for, those it made, and the groups within', async () => {
    const made = bench('departments');
    const { calls, groupcalls } = made.emulator.world.tables;
    const [group] = groupcalls.all().filter(({ status }) => status === 'hangup');
    const whole = calls.get(group?.master_call_id ?? '');
    if (group === undefined || whole === undefined) throw new Error('no group call');
    const leg = { ...whole, id: made.emulator.world.uuid(), direction: 'outgoing' as const };
    const inner = { ...group, id: made.emulator.world.uuid(), master_groupcall_id: group.id };
    calls.insert(leg);
    groupcalls.insert(inner);
    group.call_ids = [leg.id];
    expect(await object(`groupcalls get ${group.id}`, made)).toMatchObject({
      id: group.id,
      call: { id: whole.id },
      legs: [{ id: leg.id }],
      groupcalls: [{ id: inner.id }],
    });
    const { stdout } = await made.run(`groupcalls get ${group.id}`);
    expect(stdout).toMatch(/^group call of .* from \+\d+\n/);
    expect(stdout).toContain(leg.id);
    expect((await made.run(`groupcalls get ${inner.id} -o csv`)).stdout.trim().split('\n')).toHaveLength(2);
  });

  it('of a call finds its legs, and the call of a leg', async () => {
    const made = bench('departments');
    const { emulator: server } = made;
    const answers = new Map<string, unknown>();
    const [one, other] = server.world.tables.calls.all();
    answers.set(`/v1.0/calls/${one?.id ?? ''}`, { chained_call_ids: [other?.id] });
    answers.set(`/v1.0/calls/${other?.id ?? ''}`, { master_call_id: one?.id });
    // The emulator joins no calls.
    const transport: typeof server.transport = async (request) => {
      const response = await server.transport(request);
      const more = answers.get(new URL(request.url).pathname);
      if (more === undefined) return response;
      return {
        ...response,
        body: JSON.stringify({ ...(JSON.parse(response.body) as object), ...(more as object) }),
      };
    };
    if (other && one) other.tm_create = one.tm_create;
    const run2 = async (id: string | undefined) =>
      JSON.parse((await made.run(`calls get ${id ?? ''} -o json`, { transport })).stdout) as {
        legs: { id: string }[];
      };
    expect((await run2(one?.id)).legs.map(({ id }) => id)).toEqual([other?.id]);
    expect((await run2(other?.id)).legs.map(({ id }) => id)).toEqual([one?.id]);
  });

  it('says what could not be read, and shows the rest', async () => {
    const made = bench('departments');
    const transport: Bench['emulator']['transport'] = (request) =>
      request.url.includes('/queuecalls')
        ? Promise.resolve({ status: 403, headers: {}, body: '{"error":{"reason":"PERMISSION_DENIED"}}' })
        : made.emulator.transport(request);
    const { code, stdout, stderr } = await made.run(`${line} -o json`, { transport });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      queuecalls: null,
      recordings: [{}],
      not_read: [{ part: 'queuecalls', message: expect.stringContaining('not permitted') as string }],
    });
    expect(stderr).toContain('not everything could be read: queuecalls (not permitted');
    expect((await made.run(line, { transport })).stdout).toMatch(/\n {2}queue call +not read\n/);
  });

  it('only reads, and no more of the past than the call lasted', async () => {
    const made = bench('departments');
    await made.run(`${line} -o json`);
    const asked = made.asked();
    expect(asked.filter((request) => !request.startsWith('GET'))).toEqual([]);
    // One for each part, and one more for what may follow the rows of a list.
    expect(asked.length).toBeLessThanOrEqual(9);
  });

  it('of a queue call says in which queue it was, and by whom it was answered', async () => {
    const queuecall = tables.queuecalls.all().find(({ reference_id }) => reference_id === call?.id);
    const shown = await object(`queuecalls get ${queuecall?.id ?? ''}`);
    expect(shown).toMatchObject({ call: { id: call?.id }, activeflow: { reference_id: call?.id } });
    const { stdout } = await run(`queuecalls get ${queuecall?.id ?? ''}`);
    expect(stdout).toMatch(/\n {2}service_agent {2,}\w+ \d\n/);
    expect(stdout).toMatch(/\n {2}queue {2,}\w+ Queue\n/);
  });

  it('of a flow run shows what it executed', async () => {
    const { stdout } = await run(`activeflows get ${call?.activeflow_id ?? ''}`);
    expect(stdout).toMatch(/^run of flow \w+ Department of /);
    expect(stdout).toMatch(/\n {4}1 {2,}\w+ Department, action 1: answer\n/);
    expect(await object(`activeflows get ${call?.activeflow_id ?? ''}`)).toMatchObject({
      call: { id: call?.id },
      recordings: [{ id: recording?.id }],
      queuecalls: [{}],
      follow_ups: [],
    });
  });

  it('of a recording has its call', async () => {
    expect(await object(`recordings get ${recording?.id ?? ''}`)).toMatchObject({
      id: recording?.id,
      call: { id: call?.id },
      activeflow: { id: call?.activeflow_id },
    });
    const { stdout } = await run(`recordings get ${recording?.id ?? ''} -o csv`);
    expect(stdout.split('\n')[0]).toBe((await run('recordings list -o csv')).stdout.split('\n')[0]);
  });

  it('of a message shows to whom it went', async () => {
    const [message] = await json('messages list --direction outbound');
    const { stdout } = await run(`messages get ${String(message?.['id'])}`);
    expect(stdout).toMatch(/\n {2}to {2,}\+14155550171\n/);
    expect(stdout).toMatch(/\n {2}delivery {2,}delivered\n/);
  });
});
