/** The way to a state, from the beginning of a call. */
import type { Exit, Node, Place } from './graph.ts';
import type { Way, WayStep } from './explore.ts';
import type { TimeSet, TimeSets } from './times.ts';

/** The shortest way. @param place what happens after the state. */
export function wayTo(node: Node, times: TimeSets, place?: Place): Way {
  const steps: WayStep[] = [{ step: node.step, choice: undefined }, ...insideOf(place?.through, times)];
  let time = place?.time ?? node.time;
  let here: Node = node;
  for (let last: Node | undefined = node; last !== undefined;) {
    const part = partTo(last, times);
    steps.unshift(...part.steps);
    time = times.and(time, part.time);
    here = last;
    last = last.context.least === 0 && last.context.entrance ? undefined : last.context.best;
    if (last !== undefined) steps.unshift({ step: last.step, choice: undefined });
  }
  const moment = time === times.never || time === times.year ? undefined : times.first(time);
  return { flow: here.context.code.flow, steps, moment };
}

/** From the beginning of its context, the state itself left out. */
function partTo(node: Node, times: TimeSets): { steps: WayStep[]; time: TimeSet } {
  const parts: WayStep[][] = [];
  let time = node.time;
  for (let edge = node.best; edge !== undefined; edge = edge.from.best) {
    const own = { step: edge.from.step, choice: edge.choice };
    parts.push([own, ...insideOf(edge.through, times)]);
    time = times.and(time, edge.time);
  }
  return { steps: parts.reverse().flat(), time };
}

/** What ran in a flow that was fetched, from its beginning to the way out. */
function insideOf(exit: Exit | undefined, times: TimeSets): WayStep[] {
  if (exit === undefined) return [];
  const last = { step: exit.from.step, choice: exit.choice };
  return [...partTo(exit.from, times).steps, last, ...insideOf(exit.through, times)];
}
