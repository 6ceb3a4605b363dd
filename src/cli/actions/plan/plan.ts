/** `plan`: what `apply` would do, in the order in which it would do it. Only reads. */
import { resolve } from 'node:path';
import { ExitCode } from '../../../core/exit-codes.ts';
import { formatMicros } from '../../../core/time.ts';
import { isPending } from '../../../plan/change.ts';
import { savePlan } from '../../../plan/saved.ts';
import type { Call } from '../../command.ts';
import { print } from '../../output.ts';
import { prepare } from './prepare.ts';
import { readSource } from './source.ts';

export interface PlanFlags {
  file?: string;
  prune?: boolean;
  allowLargeDelete?: boolean;
  out?: string;
  detailedExitcode?: boolean;
}

/** A saved plan tells of a whole account. */
const PRIVATE = 0o600;

export async function plan({ context, options }: Call<PlanFlags>): Promise<ExitCode> {
  const { host } = context;
  const source = await readSource(context, options.file);
  const api = await context.api({ readOnly: true });
  const wanted = { prune: options.prune ?? false, allowLargeDelete: options.allowLargeDelete ?? false };
  const { planned, live, lock } = await prepare(context, api, source, wanted);
  if (options.out !== undefined) {
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
    await host.files.write(resolve(host.system.cwd, options.out), saved, PRIVATE);
    await context.notice(`plan saved: \`voipbin apply ${options.out}\` carries out this one, or none`);
  }
  await print(context, { kind: 'plan', plan: planned.plan });
  return options.detailedExitcode && isPending(planned.plan) ? ExitCode.pending : ExitCode.done;
}
