/** `apply`: shows the plan, asks, carries it out, and says what came of it. */
import { AppError, RefusedError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { formatUsd, parseUsd } from '../../../core/money.ts';
import { clean, plural } from '../../../core/text.ts';
import { formatMicros } from '../../../core/time.ts';
import { applySteps, lockAfter, type Applied } from '../../../plan/apply.ts';
import type { Done } from '../../../plan/work/context.ts';
import { isPending, type Change, type Plan } from '../../../plan/change.ts';
import { renderPlan } from '../../../report/plan.ts';
import type { Call } from '../../command.ts';
import type { Context } from '../../context.ts';
import { print, printCard } from '../../output.ts';
import { findPasswords } from './passwords.ts';
import { prepare, settlePurchases } from './prepare.ts';
import type { PlanFlags } from './plan.ts';
import { openRuns } from './runs.ts';
import { keepLock, readSource, type Source } from './source.ts';

export interface ApplyFlags extends PlanFlags {
  maxSpend?: string;
  passwords?: string;
}

export async function apply({ context, args: [saved], options }: Call<ApplyFlags>): Promise<ExitCode> {
  if (saved !== undefined && options.file !== undefined) {
    throw new UsageError('a saved plan and --file exclude each other');
  }
  const source = await readSource(context, saved ?? options.file);
  if (source.saved !== undefined && (options.prune || options.allowLargeDelete)) {
    throw new UsageError(
      'a saved plan is carried out as it is: --prune and --allow-large-delete belong to `voipbin plan`',
    );
  }
  const result = await applyPlan(context, source, options);
  if (result !== undefined) await showResult(context, source, result);
  return ExitCode.done;
}

export interface ApplyResult {
  /** Undefined where there was nothing to do. */
  run: string | undefined;
  plan: Plan;
  done: readonly Done[];
  /** Where made passwords went, for people; undefined where there were none. */
  passwordsAt: string | undefined;
}

/**
 * Everything but the last word. Undefined where the plan was only to be shown.
 * @throws AppError when a change failed; what was done before it is told, and kept.
 */
export async function applyPlan(
  context: Context,
  source: Source,
  options: ApplyFlags,
): Promise<ApplyResult | undefined> {
  const most = maxSpendOf(options.maxSpend);
  const { host } = context;
  const api = await context.api();
  const wanted = { prune: options.prune ?? false, allowLargeDelete: options.allowLargeDelete ?? false };
  const first = await api.customer.get();
  const runs = await openRuns(context, first.id);
  try {
    let prepared = await prepare(context, api, source, wanted);
    if (await settlePurchases(context, api, prepared.live, prepared.openPurchases)) {
      prepared = await prepare(context, api, source, wanted);
    }
    const { planned, live, open } = prepared;
    const { plan } = planned;
    if (context.flags.dryRun) {
      await print(context, { kind: 'plan', plan });
      return undefined;
    }
    if (!isPending(plan)) {
      // What was found is kept in mind all the same.
      await keepLock(context, source.path, lockAfter(planned, live, prepared.lock));
      for (const { head } of open) await runs.settle(head.run);
      return { run: undefined, plan, done: [], passwordsAt: undefined };
    }
    refuseObstacles(plan);
    refuseSpending(plan, most);
    const passwords = await findPasswords(context, planned, source.path, options.passwords);
    await confirm(context, plan, api.client.apiUrl);
    // Nothing is made before it is certain that what is made can be kept in mind.
    await keepLock(context, source.path, prepared.lock);
    const run = await runs.begin({ act: 'apply', api_url: api.client.apiUrl, subject: source.path });
    const progress = createTicker(context, plan);
    const applied = await applySteps(planned, live, prepared.lock, {
      client: api.client,
      clock: host.clock,
      signal: host.signal,
      journal: run.write,
      passwordOf: passwords.of,
      beforeCreate: passwords.announce,
      onDone: progress,
    });
    await keepLock(context, source.path, applied.lock);
    for (const { head } of open) await runs.settle(head.run);
    const certain = applied.failed.every(({ uncertain }) => !uncertain);
    if (certain) {
      const outcome = applied.failed.length === 0 && applied.left.length === 0 ? 'done' : 'failed';
      await run.write({ event: 'end', at: formatMicros(host.clock.now() * 1000), outcome });
    }
    if (applied.failed.length > 0 || applied.left.length > 0) throw brokenOff(plan, applied);
    return { run: run.id, plan, done: applied.done, passwordsAt: passwords.place };
  } finally {
    await runs.release();
  }
}

function maxSpendOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const most = parseUsd(text);
  if (most === undefined || most < 0)
    throw new UsageError(`--max-spend: ${JSON.stringify(text)} is no sum of dollars, such as 10`);
  return most;
}

function refuseObstacles({ obstacles }: Plan): void {
  const [first] = obstacles;
  if (first === undefined) return;
  throw new AppError(first.code, first.exit_code, obstacles.map(({ message }) => message).join('\n'), {
    hint: [...new Set(obstacles.flatMap(({ hint }) => hint ?? []))].join('; ') || 'nothing was changed',
  });
}

function refuseSpending({ cost }: Plan, most: number | undefined): void {
  if (most === undefined || cost.now <= most) return;
  throw new RefusedError(
    `the plan costs ${formatUsd(cost.now)} now, and --max-spend allows ${formatUsd(most)}`,
    {
      hint: 'nothing was changed; `voipbin plan` shows what costs what',
    },
  );
}

export async function confirm(context: Context, plan: Plan, apiUrl: string): Promise<void> {
  const { host } = context;
  const text = renderPlan(plan, await context.paint('stderr'));
  await host.io.stderr.write(
    `${clean(plan.customer_name ?? 'no name')} (${plan.customer_id}) on ${new URL(apiUrl).host}\n\n${text}`,
  );
  const count = plan.changes.filter(({ verb }) => verb !== 'note').length;
  const cost = plan.cost.now > 0 ? ` ${formatUsd(plan.cost.now)} will be spent.` : '';
  await context.confirm(`${count === 1 ? 'Make this change?' : `Make these ${count} changes?`}${cost}`);
}

/** One line for each change that is done. */
export function createTicker(context: Context, plan: Plan): (done: Done) => Promise<void> {
  const all = plan.changes.filter(({ verb }) => verb !== 'note').length;
  const width = String(all).length;
  let count = 0;
  return async ({ change, outcome, differs }) => {
    count += 1;
    const adopted = outcome === 'adopted' ? ' (found: it was made although the answer was lost)' : '';
    await context.notice(
      `[${String(count).padStart(width)}/${all}] ${verbs[change.verb]} ${clean(change.title)}${adopted}`,
    );
    if (differs.length > 0) {
      await context.warn(
        `${change.address}: the server keeps ${differs.join(', ')} differently from what was asked`,
      );
    }
  };
}

const verbs: Readonly<Record<Change['verb'], string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  note: 'noted',
};

/** What failed, what was done before it, and how to go on. */
export function brokenOff(plan: Plan, { done, failed, left }: Applied): unknown {
  const all = plan.changes.filter(({ verb }) => verb !== 'note').length;
  const made = done.filter(({ change }) => change.verb !== 'note').length;
  const [first] = failed;
  const so = `${made} of ${plural(all, 'change')} made, ${left.length} not begun`;
  if (first === undefined) return new AppError('BROKEN_OFF', ExitCode.interrupted, so);
  if (!(first.error instanceof AppError)) return first.error;
  const messages = failed.map(
    ({ change, error }) => `${change.address}: ${error instanceof Error ? error.message : ''}`,
  );
  const { code, exitCode, hint } = first.error;
  return new AppError(code, exitCode, `${messages.join('\n')}\n${so}`, {
    hint: [hint, 'run the same command again: it goes on from here'].filter(Boolean).join('; '),
    cause: first.error,
  });
}

async function showResult(context: Context, source: Source, result: ApplyResult): Promise<void> {
  const { run, plan, done, passwordsAt } = result;
  const changes = done
    .filter(({ change }) => change.verb !== 'note')
    .map(({ change, id, key, outcome }) => ({
      address: change.address,
      verb: change.verb,
      id: id ?? null,
      outcome,
      ...(key !== undefined && change.kind === 'numbers' && { number: key }),
    }));
  const numbers = changes.flatMap(({ address, verb, number }) =>
    verb === 'create' && number !== undefined && !address.endsWith(number)
      ? [`${address.slice(8)} is ${number}`]
      : [],
  );
  await printCard(context, {
    title:
      run === undefined
        ? 'Nothing to do: the account is as the plan says'
        : `${plural(changes.length, 'change')} made`,
    rows: () => [
      ...(numbers.length > 0 ? [['Numbers', numbers.join(', ')] as [string, string]] : []),
      ...(plan.cost.now > 0 ? [['Spent', formatUsd(plan.cost.now)] as [string, string]] : []),
      ...(passwordsAt === undefined ? [] : [['Passwords', passwordsAt] as [string, string]]),
      ['Plan file', source.path],
      ...notesOf(plan),
      ...(run === undefined
        ? []
        : [['Run', run] as [string, string], ['Take back', `voipbin undo ${run}`] as [string, string]]),
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

function notesOf({ changes }: Plan): [string, string][] {
  return changes
    .filter(({ verb }) => verb === 'note')
    .map(({ title, because }) => ['Note', `${title} ${because ?? ''}`]);
}
