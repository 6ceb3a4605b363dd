/** The order in which new objects are made: first what others name. */
import type { Match, Target } from './match.ts';
import { declaredFields } from './steps.ts';

export interface Ordered {
  target: Target;
  /** Fields of the API that name something which is made later: a ring is cut there, and closed afterwards. */
  later: ReadonlySet<string>;
}

/** Depth first, in the order of the file where nothing else asks for another. */
export function orderOf(fresh: readonly Target[], match: Match): Ordered[] {
  const ordered: Ordered[] = [];
  const state = new Map<string, 'begun' | 'done'>();
  const visit = (target: Target): void => {
    if (state.has(target.address)) return;
    state.set(target.address, 'begun');
    const later = new Set<string>();
    for (const field of declaredFields(target)) {
      const value = target.spec[field.key];
      const named = value === undefined || value === null ? [] : field.references(value);
      for (const { kind, name } of named) {
        const other = match.target(kind, name);
        if (other === undefined || other.live !== undefined) continue;
        visit(other);
        if (state.get(other.address) === 'begun') later.add(field.wire);
      }
    }
    state.set(target.address, 'done');
    ordered.push({ target, later });
  };
  for (const target of fresh) visit(target);
  return ordered;
}
