/** What plan and apply have in common: the file, the account, what runs that broke off left behind. */
import type { Api } from '../../../api/api.ts';
import { ApiError, ConflictError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { MINUTE, parseTime, SECOND } from '../../../core/time.ts';
import { planChanges, type Planned, type PlanOptions } from '../../../plan/diff.ts';
import { foldRuns, type OpenPurchase, type Run } from '../../../plan/journal.ts';
import { kindsOf, readLive, type Live } from '../../../plan/live.ts';
import type { Lock } from '../../../plan/lock.ts';
import { resumePlan } from '../../../plan/saved.ts';
import type { Context } from '../../context.ts';
import { readRuns } from './runs.ts';
import { readLock, type Source } from './source.ts';

export interface Prepared {
  planned: Planned;
  live: Live;
  lock: Lock;
  /** Runs that broke off, and are gone on with by this one. */
  open: readonly Run[];
  openPurchases: readonly OpenPurchase[];
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
    kinds: kindsOf(document),
    outbound: document.outbound !== undefined,
    billing: true,
  });
  const { customer } = live;
  const before = await readLock(context, source.path, customer.id);
  const open = (await readRuns(context, customer.id)).filter(
    ({ head, settled }) => !settled && head.act === 'apply' && head.subject === source.path,
  );
  if (source.saved !== undefined && open.length > 0) {
    // The account is not as it was any more, because we have changed it ourselves.
    throw new ConflictError(`a run of ${source.plan.file} broke off, and ${source.file} is stale since`, {
      hint: `\`voipbin apply -f ${source.path}\` goes on with it`,
    });
  }
  const { lock, adopted, openPurchases } = foldRuns(open, before, live);
  if (adopted.length > 0) {
    await context.notice(`going on with a run that broke off: ${adopted.length} of its objects are there`);
  }
  const planned =
    source.saved === undefined
      ? planChanges(source.plan, lock, live, options)
      : resumePlan(source.saved, live, source.file);
  return { planned, live, lock, open, openPurchases };
}

/** Behind it, a purchase that the server was still busy with has happened or has not. */
const PURCHASE_SETTLES_MS = 2 * MINUTE;
const SKEW_MS = 2 * MINUTE;

/**
 * Waits until it is certain that numbers which may have been bought were not.
 * @returns Whether anything was waited for: the account must then be read again.
 * @throws ConflictError for one that was paid for and is not there.
 */
export async function settlePurchases(
  context: Context,
  api: Api,
  live: Live,
  open: readonly OpenPurchase[],
): Promise<boolean> {
  if (open.length === 0) return false;
  const { clock, signal } = context.host;
  const last = Math.max(...open.map(({ at }) => at));
  const wait = last + PURCHASE_SETTLES_MS - clock.now();
  if (wait > 0) {
    await context.notice(
      `${open.map(({ number }) => number).join(', ')} may have been bought by a run that broke off: waiting ${Math.ceil(wait / SECOND)} s to be certain`,
    );
    await clock.sleep(wait, signal);
  }
  await refusePaidFor(api, live, Math.min(...open.map(({ at }) => at)) - SKEW_MS);
  return wait > 0;
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
