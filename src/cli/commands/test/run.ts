/** The calls of a file, each followed through an account and judged. */
import { AppError } from '../../../core/errors.ts';
import type { CallsFile } from '../../../expect/calls-file.ts';
import { followTestCall, judge, type TestedCall } from '../../../expect/judge.ts';
import type { Tested } from '../../../report/calls/tests.ts';
import { shownBy } from '../../../snapshot/server-evidence.ts';
import type { Context } from '../../context.ts';
import { pause } from '../../output.ts';
import type { TracedAccount } from '../trace/account.ts';
import { entranceOf, type Entrance } from '../trace/entrance.ts';

/** So many calls are followed between two looks for Ctrl-C. */
const BLOCK = 100;

export async function runCalls(
  { host }: Context,
  file: CallsFile,
  { account, names, owner, ...traced }: TracedAccount,
): Promise<Tested> {
  const now = host.clock.now();
  const known = shownBy(traced.evidence);
  const entrances = new Map<string, Entrance | AppError>();
  const target = (to: string): Entrance | AppError => {
    const known = entrances.get(to) ?? entranceOrError(to, { account, ...traced });
    entrances.set(to, known);
    return known;
  };
  const calls: TestedCall[] = [];
  for (const [index, call] of file.calls.entries()) {
    if (index % BLOCK === BLOCK - 1) await pause(host);
    const at = call.at ?? now;
    const entrance = target(call.to);
    if (entrance instanceof AppError) {
      const happened = [entrance.message, entrance.hint].filter(Boolean).join(': ');
      const failures = [{ what: 'to', expected: `${call.to} can be called`, happened } as const];
      calls.push({ call, at, runs: undefined, failures });
    } else {
      const runs = followTestCall(call, entrance, { account, now, known });
      calls.push({ call, at, runs, failures: judge(call.expect, runs, account) });
    }
  }
  return { account: owner, file, timeZone: host.system.timeZone, calls, names };
}

/** What does not exist fails its own call, and no other. */
function entranceOrError(to: string, traced: Parameters<typeof entranceOf>[1]): Entrance | AppError {
  try {
    return entranceOf(to, traced);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
