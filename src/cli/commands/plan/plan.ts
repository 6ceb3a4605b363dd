/** `plan`: what `apply` would do, in the order in which it would do it. Only reads. */
import { PRIVATE } from '../../../core/modes.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Clock } from '../../../core/ports.ts';
import { formatMicros, utcDay } from '../../../core/time.ts';
import { isPending } from '../../../plan/change.ts';
import type { PlanOptions } from '../../../plan/options.ts';
import { savePlan } from '../../../plan/file/saved.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { placeForPlan } from './outputs.ts';
import { preview, refusalOf, show } from './foresee.ts';
import { knowingServer } from './server.ts';
import { readSource, refuseStdin, warnOfNothing, type Source } from './source.ts';
import type { PlanFlags } from './command.ts';

/** The day of UTC. */
export const todayOf = (clock: Clock): string => utcDay(clock.now());

/**
 * What the plan may do: as the flags say, or as they said when it was saved.
 * @throws UsageError for flags that mean nothing here.
 */
export function planOptions(
  { host }: Pick<Context, 'host'>,
  flags: Pick<PlanFlags, 'prune' | 'allowLargeDelete'>,
  { saved }: Pick<Source, 'saved'>,
): PlanOptions {
  const { prune = false, allowLargeDelete = false } = flags;
  if (saved !== undefined && (prune || allowLargeDelete)) {
    throw new UsageError('--prune and --allow-large-delete do not change a saved plan', {
      hint: 'make a new one from the plan file, with these flags',
    });
  }
  if (allowLargeDelete && !prune) {
    throw new UsageError('--allow-large-delete has no effect without --prune', {
      hint: 'add --prune to delete what the plan file no longer names',
    });
  }
  return saved?.options ?? { prune, allowLargeDelete, today: todayOf(host.clock) };
}

export async function plan({ context, options }: Call<PlanFlags>): Promise<ExitCode> {
  const { host } = context;
  const source = await readSource(context, options.file);
  const asked = planOptions(context, options, source);
  await warnOfNothing(context, source);
  if (options.out !== undefined) refuseStdin(options.file, 'cannot save the plan');
  if (options.out !== undefined && source.saved !== undefined) {
    throw new UsageError(`--out: ${source.file} is already a saved plan`, {
      hint: `copy it, or save a new plan with \`voipbin plan -f ${source.path} --out ${options.out}\``,
    });
  }
  const out = options.out === undefined ? undefined : await placeForPlan(context, options.out, source.path);
  const api = await context.api({ readOnly: true });
  const wanted = await knowingServer(context, api, source, asked);
  const seen = await preview(context, api, source, wanted);
  const { planned, live, lock } = seen;
  if (out !== undefined && refusalOf(seen.plan) !== ExitCode.done) {
    await context.warn(`nothing was written to ${out}: the plan cannot be applied as it is`);
  } else if (out !== undefined) {
    const saved = savePlan({
      savedAt: formatMicros(host.clock.now() * 1000),
      apiUrl: api.client.apiUrl,
      path: source.path,
      source: source.text,
      lock,
      options: wanted,
      live,
      plan: planned.plan,
    });
    await host.files.write(out, saved, PRIVATE);
    await context.notice(`plan saved: \`voipbin apply ${options.out}\` carries out exactly this one`);
  }
  const refusal = await show(context, seen);
  return refusal === ExitCode.done && options.detailedExitcode && isPending(planned.plan)
    ? ExitCode.pending
    : refusal;
}
