/** The calls file next to the plan file: what callers of the new account must meet, tested against what it has become. */
import { basename, dirname, join } from 'node:path';
import type { Number } from '../../../api/wire.ts';
import { AppError, CancelledError } from '../../../core/errors.ts';
import { clean } from '../../../core/text.ts';
import { readCalls } from '../../../expect/read.ts';
import { endPlace, failureLines, isFailed, summaryOf, type Tested } from '../../../report/calls/tests.ts';
import { callAccountOf, type Callers } from '../../../setup/lost-callers.ts';
import type { Context } from '../../context.ts';
import type { ApplyResult } from '../plan/apply.ts';
import { proposedFile, PUBLIC, testCommandOf } from '../test/init.ts';
import { runCalls } from '../test/run.ts';
import { tracedAccount } from '../trace/account.ts';
import type { Start } from './start.ts';

/** What came of the test calls; or why there are none. */
export type CallsVerdict =
  | { tested: Tested; file: string; kept: 'written' | 'found' | 'nowhere' }
  | { failed: string }
  | { cancelled: CancelledError }
  /** No number leads to anything. */
  | { none: true };

/** `office.calls.yaml` for `office.yaml`. */
const callsFileOf = (planFile: string): string =>
  join(dirname(planFile), `${basename(planFile).replace(/\.ya?ml$/, '')}.calls.yaml`);

/**
 * Writes the file, unless there is one, from the account as it was planned, and follows its calls through the account as
 * it has become. A setup that has been carried out does not fail because a call does.
 */
export async function testCalls(
  context: Context,
  {
    start,
    callers,
    result,
    keepsFile,
  }: { start: Start; callers: Callers; result: ApplyResult; keepsFile: boolean },
): Promise<CallsVerdict> {
  const { files } = context.host;
  const file = callsFileOf(start.file);
  const path = callsFileOf(start.path);
  try {
    const found = keepsFile ? await files.read(path) : undefined;
    const text = found ?? (await plannedText(context, file, callers, result));
    if (text === undefined) return { none: true };
    if (found === undefined && keepsFile) await files.write(path, text, PUBLIC);
    const tested = await runCalls(context, readCalls(text, file), await tracedAccount(context, {}));
    return { tested, file, kept: found !== undefined ? 'found' : keepsFile ? 'written' : 'nowhere' };
  } catch (error) {
    if (error instanceof CancelledError) return { cancelled: error };
    if (error instanceof AppError) return { failed: error.message };
    throw error;
  }
}

/** Of the numbers that lead to what setup has made; undefined where there is none. */
async function plannedText(
  context: Context,
  file: string,
  callers: Callers,
  result: ApplyResult,
): Promise<string | undefined> {
  const { lists, entrances } = callers;
  const numbers = (lists.numbers as unknown as Number[])
    .filter(({ call_flow_id: flow }) => entrances.includes(flow ?? ''))
    .map((row) => ({ ...row, number: madeNumber(row, result) ?? row.number }));
  const { proposal, text } = await proposedFile(context, testCommandOf(file), {
    account: callAccountOf(callers),
    flows: [...lists.flows, ...lists.hours],
    numbers,
    evidence: {},
  });
  return proposal.calls.length === 0 ? undefined : text;
}

/** What has become of a word of the plan file. */
const madeNumber = ({ number }: Number, { done }: ApplyResult): string | undefined =>
  done.find(({ change }) => change.address === `numbers/${number ?? ''}`)?.key;

const SHOWN = 4;

/** For people. */
export function callsLines(verdict: CallsVerdict): string[] {
  if ('none' in verdict) return [];
  if ('cancelled' in verdict) return ['not tested: `voipbin test` follows them'];
  if ('failed' in verdict) return [`could not be tested: ${verdict.failed}`];
  const { tested, file, kept } = verdict;
  const failed = tested.calls.filter(isFailed);
  const more = failed.length - SHOWN;
  const found = kept === 'found' ? ' was there before, and was left as it is' : '';
  return [
    summaryOf(tested.calls),
    ...failed
      .slice(0, SHOWN)
      .flatMap((one) => [
        `${file}:${one.call.line} ${clean(one.call.name)}${endPlace(one, tested.names)}`,
        ...one.failures.flatMap(failureLines),
      ]),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(kept === 'nowhere' ? [] : [`${file}${found}: \`${testCommandOf(file)}\` follows each call`]),
  ];
}

/** For programs. */
export function callsData(verdict: CallsVerdict): object | null {
  if ('none' in verdict) return null;
  if ('cancelled' in verdict) return { state: 'failed', reason: verdict.cancelled.message };
  if ('failed' in verdict) return { state: 'failed', reason: verdict.failed };
  const { tested, file, kept } = verdict;
  const failed = tested.calls.filter(isFailed);
  return {
    state: 'done',
    file: kept === 'nowhere' ? null : file,
    passed: tested.calls.length - failed.length,
    failed: failed.length,
    failures: failed.map(({ call, failures }) => ({ name: call.name, line: call.line, failures })),
  };
}
