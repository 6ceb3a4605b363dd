/** `doctor`: facts, then checks, then the report. */
import { worstExitCode, type ExitCode } from '../../../core/exit-codes.ts';
import { UsageError } from '../../../core/errors.ts';
import { exitCodesOf, type Check, type Result } from '../../../doctor/check.ts';
import { checks } from '../../../doctor/checks/index.ts';
import type { Facts } from '../../../doctor/facts.ts';
import { answersOf } from '../../../doctor/symptoms.ts';
import { checkUpSheet } from '../../../report/doctor.ts';
import type { Sheet } from '../../../report/format.ts';
import type { Call } from '../../program/command.ts';
import { outputFormats } from '../../program/flags.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { emptyConfig } from '../../session/profiles.ts';
import { resolveSettings } from '../../session/settings.ts';
import { gather } from './gather.ts';
import type { DoctorFlags } from './command.ts';

export async function doctor({ context, options }: Call<DoctorFlags>): Promise<ExitCode> {
  if (options.cron === true) {
    const { scheduleJob } = await import('./cron.ts');
    return scheduleJob(context, options);
  }
  const alone = [options.job === undefined ? '' : '--job', options.at === undefined ? '' : '--at'].filter(
    Boolean,
  );
  if (alone.length > 0)
    throw new UsageError(`${alone.join(' and ')}: only with --cron`, { hint: 'add --cron' });
  if (context.host.io.stderr.isTTY)
    await context.notice('checking; this can take 20 seconds without a network');
  const facts = await gather(context);
  const results = resultsOf(checks, facts);
  await printChecked(context, facts.settings, checkUpSheet({ results, answers: answersOf(results) }));
  return worstExitCode(exitCodesOf(results));
}

export const resultsOf = (all: readonly Check[], facts: Facts): Result[] =>
  all.map(({ id, area, look }) => ({ id, area, ...look(facts) }));

/** Settings that make no sense are a result here, and not the end: the format comes from what can be read. */
export async function printChecked(
  context: Context,
  settings: Facts['settings'],
  sheet: Sheet,
): Promise<void> {
  const { flags, host } = context;
  const wanted = 'known' in settings ? settings.known.output : (flags.output ?? host.env['VOIPBIN_OUTPUT']);
  const output = outputFormats.find((format) => format === wanted) ?? 'table';
  const chosen = resolveSettings({ output }, {}, emptyConfig());
  await print({ ...context, settings: () => Promise.resolve(chosen) }, sheet);
}
