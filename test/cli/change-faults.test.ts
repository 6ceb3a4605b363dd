/**
 * Every request of a change to an account, its billing account or a customer, struck by every kind of fault, and the
 * process killed before and behind each: the same command again ends as asked, with nothing made twice or emptied.
 */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import { bench, staffEnv, type Bench } from '../support/program.ts';

/** Each with the seed that it is made on, and whether platform staff makes it. */
const cases: readonly { line: string; seed: string; staff?: boolean }[] = [
  { line: 'customer update --detail "Moved house" --rtp-debug on', seed: 'departments' },
  { line: 'customer recover', seed: 'frozen' },
  { line: 'billing update --name "Head office" --clear payment-method', seed: 'departments' },
  { line: 'customers create new@acme.example --name Acme', seed: 'departments', staff: true },
  { line: 'customers update owner@frozen.example --detail Moved', seed: 'frozen', staff: true },
  { line: 'customers freeze it@enterprise.example', seed: 'departments', staff: true },
  { line: 'customers recover owner@frozen.example', seed: 'frozen', staff: true },
  { line: 'customers delete it@enterprise.example', seed: 'departments', staff: true },
];

interface Begun {
  made: Bench;
  env: Record<string, string>;
}

async function begun({ seed, staff }: (typeof cases)[number]): Promise<Begun> {
  const made = bench(seed);
  const env = staff === true ? await staffEnv(made) : {};
  made.asked();
  return { made, env };
}

const leaveOut = (key: string, value: unknown): unknown =>
  key.startsWith('tm_') || ['id', 'webhook_secret', 'direct_hash', 'password'].includes(key)
    ? undefined
    : value;

/** Everything that these commands may change, times and new ids left out. */
function outcome({ emulator }: Bench): string[] {
  emulator.advance(60_000);
  emulator.world.settle();
  const { customers, agents, billing_accounts, outbound_configs } = emulator.save();
  const known = new Map(customers.map(({ id, email }) => [id, email]));
  return [customers, agents, billing_accounts, outbound_configs].flatMap((rows) =>
    rows.map((row) => {
      const gone = row.tm_delete === null ? '' : 'deleted ';
      const text = JSON.stringify(row, leaveOut).replace(/[0-9a-f-]{36}/g, (id) => known.get(id) ?? 'ID');
      return gone + text;
    }),
  );
}

/** Commands that are done already say so, or that there is nothing left to act on. */
const isOver = (code: number, line: string, stderr: string): boolean =>
  code === 0 ||
  (line.startsWith('customers create') && code === 7 && stderr.includes('exists already')) ||
  (line.startsWith('customers delete') && code === 5);

describe.each(cases)('$line', (one) => {
  const line = `${one.line} --yes -o json`;

  /** The same command until it is over. */
  async function finish({ made, env }: Begun): Promise<number> {
    for (let again = 1; again <= 3; again += 1) {
      const { code, stderr } = await made.run(line, { env });
      if (isOver(code, line, stderr)) return again;
    }
    return Infinity;
  }

  it('ends as asked, whatever strikes any of its requests', async () => {
    const clean = await begun(one);
    const before = outcome((await begun(one)).made);
    expect((await clean.made.run(line, { env: clean.env })).code).toBe(0);
    const requests = clean.made.asked();
    const expected = outcome(clean.made);
    expect(expected).not.toEqual(before);
    const broken: unknown[] = [];
    for (const [index, request] of requests.entries()) {
      for (const kind of faultKinds) {
        const start = await begun(one);
        start.made.emulator.addFault({ nth: index + 1, kind });
        const struck = await start.made.run(line, { env: start.env });
        const runs = struck.code === 0 ? 0 : await finish(start);
        const came = outcome(start.made);
        if (
          runs > 2 ||
          (struck.code !== 0 && struck.stdout !== '') ||
          JSON.stringify(came) !== JSON.stringify(expected)
        )
          broken.push({
            request,
            index,
            kind,
            runs,
            struck,
            came: came.filter((row) => !expected.includes(row)),
          });
      }
    }
    expect(broken.slice(0, 3)).toEqual([]);
  }, 120_000);

  it('ends as asked when it was killed before or behind any of its requests', async () => {
    const clean = await begun(one);
    await clean.made.run(line, { env: clean.env });
    const requests = clean.made.asked();
    const expected = outcome(clean.made);
    const broken: unknown[] = [];
    for (const [index, request] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const start = await begun(one);
        await start.made.run(line, { env: start.env, killed: { at: index + 1, carriedOut } });
        const runs = await finish(start);
        const came = outcome(start.made);
        if (runs > 1 || JSON.stringify(came) !== JSON.stringify(expected))
          broken.push({
            request,
            index,
            carriedOut,
            runs,
            came: came.filter((row) => !expected.includes(row)),
          });
      }
    }
    expect(broken.slice(0, 3)).toEqual([]);
  }, 120_000);

  it('never says that it is done during an outage that begins with a lost answer', async () => {
    const clean = await begun(one);
    await clean.made.run(line, { env: clean.env });
    const requests = clean.made.asked();
    const expected = outcome(clean.made);
    const broken: unknown[] = [];
    for (const [index, request] of requests.entries()) {
      if (request.startsWith('GET') || request.endsWith('/auth/delegate')) continue;
      const start = await begun(one);
      let sent = 0;
      const transport: Transport = async (asked) => {
        sent += 1;
        const answer = sent <= index + 1 ? await start.made.emulator.transport(asked) : undefined;
        if (answer !== undefined && sent < index + 1) return answer;
        throw new TransportError('timeout', true, 'nobody answers any more');
      };
      const struck = await start.made.run(line, { env: start.env, transport });
      start.made.emulator.advance(3_600_000);
      const runs = await finish(start);
      if (struck.code === 0 || runs > 1 || JSON.stringify(outcome(start.made)) !== JSON.stringify(expected))
        broken.push({ request, struck, runs });
    }
    expect(broken.slice(0, 3)).toEqual([]);
  }, 120_000);
});
