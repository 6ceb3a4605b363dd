/** What `apply` would refuse before it changes anything: a plan with everything that prevents it. */
import type { Api } from '../../../api/api.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { plural } from '../../../core/text.ts';
import type { Obstacle, Plan } from '../../../plan/change.ts';
import { isBought } from '../../../plan/obstacles/plan-context.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { gatherSecrets, sourcesOf, type Gathered } from './secrets.ts';
import { lostPurchases, prepare, tellAdopted, type Prepared } from './prepare.ts';
import type { PlanOptions } from '../../../plan/options.ts';
import type { Source } from './source.ts';

export interface Foreseen {
  plan: Plan;
  secrets: Gathered;
}

/** @param accepted Ledger entries of purchases that are known to be lost. */
export async function foresee(
  context: Context,
  api: Api,
  prepared: Prepared,
  source: Source,
  accepted: readonly string[] = [],
): Promise<Foreseen> {
  const { plan } = prepared.planned;
  const secrets = await gatherSecrets(sourcesOf(context, source), prepared.planned);
  const obstacles = [
    ...plan.obstacles,
    ...(await lostMoney(api, prepared, accepted)),
    ...secrets.problems.map((message): Obstacle => ({ code: 'USAGE', exit_code: ExitCode.usage, message })),
  ];
  return { plan: { ...plan, obstacles }, secrets };
}

/** Nothing is bought while something that was paid for is not there. */
async function lostMoney(
  api: Api,
  { planned: { steps }, live, open }: Prepared,
  accepted: readonly string[],
): Promise<Obstacle[]> {
  if (!steps.some(isBought)) return [];
  const lost = await lostPurchases(api, live, open, accepted);
  if (lost.length === 0) return [];
  return [
    {
      code: 'CONFLICT',
      exit_code: ExitCode.conflict,
      message: `${plural(lost.length, 'number')} paid for and not in the account (ledger ${lost.join(', ')}); nothing was done`,
      hint: `ask the platform's support; to continue without, add ${lost.map((entry) => `--accept-loss ${entry}`).join(' ')}`,
    },
  ];
}

/** What a plan ends with that `apply` would refuse; 0 for one that can be carried out. */
export const refusalOf = ({ obstacles }: Plan): ExitCode =>
  worstExitCode(obstacles.map(({ exit_code }) => exit_code));

export interface Preview extends Prepared {
  plan: Plan;
}

/** The plan as it is now; nothing is waited for. */
export async function preview(
  context: Context,
  api: Api,
  source: Source,
  options: PlanOptions,
): Promise<Preview> {
  const prepared = await prepare(context, api, source, options);
  await tellAdopted(context, prepared);
  const now = context.host.clock.now();
  // What may still come is not lost yet.
  const open = prepared.open.filter(({ settlesAt }) => settlesAt <= now);
  const { plan } = await foresee(context, api, { ...prepared, open }, source);
  return { ...prepared, plan };
}

/**
 * Shows a plan, and answers with what `apply` would refuse it with.
 * @param already Of a command: what is so already where nothing changes.
 */
export async function show(context: Context, { plan }: Preview, already?: string): Promise<ExitCode> {
  await print(context, { kind: 'plan', plan, already });
  return refusalOf(plan);
}
