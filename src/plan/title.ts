import type { Change } from './change.ts';
import type { ManyKind, SingleKind } from './kind.ts';

/** An object for people: `queue Sales`. */
export function titleOf({ kind, one }: ManyKind | SingleKind, name: string): string {
  return kind === 'account' ? 'the account' : kind === 'outbound' ? one : `${one} ${name}`;
}

/** Nothing to do, but something to know. */
export function noteOn(kind: ManyKind | SingleKind, name: string, because: string, id?: string): Change {
  return {
    address: 'resource' in kind ? `${kind.kind}/${name}` : kind.kind,
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
