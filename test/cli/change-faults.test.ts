/**
 * Every request of a change to an account, its billing account, a customer or many agents, and of its undo, struck by every
 * kind of fault, and the process killed before and behind each: the same command again ends as asked, with nothing made twice or emptied.
 */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { faultKinds, happens } from '../../src/emulator/faults.ts';
import { bench, staffEnv, type Bench } from '../support/program.ts';

interface Case {
  line: string;
  /** On which it is made. */
  seed: string;
  /** Whether platform staff makes it. */
  staff?: boolean;
  /** What is done before, whose run an `undo` is of. */
  after?: string;
}

const files = {
  '/team.csv':
    'email,name,tags,phone,sip\n' +
    'a@acme.example,Ann,sales,+14155550181,a@sip.acme.example\n' +
    'sales-1@enterprise.example,Sam,sales|support,+14155550182,\n' +
    'b@acme.example,Bob,support,+14155550183,\n',
};
const IMPORT = 'agents import team.csv --update';

const cases: readonly Case[] = [
  { line: 'customer update --detail "Moved house" --rtp-debug on', seed: 'departments' },
  { line: 'customer recover', seed: 'frozen' },
  { line: 'billing update --name "Head office" --clear payment-method', seed: 'departments' },
  { line: 'customers create new@acme.example --name Acme', seed: 'departments', staff: true },
  { line: 'customers update owner@frozen.example --detail Moved', seed: 'frozen', staff: true },
  { line: 'customers freeze it@enterprise.example', seed: 'departments', staff: true },
  { line: 'customers recover owner@frozen.example', seed: 'frozen', staff: true },
  { line: 'customers delete it@enterprise.example', seed: 'departments', staff: true },
  { line: IMPORT, seed: 'departments' },
  { line: 'undo', after: IMPORT, seed: 'departments' },
  { line: 'undo', after: 'customer update --detail "Moved house" --rtp-debug on', seed: 'departments' },
  { line: 'undo', after: 'billing update --name "Head office"', seed: 'departments' },
];

interface Begun {
  made: Bench;
  env: Record<string, string>;
  /** The command, whole. */
  line: string;
}

async function begun({ line, seed, staff, after }: Case): Promise<Begun> {
  const made = bench(seed);
  const env = staff === true ? await staffEnv(made) : {};
  const run = after === undefined ? undefined : await made.run(`${after} --yes -o json`, { files });
  const id = run === undefined ? '' : (JSON.parse(run.stdout) as { run: string }).run;
  made.asked();
  return { made, env, line: `${line} ${id} --yes -o json` };
}

const leaveOut = (key: string, value: unknown): unknown =>
  key.startsWith('tm_') || ['id', 'webhook_secret', 'direct_hash', 'password'].includes(key)
    ? undefined
    : value;

/** Everything that these commands may change, times and new ids left out. */
function outcome({ emulator }: Bench): string {
  emulator.advance(60_000);
  emulator.world.settle();
  const { customers, agents, billing_accounts, outbound_configs } = emulator.save();
  const known = new Map(customers.map(({ id, email }) => [id, email]));
  const rows = [...customers, ...agents, ...billing_accounts, ...outbound_configs].map((row) => {
    const text = JSON.stringify(row, leaveOut).replace(/[0-9a-f-]{36}/g, (id) => known.get(id) ?? 'ID');
    return row.tm_delete === null ? text : `deleted ${text}`;
  });
  // Several are made at the same time.
  return rows.sort().join('\n');
}

/** Commands that are done already say so, or that there is nothing left to act on. */
const isOver = (code: number, line: string, stderr: string): boolean =>
  code === 0 ||
  (line.startsWith('customers create') && code === 7 && stderr.includes('already exists')) ||
  (line.startsWith('customers delete') && code === 5);

/** The requests of a run that nothing strikes, and what it comes to. */
async function cleanRun(one: Case): Promise<{ requests: string[]; expected: string }> {
  const { made, env, line } = await begun(one);
  expect((await made.run(line, { env, files })).code).toBe(0);
  return { requests: made.asked(), expected: outcome(made) };
}

/** The same command until it is over. */
async function finish(one: Case, { made, env, line }: Begun): Promise<number> {
  for (let again = 1; again <= 3; again += 1) {
    const { code, stderr } = await made.run(line, { env });
    if (isOver(code, one.line, stderr)) return again;
  }
  return Infinity;
}

describe.each(cases)('$line $after', (one) => {
  it('ends as asked, whatever strikes any of its requests', async () => {
    const before = outcome((await begun(one)).made);
    const { requests, expected } = await cleanRun(one);
    expect(expected).not.toBe(before);
    const broken: unknown[] = [];
    for (const [index, request] of requests.entries()) {
      for (const kind of faultKinds) {
        const start = await begun(one);
        start.made.emulator.addFault({ nth: index + 1, kind });
        const struck = await start.made.run(start.line, { env: start.env, files });
        const runs = struck.code === 0 ? 0 : await finish(one, start);
        // What was carried out is found, though its answer was lost.
        const overlooked = struck.code !== 0 && happens(kind);
        const half = struck.code !== 0 && struck.stdout !== '';
        if (runs > 2 || overlooked || half || outcome(start.made) !== expected)
          broken.push({ request, index, kind, runs, struck });
      }
    }
    expect(broken.slice(0, 3)).toEqual([]);
  }, 120_000);

  it('ends as asked when it was killed before or behind any of its requests', async () => {
    const { requests, expected } = await cleanRun(one);
    const broken: unknown[] = [];
    for (const [index, request] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const start = await begun(one);
        await start.made.run(start.line, { env: start.env, files, killed: { at: index + 1, carriedOut } });
        const runs = await finish(one, start);
        if (runs > 1 || outcome(start.made) !== expected) broken.push({ request, index, carriedOut, runs });
      }
    }
    expect(broken.slice(0, 3)).toEqual([]);
  }, 120_000);

  it('never says that it is done during an outage that begins with a lost answer', async () => {
    const { requests, expected } = await cleanRun(one);
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
      const struck = await start.made.run(start.line, { env: start.env, files, transport });
      start.made.emulator.advance(3_600_000);
      const runs = await finish(one, start);
      if (struck.code === 0 || runs > 1 || outcome(start.made) !== expected)
        broken.push({ request, struck, runs });
    }
    expect(broken.slice(0, 3)).toEqual([]);
  }, 120_000);
});
