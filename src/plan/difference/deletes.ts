/** What we made and the file does not declare any more. */
import { RENEWAL_PRICE } from '../../snapshot/plans.ts';
import type { Change } from '../change.ts';
import type { ManyKind, Values, Wire } from '../kind.ts';
import { manyKinds } from '../kinds/index.ts';
import { isVirtual } from '../kinds/numbers.ts';
import type { Live } from '../live.ts';
import type { Lock } from '../lock.ts';
import { idsOf, type Match } from '../match.ts';
import type { PlanFile } from '../read.ts';
import { referrersOf } from '../referrers.ts';
import { declaredFields, Phase, wantedValues, type Step } from '../steps.ts';
import { noteOn, titleOf } from '../title.ts';

/** Deletes it, or (without `prune`) says that it is there. */
export function deleteSteps(file: PlanFile, lock: Lock, match: Match, live: Live, prune: boolean): Step[] {
  const left = leftOver(file, lock, match, live);
  return prune ? deletes(left, match, live) : left.map(noteLeft);
}

interface Left {
  kind: ManyKind;
  name: string;
  live: Wire;
}

/** What `apply` made, and the file, which speaks of its kind, does not declare any more, under whatever name. */
function leftOver({ document }: PlanFile, lock: Lock, match: Match, live: Live): Left[] {
  const declared = new Set(match.targets.map((target) => target.live?.id));
  return manyKinds.toReversed().flatMap((kind) => {
    const specs = document[kind.kind] as Readonly<Record<string, Values>> | undefined;
    if (specs === undefined) return [];
    const objects = new Map(live.lists[kind.kind].map((object) => [object.id, object]));
    return Object.entries(lock.objects[kind.kind] ?? {})
      .filter(([, { id, made }]) => made && !declared.has(id))
      .flatMap(([name, { id }]) => {
        const object = objects.get(id);
        return object === undefined ? [] : [{ kind, name, live: object }];
      });
  });
}

function deletes(left: readonly Left[], match: Match, live: Live): Step[] {
  const gone = new Set(left.map(({ live: object }) => object.id));
  const after = listsAfter(match, live);
  const steps: Step[] = [];
  for (const { kind, name, live: object } of left) {
    const users = referrersOf(kind.kind, object.id, after).filter(({ id }) => !gone.has(id));
    const releases = kind.kind === 'numbers' && !isVirtual(String(object['number']));
    const change: Change = {
      address: `${kind.kind}/${name}`,
      verb: 'delete',
      kind: kind.kind,
      name,
      title: titleOf(kind, nowCalled(kind, name, object)),
      id: object.id,
      fields: [],
      risk: 'irreversible',
      ...(releases && { cost: { now: 0, monthly: -RENEWAL_PRICE } }),
      requests: 2,
      after: [],
      ...(users.length > 0 && { because: `still named by ${users.map(({ title }) => title).join(', ')}` }),
    };
    // Kind after kind, so that nothing is deleted while something of ours still names it.
    steps.push({
      change,
      phase: Phase.delete + manyKinds.length - manyKinds.indexOf(kind),
      work: { do: 'delete', kind, name, live: object },
    });
  }
  return steps;
}

/** A lock file may have been mended by hand: it is the object itself that is deleted, and named. */
function nowCalled({ key }: ManyKind, name: string, object: Wire): string {
  const own = object[key];
  return typeof own !== 'string' || own === '' || own === name ? name : `${own} (${name})`;
}

/** The account as it will be when everything that is declared is so. */
function listsAfter(match: Match, live: Live): Live['lists'] {
  const ids = idsOf(match);
  const changed = new Map(
    match.targets.flatMap((target) =>
      target.live === undefined
        ? []
        : [[target.live, { ...target.live, ...wantedValues(target, declaredFields(target), ids) }] as const],
    ),
  );
  const entries = manyKinds.map(({ kind }) => [
    kind,
    live.lists[kind].map((object) => changed.get(object) ?? object),
  ]);
  return Object.fromEntries(entries) as Live['lists'];
}

function noteLeft({ kind, name, live }: Left): Step {
  const because = 'not in the file any more, and stays: --prune deletes it';
  return { change: noteOn(kind, name, because, live.id), phase: Phase.delete, work: { do: 'note' } };
}
