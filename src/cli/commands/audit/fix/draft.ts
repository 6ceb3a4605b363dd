/** Repairs as a plan file: every object by its name, with the findings that it is for. */
import type { Action } from '../../../../api/wire.ts';
import { byId, rewritten, type ActionRewrite } from '../../../../audit/repair.ts';
import type { YamlComment } from '../../../../core/yaml/comment.ts';
import type { PlanDocument } from '../../../../resources/document.ts';
import type { NamedKind } from '../../../../resources/index.ts';
import type { Names, Reference } from '../../../../resources/names.ts';
import type { ManyKind, Values, Wire } from '../../../../resources/kind.ts';
import { manyKind, manyKinds } from '../../../../resources/all.ts';
import type { LiveAccount } from '../../../../plan/state/live.ts';
import { idIn, wordFor } from '../../../../resources/references.ts';
import { accountComments, commentOn } from './comments.ts';
import type { Patch } from './proposal.ts';

export interface Draft {
  document: PlanDocument;
  comments: readonly YamlComment[];
}

/** An object of the account that is changed, or only named. */
interface Declared {
  kind: ManyKind;
  row: Wire;
  patch: Patch | undefined;
}

/** The file contains ids, so it needs no lock file, and two objects of one name are not a problem. */
export function draftOf(patches: readonly Patch[], live: LiveAccount): Draft {
  const account = patches.find(({ kind }) => kind === 'account');
  const made = patches.filter(({ make }) => make !== undefined);
  const declared = declaredIn(patches, live);
  const keys = keysOf(declared, made);
  const names: Names = { nameOf: (kind, id) => keys.get(`${kind}/${id}`) };
  const entries = [
    ...made.map((patch) => ({
      kind: patch.kind,
      key: patch.make ?? '',
      spec: patch.fields,
      patch,
    })),
    ...declared.map((object) => {
      const key = keys.get(addressOf(object)) ?? '';
      return { kind: object.kind.kind, key, spec: specOf(object, key, names), patch: object.patch };
    }),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
  const many = manyKinds.flatMap(({ kind }) => {
    const own = entries.filter((entry) => entry.kind === kind);
    return own.length === 0 ? [] : [[kind, Object.fromEntries(own.map(({ key, spec }) => [key, spec]))]];
  });
  return {
    document: {
      version: 1,
      ...(account && { account: account.fields }),
      ...(Object.fromEntries(many) as object),
    },
    comments: [
      ...(account ? accountComments(account) : []),
      ...entries.map(({ kind, key, patch }) => ({ path: [kind, key], comment: commentOn(patch) })),
    ],
  };
}

const addressOf = ({ kind, row }: Pick<Declared, 'kind' | 'row'>): string => `${kind.kind}/${row.id}`;

/** What is changed, and what is named by it and can be read. */
function declaredIn(patches: readonly Patch[], live: LiveAccount): Declared[] {
  const found = new Map<string, Declared>();
  const declare = (of: NamedKind, id: string, patch?: Patch): Wire | undefined => {
    const row = live.lists[of].find((one) => one.id === id);
    if (row === undefined) return undefined;
    const object = { kind: manyKind(of), row, patch };
    if (patch !== undefined || !found.has(addressOf(object))) found.set(addressOf(object), object);
    return row;
  };
  for (const patch of patches) {
    if (patch.kind === 'account' || patch.id === undefined) continue;
    const row = declare(patch.kind, patch.id, patch);
    if (row === undefined) continue;
    for (const { kind, name } of referencesOf(patch, row)) declare(kind, idIn(name) ?? '');
  }
  return [...found.values()];
}

function referencesOf(patch: Patch, row: Wire): Reference[] {
  const tags = tagsAfter(patch, row).map((name): Reference => ({ kind: 'tags', name }));
  const fields = patch.kind === 'account' ? [] : manyKind(patch.kind).fields;
  const named = fields.flatMap((field) => {
    const value = patch.fields[field.key];
    return value === undefined || value === null ? [] : field.references(value);
  });
  return [...tags, ...named];
}

/** Each with its id or, where it is made, its name; empty where nothing is said of tags. */
function tagsAfter({ give, take }: Patch, row: Wire): string[] {
  if (give.size + take.size === 0) return [];
  const now = (row['tag_ids'] ?? []) as readonly string[];
  return [...new Set([...now.filter((id) => !take.has(id)).map(byId), ...give])];
}

/** The name of each object in the file, by address: its own, or a unique one. */
function keysOf(declared: readonly Declared[], made: readonly Patch[]): ReadonlyMap<string, string> {
  const taken = new Set(made.map(({ kind, make }) => `${kind}/${make ?? ''}`));
  const keys = new Map<string, string>();
  for (const object of [...declared].sort((a, b) => (a.row.id < b.row.id ? -1 : 1))) {
    const { kind, row } = object;
    const own = row[kind.key];
    const base = typeof own === 'string' && own.trim() !== '' ? own : `${kind.one}-${row.id.slice(0, 8)}`;
    let key = base;
    for (let count = 2; taken.has(`${kind.kind}/${key}`); count += 1) key = `${base} (${count})`;
    taken.add(`${kind.kind}/${key}`);
    keys.set(addressOf(object), key);
  }
  return keys;
}

function specOf({ kind, row, patch }: Declared, key: string, names: Names): Values {
  const own = (row[kind.key] ?? '') as string;
  const renamed = kind.renamable && own !== key ? { name: own || null } : {};
  if (patch === undefined) return { id: row.id, ...renamed };
  const word = (of: Reference['kind'], name: string): string => {
    const id = idIn(name);
    return id === undefined ? name : (wordFor(of, id, names) ?? name);
  };
  const fields = Object.entries(patch.fields).map(([field, value]) => {
    const of = kind.fields.find((one) => one.key === field);
    const [reference] = value === null ? [] : (of?.references(value) ?? []);
    return [field, reference === undefined ? value : word(reference.kind, reference.name)] as const;
  });
  return {
    id: row.id,
    ...renamed,
    ...(Object.fromEntries(fields) as Values),
    ...(patch.give.size + patch.take.size > 0 && {
      tags: tagsAfter(patch, row).map((name) => word('tags', name)),
    }),
    ...(patch.append.length + patch.rewrite.length > 0 && {
      actions: [...(actionsOf(kind, row, patch.rewrite) ?? []), ...patch.append],
    }),
  };
}

const noNames: Names = { nameOf: () => undefined };

/** A flow's actions as the plan file has them; undefined where it has no word for one of them. */
export function actionsOf(
  kind: ManyKind,
  row: Wire,
  rewrites: readonly ActionRewrite[] = [],
): readonly unknown[] | undefined {
  const field = kind.fields.find(({ key }) => key === 'actions');
  const actions = rewritten((row['actions'] ?? []) as readonly Action[], rewrites);
  return field?.fromWire(actions, noNames) as readonly unknown[] | undefined;
}
