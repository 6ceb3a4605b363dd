/** `audit`: take the picture, run the rules, say what came of it in every form that was asked for. Only reads. */
import { resolve } from 'node:path';
import { exitCodeOf } from '../../../audit/report.ts';
import type { Severity } from '../../../audit/rule.ts';
import { RefusedError, UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import type { Review } from '../../../report/format.ts';
import { nagiosExit } from '../../../report/audit/nagios.ts';
import type { Call } from '../../command.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { set } from '../../settings.ts';
import { checkMemory } from './history.ts';
import { createPing } from './ping.ts';
import { reviewAccount, type Reviewed, type ReviewFlags } from './review.ts';
import { checkSinks, isIncomplete, isPlugin, parseSinks, writeSinks, type Sink } from './sinks.ts';

export interface AuditFlags extends ReviewFlags {
  failOn?: Severity | 'never';
  allowIncomplete?: boolean;
  report?: string[];
  ping?: string;
  profiles?: string;
  allProfiles?: boolean;
  customers?: string;
  fixPlan?: string;
  force?: boolean;
}

export async function audit(call: Call<AuditFlags>): Promise<ExitCode> {
  const { context, options } = call;
  if (options.force && options.fixPlan === undefined) throw new UsageError('--force goes with --fix-plan');
  if (options.fixPlan === '-') {
    throw new UsageError('--fix-plan needs the name of a file: standard output has the report');
  }
  if (options.profiles !== undefined || options.allProfiles || options.customers !== undefined) {
    const { auditMany } = await import('./fleet.ts');
    return auditMany(call);
  }
  const sinks = parseSinks(options.report ?? []);
  if (sinks.some(({ path }) => path === '-') && context.flags.output !== undefined) {
    throw new UsageError('--output and a report to standard output exclude each other');
  }
  await refuseEarly(context, options, sinks);
  return reviewed(context, options, sinks);
}

async function reviewed(context: Context, options: AuditFlags, sinks: readonly Sink[]): Promise<ExitCode> {
  const ping = await createPing(context, options.ping ?? set(context.host.env['VOIPBIN_PING_URL']));
  try {
    await ping.start();
    const review = await reviewAccount(context, options);
    const exitCode = await toldAndRemembered(context, options, sinks, review);
    await ping.end(exitCode, shortText(review));
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
    throw new RefusedError(`${fixPlan} is there already, and was left as it is`, {
      hint: 'name another file, or add --force',
    });
  }
  await checkSinks(context, sinks);
  for (const file of [fixPlan, saveSnapshot]) {
    if (file !== undefined) await files.tryWrite(resolve(system.cwd, file));
  }
  if (newOnly && from === undefined) await checkMemory(context);
}

/** What nobody was told of is not remembered. */
async function toldAndRemembered(
  context: Context,
  options: AuditFlags,
  sinks: readonly Sink[],
  review: Reviewed,
): Promise<ExitCode> {
  try {
    const exitCode = await tell(context, options, sinks, review);
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

/** Writes every report; the screen is silent under --quiet when there is nothing new to say. */
async function tell(
  context: Context,
  options: AuditFlags,
  sinks: readonly Sink[],
  review: Review,
): Promise<ExitCode> {
  await writeSinks(context, sinks, review, options);
  const onScreen = sinks.some(({ path }) => path === '-');
  if (!onScreen && !(context.flags.quiet && isNothingNew(review))) await print(context, review);
  return isPlugin(sinks)
    ? nagiosExit(review.report, isIncomplete(review, options))
    : exitCodeFor(review, options);
}

export function exitCodeFor({ report }: Review, { failOn, newOnly, allowIncomplete }: AuditFlags): ExitCode {
  return exitCodeOf(report, {
    failOn: failOn ?? 'high',
    newOnly: newOnly ?? false,
    allowIncomplete: allowIncomplete ?? false,
  });
}

function isNothingNew({ report }: Review): boolean {
  const fresh = Object.values(report.summary.new).some((count) => count > 0);
  return !fresh && report.not_checked.length === 0 && report.policy_notes.length === 0;
}

/** What a watchdog shows: a line, and the findings that matter. */
function shortText({ report }: Review): string {
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
