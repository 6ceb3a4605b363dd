/** From a declared account and the live one to the list of changes between them. Pure; the list is the plan. */
import { RENEWAL_PRICE } from '../snapshot/plans.ts';
import type { Cost, Change, FieldChange, Plan } from './change.ts';
import type { Field, Names, Reference } from './field.ts';
import { riskOf, valuesOf, type ManyKind, type Values, type Wire } from './kind.ts';
import { manyKinds, singleKinds } from './kinds/index.ts';
import { isVirtual } from './kinds/numbers.ts';
import { liveNames, type Live } from './live.ts';
import type { Lock } from './lock.ts';
import { idsOf, matchNames, type Match, type Target } from './match.ts';
import { obstaclesOf } from './obstacles.ts';
import { orderOf } from './order.ts';
import type { PlanFile } from './read.ts';
import { noteOn, titleOf } from './title.ts';
import { referrersOf } from './referrers.ts';
import { declaredFields, Phase, wantedValue, wantedValues, type Step } from './steps.ts';
import { actionChanges } from './action-changes.ts';

export interface PlanOptions {
  /** Deletes what we made and the file names no more. */
  prune: boolean;
  /** Lets more than a third of a kind be deleted. */
  allowLargeDelete: boolean;
}

export interface Planned {
  plan: Plan;
  steps: readonly Step[];
  match: Match;
}

/** @throws FileProblems where a name of the file could be several objects. */
export function planChanges(file: PlanFile, lock: Lock, live: Live, options: PlanOptions): Planned {
  const match = matchNames(file, lock, live);
  const made = creates(match);
  const left = leftOver(file, lock, live);
  const steps = [
    ...singles(file, live),
    ...made,
    ...updates(match, shownNames(match, live)),
    ...(options.prune ? deletes(left, match, live) : left.map(noteLeft)),
  ].sort((a, b) => a.phase - b.phase);
  const changes = steps.map(({ change }) => change);
  const { limits, obstacles } = obstaclesOf(file, live, match, steps, options);
  return {
    match,
    steps,
    plan: {
      format: 'voipbin.plan/1',
      customer_id: live.customer.id,
      customer_name: live.customer.name || null,
      changes: [...changes, ...notes(match)],
      cost: sumOf(changes.map(({ cost }) => cost)),
      requests: changes.reduce((sum, { requests }) => sum + requests, 0),
      limits,
      obstacles,
    },
  };
}

function sumOf(costs: readonly (Cost | undefined)[]): Cost {
  return costs.reduce<Cost>(
    (sum, cost) => ({ now: sum.now + (cost?.now ?? 0), monthly: sum.monthly + (cost?.monthly ?? 0) }),
    { now: 0, monthly: 0 },
  );
}

// ---- the account and its outgoing settings

function singles({ document }: PlanFile, live: Live): Step[] {
  return singleKinds.flatMap((kind) => {
    const spec = document[kind.kind] as Values | undefined;
    const object = (kind.kind === 'account' ? live.customer : live.outbound) as unknown as Wire | null;
    if (spec === undefined || !object) return [];
    const now = valuesOf(kind, object);
    const fields = kind.fields.filter(({ key }) => spec[key] !== undefined);
    const wanted = (field: Field): unknown => {
      const value = spec[field.key];
      return value === null ? field.empty : field.toWire(value, noIds, kind.kind);
    };
    const changed = fields.filter(
      (field) => field.canonical(wanted(field)) !== field.canonical(now[field.wire]),
    );
    if (changed.length === 0) return [];
    const patch = Object.fromEntries(changed.map((field) => [field.wire, wanted(field)]));
    const change: Change = {
      address: kind.kind,
      verb: 'update',
      kind: kind.kind,
      name: kind.kind,
      title: titleOf(kind, kind.kind),
      id: object.id,
      fields: changed.map((field) => fieldChange(field, now[field.wire], spec[field.key], noNames)),
      risk: riskOf(kind, Object.keys(patch)),
      requests: kind.requests(patch),
      after: [],
    };
    return [
      { change, phase: Phase.make, work: { do: 'write', kind, patch, expected: object } } satisfies Step,
    ];
  });
}

const noIds = {
  idOf: ({ kind, name }: Reference): string => {
    throw new RangeError(`${kind}/${name}: the account names nothing`);
  },
};
const noNames: Names = { nameOf: () => undefined };

// ---- what is new

function creates(match: Match): Step[] {
  const fresh = match.targets.filter(({ live }) => live === undefined);
  return orderOf(fresh, match).flatMap(({ target, later }) => {
    const { kind, name, spec } = target;
    const fields = declaredFields(target);
    const now = fields.filter(({ wire }) => !later.has(wire) && (wire in kind.defaults || wire === kind.key));
    const rest = fields.filter((field) => !now.includes(field) && spec[field.key] !== null);
    const buys = kind.costs?.(name) === true && spec['virtual'] === undefined;
    const phase = buys ? Phase.buy : kind.kind === 'numbers' ? Phase.number : Phase.make;
    const change: Change = {
      address: target.address,
      verb: 'create',
      kind: kind.kind,
      name,
      title: titleOf(kind, name),
      fields: [
        ...now
          .filter(({ key }) => spec[key] !== undefined && spec[key] !== null)
          .flatMap((field) => newField(field, spec[field.key])),
        ...(spec['virtual'] === undefined ? [] : [{ path: 'virtual', from: null, to: 'any' }]),
      ],
      risk: buys ? 'costs-money' : 'safe',
      ...(buys && { cost: { now: RENEWAL_PRICE, monthly: RENEWAL_PRICE } }),
      requests: spec['virtual'] === undefined ? 1 : 2,
      after: dependencies(target, now, match),
    };
    const made: Step = { change, phase, work: { do: 'create', target, later } };
    return rest.length === 0 ? [made] : [made, fill(target, rest, match, phase)];
  });
}

/** What could not be said when it was made. */
function fill(target: Target, fields: readonly Field[], match: Match, phase: Step['phase']): Step {
  const { kind, name, address, spec } = target;
  return {
    change: {
      address: `${address}#fill`,
      verb: 'update',
      kind: kind.kind,
      name,
      title: titleOf(kind, name),
      fields: fields.flatMap((field) => newField(field, spec[field.key])),
      risk: 'safe',
      requests: requestsFor(
        kind,
        fields.map(({ wire }) => wire),
      ),
      after: [...new Set([address, ...dependencies(target, fields, match)])],
    },
    phase,
    work: { do: 'update', target, fields },
  };
}

function newField(field: Field, value: unknown): FieldChange[] {
  const to = field.toPlain(value);
  if (field.wire === 'actions') return actionChanges([], to as readonly unknown[]);
  return [{ path: field.key, from: null, to }];
}

/** The changes that make what these fields name. */
function dependencies(target: Target, fields: readonly Field[], match: Match): string[] {
  const named = fields.flatMap((field) => {
    const value = target.spec[field.key];
    return value === undefined || value === null ? [] : field.references(value);
  });
  const fresh = named
    .map(({ kind, name }) => match.target(kind, name))
    .filter((other) => other !== undefined && other.live === undefined && other.address !== target.address);
  return [...new Set(fresh.map((other) => other?.address ?? ''))];
}

// ---- what changes

/** For people: as the file calls them, or else as the account does. */
function shownNames({ names }: Match, live: Live): Names {
  const others = liveNames(live);
  return { nameOf: (kind, id) => names.nameOf(kind, id) ?? others.nameOf(kind, id) };
}

function updates(match: Match, names: Names): Step[] {
  const ids = idsOf(match);
  return match.targets.flatMap((target) => {
    const { kind, name, live, spec } = target;
    if (live === undefined) return [];
    const now = valuesOf(kind, live);
    const changed = declaredFields(target).filter(
      (field) => field.canonical(wantedValue(target, field, ids)) !== field.canonical(now[field.wire]),
    );
    if (changed.length === 0) return [];
    const wires = changed.map(({ wire }) => wire);
    const inUse = kind.kind === 'flows' || kind.kind === 'queues';
    const change: Change = {
      address: target.address,
      verb: 'update',
      kind: kind.kind,
      name,
      title: titleOf(kind, name),
      id: live.id,
      fields: changed.flatMap((field) => {
        const value = field.wire === kind.key && spec[field.key] === undefined ? name : spec[field.key];
        return changesOf(field, now[field.wire], value, names);
      }),
      risk: riskOf(kind, wires),
      requests: requestsFor(kind, wires),
      after: dependencies(target, changed, match),
    };
    const phase = kind.kind === 'numbers' ? Phase.number : inUse ? Phase.change : Phase.make;
    return [{ change, phase, work: { do: 'update', target, fields: changed } } satisfies Step];
  });
}

function changesOf(field: Field, wire: unknown, value: unknown, names: Names): FieldChange[] {
  if (field.wire === 'actions') {
    const before = field.fromWire(wire, names);
    if (before !== undefined) {
      return actionChanges(
        field.toPlain(before) as readonly unknown[],
        (value === null ? [] : field.toPlain(value)) as readonly unknown[],
      );
    }
  }
  return [fieldChange(field, wire, value, names)];
}

function fieldChange(field: Field, wire: unknown, value: unknown, names: Names): FieldChange {
  const before = field.fromWire(wire, names);
  const isEmpty = field.canonical(wire) === field.canonical(field.empty);
  return {
    path: field.key,
    from: isEmpty ? null : before === undefined ? (wire ?? null) : field.toPlain(before),
    to: value === null ? null : field.toPlain(value),
  };
}

/** One to read it, and one for each group of fields. */
function requestsFor(kind: ManyKind, wires: readonly string[]): number {
  return 1 + kind.writes.filter((group) => group.some((wire) => wires.includes(wire))).length;
}

// ---- what is there and no longer declared

interface Left {
  kind: ManyKind;
  name: string;
  live: Wire;
}

/** What `apply` made, and the file, which speaks of its kind, does not name any more. */
function leftOver({ document }: PlanFile, lock: Lock, live: Live): Left[] {
  return manyKinds.toReversed().flatMap((kind) => {
    const specs = document[kind.kind] as Readonly<Record<string, Values>> | undefined;
    if (specs === undefined) return [];
    const adopted = new Set(Object.values(specs).map(({ id }) => id));
    return Object.entries(lock.objects[kind.kind] ?? {})
      .filter(([name, { id, made }]) => made && !Object.hasOwn(specs, name) && !adopted.has(id))
      .flatMap(([name, { id }]) => {
        const object = live.lists[kind.kind].find((one) => one.id === id);
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
      title: titleOf(kind, name),
      id: object.id,
      fields: [],
      risk: 'irreversible',
      ...(releases && { cost: { now: 0, monthly: -RENEWAL_PRICE } }),
      requests: 1,
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

/** What nobody would expect. */
function notes(match: Match): Change[] {
  return match.targets.flatMap(({ kind, name, spec, live, locked }) => {
    const all: string[] = [];
    if (live === undefined && locked !== undefined) all.push('was deleted elsewhere, and is made anew');
    if (kind.kind === 'queues' && live === undefined && (spec['wait_flow'] ?? null) === null) {
      all.push('has no wait flow: a caller who has to wait is dropped');
    }
    return all.map((because) => noteOn(kind, name, because));
  });
}
