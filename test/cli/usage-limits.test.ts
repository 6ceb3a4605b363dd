/** `voipbin usage limits`, as a person or a script meets it. */
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/core/ports.ts';
import { bench, without, type Bench } from '../support/program.ts';

interface Row {
  resource: string;
  used: number | null;
  limit: number | null;
  state: string;
  note: string | null;
}
interface Answer {
  format: string;
  plan: string | null;
  limits: Row[];
}

const answerOf = async (made: Bench, transport?: Transport) => {
  const { stdout, ...rest } = await made.run('usage limits -o json', transport && { transport });
  return { ...rest, answer: JSON.parse(stdout) as Answer };
};

const planOf = (made: Bench, plan_type: string): void => {
  for (const account of made.emulator.world.tables.billing_accounts.all())
    Object.assign(account, { plan_type });
};

describe('usage limits', () => {
  it('counts each list once, and writes nothing', async () => {
    const made = bench('departments');
    const { code, stderr, answer } = await answerOf(made);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const asked = made.asked();
    expect(new Set(asked.map((line) => line.split('?')[0]))).toEqual(
      new Set([
        'GET /v1.0/customer',
        'GET /v1.0/billing_account',
        ...['agents', 'conferences', 'extensions', 'flows', 'numbers', 'queues', 'tags', 'trunks'].map(
          (list) => `GET /v1.0/${list}`,
        ),
      ]),
    );
    expect(asked.length).toBeLessThanOrEqual(2 + 2 * 8);
    const { tables } = made.emulator.world;
    const used = (resource: string) => answer.limits.find((row) => row.resource === resource)?.used;
    const own = (rows: readonly { customer_id: string; tm_delete: number | null }[]) =>
      rows.filter((row) => row.customer_id === made.account.customer_id && row.tm_delete === null).length;
    expect(answer.format).toBe('voipbin.limits/1');
    expect(used('agents')).toBe(own(tables.agents.all()));
    expect(used('flows')).toBe(own(tables.flows.all()));
    expect(used('queues')).toBe(own(tables.queues.all()));
  });

  it('names what is nearly reached and what is reached', async () => {
    const made = bench('departments');
    planOf(made, 'free');
    const { stdout } = await made.run('usage limits', { terminal: true, columns: 80 });
    expect(stdout).toMatch(/agents +\d+ +5 +\d+ % .*reached/);
    expect(stdout).toMatch(/^Reached: .*agents/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('has neither bars nor colors where no terminal is', async () => {
    const { stdout } = await bench('departments').run('usage limits');

    expect(stdout).not.toMatch(/[\u2580-\u259f\u001b]/);
    expect(stdout).toContain('No limit is nearly reached.');
  });

  it('shows what is there of a plan without limits, and of one that nobody knows', async () => {
    const made = bench('departments');
    for (const [plan, state] of [
      ['unlimited', 'unlimited'],
      ['enterprise', 'unknown'],
    ] as const) {
      planOf(made, plan);
      const { code, answer } = await answerOf(made);
      expect({ code, plan: answer.plan }).toEqual({ code: 0, plan });
      expect(answer.limits.find(({ resource }) => resource === 'agents')).toMatchObject({
        state,
        limit: null,
      });
    }
  });

  it.each([
    ['queues', 500, 3],
    ['trunks', 500, 3],
    ['trunks', 403, 4],
    ['agents', 403, 4],
  ])('says that %s could not be read (%i), and shows the rest', async (list, status, code) => {
    const made = bench('departments');
    const result = await answerOf(made, without(made, status, list));
    expect(result.code).toBe(code);
    const states = result.answer.limits.map(({ resource, state }) => [resource, state]);
    expect(states).toContainEqual([list, 'not_read']);
    expect(states).toContainEqual(['flows', 'ok']);
  });

  it('knows no limits where the billing account may not be read, and says so', async () => {
    const made = bench('departments');
    const { code, stderr, answer } = await answerOf(made, without(made, 403, 'billing_account'));
    expect({ code, plan: answer.plan }).toEqual({ code: 4, plan: null });
    expect(stderr).toBe('warning: billing account: needs the admin permission\n');
    expect(answer.limits.find(({ resource }) => resource === 'agents')?.state).toBe('unknown');
  });

  it('of a frozen account says that it is frozen', async () => {
    const { code, stdout, stderr } = await bench('frozen').run('usage limits');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('frozen');
  });

  it('a credential that is refused ends it', async () => {
    const made = bench('departments');
    expect((await made.run('usage limits', { env: { VOIPBIN_ACCESS_KEY: 'x'.repeat(40) } })).code).toBe(4);
  });

  it.each(['usage limit', 'usage limits x', 'usage limits --yes'])('%s is refused', async (line) => {
    const made = bench('departments');
    expect((await made.run(line)).code).toBe(2);
    expect(made.asked()).toEqual([]);
  });
});
