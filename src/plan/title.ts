import type { Change } from './change.ts';
import type { ManyKind, SingleKind, Wire } from '../resources/kind.ts';

/** An object for people: `queue Sales`, `virtual number`. */
export function titleOf({ kind, one }: ManyKind | SingleKind, name: string): string {
  if (kind === 'account' || kind === 'billing') return `the ${one}`;
  if (kind === 'outbound') return one;
  return name.endsWith(` ${one}`) ? name : `${one} ${name}`;
}

/**
 * For people: the current name of an object, and its name in the file. A lock file may have been changed by hand, and
 * nothing else shows which number a word stands for: the object that is really deleted must be named.
 */
export function calledNow({ key, called }: ManyKind, name: string, object: Wire): string {
  if (called !== undefined) return called(object);
  const own = object[key];
  if (typeof own !== 'string' || own === '' || own === name) return name;
  return name === `${own} (${object.id})` ? name : `${own} (${name})`;
}

/** A change that does nothing, but informs. */
export function noteOn(kind: ManyKind | SingleKind, name: string, because: string, id?: string): Change {
  return {
    address: 'key' in kind ? `${kind.kind}/${name}` : kind.kind,
    verb: 'note',
    kind: kind.kind,
    name,
    title: titleOf(kind, name),
    ...(id !== undefined && { id }),
    fields: [],
    risk: 'safe',
    requests: 0,
    after: [],
    because,
  };
}
