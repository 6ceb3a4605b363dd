/** Taking a run back: what it made is deleted, what it changed is as before; newest first. */
import { RENEWAL_PRICE } from '../snapshot/plans.ts';
import type { Change, FieldChange } from './change.ts';
import type { Planned } from './diff.ts';
import type { NamedKind } from './document.ts';
import type { Names } from './field.ts';
import type { Run, RunChange } from './journal.ts';
import { riskOf, valuesOf, type ManyKind, type SingleKind, type Values, type Wire } from './kind.ts';
import { kinds } from './kinds/index.ts';
import { isVirtual } from './kinds/numbers.ts';
import { liveNames, type Live } from './live.ts';
import type { Step } from './steps.ts';
import { noteOn, titleOf } from './title.ts';

/** Everything that a run did to one object. */
interface Deed {
  kind: SingleKind | ManyKind;
  name: string;
  id: string | undefined;
  verb: 'create' | 'update' | 'delete';
  /** Its fields before the run; nothing for what was made. */
  before: Values;
  /** Its fields behind the run. */
  after: Values;
}

/** The kinds that a run has touched. */
export function kindsOfRun({ changes }: Run): ReadonlySet<NamedKind> {
  const named = changes.map(({ begin }) => begin.kind);
  return new Set(named.filter((kind) => kind !== 'account' && kind !== 'outbound'));
}

/** The steps that take it back. What was changed since, and what cannot be had back, is told in notes. */
export function planUndo(run: Run, live: Live): Planned {
  const names = liveNames(live);
  const steps = deedsOf(run)
    .toReversed()
    .flatMap((deed) => undoOne(deed, live, names));
  // What stands side by side and is of one sort is done at once.
  let phase = 0;
  const phased = steps.map((step, index): Step => {
    const before = steps[index - 1];
    const same = before?.change.kind === step.change.kind && before.work.do === step.work.do;
    if (!same) phase += 1;
    return { ...step, phase };
  });
  const changes = phased.map(({ change }) => change);
  return {
    steps: phased,
    match: { targets: [], target: () => undefined, names },
    plan: {
      format: 'voipbin.plan/1',
      customer_id: live.customer.id,
      customer_name: live.customer.name || null,
      changes,
      cost: {
        now: 0,
        monthly: changes.reduce((sum, { cost }) => sum + (cost?.monthly ?? 0), 0),
      },
      requests: changes.reduce((sum, { requests }) => sum + requests, 0),
      limits: [],
      obstacles: [],
    },
  };
}

/** One for each object, in the order in which the run came to them. */
function deedsOf({ changes }: Run): Deed[] {
  const deeds = new Map<string, Deed>();
  for (const change of changes) {
    if (change.outcome === 'failed') continue;
    const { begin } = change;
    const kind = kinds.find((one) => one.kind === begin.kind);
    if (kind === undefined) continue;
    const key = `${begin.kind}/${begin.name}`;
    const known = deeds.get(key);
    deeds.set(key, known === undefined ? firstDeed(change, kind) : moreOf(known, change));
  }
  return [...deeds.values()];
}

function firstDeed({ begin, id }: RunChange, kind: SingleKind | ManyKind): Deed {
  return {
    kind,
    name: begin.name,
    id,
    verb: begin.verb,
    before: begin.before ?? {},
    after: begin.after ?? {},
  };
}

function moreOf(deed: Deed, { begin, id }: RunChange): Deed {
  return {
    ...deed,
    id: id ?? deed.id,
    // What was made and then filled was made; what was tried again was tried with other values.
    verb: begin.verb === 'delete' ? 'delete' : deed.verb,
    before: { ...begin.before, ...deed.before },
    after: { ...deed.after, ...begin.after },
  };
}

function undoOne(deed: Deed, live: Live, names: Names): Step[] {
  const { kind, name, verb, id } = deed;
  if (verb === 'delete') return [note(deed, 'was deleted, which cannot be taken back')];
  const object = objectOf(deed, live);
  if (object === undefined) {
    return id === undefined && verb === 'create' ? [] : [note(deed, 'is not there any more')];
  }
  const now = valuesOf(kind, object);
  const touched = kind.fields.filter(({ wire }) => wire in deed.after);
  const changed = touched.filter(
    ({ wire, canonical }) => canonical(now[wire]) !== canonical(deed.after[wire]),
  );
  const back = touched.filter(({ wire, canonical }) => canonical(now[wire]) !== canonical(deed.before[wire]));
  if (verb === 'update' && back.length === 0) return [];
  if (changed.length > 0) {
    const fields = changed.map(({ key }) => key).join(', ');
    return [note(deed, `was changed since (${fields}), and stays as it is`, object.id)];
  }
  if (verb === 'create' && 'resource' in kind) return [remove(kind, name, object)];
  const patch = Object.fromEntries(back.map(({ wire }) => [wire, deed.before[wire]]));
  const fields = back.map(({ key, wire, fromWire, toPlain, canonical, empty }): FieldChange => {
    const plain = (value: unknown): unknown => {
      if (canonical(value) === canonical(empty)) return null;
      const word = fromWire(value, names);
      return word === undefined ? value : toPlain(word);
    };
    return { path: key, from: plain(now[wire]), to: plain(deed.before[wire]) };
  });
  const change: Change = {
    address: addressOf(deed),
    verb: 'update',
    kind: kind.kind,
    name,
    title: titleOf(kind, name),
    id: object.id,
    fields,
    risk: riskOf(kind, Object.keys(patch)),
    requests:
      'resource' in kind
        ? 1 + kind.writes.filter((group) => group.some((wire) => wire in patch)).length
        : kind.requests(patch),
    after: [],
  };
  return [{ change, phase: 0, work: { do: 'write', kind, patch, expected: object } }];
}

function remove(kind: ManyKind, name: string, object: Wire): Step {
  const bought = kind.kind === 'numbers' && !isVirtual(String(object['number']));
  const change: Change = {
    address: `${kind.kind}/${name}`,
    verb: 'delete',
    kind: kind.kind,
    name,
    title: titleOf(kind, name),
    id: object.id,
    fields: [],
    risk: bought ? 'irreversible' : 'safe',
    ...(bought && {
      cost: { now: 0, monthly: -RENEWAL_PRICE },
      because: 'the number is released, and what it cost is not given back',
    }),
    requests: 1,
    after: [],
  };
  return { change, phase: 0, work: { do: 'delete', kind, name, live: object } };
}

function note({ kind, name, id }: Deed, because: string, liveId = id): Step {
  return { change: noteOn(kind, name, because, liveId), phase: 0, work: { do: 'note' } };
}

const addressOf = ({ kind, name }: Deed): string => ('resource' in kind ? `${kind.kind}/${name}` : kind.kind);

function objectOf({ kind, id, after }: Deed, live: Live): Wire | undefined {
  if (!('resource' in kind)) {
    return kind.kind === 'account' ? live.customer : (live.outbound ?? undefined);
  }
  const objects = live.lists[kind.kind];
  if (id !== undefined) return objects.find((object) => object.id === id);
  // Of a request whose answer was lost only the name is known.
  const named = objects.filter((object) => object[kind.key] === after[kind.key]);
  return named.length === 1 ? named[0] : undefined;
}
