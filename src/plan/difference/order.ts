/** The order in which new objects are created: those that others name come first. */
import type { Match, Target } from './match.ts';
import { declaredFields } from './steps.ts';

export interface Ordered {
  target: Target;
  /** API fields that name an object created later: a ring of references is cut there, and closed afterwards. */
  later: ReadonlySet<string>;
}

/** Depth first, otherwise in the order of the file; without recursion, because chains may be long. */
export function orderOf(fresh: readonly Target[], match: Match): Ordered[] {
  const ordered: Ordered[] = [];
  const state = new Map<string, 'begun' | 'done'>();
  for (const first of fresh) {
    if (state.has(first.address)) continue;
    state.set(first.address, 'begun');
    const open = [visitOf(first, match)];
    for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
      const next = visit.named.shift();
      if (next === undefined) {
        open.pop();
        state.set(visit.target.address, 'done');
        ordered.push({ target: visit.target, later: visit.later });
      } else if (state.get(next.target.address) === 'begun') visit.later.add(next.wire);
      else if (!state.has(next.target.address)) {
        state.set(next.target.address, 'begun');
        open.push(visitOf(next.target, match));
      }
    }
  }
  return ordered;
}

interface Visit {
  target: Target;
  /** New objects that it names, and the field that names each. */
  named: { target: Target; wire: string }[];
  later: Set<string>;
}

function visitOf(target: Target, match: Match): Visit {
  const named = declaredFields(target).flatMap((field) => {
    const value = target.spec[field.key];
    if (value === undefined || value === null) return [];
    return field.references(value).flatMap(({ kind, name }) => {
      const other = match.target(kind, name);
      return other === undefined || other.live !== undefined ? [] : [{ target: other, wire: field.wire }];
    });
  });
  return { target, named, later: new Set() };
}
