/** Which steps wait for which, beyond what names what, and the order that comes of it. */
import { administratorsIn } from '../state/administrators.ts';
import { claimsOn } from '../journal/claims.ts';
import type { Live } from '../state/live.ts';
import type { Match } from './match.ts';
import type { Step } from './steps.ts';

export interface InTurn {
  /** In the order in which they happen. */
  steps: readonly Step[];
  /** Steps of which each waits for the next, and the last for the first: none of them can begin. */
  rings: readonly (readonly Step[])[];
}

export function inTurn(steps: readonly Step[], match: Match, live: Live): InTurn {
  const waits = waitsAmongAgents(steps, match, live);
  const waiting = steps.map((step) => {
    const more = waits.get(step);
    if (more === undefined) return step;
    const { change } = step;
    return { ...step, change: { ...change, after: [...new Set([...change.after, ...more])] } };
  });
  return arrange(waiting.sort((a, b) => a.phase - b.phase));
}

/** An address is taken when it was given up; an administrator steps down when another one is there. */
function waitsAmongAgents(steps: readonly Step[], match: Match, live: Live): Map<Step, readonly string[]> {
  const waits = new Map<Step, string[]>();
  const wait = (step: Step, others: readonly Step[]): void => {
    const addresses = others.map(({ change }) => change.address);
    waits.set(step, [...(waits.get(step) ?? []), ...addresses]);
  };
  for (const { step, givenUpBy } of claimsOn(steps, match, live)) {
    // In a later phase: that is an obstacle, and no order.
    if (givenUpBy?.phase === step.phase) wait(step, [givenUpBy]);
  }
  const { steady, gains, shifts, losses } = administratorsIn(steps, live);
  if (steady.length > 0) return waits;
  for (const step of shifts) wait(step, gains);
  for (const step of losses) wait(step, [...gains, ...shifts]);
  return waits;
}

/** Within each phase, what another step waits for before that one; without recursion, for long chains. */
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
