/** What callers will meet in the account that the plan makes. */
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../../core/errors.ts';
import { platformCountryOf } from '../../../core/platform-country.ts';
import { planChanges } from '../../../plan/difference/difference.ts';
import { stableId } from '../../../resources/stable-id.ts';
import { listsAfter } from '../../../plan/state/lists-after.ts';
import type { PlanFile } from '../../../plan/file/read.ts';
import { joinsMenu } from '../../../setup/join.ts';
import { fetchedFrom } from '../../../expect/situations.ts';
import { callAccountOf, lostCallers, type Callers } from '../../../setup/lost-callers.ts';
import { menuFlowName } from '../../../setup/names.ts';
import { departmentsOf, hasMenu } from '../../../setup/scene.ts';
import { todayOf } from '../plan/plan.ts';
import { readLock, type Source } from '../plan/source.ts';
import type { Finish } from './finishing.ts';

export async function callersAfter({ context, at }: Finish, { plan, path }: Source): Promise<Callers> {
  const { clock } = context.host;
  const { live } = at.facts;
  const options = { prune: false, allowLargeDelete: false, today: todayOf(clock) };
  const lock = await readLock(context, path, live.customer.id);
  const { match } = planChanges(plan, lock, live, options);
  const menu = menuFlowName(at.facts);
  const changesMenu = hasMenu(at) || (joinsMenu(at) && !isSameFlow(menu, plan, at.facts.file));
  const entrances = [...departmentsOf(at), ...(changesMenu ? [menu] : [])];
  return {
    lists: listsAfter(match, live),
    outbound: live.outbound,
    entrances: entrances.map((name) => {
      const target = match.target('flows', name);
      return target?.live?.id ?? stableId(`flows/${name}`);
    }),
    now: clock.now(),
    countryOf: platformCountryOf,
  };
}

/** Names of the flows that setup leads callers to, where neither a number nor another one of them does so. */
export function uncalledIn(callers: Callers): string[] {
  const account = callAccountOf(callers);
  const { lists, entrances } = callers;
  const called = new Set([
    ...lists.numbers.flatMap(({ call_flow_id: id }) =>
      typeof id === 'string' ? fetchedFrom(id, account) : [],
    ),
    ...entrances.flatMap((id) => fetchedFrom(id, account).slice(1)),
  ]);
  return entrances.filter((id) => !called.has(id.toLowerCase())).map((id) => account.names.get(id) ?? id);
}

const isSameFlow = (name: string, { document: one }: PlanFile, { document: other }: PlanFile): boolean =>
  isDeepStrictEqual(one.flows?.[name], other.flows?.[name]);

/** @throws UsageError where a caller would be cut off, or left waiting without an end. */
export function refuseLosses(callers: Callers, file: string): void {
  const losses = lostCallers(callers);
  if (losses.length === 0) return;
  throw new UsageError([`${file} would lose callers:`, ...losses.map((loss) => `  ${loss}`)].join('\n'), {
    code: 'LOST_CALLERS',
    hint: 'nothing was changed; undo your changes to these flows, or fix them in the plan file',
  });
}
