/** `voipbin calls report`, as a person or a script meets it. */
import { describe, expect, it } from 'vitest';
import { bench, without, type Bench } from '../support/program.ts';

interface Answer {
  format: string;
  time_zone: string;
  since: string;
  incoming: Record<string, number>;
  outgoing: { calls: number };
  hours: { weekday: number; hour: number; calls: number }[];
  queues: { queue: string | null; name: string | null; callers: number; ongoing: number }[];
  agents: { name: string | null }[];
  numbers: { number: string; name: string | null }[];
}

const answerOf = async (made: Bench, flags = '') => {
  const { stdout, ...rest } = await made.run(`calls report ${flags} -o json`);
  return { ...rest, answer: JSON.parse(stdout) as Answer };
};

describe('calls report', () => {
  it('counts every call of the time once, and only reads', async () => {
    const made = bench('healthy');
    const { code, stderr, answer } = await answerOf(made);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const asked = made.asked();
    expect(asked.every((line) => line.startsWith('GET '))).toBe(true);
    const paths = new Set(asked.map((line) => line.replace(/^GET \/v1.0\/(\w+).*/, '$1')));
    expect([...paths].sort()).toEqual([
      'activeflows',
      'agents',
      'calls',
      'customer',
      'numbers',
      'queuecalls',
      'queues',
    ]);
    const all = made.emulator.world.tables.calls
      .of(made.account.customer_id)
      .filter(({ tm_create }) => tm_create >= Date.parse('2026-10-24') * 1000);
    const of = (direction: string): number => all.filter((row) => row.direction === direction).length;
    expect(answer).toMatchObject({
      format: 'voipbin.calls/1',
      time_zone: 'UTC',
      since: '2026-10-24T00:00:00.000Z',
    });
    expect(answer.incoming['calls']).toBe(of('incoming'));
    expect(answer.outgoing.calls).toBe(of('outgoing'));
    const monday = all.filter(({ tm_create, direction }) => {
      const at = new Date(tm_create / 1000);
      return direction === 'incoming' && at.getUTCDay() === 1 && at.getUTCHours() === 10;
    });
    expect(answer.hours.find(({ weekday, hour }) => weekday === 1 && hour === 10)?.calls).toBe(monday.length);
    expect(answer.queues.map(({ name }) => name).sort()).toEqual(['Sales Queue', 'Service Queue']);
    expect(answer.agents.length).toBeGreaterThan(5);
    expect(answer.agents.filter(({ name }) => name === null)).toEqual([]);
  });

  it('does not read runs of flows where nobody was in a queue', async () => {
    const made = bench('healthy');
    for (const row of made.emulator.world.tables.queuecalls.of(made.account.customer_id))
      row.tm_delete = row.tm_create;
    await answerOf(made);
    expect(made.asked().some((line) => line.includes('activeflows'))).toBe(false);
  });

  it('takes a call to the telephone of an agent for no caller and no outgoing call', async () => {
    const made = bench('healthy');
    const { calls, agents } = made.emulator.world.tables;
    const own = made.account.customer_id;
    const mira = agents.of(own).find(({ name }) => name === 'Mira Lang');
    const row = calls
      .of(own)
      .find(
        ({ tm_create, direction }) => direction === 'outgoing' && tm_create > Date.parse('2026-11-01') * 1000,
      );
    if (row === undefined) throw new Error('no call');
    const before = (await answerOf(made)).answer;
    Object.assign(row, {
      owner_type: 'agent',
      owner_id: mira?.id,
      destination: { type: 'tel', target: '+12065550130' },
    });
    const { answer } = await answerOf(made);
    expect(answer.outgoing.calls).toBe(before.outgoing.calls - 1);
    expect(answer).toMatchObject({ legs: 1, incoming: before.incoming });
  });

  it('knows the queue of those who wait, from its list or from what the run does now', async () => {
    const made = bench('messy');
    const { queues, activeflows, queuecalls } = made.emulator.world.tables;
    const own = made.account.customer_id;
    const waiting = async (): Promise<Record<string, number>> => {
      const { answer } = await answerOf(made);
      // One rang once, and was gone before its flow began.
      const inQueues = answer.queues.reduce((sum, { callers }) => sum + callers, 0);
      expect(inQueues).toBe((answer.incoming['calls'] ?? 0) - 1);
      return Object.fromEntries(
        answer.queues.filter(({ ongoing }) => ongoing > 0).map(({ name, ongoing }) => [name ?? '', ongoing]),
      );
    };
    expect(await waiting()).toEqual({ VIP: 2 });
    for (const row of queues.of(own)) row.wait_queuecall_ids = [];
    for (const row of activeflows.of(own).filter(({ status }) => status === 'running'))
      row.executed_actions = row.executed_actions.slice(0, -1);
    expect(queuecalls.of(own).filter(({ status }) => status === 'waiting')).toHaveLength(2);
    expect(await waiting()).toEqual({ VIP: 2 });
  });

  it('of a long time is what the parts of it are together', async () => {
    const made = bench('healthy');
    const { answer } = await answerOf(made);
    const parts = await Promise.all(
      [
        '--since 2026-10-24 --until 2026-10-28',
        '--since 2026-10-28 --until 2026-11-01',
        '--since 2026-11-01 --until 2026-11-07',
        '--since 2026-11-07 --until 2026-11-13',
        '--since 2026-11-13 --until 2026-11-18',
        '--since 2026-11-18',
      ].map(async (flags) => (await answerOf(made, flags)).answer),
    );
    for (const outcome of ['calls', 'answered', 'abandoned'])
      expect(parts.reduce((sum, { incoming }) => sum + (incoming[outcome] ?? 0), 0)).toBe(
        answer.incoming[outcome],
      );
  });

  it('counts hours by the clock of the zone', async () => {
    const made = bench('healthy');
    const hoursOf = async (zone: string) =>
      (await answerOf(made, `--time-zone ${zone}`)).answer.hours.map(({ calls }) => calls);
    const utc = await hoursOf('UTC');
    const seven = await hoursOf('Asia/Bangkok');
    // Seven hours ahead all year: the same week, turned.
    expect(seven).toEqual([...utc.slice(-7), ...utc.slice(0, -7)]);
    expect((await answerOf(made, '--time-zone Europe/Berlin')).answer.incoming).toEqual(
      (await answerOf(made)).answer.incoming,
    );
  });

  it('is in the zone of the computer unless another one is named', async () => {
    const { stdout } = await bench('healthy').run('calls report', { system: { timeZone: 'Europe/Berlin' } });
    expect(stdout).toContain('Time zone  Europe/Berlin');
  });

  it('has one table as CSV, whatever a row is of', async () => {
    const { stdout } = await bench('healthy').run('calls report -o csv --since 7d');
    const [head = '', ...lines] = stdout.trim().split('\n');
    expect(head).toMatch(/^by,key,name,calls,answered,missed,abandoned/);
    expect(head).toContain('waited.average_seconds');
    const queue = lines.find((line) => line.startsWith('queue,'))?.split(',') ?? [];
    expect(Number(queue[head.split(',').indexOf('waited.average_seconds')])).toBeGreaterThan(5);
    const by = lines.map((line) => line.split(',')[0]);
    expect([...new Set(by)]).toEqual(['hour', 'weekday', 'hour_of_week', 'number', 'queue', 'agent']);
    expect(by.filter((one) => one === 'hour_of_week')).toHaveLength(168);
  });

  it('is a page that runs and fetches nothing, with every number in it', async () => {
    const made = bench('healthy');
    const { code, stdout } = await made.run('calls report -o html');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>\n/);
    expect(stdout).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|url\(/);
    const { answer } = await answerOf(made);
    expect(answer.numbers).toHaveLength(2);
    for (const { number } of answer.numbers) expect(stdout).toContain(`<th scope="row">${number}`);
    const cells = [...stdout.matchAll(/<td class="h\d">([^<]*)<\/td>/g)].map(([, text]) => text);
    expect(cells).toHaveLength(2 * 168);
    const sum = cells.slice(0, 168).reduce((all, text) => all + (text === '·' ? 0 : Number(text)), 0);
    expect(sum).toBe(answer.incoming['calls']);
    expect((await bench('empty').run('calls report -o html')).stdout).toContain('None.');
  });

  it('has room for names and numbers on a telephone: tables scroll', async () => {
    const { stdout } = await bench('healthy').run('calls report -o html');
    expect(stdout.match(/<div class="scroll"[^>]*><table class="named">/g)).toHaveLength(3);
    expect(stdout).toMatch(/\.named tbody th \{ min-width: 10em; \}/);
  });

  it('names are text in the page', async () => {
    const made = bench('healthy');
    for (const row of made.emulator.world.tables.agents.of(made.account.customer_id))
      row.name = '<b>"Ann" & \u0007</b>';
    const { stdout } = await made.run('calls report -o html');
    expect(stdout).toContain('&lt;b&gt;&quot;Ann&quot; &amp; \\x07&lt;/b&gt;');
    expect(stdout).not.toContain('<b>"Ann"');
  });

  it.each([60, 80, 140])('fits %i columns', async (columns) => {
    const { stdout } = await bench('healthy').run('calls report --color never', { terminal: true, columns });
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
    expect(stdout).toContain('Incoming calls by weekday and hour');
  });

  it('is sorted by what is shown, and says which columns have no room', async () => {
    const { stdout, stderr } = await bench('messy').run('calls report --color never', {
      terminal: true,
      columns: 80,
    });
    const calls = stdout
      .split('\n')
      .filter((line) => line.startsWith('+1'))
      .map((line) => Number(/ (\d+) /.exec(line)?.[1]));
    expect(calls).toHaveLength(7);
    expect(calls).toEqual(calls.toSorted((a, b) => b - a));
    expect(stdout).not.toMatch(/^NUMBER.*OUTGOING/m);
    expect(stderr).toContain('not shown: FLOW ONLY, OUTGOING, GAVE UP; widen the terminal, or use -o csv');
    expect(stdout).toMatch(/^Ongoing +2: not over yet$/m);
    expect(stdout).toMatch(/^QUEUE.*ONGOING/m);
    const wide = await bench('messy').run('calls report --color never', { terminal: true, columns: 120 });
    expect(wide.stdout).toMatch(/^NUMBER.*ONGOING +FLOW ONLY +OUTGOING$/m);
    expect(wide.stderr).not.toContain('no room');
  });

  it('draws no map of a few calls, on the terminal or on the page', async () => {
    const flags = '--since 2026-11-01 --until 2026-11-02';
    const made = bench('healthy');
    const { answer } = await answerOf(made, flags);
    expect(answer.incoming['calls']).toBeGreaterThan(0);
    expect(answer.incoming['calls']).toBeLessThan(20);
    const { stdout } = await made.run(`calls report ${flags} --color never`, { terminal: true });
    expect(stdout).not.toContain('by weekday and hour');
    expect((await made.run(`calls report ${flags} -o html`)).stdout).not.toContain('<table class="heat');
  });

  it('is tables in Markdown, with every row', async () => {
    const { stdout } = await bench('messy').run('calls report -o markdown');
    expect(stdout).not.toContain('```');
    expect(stdout).toMatch(/^# Acme Corporation: calls from 2026-10-24 to 2026-11-23\n\n\|  \|  \|\n/);
    expect(stdout).toMatch(/^\| Answered \| \d+ \(\d+ %\) \|$/m);
    expect(stdout).toMatch(/^## Queues\n\n\| QUEUE \| CALLERS \| .* \| GAVE UP AFTER \|\n\| --- \| ---: \|/m);
    expect(stdout).toMatch(/^\| `VIP` \| \d+ \| .* \| 0:\d\d \|$/m);
    const agents = stdout.split('## Agents')[1] ?? '';
    expect(agents.split('\n').filter((line) => line.startsWith('| `')).length).toBeGreaterThan(20);
  });

  it('draws nothing where no terminal is', async () => {
    const { stdout } = await bench('healthy').run('calls report');
    expect(stdout).not.toMatch(/[░▒▓█]/);
    expect(stdout).toContain('Queue');
  });

  it('of an account without calls says so', async () => {
    const { code, stdout } = await bench('empty').run('calls report --color never', { terminal: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Incoming +no calls/);
  });

  it.each([
    [500, 3],
    [403, 4],
  ])('names what has no name by its number or id, and says why (%i)', async (status, expected) => {
    const made = bench('healthy');
    const { code, stdout, stderr } = await made.run('calls report', {
      transport: without(made, status, 'queues'),
    });
    expect(code).toBe(expected);
    expect(stdout).toMatch(/^[0-9a-f]{8}-[0-9a-f-]+ +\d+/m);
    expect(stderr).toContain('queues: ');
  });

  it.each([
    ['calls', 500, 3],
    ['queuecalls', 403, 4],
    ['activeflows', 500, 3],
  ])('%s that cannot be read (%i) end it', async (path, status, code) => {
    const made = bench('healthy');
    const result = await made.run('calls report', { transport: without(made, status, path) });
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
  });

  it.each([
    '--time-zone Mars',
    '--time-zone berlin',
    '--since never',
    '--since 7d --until 14d',
    '--until 30d',
    '--until 2026-10-24T20:00:00Z',
    '--since 30d --until 30d',
    '--by hour',
    '-o html --query incoming',
    '-o svg',
    'today',
  ])('%s is refused, and nothing is requested', async (flags) => {
    const made = bench('healthy');
    const { code } = await made.run(`calls report ${flags}`);
    expect(code).toBe(2);
    expect(made.asked()).toEqual([]);
  });
});
