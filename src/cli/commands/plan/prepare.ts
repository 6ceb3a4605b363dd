/** What plan and apply have in common: the file, the account, and the remains of interrupted runs. */
import { billings } from '../../../resources/billings.ts';
import { numbers as numbersKind } from '../../../resources/numbers.ts';
import type { Api } from '../../../api/api.ts';
import { ApiError, ConflictError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId } from '../../../core/ids.ts';
import { clean, plural } from '../../../core/text.ts';
import { DAY, SECOND } from '../../../core/time.ts';
import { planChanges, type Planned } from '../../../plan/difference/difference.ts';
import type { PlanOptions } from '../../../plan/options.ts';
import { deletes } from '../../../plan/difference/cautions.ts';
import { foldRuns, hasLostCreates, madeIn, type OpenCreate } from '../../../plan/journal/fold.ts';
import type { Run } from '../../../plan/journal/journal.ts';
import { kindsOf, readLive, withNamed, type LiveAccount } from '../../../plan/state/live.ts';
import type { Lock } from '../../../plan/file/lock.ts';
import { isBought } from '../../../plan/obstacles/plan-context.ts';
import { withReferrers } from '../../../plan/state/whole-live.ts';
import { resumePlan, type SavedPlan } from '../../../plan/file/saved.ts';
import type { Plan } from '../../../plan/change.ts';
import type { Context } from '../../context.ts';
import { knownSecrets, sourcesOf } from './secrets.ts';
import { readOpenRuns, readRuns } from './runs.ts';
import { readLock, type Source } from './source.ts';

export interface Prepared {
  planned: Planned;
  live: LiveAccount;
  lock: Lock;
  /** Interrupted runs that this one continues. */
  runs: readonly Run[];
  /** How many of the objects that these have made are there. */
  adopted: number;
  /** What they asked for and is not there so far; before a purchase, also the purchases of other runs. */
  open: readonly OpenCreate[];
}

/** Reads the account, and determines what must be done. */
export async function prepare(
  context: Context,
  api: Api,
  source: Source,
  options: PlanOptions,
): Promise<Prepared> {
  const { change } = source;
  const { document } = source.plan;
  const { apiUrl } = api.client;
  const kinds = change === undefined ? kindsOf(document) : withNamed(change.kinds);
  const live = await readLive(api, {
    kinds,
    alone: change?.alone,
    outbound: change?.outbound ?? document.outbound !== undefined,
    billing: billingFor(source),
  });
  const { id } = live.customer;
  const before = await readLock(context, source.path, id);
  const all = await readOpenRuns(context, id, apiUrl);
  const ofFile = all.filter(({ head }) => head.subject === source.path);
  const { only } = options;
  const runs = only === undefined ? ofFile : ofFile.filter(({ head }) => head.command === only.command);
  if (source.saved !== undefined) await refuseStaleSource(context, source, runs);
  // Seldom, and a long read.
  const taken = all.some(hasLostCreates) ? madeIn(await readRuns(context, id, apiUrl)) : new Set<string>();
  const failed = change?.continuesFailed === true ? await failedRuns(context, id, source.path, apiUrl) : [];
  const { lock: folded, adopted, open } = foldRuns([...failed, ...ofFile], before, live, taken);
  const { plan: file, lock } = change?.planFor(live, folded) ?? { plan: source.plan, lock: folded };
  // Money is spent once, whichever plan file asks for it.
  const others = foldRuns(
    all.filter((run) => !ofFile.includes(run)),
    lock,
    live,
    taken,
  ).open.filter(({ isPurchase }) => isPurchase);
  const known = await knownSecrets(sourcesOf(context, source), file);
  const planOn = (account: LiveAccount): Planned =>
    source.saved === undefined
      ? planChanges(file, lock, account, options, known)
      : resumePlan(
          source.saved,
          { live: account, lock: before, apiUrl, known, holidays: source.plan.holidays },
          source.file,
        );
  const isDeleting = options.prune && (isSavedDeletion(source.saved) ?? deletes(planOn(live).steps));
  const account = isDeleting ? await withReferrers(api, live, kinds) : live;
  const planned = planOn(account);
  return {
    planned,
    live: account,
    lock,
    runs,
    // What stopped before is resumed by the command that it belongs to.
    adopted: only === undefined ? adopted.length : 0,
    open: only === undefined ? [...open, ...(planned.steps.some(isBought) ? others : [])] : [],
  };
}

/** Of a plan file. */
async function failedRuns(
  context: Context,
  id: string,
  path: string,
  apiUrl: string,
): Promise<readonly Run[]> {
  const all = await readRuns(context, id, apiUrl);
  return all.filter(({ head, end }) => end === 'failed' && head.subject === path);
}

/** What costs money or is counted depends on it; a change of it cannot do without. */
function billingFor({ change }: Source): Parameters<typeof readLive>[1]['billing'] {
  if (change?.billing === true) return 'needed';
  return change === undefined || change.kinds.length > 0 ? 'if seen' : 'no';
}
/** Undefined for a plan that was not saved. */
const isSavedDeletion = (saved: SavedPlan | undefined): boolean | undefined =>
  saved && (saved.plan['changes'] as Plan['changes']).some(({ verb }) => verb === 'delete');

export async function tellAdopted(context: Context, { adopted }: Prepared): Promise<void> {
  if (adopted > 0)
    await context.notice(`continuing a run that was interrupted: ${plural(adopted, 'object')} of it found`);
}

/** @throws ConflictError if the plan file is gone, or an interrupted run of it has changed the account since. */
async function refuseStaleSource(
  { host }: Context,
  { plan, path, file }: Source,
  runs: readonly Run[],
): Promise<void> {
  if (runs.length > 0) {
    // The account is not as it was any more, because we have changed it ourselves.
    throw new ConflictError(`a run of ${plan.file} was interrupted, and ${file} has been stale since`, {
      hint: `\`voipbin apply -f ${path}\` continues it`,
    });
  }
  if ((await host.files.read(path)) !== undefined) return;
  throw new ConflictError(`${file} is stale: its plan file ${path} does not exist`, {
    hint: 'make a new plan, and look at it again',
  });
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
    `${names.join(', ')}${more} may have been ${done} by a run that was interrupted: waiting ${Math.ceil(wait / SECOND)} s to be certain`,
  );
  await clock.sleep(wait, signal);
  return true;
}

/**
 * Purchases in the ledger that belong to no number: they were paid for and lost, which only the platform can put right.
 * @param accepted Ledger entries whose loss was accepted.
 */
export async function lostPurchases(
  api: Api,
  live: LiveAccount,
  open: readonly OpenCreate[],
  accepted: readonly string[] = [],
): Promise<string[]> {
  const purchases = open.filter(({ isPurchase }) => isPurchase).map(({ at }) => at);
  if (purchases.length === 0) return [];
  // By the server's clock, which may differ from ours by anything.
  const since = Math.min(...purchases) - DAY;
  const numbers = new Set(live.lists.numbers.map(({ id }) => id));
  const lost: string[] = [];
  try {
    for await (const row of api.of(billings).list({ since })) {
      if (row.reference_type !== 'number' || accepted.includes(row.id)) continue;
      const id = row.reference_id ?? '';
      if (!numbers.has(id) && !(await exists(api, id))) lost.push(row.id);
    }
  } catch (error) {
    // A manager may not see the ledger: the list of numbers is then all there is.
    if (!(error instanceof ApiError) || error.exitCode !== ExitCode.denied) throw error;
  }
  return lost;
}

/** A number that was released since is none that was lost. */
async function exists(api: Api, id: string): Promise<boolean> {
  if (!isSetId(id)) return false;
  try {
    await api.of(numbersKind).get(id);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.exitCode === ExitCode.notFound) return false;
    throw error;
  }
}
