/** `undo`: takes back what a run did, newest first; what was changed since is left alone. */
import { ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { plural } from '../../../core/text.ts';
import { formatMicros } from '../../../core/time.ts';
import { applySteps } from '../../../plan/apply.ts';
import { isPending } from '../../../plan/change.ts';
import type { Run } from '../../../plan/journal.ts';
import { readLive } from '../../../plan/live.ts';
import { kindsOfRun, planUndo } from '../../../plan/undo.ts';
import type { Call } from '../../command.ts';
import { print, printCard } from '../../output.ts';
import { brokenOff, confirm, createTicker } from './apply.ts';
import { openRuns } from './runs.ts';
import { keepLock, readLock } from './source.ts';

export async function undo({ context, args: [named] }: Call): Promise<ExitCode> {
  const { host } = context;
  if (context.flags.demo !== undefined) {
    throw new UsageError('of the example account nothing is kept: there is nothing to take back');
  }
  const api = await context.api();
  const customer = await api.customer.get();
  const runs = await openRuns(context, customer.id);
  try {
    const run = chooseRun(await runs.all(), named);
    const live = await readLive(api, {
      kinds: kindsOfRun(run),
      outbound: run.changes.some(({ begin }) => begin.kind === 'outbound'),
      billing: false,
    });
    const planned = planUndo(run, live);
    const { plan } = planned;
    if (context.flags.dryRun || !isPending(plan)) {
      await print(context, { kind: 'plan', plan });
      return ExitCode.done;
    }
    await confirm(context, plan, api.client.apiUrl);
    const lock = await readLock(context, run.head.subject, customer.id);
    const own = await runs.begin({ act: 'undo', api_url: api.client.apiUrl, subject: run.head.run });
    const applied = await applySteps(planned, live, lock, {
      client: api.client,
      clock: host.clock,
      signal: host.signal,
      journal: own.write,
      passwordOf: () => undefined,
      beforeCreate: () => Promise.resolve(),
      onDone: createTicker(context, plan),
    });
    await keepLock(context, run.head.subject, applied.lock);
    const outcome = applied.failed.length === 0 && applied.left.length === 0 ? 'done' : 'failed';
    await own.write({ event: 'end', at: formatMicros(host.clock.now() * 1000), outcome });
    if (outcome === 'failed') throw brokenOff(plan, applied);
    const done = applied.done.filter(({ change }) => change.verb !== 'note');
    const notes = plan.changes.filter(({ verb }) => verb === 'note');
    await printCard(context, {
      title: `${plural(done.length, 'change')} taken back`,
      rows: () => [
        ['Run', run.head.run],
        ...notes.map(({ address, because }): [string, string] => [
          'Left alone',
          `${address} ${because ?? ''}`,
        ]),
      ],
      raw: {
        format: 'voipbin.undo/1',
        run: own.id,
        of: run.head.run,
        customer_id: customer.id,
        changes: done.map(({ change, id }) => ({
          address: change.address,
          verb: change.verb,
          id: id ?? null,
        })),
        left: notes.map(({ address, because }) => ({ address, because })),
      },
    });
    return ExitCode.done;
  } finally {
    await runs.release();
  }
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
    all.filter(({ head, settled }) => head.act === 'undo' && settled).map(({ head }) => head.subject),
  );
  const newest = applied.findLast(({ head, changes }) => changes.length > 0 && !takenBack.has(head.run));
  if (newest !== undefined) return newest;
  throw new ConflictError('there is no run on this account that could be taken back', {
    hint: 'runs are known on the machine that made them',
  });
}
