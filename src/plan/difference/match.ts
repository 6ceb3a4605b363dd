/** Finds the object of the account for each name in a plan file. */
import { FileProblems, quote } from '../../core/yaml/reader.ts';
import type { YamlProblem } from '../../core/yaml/parse.ts';
import { stableId } from '../../resources/stable-id.ts';
import type { NamedKind } from '../../resources/index.ts';
import { idIn } from '../../resources/references.ts';
import type { Ids, Names } from '../../resources/names.ts';
import type { ManyKind, Values, Wire } from '../../resources/kind.ts';
import { allManyKinds } from '../../resources/all.ts';
import type { LiveAccount } from '../state/live.ts';
import type { Lock, LockedObject } from '../file/lock.ts';
import type { PlanFile } from '../file/read.ts';

/** A name in the file, its declaration, and its object in the account. */
export interface Target {
  kind: ManyKind;
  name: string;
  /** `queues/Sales`. */
  address: string;
  spec: Values;
  /** Absent if it must be created. */
  live: Wire | undefined;
  locked: LockedObject | undefined;
}

export interface Match {
  targets: readonly Target[];
  target: (kind: NamedKind, name: string) => Target | undefined;
  names: Names;
}

/** @throws FileProblems if a name matches several objects, or not the one that its id says. */
export function matchNames({ file, document, placeOf }: PlanFile, lock: Lock, live: LiveAccount): Match {
  const problems: YamlProblem[] = [];
  const targets = allManyKinds.flatMap((kind) => {
    const declared = document[kind.kind] as Readonly<Record<string, Values>> | undefined;
    if (declared === undefined) return [];
    const specs = Object.entries(declared);
    const taken = new Map<string, string>();
    const objects = new Map(live.lists[kind.kind].map((object) => [object.id, object]));
    const said = new Set(specs.flatMap(([, { id }]) => (typeof id === 'string' ? [id] : [])));
    const named = byKey(kind, live.lists[kind.kind]);
    const found = specs.map(([name, spec]): Target => {
      const entries = lock.objects[kind.kind] ?? {};
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
      // The file takes precedence: an object that it gives to one name by id belongs to no other name.
      const locked = entry && said.has(entry.id) && spec['id'] !== entry.id ? undefined : entry;
      const wanted = { kind, name, address: `${kind.kind}/${name}`, spec, locked };
      return { ...wanted, live: exactly(wanted, objects) };
    });
    const claimed = new Set(found.map((target) => target.live?.id));
    return found.map((target) => {
      const wrong = (message: string): Target => {
        problems.push({ ...placeOf(kind.kind, target.name), message });
        return target;
      };
      const id = target.spec['id'];
      if (typeof id === 'string') {
        if (target.live === undefined) return wrong(`the account has no ${kind.one} with the id ${id}`);
      }
      const stranger = target.live && strangerAs(target, target.live);
      if (stranger !== undefined) return wrong(stranger);
      const candidates = target.live ? [target.live] : byName(target, named, claimed);
      if (candidates.length > 1) return wrong(ambiguous(target, candidates));
      const [object] = candidates;
      const other = object && taken.get(object.id);
      if (other !== undefined) return wrong(`${quote(other)} is the same ${kind.one} (${object?.id ?? ''})`);
      if (object) taken.set(object.id, target.name);
      return { ...target, live: object };
    });
  });
  if (problems.length > 0) {
    throw new FileProblems(file, problems, {
      code: 'PLAN',
      hint: problems.some(({ message }) => message.startsWith(BY_LOCK))
        ? 'restore the lock file from your version control, or take the entry out of it'
        : 'the lists show ids: `voipbin tags list`, `voipbin flows list`, ...',
    });
  }
  const byAddress = new Map(targets.map((target) => [target.address, target]));
  const byId = new Map(
    targets.flatMap(({ kind, name, live: object }) =>
      object === undefined ? [] : [[`${kind.kind}/${object.id}`, name]],
    ),
  );
  return {
    targets,
    target: (kind, name) => byAddress.get(`${kind}/${name}`),
    names: { nameOf: (kind, id) => byId.get(`${kind}/${id}`) },
  };
}

/** By the id in the file or in the lock file. */
function exactly(
  { spec, locked }: Omit<Target, 'live'>,
  objects: ReadonlyMap<string, Wire>,
): Wire | undefined {
  const id = spec['id'] ?? locked?.id;
  return typeof id === 'string' ? objects.get(id) : undefined;
}

const BY_LOCK = 'by the lock file';

/** For kinds whose name is fixed: an id that leads to an object of another name was written or merged wrongly. */
function strangerAs({ kind, name, spec, locked }: Target, object: Wire): string | undefined {
  if (kind.renamable) return undefined;
  const key = object[kind.key];
  if (!key && name === object.id) return undefined;
  const expected = spec['virtual'] === undefined ? name : (locked?.number ?? key);
  if (key === expected) return undefined;
  const by = spec['id'] === undefined ? BY_LOCK : 'by its id';
  return `${by} this is the ${kind.one} ${quote(String(key))} (${object.id})`;
}

/** The objects by name. */
function byKey({ key }: ManyKind, objects: readonly Wire[]): ReadonlyMap<unknown, readonly Wire[]> {
  const named = new Map<unknown, Wire[]>();
  for (const object of objects) {
    const name = object[key] ?? '';
    const same = named.get(name);
    if (same === undefined) named.set(name, [object]);
    else same.push(object);
  }
  return named;
}

/** Objects with this name that no other name has taken. */
function byName(
  { kind, name, spec }: Target,
  named: ReadonlyMap<unknown, readonly Wire[]>,
  claimed: ReadonlySet<string | undefined>,
): Wire[] {
  // Only the lock file knows which number `virtual: any` stands for.
  if (spec['virtual'] !== undefined) return [];
  const wanted = kind.renamable ? (spec['name'] ?? (spec['name'] === null ? '' : name)) : name;
  return (named.get(wanted) ?? []).filter(({ id }) => !claimed.has(id));
}

function ambiguous({ kind, name, spec }: Target, candidates: readonly Wire[]): string {
  const ids = candidates.map(({ id }) => `id: ${id}`);
  const called = spec['name'];
  const shown = ids.length > 4 ? [...ids.slice(0, 4), '...'] : ids;
  return `the account has ${candidates.length} ${kind.kind} ${quote(typeof called === 'string' ? called : name)}: say which one it is with ${shown.join(' or ')}`;
}

/**
 * Ids of the objects that a file names.
 * @param made Objects created in the meantime, by address.
 */
export function idsOf({ target }: Match, made: ReadonlyMap<string, string> = new Map()): Ids {
  return {
    idOf: ({ kind, name }) => {
      const id = idIn(name);
      if (id !== undefined) return id;
      const address = `${kind}/${name}`;
      // An object that must be created has a temporary id of its own.
      return made.get(address) ?? target(kind, name)?.live?.id ?? stableId(address);
    },
  };
}
