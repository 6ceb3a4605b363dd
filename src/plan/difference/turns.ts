/** Which steps wait for which, apart from references, and the resulting order. */
import { administratorsIn } from '../state/administrators.ts';
import { claimsOn } from '../journal/claims.ts';
import type { LiveAccount } from '../state/live.ts';
import type { Match } from './match.ts';
import type { Step } from './steps.ts';

export interface InTurn {
  /** In the order of execution. */
  steps: readonly Step[];
  /** Rings of steps that wait for each other: none of them can start. */
  rings: readonly (readonly Step[])[];
}

export function inTurn(steps: readonly Step[], match: Match, live: LiveAccount): InTurn {
  const waits = waitsAmongAgents(steps, match, live);
  const waiting = steps.map((step) => {
    const more = waits.get(step);
    if (more === undefined) return step;
    const { change } = step;
    return { ...step, change: { ...change, after: [...new Set([...change.after, ...more])] } };
  });
  return arrange(waiting.sort((a, b) => a.phase - b.phase));
}

/** An address is taken after it was given up; an administrator steps down after there is another one. */
function waitsAmongAgents(
  steps: readonly Step[],
  match: Match,
  live: LiveAccount,
): Map<Step, readonly string[]> {
  const waits = new Map<Step, string[]>();
  const wait = (step: Step, others: readonly Step[]): void => {
    const addresses = others.map(({ change }) => change.address);
    waits.set(step, [...(waits.get(step) ?? []), ...addresses]);
  };
  for (const { step, givenUpBy } of claimsOn(steps, match, live)) {
    // In a later phase: that is an obstacle, which no order solves.
    if (givenUpBy?.phase === step.phase) wait(step, [givenUpBy]);
  }
  const { steady, gains, shifts, losses } = administratorsIn(steps, live);
  if (steady.length > 0) return waits;
  for (const step of shifts) wait(step, gains);
  for (const step of losses) wait(step, [...gains, ...shifts]);
  return waits;
}

/** Within each phase, a step comes after those it waits for; without recursion, because chains may be long. */
function arrange(steps: readonly Step[]): InTurn {
  const byAddress = new Map(steps.map((step) => [step.change.address, step]));
  const state = new Map<Step, 'begun' | 'done'>();
  const ordered: Step[] = [];
  const rings: Step[][] = [];
  for (const first of steps) {
    const open: { step: Step; before: string[] }[] = [];
    const begin = (step: Step): void => {
      state.set(step, 'begun');
      open.push({ step, before: [...step.change.after].reverse() });
    };
    if (!state.has(first)) begin(first);
    for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
      const address = visit.before.pop();
      const next = address === undefined ? undefined : byAddress.get(address);
      if (address === undefined) {
        open.pop();
        state.set(visit.step, 'done');
        ordered.push(visit.step);
      } else if (next !== undefined && next.phase === visit.step.phase) {
        if (!state.has(next)) begin(next);
        else if (state.get(next) === 'begun') {
          rings.push(open.map(({ step }) => step).slice(open.findIndex(({ step }) => step === next)));
        }
      }
    }
  }
  return { steps: ordered, rings };
}
