/** What plan and apply have in common: the file, the account, what runs that broke off left behind. */
import type { Api } from '../../../api/api.ts';
import { ApiError, ConflictError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { clean } from '../../../core/text.ts';
import { CLOCK_SKEW, parseTime, SECOND } from '../../../core/time.ts';
import { planChanges, type Planned, type PlanOptions } from '../../../plan/diff.ts';
import { foldRuns, type OpenCreate } from '../../../plan/fold.ts';
import type { Run } from '../../../plan/journal.ts';
import { kindsOf, readLive, type Live } from '../../../plan/live.ts';
import type { Lock } from '../../../plan/lock.ts';
import { resumePlan } from '../../../plan/saved.ts';
import type { Context } from '../../context.ts';
import { readOpenRuns } from './runs.ts';
import { readLock, type Source } from './source.ts';

export interface Prepared {
  planned: Planned;
  live: Live;
  lock: Lock;
  /** Runs that broke off, and are gone on with by this one. */
  runs: readonly Run[];
  /** What they and others asked for, and what is not there so far. */
  open: readonly OpenCreate[];
}

/** Reads the account, and finds out what there is to do. */
export async function prepare(
  context: Context,
  api: Api,
  source: Source,
  options: PlanOptions,
): Promise<Prepared> {
  const { document } = source.plan;
  const live = await readLive(api, {
    kinds: kindsOf(document, options),
    outbound: document.outbound !== undefined,
    billing: true,
  });
  const { customer } = live;
  const before = await readLock(context, source.path, customer.id);
  const all = await readOpenRuns(context, customer.id);
  const runs = all.filter(({ head }) => head.subject === source.path);
  if (source.saved !== undefined && runs.length > 0) {
    // The account is not as it was any more, because we have changed it ourselves.
    throw new ConflictError(`a run of ${source.plan.file} broke off, and ${source.file} is stale since`, {
      hint: `\`voipbin apply -f ${source.path}\` goes on with it`,
    });
  }
  const { lock, adopted, open } = foldRuns(runs, before, live);
  if (adopted.length > 0) {
    await context.notice(`going on with a run that broke off: ${adopted.length} of its objects are there`);
  }
  // Money is spent once, whichever plan file asks for it.
  const others = foldRuns(
    all.filter((run) => !runs.includes(run)),
    lock,
    live,
  ).open.filter(({ isPurchase }) => isPurchase);
  const planned =
    source.saved === undefined
      ? planChanges(source.plan, lock, live, options)
      : resumePlan(source.saved, live, source.file, api.client.apiUrl);
  return { planned, live, lock, runs, open: [...open, ...others] };
}

/**
 * Waits until it is certain that what may have been made was not.
 * @returns Whether anything was waited for: the account must then be read again.
 */
export async function settle(context: Context, open: readonly OpenCreate[]): Promise<boolean> {
  const { clock, signal } = context.host;
  const waits = open.map(({ at, settlesAt }) =>
    // The clock may have been set back since.
    Math.min(settlesAt - clock.now(), settlesAt - at),
  );
  const wait = Math.max(0, ...waits);
  if (wait === 0) return false;
  const pending = open.filter(({ settlesAt }) => settlesAt > clock.now());
  const names = pending.slice(0, 3).map(({ name }) => clean(name));
  const more = pending.length > names.length ? ` and ${pending.length - names.length} more` : '';
  const done = pending.every(({ isPurchase }) => isPurchase) ? 'bought' : 'made';
  await context.notice(
    `${names.join(', ')}${more} may have been ${done} by a run that broke off: waiting ${Math.ceil(wait / SECOND)} s to be certain`,
  );
  await clock.sleep(wait, signal);
  return true;
}

/** @throws ConflictError for a number that was paid for and is not there. */
export async function refuseLostPurchases(api: Api, live: Live, open: readonly OpenCreate[]): Promise<void> {
  const purchases = open.filter(({ isPurchase }) => isPurchase).map(({ at }) => at);
  if (purchases.length > 0) await refusePaidFor(api, live, Math.min(...purchases) - CLOCK_SKEW);
}

/** A purchase in the ledger that belongs to no number: it was paid for and lost, which only the platform can mend. */
async function refusePaidFor(api: Api, live: Live, since: number): Promise<void> {
  const numbers = new Set(live.lists.numbers.map(({ id }) => id));
  try {
    for await (const row of api.billings.list({ since })) {
      if (row.reference_type !== 'number' || (parseTime(row.tm_create) ?? 0) < since) continue;
      const id = row.reference_id ?? '';
      if (numbers.has(id) || (await exists(api, id))) continue;
      throw new ConflictError(`a number was paid for (ledger entry ${row.id}) and is not in the account`, {
        hint: "ask the platform's support before anything is bought again",
      });
    }
  } catch (error) {
    // A manager may not see the ledger: the list of numbers is then all there is.
    if (!(error instanceof ApiError) || error.exitCode !== ExitCode.denied) throw error;
  }
}

/** A number that was released since is none that was lost. */
async function exists(api: Api, id: string): Promise<boolean> {
  try {
    await api.numbers.get(id);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.exitCode === ExitCode.notFound) return false;
    throw error;
  }
}
