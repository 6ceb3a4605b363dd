/** The position of a run: the current list of actions, and the lists that fetched it. */
import { START, type Code, type Step } from './code.ts';

/** A running list of actions, and where to continue when it has ended. */
export interface Frame {
  code: Code;
  /** The frame that fetched it; undefined for the first flow. */
  outer: Frame | undefined;
  /** The action of `outer` that fetched it. */
  from: number;
  /** Set for the list that the platform inserts for a queue. */
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

/** Looks for an id in the current list, then outwards. The first action has a fixed id, but only in the first flow. */
export function find(from: Frame, id: string): Position | undefined {
  if (id === START && from.outer === undefined) return at(from, 0);
  for (let frame: Frame | undefined = from; frame !== undefined; frame = frame.outer) {
    const index = frame.code.indexOf.get(id);
    if (index !== undefined) return at(frame, index);
  }
  return undefined;
}

/** What runs next: `next_id`, the following action, or what follows the fetching action; undefined at the end. */
export function following({ frame, step }: Position): Position | undefined {
  let index = step.index;
  for (let here: Frame | undefined = frame; here !== undefined; index = here.from, here = here.outer) {
    const { steps } = here.code;
    const last = steps[index];
    if (last === undefined) return undefined;
    if (last.next !== undefined) return find(here, last.next);
    const next = steps[index + 1];
    // By its id: of two actions with the same id, the first one runs again instead of the second.
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
