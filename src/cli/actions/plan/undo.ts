/** `undo`: takes back what a run did, newest first; what was changed since is left alone. */
import { ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { plural } from '../../../core/text.ts';
import { isPending } from '../../../plan/change.ts';
import type { Planned } from '../../../plan/diff.ts';
import { deletes } from '../../../plan/difference/cautions.ts';
import { foldRuns, madeIn, type OpenCreate } from '../../../plan/fold.ts';
import type { Run } from '../../../plan/journal.ts';
import { readLive, type Live } from '../../../plan/live.ts';
import { withOthers } from '../../../plan/others.ts';
import { kindsOfRun, planUndo, withoutGone } from '../../../plan/undo/index.ts';
import type { Done } from '../../../plan/execution/context.ts';
import type { Call } from '../../command.ts';
import type { Context } from '../../context.ts';
import { print, printCard } from '../../output.ts';
import { carryOut, confirm } from './carry-out.ts';
import { refuseObstacles, refuseStale } from './refuse.ts';
import { lostPurchases, settle } from './prepare.ts';
import { openRuns, type Runs } from './runs.ts';
import { readLock } from './source.ts';

export async function undo({ context, args: [named] }: Call): Promise<ExitCode> {
  if (context.flags.demo !== undefined) {
    throw new UsageError('of the example account nothing is kept: there is nothing to take back');
  }
  const api = await context.api();
  const customer = await api.customer.get();
  const runs = await openRuns(context, customer.id, api.client.apiUrl);
  try {
    const all = await runs.all();
    const run = named === undefined ? newestOf(all) : await runNamed(named, runs, all);
    const lock = await readLock(context, run.head.subject, customer.id);
    const taken = madeIn(all.filter(({ head }) => head.run !== run.head.run));
    const prepareUndo = async (): Promise<{ live: Live; planned: Planned }> => {
      const live = await readLive(api, {
        kinds: kindsOfRun(run),
        outbound: run.changes.some(({ begin }) => begin.kind === 'outbound'),
        billing: false,
      });
      const account = deletes(planUndo(run, live, lock, taken).steps) ? await withOthers(api, live) : live;
      return { live: account, planned: planUndo(run, account, lock, taken) };
    };
    const again = `\`voipbin undo ${run.head.run}\``;
    let prepared = await prepareUndo();
    if (context.flags.dryRun) {
      await print(context, { kind: 'plan', plan: prepared.planned.plan });
      return ExitCode.done;
    }
    const isOpen = run.end === undefined;
    const openCreates = (): readonly OpenCreate[] =>
      isOpen ? foldRuns([run], lock, prepared.live, taken).open : [];
    if (await settle(context, openCreates())) prepared = await prepareUndo();
    const lost = await lostPurchases(api, prepared.live, openCreates());
    const { planned, live } = prepared;
    refuseObstacles(planned.plan);
    if (isPending(planned.plan)) {
      await confirm(context, planned.plan, api.client.apiUrl);
      if (!context.flags.yes) refuseStale(live, (await prepareUndo()).live, again);
    }
    // A run of which nothing can be taken back is taken back, too: the next undo goes on to the one before.
    const { run: own, applied } = await carryOut({
      context,
      runs,
      planned,
      live,
      lock: withoutGone(run, live, lock),
      planPath: run.head.subject,
      head: { act: 'undo', subject: run.head.run },
      // What was paid for and is not there is not forgotten.
      open: isOpen && lost.length === 0 ? [run] : [],
      again,
    });
    for (const entry of lost) {
      await context.warn(
        `a number was paid for and is not there (ledger ${entry}): ask the platform's support`,
      );
    }
    await showUndone(context, { run, own, planned, done: applied.done });
    return ExitCode.done;
  } finally {
    await runs.release();
  }
}

async function showUndone(
  context: Context,
  { run, own, planned: { plan }, done }: { run: Run; own: string; planned: Planned; done: readonly Done[] },
): Promise<void> {
  const made = done.filter(({ change }) => change.verb !== 'note');
  const notes = plan.changes.filter(({ verb }) => verb === 'note');
  await printCard(context, {
    title:
      made.length === 0 ? 'There was nothing to take back' : `${plural(made.length, 'change')} taken back`,
    rows: () => [
      ['Run', run.head.run],
      ...notes.map(({ title, because }): [string, string] => ['Left alone', `${title} ${because ?? ''}`]),
    ],
    raw: {
      format: 'voipbin.undo/1',
      run: own,
      of: run.head.run,
      customer_id: plan.customer_id,
      changes: made.map(({ change, id }) => ({ address: change.address, verb: change.verb, id: id ?? null })),
      left: notes.map(({ address, because }) => ({ address, because })),
    },
  });
}

async function runNamed(named: string, { find }: Runs, all: readonly Run[]): Promise<Run> {
  const found = await find(named);
  if (found?.head.act === 'apply') return found;
  if (found !== undefined) {
    throw new UsageError(`${named} is an undo, and cannot be taken back itself`, {
      hint: 'apply the plan file again',
    });
  }
  const names = all.filter(({ head }) => head.act === 'apply').map(({ head }) => head.run);
  throw new UsageError(`there is no run ${JSON.stringify(named)} on this account`, {
    hint:
      names.length > 0
        ? `the last ones are ${names.slice(-5).join(', ')}`
        : 'none was made from this machine',
  });
}

/** The newest that was not taken back. */
function newestOf(all: readonly Run[]): Run {
  const takenBack = new Set(
    all.filter(({ head, end }) => head.act === 'undo' && end === 'done').map(({ head }) => head.subject),
  );
  const newest = all.findLast(
    ({ head, changes }) => head.act === 'apply' && changes.length > 0 && !takenBack.has(head.run),
  );
  if (newest !== undefined) return newest;
  throw new ConflictError('there is no run on this account that could be taken back', {
    hint: 'runs are known on the machine that made them',
  });
}
