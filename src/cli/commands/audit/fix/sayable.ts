/** Whether a plan file has words for a repair: it refuses some of what accounts hold. */
import type { RepairChange } from '../../../../audit/repair.ts';
import { customerProblem } from '../../../../api/customer-checks.ts';
import { isUuid } from '../../../../core/ids.ts';
import { hasMasked } from '../../../../core/secret.ts';
import { definitionProblems } from '../../../../hours/definition.ts';
import { storedHours } from '../../../../hours/flow.ts';
import type { Holidays } from '../../../../hours/holidays.ts';
import { manyKind } from '../../../../resources/all.ts';
import type { Wire } from '../../../../resources/kind.ts';
import type { LiveAccount } from '../../../../plan/state/live.ts';
import { actionsOf } from './draft.ts';

/** @param holidays Loaded where opening hours are renewed. */
export function isSayable(change: RepairChange, live: LiveAccount, holidays: Holidays | undefined): boolean {
  if (change.kind === 'account') {
    const { webhook_uri: uri } = change.set;
    return typeof uri !== 'string' || (!hasMasked(uri) && customerProblem('webhook_uri', uri) === undefined);
  }
  if ('make' in change) return true;
  const kind = manyKind(change.kind);
  const row = live.lists[change.kind].find(({ id }) => id === change.id);
  if (row === undefined || kind.checkName(String(row[kind.key])) !== undefined) return false;
  if (change.kind === 'hours') return isRenewable(row, holidays);
  const tags = (row['tag_ids'] ?? []) as readonly string[];
  const kept = change.give || change.take ? tags.filter((id) => !change.take?.includes(id)) : [];
  const hasActions = change.append !== undefined || change.rewrite !== undefined;
  // An audit does not keep the credentials of addresses.
  if (hasActions && hasMasked(row['actions'])) return false;
  return kept.every(isUuid) && (!hasActions || actionsOf(kind, row, change.rewrite) !== undefined);
}

/** A flow that was changed by hand may no longer be opening hours. */
function isRenewable(row: Wire, holidays: Holidays | undefined): boolean {
  const stored = storedHours(row['actions']);
  return stored !== undefined && definitionProblems(stored.definition, holidays).length === 0;
}
