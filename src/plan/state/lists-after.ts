/** The account as it will be when everything that is declared is so, and nothing is deleted yet. */
import type { NamedKind } from '../../resources/index.ts';
import { stableId } from '../../resources/stable-id.ts';
import type { Values, Wire } from '../../resources/kind.ts';
import { manyKinds } from '../../resources/all.ts';
import type { Live } from './live.ts';
import { idsOf, type Match, type Target } from '../difference/match.ts';
import { declaredFields, wantedValues } from '../difference/steps.ts';

/** What is still to be made has the id by which the others name it. */
export function listsAfter(match: Match, live: Live): Readonly<Record<NamedKind, readonly Wire[]>> {
  const ids = idsOf(match);
  const wanted = (target: Target): Values => wantedValues(target, declaredFields(target), ids);
  const changed = new Map(match.targets.map((target) => [target.live, target]));
  const entries = manyKinds.map(({ kind, key }) => {
    const existing = live.lists[kind].map((object) => {
      const target = changed.get(object);
      return target === undefined ? object : withValues(object, wanted(target));
    });
    const fresh = match.targets.filter((target) => target.kind.kind === kind && target.live === undefined);
    const made = fresh.map((target) => ({
      ...target.kind.defaults,
      [key]: target.name,
      ...wanted(target),
      id: stableId(target.address),
    }));
    return [kind, [...existing, ...made]];
  });
  return Object.fromEntries(entries) as Record<NamedKind, readonly Wire[]>;
}

/** The object with these values. Where the API keeps `rtp_debug`, a plan file has it beside the others. */
export function withValues(object: Wire, { rtp_debug, ...values }: Values): Wire {
  const metadata = object['metadata'] as object | null | undefined;
  return { ...object, ...values, ...(rtp_debug !== undefined && { metadata: { ...metadata, rtp_debug } }) };
}
