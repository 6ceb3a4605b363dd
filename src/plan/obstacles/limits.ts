/** What the billing plan allows. */
import { fieldWords } from '../../core/text.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { MAX_FLOWS, planLimits } from '../../snapshot/plans.ts';
import type { Obstacle, Plan } from '../change.ts';
import { manyKinds } from '../../resources/all.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { Step } from '../difference/steps.ts';
import { isBought, type PlanContext } from './plan-context.ts';
import { FLOW_KINDS } from '../../resources/names.ts';

const created = (steps: readonly Step[], kind: NamedKind): Step[] =>
  steps.filter(({ change }) => change.verb === 'create' && change.kind === kind);

/** The limits that are reached or exceeded. */
export function limitsOf({ live, steps }: PlanContext): { limits: Plan['limits']; passed: Obstacle[] } {
  const limitsOfPlan = planLimits[live.billing?.plan_type ?? ''];
  const limits = manyKinds.flatMap(({ kind, limited }) => {
    if (limited === undefined) return [];
    const { as: resource, counts = () => true } = limited;
    const there = live.lists[kind].filter(counts).length;
    const more = created(steps, kind).filter((step) => !isBought(step)).length;
    const limit = limitsOfPlan?.[resource];
    return limit !== undefined && more > 0 && there + more >= limit
      ? [{ resource: fieldWords(resource), after: there + more, limit }]
      : [];
  });
  const plan = live.billing?.plan_type ?? '';
  const passed = limits
    .filter(({ after, limit }) => after > limit)
    .map(({ resource, after, limit }): Obstacle => ({
      code: 'PLAN_LIMIT',
      exit_code: ExitCode.limited,
      message: `the plan ${plan} allows ${limit} ${resource}, and there would be ${after}`,
      hint: 'choose a larger plan, or take some out of the file',
    }));
  const flows = FLOW_KINDS.reduce(
    (sum, kind) => sum + live.lists[kind].length + created(steps, kind).length,
    0,
  );
  if (flows > MAX_FLOWS) {
    passed.push({
      code: 'PLAN_LIMIT',
      exit_code: ExitCode.limited,
      message: `an account has at most ${MAX_FLOWS} flows, and there would be ${flows}`,
    });
  }
  return { limits, passed };
}
