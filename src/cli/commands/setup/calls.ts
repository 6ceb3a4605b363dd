/** The calls file next to the plan file: what callers of the new account must meet, tested against what it has become. */
import { PUBLIC } from '../../../core/modes.ts';
import { basename, dirname, join } from 'node:path';
import type { Number } from '../../../api/wire.ts';
import { AppError, CancelledError } from '../../../core/errors.ts';
import { clean, plural } from '../../../core/text.ts';
import { addCalls } from '../../../expect/write.ts';
import { missingCalls } from '../../../expect/missing.ts';
import { readCalls } from '../../../expect/read.ts';
import { endPlace, failureLines, isFailed, summaryOf, type Tested } from '../../../report/calls/tests.ts';
import { callAccountOf, type Callers } from '../../../setup/lost-callers.ts';
import type { Context } from '../../context.ts';
import type { ApplyResult } from '../plan/apply.ts';
import { proposedFile, testCommandOf } from '../test/init.ts';
import { runCalls } from '../test/run.ts';
import { tracedAccount } from '../trace/account.ts';
import type { Start } from './start.ts';

/** What came of the test calls; or why there are none. */
export type CallsVerdict =
  | { tested: Tested; file: string; kept: 'written' | 'found' | 'nowhere' }
  | { tested: Tested; file: string; kept: 'extended'; added: number }
  | ({ failed: string } & Unwritten)
  | ({ cancelled: CancelledError } & Unwritten)
  /** No number leads to anything. */
  | { none: true };

interface Unwritten {
  /** Undefined where a calls file existed before, or none is kept. */
  unwritten: { file: string; resume: string } | undefined;
}

interface SetUp {
  start: Start;
  callers: Callers;
  result: ApplyResult;
  keepsFile: boolean;
  /** The command that writes the file and follows the calls later. */
  resume: string | undefined;
}

/** `office.calls.yaml` for `office.yaml`. */
const callsFileOf = (planFile: string): string =>
  join(dirname(planFile), `${basename(planFile).replace(/\.ya?ml$/, '')}.calls.yaml`);

/**
 * Writes the file from the planned account, and follows its calls through the resulting account. In an existing file,
 * calls are added for departments that none of its calls reaches. The
 * setup does not fail if the calls cannot be tested.
 */
export async function testCalls(context: Context, work: SetUp): Promise<CallsVerdict> {
  const { files } = context.host;
  const { start, keepsFile, resume } = work;
  const file = callsFileOf(start.file);
  const path = callsFileOf(start.path);
  try {
    const found = keepsFile ? await files.read(path) : undefined;
    const { proposal, text: fresh, timeZone } = await plannedCalls(context, file, work);
    if (found === undefined && proposal.calls.length === 0) return { none: true };
    const traced = await tracedAccount(context, {});
    const own = readCalls(found ?? fresh, file);
    const tested = await runCalls(context, own, traced);
    if (found === undefined) {
      if (keepsFile) await files.write(path, fresh, PUBLIC);
      return { tested, file, kept: keepsFile ? 'written' : 'nowhere' };
    }
    const added = missingCalls(proposal.calls, tested.calls, {
      entrances: namesOf(work.callers),
      names: traced.account.names,
    });
    if (added.length === 0) return { tested, file, kept: 'found' };
    const text = addCalls(found, own, added, timeZone);
    await files.write(path, text, PUBLIC);
    return {
      tested: await runCalls(context, readCalls(text, file), traced),
      file,
      kept: 'extended',
      added: added.length,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isKept = !keepsFile || (await files.read(path)) !== undefined;
    const unwritten = isKept || resume === undefined ? undefined : { file, resume };
    return error instanceof CancelledError
      ? { cancelled: error, unwritten }
      : { failed: error.message, unwritten };
  }
}

/** Of the numbers that lead to what setup has made. */
async function plannedCalls(
  context: Context,
  file: string,
  { callers, result }: SetUp,
): ReturnType<typeof proposedFile> {
  const { lists, entrances } = callers;
  const numbers = (lists.numbers as unknown as Number[])
    .filter(({ call_flow_id: flow }) => entrances.includes(flow ?? ''))
    .map((row) => ({ ...row, number: madeNumber(row, result) ?? row.number }));
  return proposedFile(context, testCommandOf(file), {
    account: callAccountOf(callers),
    flows: [...lists.flows, ...lists.hours],
    numbers,
    evidence: {},
  });
}

/** Names of the flows that setup leads callers to. */
function namesOf(callers: Callers): string[] {
  const { names } = callAccountOf(callers);
  return callers.entrances.map((id) => names.get(id) ?? id);
}

/** The number that a word in the plan file stands for. */
const madeNumber = ({ number }: Number, { done }: ApplyResult): string | undefined =>
  done.find(({ change }) => change.address === `numbers/${number ?? ''}`)?.key;

const SHOWN = 4;

/** How many of them are not as expected. */
export const failedIn = (verdict: CallsVerdict): number =>
  'tested' in verdict ? verdict.tested.calls.filter(isFailed).length : 0;

/** For people. */
export function callsLines(verdict: CallsVerdict): string[] {
  if ('none' in verdict) return [];
  if (!('tested' in verdict)) {
    const why = 'failed' in verdict ? `could not be tested: ${verdict.failed}` : 'not tested';
    const { unwritten } = verdict;
    if (unwritten === undefined) return ['failed' in verdict ? why : `${why}: \`voipbin test\` follows them`];
    return [why, `${unwritten.file} is not written: \`${unwritten.resume}\` writes it, and tests them`];
  }
  const { tested, file } = verdict;
  const failed = tested.calls.filter(isFailed);
  const more = failed.length - SHOWN;
  return [
    summaryOf(tested.calls),
    ...failed
      .slice(0, SHOWN)
      .flatMap((one) => [
        `${file}:${one.call.line} ${clean(one.call.name)}${endPlace(one, tested.names)}`,
        ...one.failures.flatMap(failureLines),
      ]),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(verdict.kept === 'nowhere'
      ? []
      : [`${file}${keptText(verdict)}: \`${testCommandOf(file)}\` follows each call`]),
  ];
}

function keptText(verdict: Extract<CallsVerdict, { tested: Tested }>): string {
  if (verdict.kept === 'found') return ' existed before, and was left as it is';
  return verdict.kept === 'extended' ? ` existed before; ${plural(verdict.added, 'call')} added` : '';
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
    added: kept === 'written' ? tested.calls.length : kept === 'extended' ? verdict.added : 0,
    passed: tested.calls.length - failed.length,
    failed: failed.length,
    failures: failed.map(({ call, failures }) => ({ name: call.name, line: call.line, failures })),
  };
}
