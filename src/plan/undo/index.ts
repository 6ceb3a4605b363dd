/** Undoes a run: deletes what it created and restores what it changed, newest first. */
import type { Planned } from '../difference/difference.ts';
import { stillInUse, unseenUsers } from '../difference/cautions.ts';
import { inTurn } from '../difference/turns.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { Field } from '../../resources/field.ts';
import type { Names } from '../../resources/names.ts';
import type { Run } from '../journal/journal.ts';
import { valuesOf, type Wire } from '../../resources/kind.ts';
import { manyKinds } from '../../resources/all.ts';
import { liveNames, withNamed, type LiveAccount } from '../state/live.ts';
import { draftLock, type Lock } from '../file/lock.ts';
import type { Match } from '../difference/match.ts';
import { neededOf, titlesOf } from '../state/needed.ts';
import { obstaclesAmongAgents } from '../obstacles/index.ts';
import { deletion } from '../state/deletion.ts';
import type { Step } from '../difference/steps.ts';
import { noteOn } from '../title.ts';
import { pastChangesOf, objectsOf, type PastChange } from './past-changes.ts';
import { restoreOf } from './restore.ts';

/** The kinds to read before a run is undone. What could name a deleted object is read, too, before anything is deleted. */
export function kindsOfRun(run: Run): ReadonlySet<NamedKind> {
  return withNamed(pastChangesOf(run).flatMap(({ kind }) => ('key' in kind ? [kind.kind] : [])));
}

/**
 * The steps that undo it. Notes name what was changed since, and what cannot be restored.
 * @param taken Ids of objects that other runs are known to have created.
 */
export function planUndo(run: Run, live: LiveAccount, lock: Lock, taken: ReadonlySet<string>): Planned {
  const names = liveNames(live);
  const match: Match = { targets: [], target: () => undefined, names };
  const back = pastChangesOf(run)
    .toReversed()
    .flatMap((past) => undoOne(past, objectsOf(past, live, lock, taken), live, names));
  const { steps, rings } = inTurn(inPhases(keepNeeded(back, live)), match, live);
  const changes = [
    ...steps.map(({ change }) => change),
    ...unseenUsers(steps, live),
    ...stillInUse(steps, match, live),
  ];
  return {
    steps,
    match,
    plan: {
      format: 'voipbin.plan/1',
      customer_id: live.customer.id,
      customer_name: live.customer.name || null,
      changes,
      cost: { now: 0, monthly: changes.reduce((sum, { cost }) => sum + (cost?.monthly ?? 0), 0) },
      requests: changes.reduce((sum, { requests }) => sum + requests, 0),
      limits: [],
      obstacles: obstaclesAmongAgents({ live, match, steps, rings }),
    },
  };
}

/** The lock file without objects that the run created and an interrupted undo has already deleted. */
export function withoutGone(run: Run, live: LiveAccount, lock: Lock): Lock {
  const draft = draftLock(lock);
  for (const { kind, verb, id } of pastChangesOf(run)) {
    if (!('key' in kind) || verb !== 'create' || id === undefined) continue;
    const isGone = !live.lists[kind.kind].some((object) => object.id === id);
    if (isGone) draft.forget(kind.kind, id);
  }
  return draft.done();
}

/** Consecutive steps of the same type form a phase, and run in parallel. */
function inPhases(steps: readonly Step[]): Step[] {
  let phase = 0;
  return steps.map((step, index) => {
    const before = steps[index - 1];
    if (before?.change.kind !== step.change.kind || before.work.do !== step.work.do) phase += 1;
    return { ...step, phase };
  });
}

function undoOne(past: PastChange, objects: readonly Wire[], live: LiveAccount, names: Names): Step[] {
  const { kind, name, verb, id, before, after } = past;
  if (verb === 'delete') return [note(past, 'was deleted, which cannot be undone')];
  const [object, ...others] = objects;
  if (object === undefined) return id === undefined ? [] : [note(past, 'no longer exists')];
  if (others.length > 0) {
    const ids = [object, ...others].map((one) => one.id).join(', ');
    return [
      note(
        past,
        `was made by one of the requests that created ${ids}, and it is not known which: it is kept`,
      ),
    ];
  }
  if (id === undefined && verb === 'create' && past.refused) {
    return [note(past, 'was refused, and may come from elsewhere: it is kept', object.id)];
  }
  const now = valuesOf(kind, object);
  const passing = (kind.passing ?? []).filter(
    ({ wire, canonical }) => canonical(now[wire]) === canonical(after[wire]),
  );
  const touched = [...kind.fields, ...passing].filter(({ wire }) => wire in after);
  // On a created object, fields that the run did not set still have the server's defaults.
  const left = verb === 'create' && 'key' in kind ? kind.fields : touched;
  const foreign = left.filter((field) => {
    const { wire, canonical } = field;
    const value = canonical(now[wire]);
    return (
      value !== canonical(leftBehind(past, field)) && !(wire in before && value === canonical(before[wire]))
    );
  });
  if (foreign.length > 0) {
    const fields = foreign.map(({ key }) => key).join(', ');
    return [note(past, `was changed since (${fields}), and is left as it is`, object.id)];
  }
  if (verb === 'create' && 'key' in kind) return [deletion(kind, name, object, 0)];
  const back = touched.filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(before[wire]));
  const { change, patch, lost } = restoreOf(past, object, back, live, names);
  const lostKeys = lost.map(({ key }) => key).join(', ');
  const secrets = past.begin.secrets ?? [];
  return [
    ...(change === undefined
      ? []
      : [{ change, phase: 0, work: { do: 'write' as const, kind, patch, expected: object } }]),
    ...(lost.length === 0
      ? []
      : [note(past, `cannot have its ${lostKeys} back: what it named no longer exists`, object.id)]),
    ...(secrets.length === 0
      ? []
      : [note(past, `cannot get its ${secrets.join(', ')} back: secrets are not recorded`, object.id)]),
  ];
}

/** The API value of a field after the run. */
function leftBehind({ kind, after }: PastChange, { wire, empty }: Field): unknown {
  if (wire in after) return after[wire];
  return 'key' in kind ? (kind.defaults[wire] ?? empty) : empty;
}

/** Replaces the deletion of a needed object by a note. */
function keepNeeded(steps: readonly Step[], live: LiveAccount): Step[] {
  const removals = steps.flatMap(({ work }) => (work.do === 'delete' ? [work] : []));
  const restored = new Map(
    steps.flatMap(({ work }) => (work.do === 'write' ? [[work.expected.id, work.patch] as const] : [])),
  );
  const lists = Object.fromEntries(
    manyKinds.map(({ kind }) => [
      kind,
      live.lists[kind].map((object) => ({ ...object, ...restored.get(object.id) })),
    ]),
  ) as unknown as LiveAccount['lists'];
  const needed = neededOf(
    removals.map((work) => work.live.id),
    { lists, others: live.others },
  );
  return steps.map((step) => {
    const { work } = step;
    const users = work.do === 'delete' ? needed.get(work.live.id) : undefined;
    if (work.do !== 'delete' || users === undefined) return step;
    const because = `is kept: still used by ${titlesOf(users)}`;
    return { ...step, change: noteOn(work.kind, work.name, because, work.live.id), work: { do: 'note' } };
  });
}

function note({ kind, name, id }: PastChange, because: string, liveId = id): Step {
  return { change: noteOn(kind, name, because, liveId), phase: 0, work: { do: 'note' } };
}
