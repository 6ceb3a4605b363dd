/** `undo`: takes back what a run did, newest first; what was changed since is left alone. */
import { ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { plural } from '../../../core/text.ts';
import { isPending } from '../../../plan/change.ts';
import type { Planned } from '../../../plan/diff.ts';
import { foldRuns } from '../../../plan/fold.ts';
import type { Run } from '../../../plan/journal.ts';
import { readLive, type Live } from '../../../plan/live.ts';
import { kindsOfRun, planUndo, withoutGone } from '../../../plan/undo/index.ts';
import type { Done } from '../../../plan/work/context.ts';
import type { Call } from '../../command.ts';
import type { Context } from '../../context.ts';
import { print, printCard } from '../../output.ts';
import { carryOut, confirm } from './carry-out.ts';
import { refuseObstacles } from './refuse.ts';
import { settle } from './prepare.ts';
import { openRuns } from './runs.ts';
import { readLock } from './source.ts';

export async function undo({ context, args: [named] }: Call): Promise<ExitCode> {
  if (context.flags.demo !== undefined) {
    throw new UsageError('of the example account nothing is kept: there is nothing to take back');
  }
  const api = await context.api();
  const customer = await api.customer.get();
  const runs = await openRuns(context, customer.id);
  try {
    const run = chooseRun(await runs.all(), named);
    const lock = await readLock(context, run.head.subject, customer.id);
    const read = (): Promise<Live> =>
      readLive(api, {
        kinds: kindsOfRun(run),
        outbound: run.changes.some(({ begin }) => begin.kind === 'outbound'),
        billing: false,
      });
    let live = await read();
    const broken = run.end === undefined ? [run] : [];
    if (!context.flags.dryRun && (await settle(context, foldRuns(broken, lock, live).open))) {
      live = await read();
    }
    const planned = planUndo(run, live, lock);
    const { plan } = planned;
    if (context.flags.dryRun) {
      await print(context, { kind: 'plan', plan });
      return ExitCode.done;
    }
    refuseObstacles(plan);
    if (isPending(plan)) await confirm(context, plan, api.client.apiUrl);
    // A run of which nothing can be taken back is taken back, too: the next undo goes on to the one before.
    const { run: own, applied } = await carryOut({
      context,
      api,
      runs,
      planned,
      live,
      lock: withoutGone(run, live, lock),
      planPath: run.head.subject,
      head: { act: 'undo', subject: run.head.run },
      open: broken,
      again: `\`voipbin undo ${run.head.run}\``,
    });
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

/** The run that was named, or the newest that was not taken back. */
function chooseRun(all: readonly Run[], named: string | undefined): Run {
  const applied = all.filter(({ head }) => head.act === 'apply');
  const names = applied.map(({ head }) => head.run);
  if (named !== undefined) {
    const found = applied.find(({ head }) => head.run === named);
    if (found !== undefined) return found;
    throw new UsageError(`there is no run ${JSON.stringify(named)} on this account`, {
      hint:
        didYouMean(named, names) ??
        (names.length > 0
          ? `the last ones are ${names.slice(-5).join(', ')}`
          : 'none was made from this machine'),
    });
  }
  const takenBack = new Set(
    all.filter(({ head, end }) => head.act === 'undo' && end === 'done').map(({ head }) => head.subject),
  );
  const newest = applied.findLast(({ head, changes }) => changes.length > 0 && !takenBack.has(head.run));
  if (newest !== undefined) return newest;
  throw new ConflictError('there is no run on this account that could be taken back', {
    hint: 'runs are known on the machine that made them',
  });
}
