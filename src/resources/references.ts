/** Names by which a plan file speaks of other objects. */
import { isUuid } from '../core/ids.ts';
import { didYouMean } from '../core/suggest.ts';
import { quote, type Reader } from '../core/yaml/reader.ts';
import { oneOf, type NamedKind } from './index.ts';
import type { Names, Scope } from './names.ts';

const BY_ID = 'id:';

/** The id of a reference that names no object of the file. */
export function idIn(name: string): string | undefined {
  return name.startsWith(BY_ID) && isUuid(name.slice(BY_ID.length))
    ? name.slice(BY_ID.length).toLowerCase()
    : undefined;
}

/** The word by which a file names an object: its name there, or its id where that would be read as something else. */
export function wordFor(kind: NamedKind, id: string, names: Names): string | undefined {
  const name = names.nameOf(kind, id.toLowerCase());
  if (name !== undefined && name !== '' && name === name.trim() && !name.startsWith(BY_ID)) return name;
  return isUuid(id) ? `${BY_ID}${id.toLowerCase()}` : undefined;
}

/** The name of an object that the file declares, or `id:<uuid>`. */
export function readReference(
  reader: Pick<Reader, 'word' | 'wrong'>,
  kind: NamedKind,
  scope: Scope,
): string | undefined {
  const name = reader.word();
  if (name === undefined || isKnown(name, kind, scope)) return name;
  if (name.startsWith(BY_ID)) {
    reader.wrong(`${quote(name)} is not an id, such as id:5e4a0680-804e-11ec-8477-2fea5968d85b`);
    return undefined;
  }
  const names = scope.names(kind);
  const one = oneOf(kind);
  reader.wrong(
    `there ${kind === 'hours' ? 'are' : 'is'} no ${one} ${quote(name)} in this file`,
    () =>
      didYouMean(name, [...names]) ??
      `declare it under ${kind}, or write id: and its id for one that is not managed here`,
  );
  return undefined;
}

function isKnown(name: string, kind: NamedKind, scope: Scope): boolean {
  return idIn(name) !== undefined || scope.names(kind).has(name);
}
