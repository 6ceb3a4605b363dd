/** The account after all declared changes, before anything is deleted. */
import type { NamedKind } from '../../resources/index.ts';
import { stableId } from '../../resources/stable-id.ts';
import { withValues, type Values, type Wire } from '../../resources/kind.ts';
import { manyKinds } from '../../resources/all.ts';
import type { LiveAccount } from './live.ts';
import { idsOf, type Match, type Target } from '../difference/match.ts';
import { declaredFields, wantedValues } from '../difference/steps.ts';

/** New objects have the temporary id by which others name them. */
export function listsAfter(match: Match, live: LiveAccount): Readonly<Record<NamedKind, readonly Wire[]>> {
  const ids = idsOf(match);
  const wanted = (target: Target): Values => wantedValues(target, declaredFields(target), ids);
  const changed = new Map(match.targets.map((target) => [target.live, target]));
  const entries = manyKinds.map(({ kind, key }) => {
    const existing = live.lists[kind].map((object) => {
      const target = changed.get(object);
      return target === undefined ? object : withValues(target.kind, object, wanted(target));
    });
    const fresh = match.targets.filter((target) => target.kind.kind === kind && target.live === undefined);
    const made = fresh.map((target) =>
      withValues(
        target.kind,
        { ...target.kind.defaults, [key]: target.name, id: stableId(target.address) },
        wanted(target),
      ),
    );
    return [kind, [...existing, ...made]];
  });
  return Object.fromEntries(entries) as Record<NamedKind, readonly Wire[]>;
}
