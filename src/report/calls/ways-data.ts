/** Every path of a call as plain data, for programs. The fields are a contract; `schema.ts` describes them. */
import type { Decided, Turn } from '../../calls/explore/turns.ts';
import type { Explored } from '../../calls/explore/explore.ts';
import type { FoundEnd, Way } from '../../calls/explore/found.ts';
import type { Choice } from '../../calls/explore/graph.ts';
import { actionData, endData } from './data.ts';
import type { Names } from './words.ts';

/** @param sizes How many actions each flow has, by id. @param waits What happens to waiting callers: `waitingData`. */
export function explorationData(
  { server, found }: Explored,
  sizes: ReadonlyMap<string, number>,
  waits: readonly object[],
  names: Names,
): object {
  const { ends, loops, tooLong, unmatched, reached, cut } = found;
  return {
    ends: ends.map((end) => ({ ...foundEndData(end), way: wayData(end.way) })),
    loops: loops.map(({ steps, silent, takesTime, waiting, way }) => ({
      actions: steps.map(actionData),
      silent,
      takes_time: takesTime,
      waiting,
      way: wayData(way),
    })),
    too_long: tooLong.map(({ step, way }) => ({ ...actionData(step), way: wayData(way) })),
    unmatched: unmatched.map(({ step, values }) => ({ ...actionData(step), values })),
    unreached: reached.flows.flatMap((flow) => {
      const indexes = new Set(reached.in(flow));
      const missing = Array.from({ length: sizes.get(flow) ?? 0 }, (_, index) => index).filter(
        (index) => !indexes.has(index),
      );
      return missing.length === 0 ? [] : [{ flow, indexes: missing }];
    }),
    waits,
    decisions: decisionsData(found.decisions(names.answerOf)),
    complete: !cut,
    server,
  };
}

const foundEndData = (end: FoundEnd): object => ({
  ...endData(end),
  waiting: end.waiting,
  least: end.least,
});

const wayData = ({ flow, steps, moment }: Way): object => ({
  flow,
  at: moment === undefined ? null : new Date(moment).toISOString(),
  actions: steps.map(({ step, choice }) => ({
    ...actionData(step),
    choice: choice === undefined ? null : choiceData(choice),
  })),
});

/** The action itself says which time it compares. */
function choiceData(choice: Choice): object {
  if (choice.kind !== 'time') return choice;
  const { asked: _asked, ...data } = choice;
  return data;
}

/** Turns refer to each other by index; the first is the beginning. */
function decisionsData(root: Turn | undefined): object[] {
  const places = new Map<Turn, number>(root === undefined ? [] : [[root, 0]]);
  // Iterating a map includes entries added during the iteration.
  for (const [{ options }] of places) {
    for (const { to } of options) if (to !== undefined && !places.has(to)) places.set(to, places.size);
  }
  return [...places.keys()].map(({ ends, options }) => ({
    ends: ends.map(foundEndData),
    options: options.map(({ decided, to, cut }) => ({
      when: decided.map(decidedData),
      to: to === undefined ? null : (places.get(to) ?? null),
      ...(cut && { cut }),
    })),
  }));
}

function decidedData(decided: Decided): object {
  if (decided.kind !== 'choice') return decided;
  const { step, choice, queue } = decided;
  return { ...choiceData(choice), ...(queue !== undefined && { queue }), action: actionData(step) };
}
