/** `undo`: undoes what a run did, newest first; what was changed since stays as it is. */
import { AppError, ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { plural } from '../../../core/text.ts';
import { isPending, type Change } from '../../../plan/change.ts';
import type { Planned } from '../../../plan/difference/difference.ts';
import { deletes } from '../../../plan/difference/cautions.ts';
import { foldRuns, madeIn, type OpenCreate } from '../../../plan/journal/fold.ts';
import type { Run } from '../../../plan/journal/journal.ts';
import { readLive, type LiveAccount } from '../../../plan/state/live.ts';
import { withReferrers } from '../../../plan/state/whole-live.ts';
import { kindsOfRun, planUndo, withoutGone } from '../../../plan/undo/index.ts';
import { joined, undoneBy, wholeOf } from '../../../plan/undo/whole.ts';
import type { Done } from '../../../plan/execution/context.ts';
import type { Call } from '../../program/command.ts';
import type { Api } from '../../../api/api.ts';
import type { Lock } from '../../../plan/file/lock.ts';
import type { Context } from '../../context.ts';
import { print, printDone } from '../../output.ts';
import { carryOut, confirm } from './carry-out.ts';
import { refuseObstacles, refuseStale } from './refuse.ts';
import { lostPurchases, settle } from './prepare.ts';
import { describeRun, isUndoable, listRuns } from './run-list.ts';
import { openRuns, type Runs } from './runs.ts';
import { readLock } from './source.ts';
import { linesOfFile, undoInPlanFile } from './undo-file.ts';
import type { UndoFlags } from './command.ts';

export async function undo({ context, args: [named], options }: Call<UndoFlags>): Promise<ExitCode> {
  if (context.flags.demo !== undefined) {
    throw new UsageError('nothing is recorded for the example account, so nothing can be undone', {
      hint: 'use `voipbin emulator` to try `apply` and `undo`',
    });
  }
  if (options.list === true) return listRuns(context, named);
  const undone = await undoRun(context, named);
  if (undone !== undefined) await showUndone(context, undone);
  return ExitCode.done;
}

interface Undone {
  run: Run;
  parts: readonly Run[];
  /** The id of the undo. */
  own: string;
  planned: Planned;
  done: readonly Done[];
  /** The undo that has left nothing to do for this one. */
  before?: Run;
}

/**
 * Undoes a run; the last one unless it is named.
 * @returns Undefined where it was only to be shown.
 */
export async function undoRun(context: Context, named?: string): Promise<Undone | undefined> {
  const api = await context.api();
  const customer = await api.customer.get();
  const runs = await openRuns(context, customer.id, api.client.apiUrl);
  try {
    const all = await runs.all();
    const found = named === undefined ? newestOf(all) : await runNamed(named, runs, all);
    const parts = wholeOf(found, all);
    const run = joined(parts) ?? found;
    const lock = await readLock(context, run.head.subject, customer.id);
    const taken = madeIn(all.filter((one) => !parts.includes(one)));
    const prepareUndo = (): Promise<Prepared> => preparedUndo(api, run, lock, taken);
    const again = `\`voipbin undo ${run.head.run}\``;
    const about = [`undo of ${describeRun(run, parts, context)}`, ...(await linesOfFile(context, run))].join(
      '\n',
    );
    let prepared = await prepareUndo();
    if (context.flags.dryRun) {
      await context.notice(about);
      await print(context, { kind: 'plan', plan: prepared.planned.plan });
      return undefined;
    }
    const open = parts.filter(({ end }) => end === undefined);
    const openCreates = (): readonly OpenCreate[] => foldRuns(open, lock, prepared.live, taken).open;
    if (await settle(context, openCreates())) prepared = await prepareUndo();
    const lost = await lostPurchases(api, prepared.live, openCreates());
    const { planned, live } = prepared;
    refuseObstacles(planned.plan);
    const before = undoneBy(found, all);
    if (before !== undefined && !isPending(planned.plan)) {
      return { run, parts, own: before.head.run, planned, done: [], before };
    }
    if (isPending(planned.plan)) {
      await confirm(context, planned.plan, api.client.apiUrl, { about });
      if (!context.flags.yes) refuseStale(live, (await prepareUndo()).live, again);
    }
    const { run: own, applied } = await carryOut({
      context,
      runs,
      planned,
      live,
      lock: withoutGone(run, live, lock),
      planPath: run.head.subject,
      head: { act: 'undo', subject: run.head.run, resumes: parts.slice(0, -1).map(({ head }) => head.run) },
      // What was paid for and is not there is not forgotten.
      open: lost.length === 0 ? open : [],
      again,
    });
    for (const entry of lost) {
      await context.warn(
        `a number was paid for and is not there (ledger ${entry}): ask the platform's support`,
      );
    }
    await undoInPlanFile(context, run, applied.done);
    return { run, parts, own, planned, done: applied.done };
  } finally {
    await runs.release();
  }
}

interface Prepared {
  live: LiveAccount;
  planned: Planned;
}

/** Reads what a run has changed, and finds out what undoes it. */
async function preparedUndo(api: Api, run: Run, lock: Lock, taken: ReadonlySet<string>): Promise<Prepared> {
  const kinds = kindsOfRun(run);
  const live = await readLive(api, {
    kinds,
    outbound: run.changes.some(({ begin }) => begin.kind === 'outbound'),
    billing: run.changes.some(({ begin }) => begin.kind === 'billing') ? 'needed' : 'no',
  });
  const isDeleting = deletes(planUndo(run, live, lock, taken).steps);
  const account = isDeleting ? await withReferrers(api, live, kinds) : live;
  return { live: account, planned: planUndo(run, account, lock, taken) };
}

async function showUndone(
  context: Context,
  { run, parts, own, planned: { plan }, done, before }: Undone,
): Promise<void> {
  const made = done.filter(({ change }) => change.verb !== 'note');
  const deleted = new Set(
    made.flatMap(({ change: { verb, address } }) => (verb === 'delete' ? [address] : [])),
  );
  // What is said of something that is deleted was said before the question.
  const notes = plan.changes.filter(({ verb, address }) => verb === 'note' && !deleted.has(address));
  const lasting = made.filter(({ change }) => change.because !== undefined && change.risk === 'irreversible');
  const row = (label: string, { title, because = '' }: Change): [string, string] => [
    label,
    `${title} ${because}`,
  ];
  await printDone(context, own, {
    title:
      before !== undefined
        ? `Nothing to undo: the run was already undone by ${before.head.run}`
        : made.length === 0
          ? 'Nothing to undo'
          : `${plural(made.length, 'change')} undone`,
    rows: () => [
      ['Run', describeRun(run, parts, context)],
      ...lasting.map(({ change: { title, because } }): [string, string] => [
        'Not restored',
        `${title}: ${because ?? ''}`,
      ]),
      ...notes.map((change) => row('Left alone', change)),
    ],
    raw: {
      format: 'voipbin.undo/1',
      run: own,
      of: run.head.run,
      customer_id: plan.customer_id,
      changes: made.map(({ change, id }) => ({
        address: change.address,
        verb: change.verb,
        id: id ?? null,
        ...(change.because !== undefined && { because: change.because }),
      })),
      left: notes.map(({ address, because }) => ({ address, because })),
    },
  });
}

/** So many runs are named where several are meant. */
const SHOWN = 3;

/** By its name, or the beginning of it that no other has. */
async function runNamed(named: string, { find }: Runs, all: readonly Run[]): Promise<Run> {
  const alike = all.filter(({ head }) => head.run.startsWith(named));
  if (alike.length > 1 && alike.every(({ head }) => head.run !== named)) {
    throw new UsageError(`${JSON.stringify(named)} matches ${alike.length} runs`, {
      hint: `write the whole name: ${alike
        .slice(-SHOWN)
        .map(({ head }) => head.run)
        .join(', ')}`,
    });
  }
  // Of all runs, so that those that belong to it are found.
  const found =
    (alike.length === 1 ? alike[0] : all.find(({ head }) => head.run === named)) ?? (await find(named));
  if (found?.head.act === 'apply') return found;
  if (found !== undefined) {
    throw new UsageError(`${named} is an undo, which cannot be undone`, {
      hint: 'run `voipbin apply` with the plan file again',
    });
  }
  throw new AppError(
    'NOT_FOUND',
    ExitCode.notFound,
    `run ${JSON.stringify(named)} does not exist on this account`,
    {
      hint: all.some(isUndoable)
        ? 'run `voipbin undo --list` to see the runs'
        : 'run `voipbin undo` on the machine that ran `voipbin apply`: runs are recorded there',
    },
  );
}

/** The last run of `apply`, and no other: what came before it is undone by its name alone. */
function newestOf(all: readonly Run[]): Run {
  const newest = all.findLast(isUndoable);
  if (newest === undefined) {
    throw new ConflictError('there is no run on this account to undo', {
      hint: 'run `voipbin undo` on the machine that ran `voipbin apply`: runs are recorded there',
    });
  }
  const undo = undoneBy(newest, all);
  if (undo === undefined) return newest;
  throw new ConflictError(`the last run, ${newest.head.run}, was undone by ${undo.head.run}`, {
    hint: 'run `voipbin undo --list` to see earlier runs, and `voipbin undo <run>` to undo one of them',
  });
}
