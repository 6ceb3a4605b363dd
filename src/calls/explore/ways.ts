/** The way to a state, from the beginning of a call. */
import type { Arrival, Choice, Door, Ending, Node } from './graph.ts';
import type { Way, WayStep } from './found.ts';
import type { TimeSet, TimeSets } from './times.ts';

/**
 * The shortest way there, of those that are open at some moment of `time`.
 * @param most nothing of the way comes after so many actions.
 */
export function wayTo(
  { at, time, choice }: Pick<Ending, 'at' | 'time' | 'choice'>,
  times: TimeSets,
  most = Infinity,
): Way {
  const walk = new Walk(time, times);
  if (at.step !== undefined) walk.steps.push({ step: at.step, choice });
  let context = at.context;
  for (let caller = walk.within(at); caller !== undefined; caller = walk.within(caller)) {
    walk.steps.push({ step: caller.step, choice: undefined });
    context = caller.context;
  }
  const steps = walk.steps.reverse().slice(0, most);
  // An ending may have been found at few moments first, since other calls lead through the same flow at these only.
  const asksForTime = steps.some(({ step }) => step.type === 'condition_datetime');
  const moment = asksForTime && walk.time !== times.year ? times.first(walk.time) : undefined;
  return { flow: context.code.flow, steps, moment };
}

/** Goes back from the end to the beginning. */
class Walk {
  time: TimeSet;
  readonly steps: WayStep[] = [];
  readonly #times: TimeSets;

  constructor(time: TimeSet, times: TimeSets) {
    this.time = time;
    this.#times = times;
  }

  /** To the beginning of a context; the result is the action that fetched it. */
  within(end: Node | Door): Node | undefined {
    // The actions that fetched what is gone through.
    const outside: Node[] = [];
    let here: Node | Door = end;
    for (;;) {
      const by = this.#arrivalAt(here);
      if (by !== undefined && 'to' in by) {
        if (by.through === undefined) {
          this.#took(by.from, by.choice);
          here = by.from;
        } else {
          outside.push(by.from);
          here = by.through;
        }
        continue;
      }
      const fetching = outside.pop();
      if (fetching === undefined) return by;
      this.#took(fetching, undefined);
      here = fetching;
    }
  }

  /** An action that asks for a value from outside runs only when that is known. */
  #took({ step }: Node, choice: Choice | undefined): void {
    const last = this.steps.at(-1);
    if (choice?.kind === 'value' && last?.step === step && last.choice === undefined) last.choice = choice;
    else this.steps.push({ step, choice });
  }

  /** The first that is open at some of these moments; from then on, only those count. */
  #arrivalAt({ arrivals }: Node | Door): Arrival['by'] {
    for (const { time, by } of arrivals) {
      const both = this.#times.and(this.time, time);
      if (both === this.#times.never) continue;
      this.time = both;
      return by;
    }
    return undefined;
  }
}
