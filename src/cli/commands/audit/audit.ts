/** `audit`: take the picture, run the rules, say what came of it in every form that was asked for. Only reads. */
import { resolve } from 'node:path';
import { exitCodeOf } from '../../../audit/report.ts';
import type { Severity } from '../../../audit/rule.ts';
import { RefusedError, UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import type { Review } from '../../../report/format.ts';
import { nagiosExit } from '../../../report/audit/nagios.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { set } from '../../session/settings.ts';
import { checkSinks, isOnScreen, type Sink } from '../../sinks.ts';
import { checkMemory } from './history.ts';
import { createPing } from './ping.ts';
import type { Reviewed } from './review.ts';
import { auditSinksOf, isIncomplete, isPlugin, writeReview } from './sinks.ts';
import type { AuditFlags } from './command.ts';

export async function audit(call: Call<AuditFlags>): Promise<ExitCode> {
  const { context, options } = call;
  if (options.force && options.fixPlan === undefined) throw new UsageError('--force needs --fix-plan');
  if (options.shard !== undefined && options.customers === undefined)
    throw new UsageError('--shard needs --customers');
  if (options.fixPlan === '-') {
    throw new UsageError('--fix-plan needs the name of a file: standard output has the report');
  }
  if (options.profiles !== undefined || options.allProfiles || options.customers !== undefined) {
    const { prepareFleet } = await import('./fleet/fleet.ts');
    return pinged(context, options, await prepareFleet(call));
  }
  const sinks = auditSinksOf(context, options.report ?? []);
  await refuseEarly(context, options, sinks);
  if (options.from === undefined) await context.announceDemo();
  // The rules, which take longer to load than all until here.
  const { reviewAccount } = await import('./review.ts');
  return pinged(context, options, async () => {
    const review = await reviewAccount(context, options);
    return { exitCode: await reportAndRemember(context, options, sinks, review), text: shortText(review) };
  });
}

/** How an audit ended, of one account or of many. */
export interface Ended {
  exitCode: ExitCode;
  /** For a watchdog. */
  text: string;
}

async function pinged(context: Context, options: AuditFlags, act: () => Promise<Ended>): Promise<ExitCode> {
  const ping = await createPing(context, options.ping ?? set(context.host.env['VOIPBIN_PING_URL']));
  try {
    await ping.start();
    const { exitCode, text } = await act();
    await ping.end(exitCode, text);
    return exitCode;
  } catch (error) {
    await ping.fail(error);
    throw error;
  } finally {
    await ping.close();
  }
}

/** Before anything is requested: an audit is long. */
async function refuseEarly(context: Context, options: AuditFlags, sinks: readonly Sink[]): Promise<void> {
  const { files, system } = context.host;
  const { fixPlan, force, saveSnapshot, newOnly, from } = options;
  if (fixPlan !== undefined && !force && (await files.read(resolve(system.cwd, fixPlan))) !== undefined) {
    throw new RefusedError(`${fixPlan} already exists, and was left as it is`, {
      hint: 'name another file, or add --force',
    });
  }
  await checkSinks(context, sinks);
  for (const file of [fixPlan, saveSnapshot]) {
    if (file !== undefined) await files.tryWrite(resolve(system.cwd, file));
  }
  if (newOnly && from === undefined) await checkMemory(context);
}

/** What was not reported is not remembered. */
async function reportAndRemember(
  context: Context,
  options: AuditFlags,
  sinks: readonly Sink[],
  review: Reviewed,
): Promise<ExitCode> {
  try {
    const exitCode = await report(context, options, sinks, review);
    if (options.fixPlan !== undefined) {
      const { writeFixPlan } = await import('./fix/write.ts');
      await writeFixPlan(context, options.fixPlan, review, options.newOnly ?? false);
    }
    await review.remember();
    return exitCode;
  } finally {
    await review.release();
  }
}

/** Writes every report, and the screen. */
async function report(
  context: Context,
  options: AuditFlags,
  sinks: readonly Sink[],
  review: Review,
): Promise<ExitCode> {
  await writeReview(context, sinks, review, options);
  if (!sinks.some(isOnScreen) && !(isNothingNew(review) && (await mayBeSilent(context))))
    await print(context, options.fixPlan === undefined ? review : { ...review, hasFixes: false });
  return isPlugin(sinks)
    ? nagiosExit(review.report, isIncomplete(review, options))
    : exitCodeFor(context, review, options);
}

/** Of the example account the findings are there to be shown. */
export function exitCodeFor(
  { flags }: Context,
  { report }: Pick<Review, 'report'>,
  { failOn, newOnly, allowIncomplete }: AuditFlags,
): ExitCode {
  return exitCodeOf(report, {
    failOn: failOn ?? (flags.demo === undefined ? 'high' : 'never'),
    newOnly: newOnly ?? false,
    allowIncomplete: allowIncomplete ?? false,
  });
}

/** Whether --quiet may leave out a screen with nothing new on it: a program that asks for a format gets its answer. */
export async function mayBeSilent({ flags, host, settings }: Context): Promise<boolean> {
  if (flags.quiet !== true || flags.query !== undefined) return false;
  const asked = flags.output ?? set(host.env['VOIPBIN_OUTPUT']);
  return asked === undefined && (await settings()).output === 'table';
}

/** Nothing that no earlier run has reported. */
export function isNothingNew({ report }: Pick<Review, 'report'>): boolean {
  const fresh = Object.values(report.summary.new).some((count) => count > 0);
  return !fresh && report.not_checked.length === 0 && report.policy_notes.length === 0;
}

/** What a watchdog shows: a line, and the findings that matter. */
export function shortText({ report }: Pick<Review, 'report'>): string {
  const { findings, new: fresh, not_checked } = report.summary;
  const count = (counts: Record<Severity, number>): string =>
    Object.entries(counts)
      .map(([severity, value]) => `${value} ${severity}`)
      .join(', ');
  const worst = report.findings
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .slice(0, 20)
    .map(({ severity, subject, message }) => `${severity}: ${subject.name} ${message}`);
  return [
    `${report.account.name ?? 'the account'}: ${count(findings)}; new: ${count(fresh)}; ${not_checked} rules not checked`,
    ...worst,
    '',
  ].join('\n');
}
