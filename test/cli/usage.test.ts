/** `voipbin usage`, as a person or a script meets it. */
import { describe, expect, it } from 'vitest';
import { NIL_UUID } from '../../src/core/ids.ts';
import { bench, rich, staffEnv, without, type Bench, type RunOptions } from '../support/program.ts';

interface Spent {
  count: number;
  credit_micro_usd: number;
  tokens: number;
}
interface Answer {
  format: string;
  plan: string;
  since: string;
  until: string;
  spent: Spent;
  rows: ({ key: string; name: string | null } & Spent)[];
  unattributed: ({ reference: string; reason: string } & Spent)[];
  runway: { credit: { until: string | null } } | null;
}

const answerOf = async (made: Bench, flags = '', options?: RunOptions) => {
  const { stdout, ...rest } = await made.run(`usage ${flags} -o json`, options);
  return { ...rest, answer: JSON.parse(stdout) as Answer };
};
const asked = (made: Bench, list: string): number =>
  made.asked().filter((line) => line.includes(`/v1.0/${list}`)).length;

/** What the emulator itself has of the time, in micro-USD. */
function booked(made: Bench, since: string, until = '2026-12-01'): number {
  return made.emulator.world.tables.billings
    .of(made.account.customer_id)
    .filter(({ transaction_type }) => transaction_type === 'usage')
    .filter(({ tm_create }) => tm_create >= Date.parse(since) * 1000 && tm_create < Date.parse(until) * 1000)
    .reduce((sum, { amount_credit }) => sum - amount_credit, 0);
}

describe('usage', () => {
  it('adds up what the ledger has, and only reads', async () => {
    const made = bench('healthy');
    const { code, stderr, answer } = await answerOf(made);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(made.asked().every((line) => line.startsWith('GET '))).toBe(true);
    expect(answer).toMatchObject({
      format: 'voipbin.usage/1',
      plan: 'professional',
      since: '2026-10-24T00:00:00.000Z',
    });
    expect(answer.spent.credit_micro_usd).toBe(booked(made, '2026-10-24'));
    expect(answer.rows.map(({ key }) => key)).toEqual(['call_pstn_incoming', 'call_pstn_outgoing']);
  });

  it.each(['number', 'agent', 'country'])('by %s adds up to the same', async (by) => {
    const made = bench('healthy');
    const { code, answer } = await answerOf(made, `--by ${by}`);
    expect(code).toBe(0);
    expect(answer.spent.credit_micro_usd).toBe(booked(made, '2026-10-24'));
    const sum = [...answer.rows, ...answer.unattributed].reduce(
      (all, { credit_micro_usd }) => all + credit_micro_usd,
      0,
    );
    expect(sum).toBe(answer.spent.credit_micro_usd);
    expect(answer.unattributed.filter(({ reason }) => reason === 'not_found')).toEqual([]);
    expect(answer.rows.length).toBeGreaterThan(0);
    expect(answer.rows.filter(({ name }) => name === null)).toEqual([]);
    const paths = new Set(made.asked().map((line) => line.replace(/^GET \/v1.0\/(\w+).*/, '$1')));
    expect([...paths].sort()).toEqual(
      [
        'billing_account',
        'billings',
        'calls',
        'customer',
        'numbers',
        ...(by === 'agent' ? ['agents', 'queuecalls'] : []),
      ].sort(),
    );
  });

  it('finds what messages, purchases and renewals are for', async () => {
    const made = rich(bench('departments'));
    const { world, transport } = made.emulator;
    const post = async (path: string, body: object, token?: string): Promise<void> => {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const key = token === undefined ? `?accesskey=${made.account.accesskey}` : '';
      const request = {
        method: 'POST',
        url: `https://x/v1.0/${path}${key}`,
        headers,
        body: JSON.stringify(body),
      };
      const { status } = await transport({ ...request, timeoutMs: 1000 });
      expect(status).toBe(200);
    };
    const [number] = world.tables.numbers.of(made.account.customer_id);
    if (number === undefined) throw new Error('no number');
    number.tm_renew = (world.now() - 40 * 86_400_000) * 1000;
    const tel = (target: string) => ({ type: 'tel', target });
    await post('messages', {
      source: tel(number.number),
      destinations: [tel('+4930123456'), tel('+4930123457')],
      text: 'hi',
    });
    await post('emails', {
      destinations: [{ type: 'email', target: 'a@example.com' }],
      subject: 'x',
      content: 'x',
    });
    const { VOIPBIN_TOKEN } = await staffEnv(made);
    await post('numbers/renew', { tm_renew: '2026-11-01T00:00:00Z' }, VOIPBIN_TOKEN);
    world.advance(60_000);
    const since = '--since 2026-11-23T11:59:00Z';
    const { answer } = await answerOf(made, `--by country ${since}`);
    expect(answer.rows).toMatchObject([
      { key: 'us', name: 'United States', credit_micro_usd: 5_000_000 },
      { key: 'de', name: 'Germany', count: 2, credit_micro_usd: 20_000 },
    ]);
    expect(answer.unattributed).toMatchObject([
      { reference: 'email', reason: 'none', credit_micro_usd: 10_000 },
    ]);
    const { answer: byNumber } = await answerOf(made, `--by number ${since}`);
    expect(byNumber.rows).toMatchObject([{ key: number.number, count: 3, credit_micro_usd: 5_020_000 }]);
  });

  it('finds a call that began before the time, and who served it on the other side of a week', async () => {
    const made = bench('healthy');
    const { calls, billings, queuecalls } = made.emulator.world.tables;
    const own = made.account.customer_id;
    const at = (time: string): number => Date.parse(time) * 1000;
    const served = queuecalls.of(own).filter(({ status }) => status === 'done');
    const call = calls
      .of(own)
      .find(
        ({ id, tm_create }) => tm_create > at('2026-11-11') && served.some((row) => row.reference_id === id),
      );
    if (call === undefined) throw new Error('no call');
    Object.assign(call, { owner_type: '', owner_id: NIL_UUID });
    const after = (seconds: number, days = 0): string =>
      new Date(call.tm_create / 1000 + seconds * 1000 + days * 86_400_000).toISOString();
    // Its line comes 15 seconds after the call, its queue call 5 milliseconds.
    const { answer: byNumber } = await answerOf(made, `--by number --since ${after(10)}`);
    expect(byNumber.unattributed).toEqual([]);
    // Read in weeks from the end of the time: the edge of the first one lies between the call and its queue call.
    const [since, until] = ['2026-11-08T00:00:00Z', after(0.003, 7)];
    const { answer } = await answerOf(made, `--by agent --since ${since} --until ${until}`);
    const lines = billings.of(own).filter(({ tm_create }) => tm_create >= at(since) && tm_create < at(until));
    const unanswered = lines.filter(({ amount_credit }) => amount_credit === 0).length;
    expect(answer.unattributed).toMatchObject([
      { reference: 'call', reason: 'none', count: unanswered, credit_micro_usd: 0 },
    ]);
  });

  it('says how much belongs to nothing that is found', async () => {
    const made = bench('healthy');
    const { calls } = made.emulator.world.tables;
    const gone = calls
      .of(made.account.customer_id)
      .filter(({ tm_create }) => tm_create > Date.parse('2026-11-20') * 1000);
    for (const call of gone) call.tm_delete = call.tm_create;
    const { code, answer } = await answerOf(made, '--by number');
    expect(code).toBe(0);
    expect(answer.unattributed).toMatchObject([
      { reference: 'call', reason: 'not_found', count: gone.length },
    ]);
    const { stdout } = await made.run('usage --by number');
    expect(stdout).toContain(`- ${gone.length} entries for calls`);
  });

  it('of a time that is over reads no further, and reckons no runway', async () => {
    const made = bench('healthy');
    const { answer } = await answerOf(made, '--since 2026-11-01 --until 2026-11-08');
    expect(answer.spent.credit_micro_usd).toBe(booked(made, '2026-11-01', '2026-11-08'));
    expect(answer).toMatchObject({ until: '2026-11-08T00:00:00.000Z', runway: null });
    for (const by of ['number', 'day'])
      expect((await answerOf(made, `--by ${by} --since 2026-11-01 --until 2026-11-08`)).answer.spent).toEqual(
        answer.spent,
      );
    const { answer: ahead } = await answerOf(made, '--until 2026-12-24');
    expect(ahead.runway).not.toBeNull();
  });

  it('by day as CSV: a line for each day, whatever was spent', async () => {
    const { stdout } = await bench('healthy').run('usage --by day --since 7d -o csv');
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toBe('by,key,name,count,credit_micro_usd,tokens');
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(
      [16, 17, 18, 19, 20, 21, 22, 23].map((day) => `2026-11-${day}`),
    );
  });

  it('rows of programs add up: what belongs to none has rows of its own', async () => {
    const made = bench('messy');
    const { answer } = await answerOf(made, '--by agent');
    const { stdout } = await made.run('usage --by agent -o jsonl');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Spent & { key: string | null });
    const rest = answer.unattributed.reduce((all, { credit_micro_usd }) => all + credit_micro_usd, 0);
    expect(rest).toBeGreaterThan(0);
    expect(rows.reduce((all, { credit_micro_usd }) => all + credit_micro_usd, 0)).toBe(
      answer.spent.credit_micro_usd,
    );
    expect(rows.at(-1)).toMatchObject({ key: null, name: 'calls: no agent had a part in it' });
    const csv = (await made.run('usage --by agent -o csv')).stdout.trim().split('\n');
    expect(csv.at(-1)).toContain('agent,,calls: no agent had a part in it,');
    expect((await made.run('usage --by agent')).stdout).toContain(': no agent had a part in it');
  });

  it('draws on a terminal, and nowhere else', async () => {
    const made = bench('healthy');
    const chart = /[┤█]/;
    expect((await made.run('usage', { terminal: true, columns: 80 })).stdout).toMatch(chart);
    expect((await made.run('usage')).stdout).not.toMatch(chart);
    expect((await made.run('usage -o markdown', { terminal: true })).stdout).not.toMatch(chart);
  });

  it.each([
    '--by week',
    '--since tomorrow',
    '--since 2027-01-01',
    '--since 0d',
    '--since 7d --until 14d',
    '--until never',
    '--by number --fresh',
    'totals',
    '--limit 3',
  ])('%s is refused, and nothing is requested', async (flags) => {
    const made = bench('healthy');
    expect((await made.run(`usage ${flags}`)).code).toBe(2);
    expect(made.asked()).toEqual([]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['--by kind', 'billings', 500, 3, 'cannot read the ledger'],
    ['--by kind', 'billings', 403, 4, 'cannot read the ledger: needs the admin permission'],
    ['--by kind', 'billing_account', 403, 4, ''],
    ['--by number', 'billings', 403, 4, ''],
    ['--by number', 'calls', 500, 3, ''],
  ])('%s: %s (%i) ends it with %i', async (flags, path, status, code, message) => {
    const made = bench('healthy');
    const result = await made.run(`usage ${flags}`, { transport: without(made, status, path) });
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('of numbers leaves their renewals open, and says so', async () => {
    const made = bench('healthy');
    const { code, stdout, stderr } = await made.run('usage', { transport: without(made, 500, 'numbers') });
    expect(code).toBe(3);
    expect(stdout).not.toContain('Next renewal');
    expect(stderr).toContain('their renewals are not known');
  });

  it.each([
    [403, 4],
    [500, 3],
  ])('of agents leaves their ids, says so, and ends it with their refusal (%i)', async (status, expected) => {
    const made = bench('healthy');
    const { code, stdout, stderr } = await made.run('usage --by agent', {
      transport: without(made, status, 'agents'),
    });
    expect(code).toBe(expected);
    expect(stdout).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(stderr).toContain('they have no names here');
  });

  it('of a frozen account is everything', async () => {
    const { code, stderr } = await bench('frozen').run('usage');
    expect(code).toBe(4);
    expect(stderr).toContain('frozen');
  });
});

describe('days that an audit has counted', () => {
  const state = { env: { XDG_STATE_HOME: '/state' } };
  const daysKept = (made: Bench): number => {
    const [file] = [...made.files].filter(([path]) => path.endsWith('traffic.json'));
    const { sections } = JSON.parse(file?.[1].text ?? '{}') as { sections: { billings: unknown[] } };
    return sections.billings.length;
  };

  it('are not read again, and the other way round', async () => {
    const made = bench('healthy');
    const first = await answerOf(made, '', state);
    const requests = asked(made, 'billings');
    const again = await answerOf(made, '', state);
    expect(asked(made, 'billings')).toBeLessThan(requests);
    expect(again.answer).toEqual(first.answer);
    expect(daysKept(made)).toBeGreaterThan(20);
    await made.run('audit', state);
    expect(asked(made, 'billings')).toBeLessThan(requests);
    await made.run('usage --fresh', state);
    expect(asked(made, 'billings')).toBe(requests);
  });

  it('are used by a shorter and an earlier time, which lose none of them', async () => {
    const made = bench('healthy');
    await answerOf(made, '', state);
    const kept = daysKept(made);
    for (const flags of [
      '--since 7d',
      '--since 2026-11-01 --until 2026-11-05',
      '--since 2026-10-01 --until 2026-11-05T09:00:00Z',
      '--since 12h',
    ]) {
      const { answer } = await answerOf(made, flags, state);
      const { answer: fresh } = await answerOf(bench('healthy'), flags);
      expect(answer).toEqual(fresh);
      expect(daysKept(made), flags).toBe(kept);
    }
    await answerOf(made, '--since 50d', state);
    expect(daysKept(made)).toBeGreaterThan(kept);
  });

  it('that differ are all read again', async () => {
    const made = bench('healthy');
    await answerOf(made, '', state);
    for (const row of made.emulator.world.tables.billings.of(made.account.customer_id))
      row.amount_credit *= 2;
    const { answer } = await answerOf(made, '', state);
    expect(answer.spent.credit_micro_usd).toBe(booked(made, '2026-10-24'));
  });
});

it('`usage` and the audit name the same numbers that are lost, and the same nights', async () => {
  const made = bench('messy');
  const { renewals } = JSON.parse((await made.run('usage -o json')).stdout) as {
    renewals: { number: string; at: string; fate: string }[];
  };
  const { findings } = JSON.parse((await made.run('audit -o json')).stdout) as {
    findings: { rule: string; data: { nights: { on: string; lost: { name: string }[] }[] } }[];
  };
  const nights = findings.find(({ rule }) => rule === 'number-renewal-uncovered')?.data.nights ?? [];
  const audited = nights.flatMap(({ on, lost }) => lost.map(({ name }) => `${on} ${name}`));
  const used = renewals.flatMap(({ number, at, fate }) =>
    fate === 'lost' ? [`${at.slice(0, 10)} ${number}`] : [],
  );
  expect(audited.length).toBeGreaterThan(0);
  expect(audited.toSorted()).toEqual(used.toSorted());
});
