/** Object by object: the file as it is, what setup made of it before, and what the answers want of it now. */
import { isDeepStrictEqual as equal } from 'node:util';
import type { NamedKind } from '../resources/index.ts';
import type { Values } from '../resources/kind.ts';
import { manyKinds, singleKinds } from '../resources/all.ts';
import { merge } from './merge.ts';
import type { Part } from './part.ts';
import { mergeSpec, titleOf } from './three-way.ts';

export interface Ways {
  file: Part;
  before: Part;
  now: Part;
  /** Whether objects that people removed from the file stay out. */
  staysOut: boolean;
  /** Whether objects that no answer needs any more, and that were never created, are removed from the file. */
  takesBack: boolean;
  /** Whether a name in the file has, or has had, an object. */
  exists: (kind: NamedKind, name: string) => boolean;
  /** Whether the account, or its outgoing settings, have that value. */
  holds: (kind: SingleName, key: string, value: unknown) => boolean;
}

type SingleName = 'account' | 'outbound';
type Specs = Readonly<Record<string, Values>>;

export interface Reconciled {
  document: Part;
  /** All that setup has made of the file. */
  made: Part;
  notes: string[];
}

/** An entry that is removed from the file, or will be. */
interface Out {
  kind: NamedKind;
  name: string;
  spec: Values;
  /** Why it is removed: by hand, or because no answer needs it. */
  by: 'hand' | 'answers';
}

export function reconcile(ways: Ways): Reconciled {
  const notes: string[] = [];
  const out: Out[] = [];
  const singles = singleKinds.flatMap(({ kind }) => {
    const spec = single(ways, kind, notes);
    return spec === undefined ? [] : [[kind, spec] as const];
  });
  const many = manyKinds.map(({ kind }) => [kind, objects(ways, kind, notes, out)] as const);
  const document = new Map<string, Values>([...singles, ...many]);
  const left = putBack(document, out);
  for (const { kind, name, by } of left)
    if (by === 'hand') notes.push(`${titleOf(kind, name)} was removed from the plan file, and stays removed`);
  const filled = [...document].filter(([kind, specs]) => Object.keys(specs).length > 0 || kind in ways.file);
  return {
    document: Object.fromEntries(filled),
    made: without(merge([ways.before, ways.now]), left),
    notes,
  };
}

function single(
  { file, before, now, takesBack, holds }: Ways,
  kind: SingleName,
  notes: string[],
): Values | undefined {
  const [theirs, ours, wanted] = [file, before, now].map((part) => part[kind] as Values | undefined);
  if (theirs === undefined && wanted === undefined) return undefined;
  const merged = mergeSpec(kind, kind, { file: theirs, before: ours, now: wanted ?? {} }, false);
  notes.push(...merged.notes);
  const kept = Object.entries(merged.spec).filter(([key, value]) => {
    const isLeft = ours !== undefined && !(key in (wanted ?? {})) && equal(value, ours[key]);
    return !(takesBack && isLeft && !holds(kind, key, value));
  });
  return Object.fromEntries(kept);
}

function objects({ file, before, now, ...ways }: Ways, kind: NamedKind, notes: string[], out: Out[]): Specs {
  const [theirs, ours, wanted] = [file, before, now].map((part) => (part[kind] ?? {}) as Specs) as [
    Specs,
    Specs,
    Specs,
  ];
  const found = new Map(Object.entries(theirs));
  for (const [name, spec] of Object.entries(wanted)) {
    if (!found.has(name)) {
      if (ways.staysOut && name in ours) out.push({ kind, name, spec, by: 'hand' });
      else found.set(name, spec);
      continue;
    }
    const gone = ways.takesBack && !ways.exists(kind, name);
    const merged = mergeSpec(kind, name, { file: theirs[name], before: ours[name], now: spec }, gone);
    found.set(name, merged.spec);
    notes.push(...merged.notes);
  }
  for (const [name, spec] of Object.entries(theirs)) {
    if (name in wanted || !(name in ours) || !ways.takesBack || ways.exists(kind, name)) continue;
    if (!equal(spec, ours[name])) {
      notes.push(
        `${titleOf(kind, name)}: no answer needs it, and it was changed by hand: remove it from the plan file`,
      );
      continue;
    }
    found.delete(name);
    out.push({ kind, name, spec, by: 'answers' });
  }
  return Object.fromEntries(found);
}

/** Puts back entries that others name. Returns those that are still removed. */
function putBack(document: Map<string, Values>, out: readonly Out[]): readonly Out[] {
  const named = namesIn(document);
  const needed = out.filter(({ kind, name }) => named.has(`${kind}/${name}`));
  if (needed.length === 0) return out;
  for (const { kind, name, spec } of needed) document.set(kind, { ...document.get(kind), [name]: spec });
  return putBack(
    document,
    out.filter((one) => !needed.includes(one)),
  );
}

function namesIn(document: ReadonlyMap<string, Values>): ReadonlySet<string> {
  const names = manyKinds.flatMap(({ kind, fields }) =>
    Object.values((document.get(kind) ?? {}) as Specs).flatMap((spec) =>
      fields.flatMap((field) => {
        const value = spec[field.key];
        return value === undefined || value === null ? [] : field.references(value);
      }),
    ),
  );
  return new Set(names.map(({ kind, name }) => `${kind}/${name}`));
}

/** Entries that people removed still count as made by setup. */
function without(part: Part, out: readonly Out[]): Part {
  const gone = out.filter(({ by }) => by === 'answers');
  return Object.fromEntries(
    Object.entries(part).map(([kind, specs]) => [
      kind,
      Object.fromEntries(
        Object.entries(specs as Specs).filter(
          ([name]) => !gone.some((one) => one.kind === kind && one.name === name),
        ),
      ),
    ]),
  );
}
