/**
 * Every request of an apply with every kind of fault, and the process killed before and after each: running the same
 * command again ends as declared, with nothing duplicated, bought twice or lost.
 */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import type { Bench } from '../support/program.ts';
import { accounts, APPLY, differing, type TwoPlans } from '../support/two-plans.ts';

/** Runs the same command until it reports that everything is done. */
async function finish({ run }: TwoPlans, made: Bench): Promise<number> {
  for (let nth = 1; nth <= 3; nth += 1) if ((await run(made, APPLY)).code === 0) return nth;
  return Infinity;
}

describe.each(accounts)('an apply of $about', (account) => {
  const { begun, run, outcome, first, requests, expected } = account;

  it('does what it says', () => {
    expect(first.code).toBe(0);
    expect(expected).toContain('"changes": []');
  });

  const cases = requests.flatMap((line, index) => faultKinds.map((kind) => ({ line, nth: index + 1, kind })));
  it(`${requests.length} requests x ${faultKinds.length} faults = ${cases.length} cases`, async () => {
    const broken: unknown[] = [];
    for (const { line, nth, kind } of cases) {
      const made = begun();
      made.emulator.addFault({ nth, kind });
      const struck = await run(made, APPLY);
      const runs = struck.code === 0 ? 0 : await finish(account, made);
      const came = await outcome(made);
      if (came !== expected)
        broken.push({
          line,
          nth,
          kind,
          runs,
          stderr: struck.stderr.slice(-400),
          came: differing(came, expected),
        });
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  const written = requests.flatMap((line, index) =>
    line.startsWith('GET') ? [] : [{ line, nth: index + 1 }],
  );
  it(`survives an outage from the lost answer to each of ${written.length} changes on`, async () => {
    const broken: unknown[] = [];
    for (const { line, nth } of written) {
      const made = begun();
      let sent = 0;
      const transport: Transport = async (request) => {
        sent += 1;
        const answer = sent <= nth ? await made.emulator.transport(request) : undefined;
        if (answer !== undefined && sent < nth) return answer;
        throw new TransportError('timeout', true, 'nobody answers any more');
      };
      const struck = await run(made, APPLY, { transport });
      made.emulator.advance(3_600_000);
      const runs = await finish(account, made);
      const came = await outcome(made);
      if (struck.code === 0 || came !== expected)
        broken.push({ line, nth, runs, came: differing(came, expected) });
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);

  it(`survives a kill before and after each of ${requests.length} requests`, async () => {
    const broken: unknown[] = [];
    for (const [index, line] of requests.entries()) {
      for (const carriedOut of [false, true]) {
        const made = begun();
        await run(made, APPLY, { killed: { at: index + 1, carriedOut } });
        const runs = await finish(account, made);
        const came = await outcome(made);
        if (runs > 1 || came !== expected)
          broken.push({ line, index, carriedOut, runs, came: differing(came, expected) });
      }
    }
    expect(broken.slice(0, 5)).toEqual([]);
  }, 120_000);
});
