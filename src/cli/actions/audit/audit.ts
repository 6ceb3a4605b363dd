/** `audit`: take the picture, run the rules, say what came of it in every form that was asked for. Only reads. */
import { resolve } from 'node:path';
import { exitCodeOf } from '../../../audit/report.ts';
import type { Severity } from '../../../audit/rule.ts';
import { CancelledError, RefusedError, UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { clean } from '../../../core/text.ts';
import type { Review } from '../../../report/format.ts';
import { nagiosExit } from '../../../report/audit/nagios.ts';
import type { Call } from '../../command.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { set } from '../../settings.ts';
import { createPing } from './ping.ts';
import { reviewAccount, type ReviewFlags } from './review.ts';
import { isIncomplete, isPlugin, parseSinks, writeSinks, type Sink } from './sinks.ts';

export interface AuditFlags extends ReviewFlags {
  failOn?: Severity | 'never';
  newOnly?: boolean;
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
  if (options.profiles !== undefined || options.allProfiles || options.customers !== undefined) {
    const { auditMany } = await import('./fleet.ts');
    return auditMany(call);
  }
  const sinks = parseSinks(options.report ?? []);
  if (sinks.some(({ path }) => path === '-') && context.flags.output !== undefined) {
    throw new UsageError('--output and a report to standard output exclude each other');
  }
  await refuseOverwriting(context, options);
  try {
    return await reviewed(context, options, sinks);
  } catch (error) {
    if (!isPlugin(sinks) || error instanceof CancelledError) throw error;
    // A plugin that fails knows nothing, and says so in one line.
    const reason = error instanceof Error ? error.message : String(error);
    await context.host.io.stdout.write(`VOIPBIN UNKNOWN - ${clean(reason).replaceAll('|', '/')}\n`);
    return PLUGIN_UNKNOWN;
  }
}

const PLUGIN_UNKNOWN = 3;

async function reviewed(context: Context, options: AuditFlags, sinks: readonly Sink[]): Promise<ExitCode> {
  const ping = await createPing(context, options.ping ?? set(context.host.env['VOIPBIN_PING_URL']));
  try {
    await ping.start();
    const review = await reviewAccount(context, options);
    const exitCode = await tell(context, options, sinks, review);
    if (options.fixPlan !== undefined) {
      const { writeFixPlan } = await import('./fix/write.ts');
      await writeFixPlan(context, options.fixPlan, review, options.newOnly ?? false);
    }
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
async function refuseOverwriting({ host }: Context, { fixPlan, force }: AuditFlags): Promise<void> {
  if (fixPlan === undefined || force) return;
  if ((await host.files.read(resolve(host.system.cwd, fixPlan))) === undefined) return;
  throw new RefusedError(`${fixPlan} is there already, and was left as it is`, {
    hint: 'name another file, or add --force',
  });
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
