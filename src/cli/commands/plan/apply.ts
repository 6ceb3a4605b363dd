/** `apply`: shows the plan, asks, carries it out, and says what came of it. */
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { parseUsd } from '../../../core/money.ts';
import { plural } from '../../../core/text.ts';
import { lockAfter } from '../../../plan/state/lock-after.ts';
import { isPending, type Plan } from '../../../plan/change.ts';
import type { Only } from '../../../plan/options.ts';
import { keyBesides, type Lock } from '../../../plan/file/lock.ts';
import type { Done } from '../../../plan/execution/context.ts';
import { noteRows, sayNothingToDo } from '../../../report/plan.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printDone } from '../../output.ts';
import { carryOut, confirm } from './carry-out.ts';
import { foresee, preview, show } from './foresee.ts';
import { handOut, type HandedOut } from './secrets.ts';
import { refuseObstacles, refuseSpending, refuseStale } from './refuse.ts';
import { prepare, settle, tellAdopted, type Prepared } from './prepare.ts';
import type { ApplyFlags } from './command.ts';
import { planOptions } from './plan.ts';
import { openRuns, type Runs } from './runs.ts';
import { spentRow, undoRow } from './undo-row.ts';
import { knowingServer } from './server.ts';
import { keepLock, readSource, readyLock, refuseStdin, warnOfNothing, type Source } from './source.ts';

export interface ApplyOptions extends ApplyFlags {
  /** Of a command that changes some objects of a plan file: not a flag of `apply`. */
  only?: Only;
  /** Of `agents delete`: --yes deletes even the agent that is signed in. */
  allowSelf?: boolean;
  /** Of a command of several plans, which says itself how many are done. */
  countsItself?: true;
  /** Of such a command: its earlier runs, which are undone with this one. */
  resumes?: readonly string[];
  /** Of such a command: whether another run follows. */
  more?: boolean;
}

export async function apply({ context, args: [saved], options }: Call<ApplyFlags>): Promise<ExitCode> {
  if (saved !== undefined && options.file !== undefined) {
    throw new UsageError('a saved plan and --file cannot be combined');
  }
  refuseStdin(saved ?? options.file, 'cannot apply');
  const source = await readSource(context, saved ?? options.file);
  await warnOfNothing(context, source);
  await readyLock(context, source);
  const result = await applyPlan(context, source, options);
  if (typeof result === 'number') return result;
  await showResult(context, source, result);
  return ExitCode.done;
}

export interface ApplyResult {
  /** Undefined where there was nothing to do. */
  run: string | undefined;
  plan: Plan;
  done: readonly Done[];
  /** What the file calls by a word, and which numbers these are. */
  numbers: readonly { name: string; number: string }[];
  /** Where made passwords went, for people; undefined where there were none. */
  passwordsAt: string | undefined;
}

/**
 * Everything except the final output. Returns an exit code if the plan was only shown.
 * @param again The command that continues after a failure.
 * @throws AppError if a change failed; what was done before it is reported, and kept.
 */
export async function applyPlan(
  context: Context,
  source: Source,
  options: ApplyOptions,
  again = source.saved === undefined ? 'the same command' : `\`voipbin apply -f ${source.path}\``,
): Promise<ApplyResult | ExitCode> {
  const most = maxSpendOf(options.maxSpend);
  const asked = { ...planOptions(context, options, source), ...(options.only && { only: options.only }) };
  const api = await context.api();
  const wanted = await knowingServer(context, api, source, asked);
  if (context.flags.dryRun) {
    return show(context, await preview(context, api, source, wanted), source.change?.already);
  }
  const { id } = await api.customer.get();
  const runs = await openRuns(context, id, api.client.apiUrl);
  let secrets: HandedOut | undefined;
  try {
    let prepared = await prepare(context, api, source, wanted);
    if (await settle(context, prepared.open)) prepared = await prepare(context, api, source, wanted);
    await tellAdopted(context, prepared);
    const foreseen = await foresee(context, api, prepared, source, options.acceptLoss);
    const { plan } = foreseen;
    refuseObstacles(plan);
    if (!isPending(plan)) return await nothingToDo(context, source, prepared, runs);
    refuseSpending(plan, most);
    secrets = await handOut(context, foreseen.secrets, source.path, options.passwords);
    const { word, question } = source.change ?? {};
    await confirm(context, plan, api.client.apiUrl, { word, question, allowSelf: options.allowSelf });
    if (!context.flags.yes) {
      const { live } = await prepare(context, api, source, wanted);
      refuseStale(prepared.live, live, again);
    }
    const { planned, live, lock } = prepared;
    const { run, applied } = await carryOut({
      context,
      runs,
      planned,
      live,
      lock,
      planPath: source.path,
      head: {
        act: 'apply',
        subject: source.path,
        ...(options.only && { command: options.only.command }),
        resumes: [...(options.resumes ?? []), ...prepared.runs.map(({ head }) => head.run)],
        ...(options.more === true && { more: true }),
      },
      open: prepared.runs,
      secrets,
      again,
      isCounted: options.countsItself !== true,
    });
    const numbers = virtualNumbers(source, applied.lock);
    return { run, plan, done: applied.done, numbers, passwordsAt: secrets.place };
  } finally {
    await runs.release();
    await secrets?.show();
  }
}

/** Objects that were found are recorded in the lock file nevertheless. */
async function nothingToDo(
  context: Context,
  source: Source,
  { planned, live, lock, runs: open }: Prepared,
  runs: Runs,
): Promise<ApplyResult> {
  const after = lockAfter(planned, live, lock);
  await keepLock(context, source.path, after);
  for (const { head } of open) await runs.settle(head.run);
  const numbers = virtualNumbers(source, after);
  return { run: undefined, plan: planned.plan, done: [], numbers, passwordsAt: undefined };
}

/** `virtual: any` does not say which one it is. */
function virtualNumbers({ plan: { document } }: Source, lock: Lock): ApplyResult['numbers'] {
  return Object.entries(document.numbers ?? {}).flatMap(([name, { virtual }]) => {
    const number = virtual === undefined ? undefined : lock.objects.numbers?.[name]?.number;
    return number === undefined ? [] : [{ name, number }];
  });
}

function maxSpendOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const most = parseUsd(text);
  if (most === undefined || most < 0)
    throw new UsageError(`--max-spend: ${JSON.stringify(text)} is not an amount in dollars, such as 10`);
  return most;
}

async function showResult(context: Context, source: Source, result: ApplyResult): Promise<void> {
  const { run, plan, done, numbers, passwordsAt } = result;
  const changes = done
    .filter(({ change }) => change.verb !== 'note')
    .map(({ change, id, key, outcome }) => ({
      address: change.address,
      verb: change.verb,
      id: id ?? null,
      outcome,
      ...keyBesides(change.kind, key),
    }));
  await printDone(context, run, {
    title: run === undefined ? sayNothingToDo(plan) : `${plural(changes.length, 'change')} made`,
    rows: () => [
      ...numbers.map(({ name, number }): [string, string] => ['Number', `${name} is ${number}`]),
      ...spentRow(plan),
      ...(passwordsAt === undefined ? [] : [['Passwords', passwordsAt] as [string, string]]),
      ['Plan file', source.path],
      ...noteRows(plan.changes),
      ...(run === undefined ? [] : [['Run', run] as [string, string]]),
      ...undoRow(context, run),
    ],
    raw: {
      format: 'voipbin.apply/1',
      run: run ?? null,
      customer_id: plan.customer_id,
      cost: plan.cost,
      changes,
    },
  });
}
