/** Objects that `apply` created and the file no longer declares. */
import { deletion } from '../state/deletion.ts';
import type { ManyKind, Values, Wire } from '../../resources/kind.ts';
import { allManyKinds } from '../../resources/all.ts';
import type { LiveAccount } from '../state/live.ts';
import type { Lock } from '../file/lock.ts';
import type { Match } from './match.ts';
import { neededOf, titlesOf } from '../state/needed.ts';
import { listsAfter } from '../state/lists-after.ts';
import type { PlanFile } from '../file/read.ts';
import { phaseOf, type Step } from './steps.ts';
import { noteOn } from '../title.ts';

/** Deletes them if nothing needs them any more, or notes that they are left. */
export function deleteSteps(
  file: PlanFile,
  lock: Lock,
  match: Match,
  live: LiveAccount,
  prune: boolean,
): Step[] {
  const left = leftovers(file, lock, match, live);
  if (!prune) return left.map((one) => noteKept(one, `${GONE} is kept: --prune deletes it`));
  // A command deletes what it names, or is refused.
  if (file.isCommand === true) return left.map(deleteStep);
  const users = neededOf(
    left.map((one) => one.live.id),
    { lists: listsAfter(match, live), others: live.others },
  );
  return left.map((one) => {
    const needed = users.get(one.live.id);
    return needed === undefined
      ? deleteStep(one)
      : noteKept(one, `${GONE} is kept: still used by ${titlesOf(needed)}`);
  });
}

interface Leftover {
  kind: ManyKind;
  name: string;
  live: Wire;
}

/** Objects that `apply` created, of kinds that the file has, and that it no longer declares under any name. */
function leftovers({ document }: PlanFile, lock: Lock, match: Match, live: LiveAccount): Leftover[] {
  const declared = new Set(match.targets.map((target) => target.live?.id));
  return allManyKinds.toReversed().flatMap((kind) => {
    const specs = document[kind.kind] as Readonly<Record<string, Values>> | undefined;
    if (specs === undefined) return [];
    const objects = new Map(live.lists[kind.kind].map((object) => [object.id, object]));
    return Object.entries(lock.objects[kind.kind] ?? {})
      .filter(([, { id, made }]) => made && !declared.has(id))
      .flatMap(([name, { id }]) => {
        const object = objects.get(id);
        if (object === undefined) return [];
        // The file may by now use this name for another object: each change needs its own name.
        return [{ kind, name: Object.hasOwn(specs, name) ? `${name} (${id})` : name, live: object }];
      });
  });
}

/** A pruned object may have been changed by hand, and cannot be created again as it was. */
function deleteStep({ kind, name, live: object }: Leftover): Step {
  const phase = phaseOf(`delete ${kind.kind}`);
  const { change, work } = deletion(kind, name, object, phase);
  return { change: { ...change, risk: 'irreversible' }, phase, work };
}

const GONE = 'no longer in the file, and';

function noteKept({ kind, name, live }: Leftover, because: string): Step {
  return {
    change: noteOn(kind, name, because, live.id),
    phase: phaseOf(`delete ${kind.kind}`),
    work: { do: 'note' },
  };
}
