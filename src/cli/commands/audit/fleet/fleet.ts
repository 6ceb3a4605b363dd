/**
 * Many accounts: the saved sign-ins one after another, or, for platform staff, the platform's customers, several at a
 * time. Of each account only a row is held; its report waits outside until all are there.
 */
import { remember } from '../../../../audit/history.ts';
import type { Policy } from '../../../../audit/policy/policy.ts';
import type { AuditReport } from '../../../../audit/report.ts';
import type { AccountRow, Accounts } from '../../../../report/audit/many/accounts.ts';
import { createContext, type Context } from '../../../context.ts';
import type { Call } from '../../../program/command.ts';
import { DELEGATE_RATE } from '../../../session/settings.ts';
import { checkSinks, isOnScreen, type Sink } from '../../../sinks.ts';
import { exitCodeFor, isNothingNew, mayBeSilent, shortText, type Ended } from '../audit.ts';
import type { AuditFlags } from '../command.ts';
import { checkMemory, rememberOf } from '../history.ts';
import { readPolicy } from '../policy.ts';
import { reviewAccount } from '../review.ts';
import { writeReview } from '../sinks.ts';
import { accountsOf, exitCodeOfAll, sinksFor, writeAccounts } from './accounts.ts';
import { commandOf, readFlags } from './flags.ts';
import { createTeller, tellContinued } from './progress.ts';
import { openResults, resultsInMemory, type Results } from './results.ts';
import { failedRow, printAccounts, rowOf, worstFirst } from './rows.ts';
import { shardText, type Shard } from './shard.ts';
import { sideBySide } from './side-by-side.ts';
import { failureOf, isEverybodys, stoppedBy, type Failure } from './stops.ts';
import { targetsOf, type Target } from './targets.ts';

/** Accounts at a time: as many as the rate has work for, and no more than memory has room for. */
const MOST_AT_A_TIME = 16;
/** The most accounts that a watchdog is notified of. */
const MOST_TOLD = 50;

interface Fleet {
  context: Context;
  options: AuditFlags;
  sinks: readonly Sink[];
  policy: Policy;
  shard: Shard | undefined;
  results: Results;
  /** What is done, by the target's key. */
  rows: Map<string, FleetRow>;
  /** Accounts in a row that nothing was heard of. */
  unheard: number;
}

interface FleetRow extends AccountRow {
  key: string;
  isNothingNew: boolean;
}

/** Everything that can be refused before the first request; then the audit itself. */
export async function prepareFleet({ context, options }: Call<AuditFlags>): Promise<() => Promise<Ended>> {
  const { sinks, shard } = readFlags(context, options);
  const policy = await readPolicy(context, options.policy);
  await checkSinks(context, sinks);
  if (options.newOnly) await checkMemory(context);
  return async () => {
    const results =
      options.customers === undefined
        ? resultsInMemory()
        : await openResults(
            context,
            commandOf(context, options, { sinks, policy, ...(await context.settings()) }),
          );
    try {
      return await auditMany({
        ...{ context, options, sinks, policy, shard, results },
        rows: new Map<string, FleetRow>(),
        unheard: 0,
      });
    } finally {
      await results.release();
    }
  };
}

async function auditMany(fleet: Fleet): Promise<Ended> {
  const { context, options, results, rows } = fleet;
  const { all, loss } = await targetsOf(context, options, fleet.shard);
  if (loss !== undefined) await context.warn(loss);
  if (options.fresh) await results.forget();
  await restore(fleet, all);
  const left = all.filter((target) => !rows.has(keyOf(target)));
  const width = Math.min(MOST_AT_A_TIME, Math.ceil((await context.rate()) / DELEGATE_RATE) + 2);
  const isOneByOne = options.customers === undefined;
  const start = { done: rows.size, total: all.length };
  const tell = createTeller(context, start, isOneByOne ? 'accounts' : 'customers');
  try {
    await sideBySide(left, isOneByOne ? 1 : width, context.host.signal, async (target, signal) => {
      await tell.begun(target.name);
      rows.set(keyOf(target), await auditOne(fleet, target, signal));
      await tell.ended();
    });
  } catch (error) {
    const done = [...rows.values()].filter((row) => row.error === null).length;
    throw results.isKept ? stoppedBy(error, context.host.signal, { done, total: all.length }) : error;
  }
  const sorted = [...rows.values()].sort(worstFirst);
  const text = await watchdogText(fleet, sorted);
  const accounts = await report(fleet, sorted);
  await results.forget();
  return { exitCode: exitCodeOfAll(accounts, fleet.sinks, loss === undefined), text };
}

/** What an earlier process of the same command has done, as far as it is asked for. */
async function restore(fleet: Fleet, all: readonly Target[]): Promise<void> {
  const { results, rows } = fleet;
  const targets = new Map(all.map((target) => [keyOf(target), target]));
  const old = await results.restore((key, { report }) => {
    const target = targets.get(key);
    if (target !== undefined) rows.set(key, rowFor(fleet, target, report));
  });
  await tellContinued(fleet.context, { rows: [...rows.values()], old, total: all.length });
}

async function auditOne(fleet: Fleet, target: Target, signal: AbortSignal): Promise<FleetRow> {
  const { context, options, policy, sinks, results } = fleet;
  const own = contextFor(context, target, signal);
  try {
    const { report, look = null, ...review } = await reviewAccount(own, options, { policy });
    const files = sinksFor(sinks, report.account.id ?? nameOf(target));
    await writeReview(own, files, { ...review, report }, options);
    await results.keep(keyOf(target), { report, look });
    fleet.unheard = 0;
    return rowFor(fleet, target, report);
  } catch (error) {
    // One account's failure is its own.
    const failure = failureOf(error, results);
    if (signal.aborted || failure === undefined || isEverybodys(error, fleet)) throw error;
    return { ...(await failed(fleet, own, target, failure)), key: keyOf(target), isNothingNew: false };
  } finally {
    if ('profile' in target.by) await own.close();
  }
}

async function failed(fleet: Fleet, own: Context, target: Target, error: Failure): Promise<AccountRow> {
  const settings = await own.settings().catch(() => undefined);
  return failedRow(target.name, 'customer' in target.by ? target.by.customer : null, error, {
    read_at: new Date(fleet.context.host.clock.now()).toISOString(),
    api_url: settings?.apiUrl ?? null,
    shard: shardOf(fleet),
  });
}

function rowFor(fleet: Fleet, { name, by }: Target, report: AuditReport): FleetRow {
  const id = 'customer' in by ? by.customer : null;
  return {
    ...rowOf(report, exitCodeFor(fleet.context, { report }, fleet.options), {
      name,
      id,
      shard: shardOf(fleet),
    }),
    key: id ?? name,
    isNothingNew: isNothingNew({ report }),
  };
}

/** What was not reported is not remembered. */
async function report(fleet: Fleet, rows: readonly FleetRow[]): Promise<Accounts> {
  const { context, options, results, sinks } = fleet;
  const accounts = accountsOf(context, rows, options, async ({ key, error }) =>
    error === null ? (await results.read(key)).report : null,
  );
  await writeAccounts(context, sinks, accounts);
  const isNews = rows.some((row) => !row.isNothingNew);
  if (!sinks.some(isOnScreen) && (isNews || !(await mayBeSilent(context)))) {
    await printAccounts(context, accounts);
  }
  for (const { key, error } of options.only === undefined ? rows : []) {
    if (error !== null) continue;
    const { look, report: read } = await results.read(key);
    if (look !== null) await rememberOf(context, read.account.id, (latest) => remember(latest, look));
  }
  return accounts;
}

async function watchdogText({ results }: Fleet, rows: readonly FleetRow[]): Promise<string> {
  const texts: string[] = [];
  for (const { key, account, error } of rows.slice(0, MOST_TOLD)) {
    texts.push(error === null ? shortText(await results.read(key)) : `${account}: ${error}\n`);
  }
  const more = rows.length - MOST_TOLD;
  return texts.join('') + (more > 0 ? `and ${more} more accounts\n` : '');
}

function contextFor(context: Context, { name, by }: Target, signal: AbortSignal): Context {
  if ('customer' in by) return context.actFor({ id: by.customer, name }, signal);
  const flags = { ...context.flags, profile: by.profile };
  return createContext({ ...context.host, signal }, flags, context.version, context.store);
}

const keyOf = ({ by }: Target): string => ('customer' in by ? by.customer : by.profile);
const nameOf = ({ name, by }: Target): string => ('customer' in by ? by.customer : name);
const shardOf = ({ shard }: Fleet): string | null => (shard === undefined ? null : shardText(shard));
