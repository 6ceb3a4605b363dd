/** Where a run is: in which list of actions, and in which of those that fetched it. */
import { START, type Code, type Step } from './code.ts';

/** A list of actions that runs, and where to continue when that is over. */
export interface Frame {
  code: Code;
  /** Whoever fetched it; undefined for the first flow. */
  outer: Frame | undefined;
  /** The action of `outer` that fetched it. */
  from: number;
  /** Set while the list is the platform's own, for a queue. */
  queue?: string;
  /** How often each counted jump was taken since the list was fetched. */
  jumps: Map<Step, number>;
}

export interface Position {
  frame: Frame;
  step: Step;
}

const at = (frame: Frame, index: number): Position | undefined => {
  const step = frame.code.steps[index];
  return step && { frame, step };
};

export const startOf = (code: Code): Position | undefined =>
  at({ code, outer: undefined, from: 0, jumps: new Map() }, 0);

/** An id is looked for in the current list, then outwards. The first action has a name, but only in the first flow. */
export function find(from: Frame, id: string): Position | undefined {
  if (id === START && from.outer === undefined) return at(from, 0);
  for (let frame: Frame | undefined = from; frame !== undefined; frame = frame.outer) {
    const index = frame.code.indexOf.get(id);
    if (index !== undefined) return at(frame, index);
  }
  return undefined;
}

/** What follows: `next_id`, the following action, or what follows the action that fetched; undefined at the end. */
export function following({ frame, step }: Position): Position | undefined {
  let index = step.index;
  for (let here: Frame | undefined = frame; here !== undefined; index = here.from, here = here.outer) {
    const { steps } = here.code;
    const last = steps[index];
    if (last === undefined) return undefined;
    if (last.next !== undefined) return find(here, last.next);
    const next = steps[index + 1];
    // By its id: instead of the second of two actions with one id comes the first, again.
    if (next !== undefined) return find(here, next.id);
  }
  return undefined;
}

/** The queue that a run waits in, innermost first. */
export function waitingIn(frame: Frame): Frame | undefined {
  let here: Frame | undefined = frame;
  while (here !== undefined && here.queue === undefined) here = here.outer;
  return here;
}
