/** The objects that name an object, as far as the account was read. */
import type { NamedKind } from '../../resources/index.ts';
import { valuesOf, type Wire } from '../../resources/kind.ts';
import { manyKinds } from '../../resources/all.ts';
import type { LiveAccount } from './live.ts';

export interface Referrer {
  id: string;
  /** For people: `queue Sales`. */
  title: string;
}

export interface Everything extends Pick<LiveAccount, 'others'> {
  lists: Readonly<Record<NamedKind, readonly Wire[]>>;
}

/** By the id of the named object. Ids are in fields, lists and options of actions: any text that is an id counts. */
export function referrersTo(
  wanted: ReadonlySet<string>,
  { lists, others }: Everything,
): ReadonlyMap<string, readonly Referrer[]> {
  const referrers = new Map<string, Referrer[]>();
  const note = (values: readonly unknown[], referrer: Referrer): void => {
    const ids = new Set<string>();
    for (const value of values) collectIds(value, wanted, ids);
    for (const id of ids) {
      const known = referrers.get(id);
      if (known === undefined) referrers.set(id, [referrer]);
      else known.push(referrer);
    }
  };
  const called = namesOf(wanted, lists);
  for (const kind of manyKinds) {
    const mentioning = kind.fields.filter(({ mentions }) => mentions !== undefined);
    for (const object of lists[kind.kind]) {
      const values = valuesOf(kind, object);
      const name = values[kind.key];
      const title = `${kind.one} ${typeof name === 'string' && name ? name : object.id}`;
      const mentioned = mentioning.flatMap(({ wire, mentions }) => mentions?.(values[wire]) ?? []);
      note(
        [
          ...kind.fields.map(({ wire }) => values[wire]),
          ...mentioned.map((one) => called.get(`${one.kind}/${one.name}`)),
        ],
        { id: object.id, title },
      );
    }
  }
  for (const { title, object } of others) note(Object.values(object), { id: object.id, title });
  return referrers;
}

/** Maps the names of the wanted objects to their ids: `numbers/+14155550100`. */
function namesOf(wanted: ReadonlySet<string>, lists: Everything['lists']): ReadonlyMap<string, string> {
  return new Map(
    manyKinds.flatMap(({ kind, key }) =>
      lists[kind]
        .filter(({ id }) => wanted.has(id))
        .map((object) => [`${kind}/${String(object[key])}`, object.id] as const),
    ),
  );
}

function collectIds(value: unknown, wanted: ReadonlySet<string>, ids: Set<string>): void {
  if (typeof value === 'string') {
    const id = value.toLowerCase();
    if (wanted.has(id)) ids.add(id);
  } else if (Array.isArray(value)) for (const item of value) collectIds(item, wanted, ids);
  else if (typeof value === 'object' && value !== null) collectIds(Object.values(value), wanted, ids);
}
