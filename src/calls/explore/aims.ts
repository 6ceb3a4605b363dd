/** Where an action leads, within its own list of actions or out of it. */
import { isSetId } from '../../core/ids.ts';
import { START, type Step } from '../code.ts';
import type { Context, Sought } from './graph.ts';
import type { Outcome } from './outcomes.ts';

/** What comes next: an action of the same list, or else what is looked for outside; undefined for what follows there. */
export interface Aim {
  target: Step | undefined;
  seeks: Sought | undefined;
}

const OUTSIDE: Aim = { target: undefined, seeks: undefined };

/** In that list of actions. The first one has a name, but only in the first flow. */
export const find = (id: string, { code, entrance }: Context): Step | undefined =>
  code.steps[id === START && entrance ? 0 : (code.indexOf.get(id) ?? -1)];

export function jumpOf(step: Step, { to, lost }: Extract<Outcome, { does: 'jump' }>, context: Context): Aim {
  const target = find(to, context);
  if (target !== undefined) return { target, seeks: undefined };
  return { target, seeks: { id: to, otherwise: { step, why: lost.why, isMissing: isSetId(to) } } };
}

/** `next_id`, the following action, or whatever follows outside. */
export function after({ next, index }: Step, context: Context): Aim {
  const target = context.code.after[index] ?? (next === undefined ? undefined : find(next, context));
  if (target !== undefined) return { target, seeks: undefined };
  return next === undefined ? OUTSIDE : { target, seeks: { id: next, otherwise: 'finish' } };
}
