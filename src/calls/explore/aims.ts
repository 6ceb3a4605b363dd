/** Where an action leads, within its own list of actions or out of it. */
import { isSetId } from '../../core/ids.ts';
import { START, type Step } from '../code.ts';
import type { Context, Sought } from './graph.ts';
import type { Outcome } from './outcomes.ts';

/**
 * Where a run continues: at `target` in the same list, or else outside of it, at the action that `seeks` names
 * (undefined: at whatever follows the fetch).
 */
export interface Aim {
  target: Step | undefined;
  seeks: Sought | undefined;
}

const OUTSIDE: Aim = { target: undefined, seeks: undefined };

/** The action with that id in the list. The reserved start id names the first action of an entrance flow only. */
export const find = (id: string, { code, entrance }: Context): Step | undefined =>
  code.steps[id === START && entrance ? 0 : (code.indexOf.get(id) ?? -1)];

export function jumpOf(step: Step, { to, lost }: Extract<Outcome, { does: 'jump' }>, context: Context): Aim {
  const target = find(to, context);
  if (target !== undefined) return { target, seeks: undefined };
  return { target, seeks: { id: to, otherwise: { step, why: lost.why, isMissing: isSetId(to) } } };
}

/** What follows an action: its `next_id`, else the next one in the list, else whatever follows outside. */
export function after({ next, index }: Step, context: Context): Aim {
  const target = context.code.after[index] ?? (next === undefined ? undefined : find(next, context));
  if (target !== undefined) return { target, seeks: undefined };
  return next === undefined ? OUTSIDE : { target, seeks: { id: next, otherwise: 'finish' } };
}
