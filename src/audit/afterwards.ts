/** What comes after an action, as far as that is the same for every caller. */
import type { CallAccount } from '../calls/account.ts';
import type { Code, Step } from '../calls/code.ts';
import type { Effect } from '../calls/effects/effect.ts';
import { effectOf } from '../calls/effects/effects.ts';

/** What an action does in a call in which no variable has been set. */
export const effectIn = (step: Step, account: CallAccount): Effect =>
  effectOf(step, { account, inCall: true, read: () => undefined });

/** Whether an effect takes time, so that the caller hears it, or can speak during it. */
export function takesTime(effect: Effect): boolean {
  switch (effect.does) {
    case 'speak':
      return !effect.goesOn;
    case 'receive':
    case 'wait':
      return effect.ms > 0;
    case 'play':
    case 'block':
    case 'join':
    case 'connect':
    case 'wait-in-queue':
    case 'conference':
    case 'ai':
      return true;
    default:
      return false;
  }
}

/**
 * Whether a call may end after the action before anything takes time. If the flow still makes a decision, that does not
 * count as hanging up.
 * @param ending a type of action that counts as the end.
 */
export function endsSilently(step: Step, account: CallAccount, ending?: string): boolean {
  const code = account.flows.get(step.flow);
  if (code === undefined || step.inserted) return false;
  const fetchers = fetchersOf(account);
  const open: Fetcher[] = [{ code, index: step.index }];
  const seen = new Set<Step>();
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const after = whatFollows(place, account, ending, new Set());
    const outer = fetchers.get(place.code) ?? [];
    if (after === 'over' || (after === 'through' && outer.length === 0)) return true;
    if (after !== 'through') continue;
    for (const fetcher of outer) {
      const fetch = fetcher.code.steps[fetcher.index];
      if (fetch === undefined || seen.has(fetch)) continue;
      seen.add(fetch);
      open.push(fetcher);
    }
  }
  return false;
}

/** `through`: at the end of the list, without anything that takes time. */
type After = 'something' | 'over' | 'through';

/** So deep do silent flows not fetch one another. */
const DEEPEST = 50;

/** @param entered the lists that were fetched on the way. */
function whatFollows(
  { code, index }: Fetcher,
  account: CallAccount,
  ending: string | undefined,
  entered: Set<Code>,
): After {
  const { steps } = code;
  const seen = new Set<Step>();
  let step = steps[index];
  for (let next = nextIn(code, step); ; next = nextIn(code, step)) {
    if (next === 'over' || next === 'through' || next === 'something') return next;
    if (seen.has(next)) return 'something';
    seen.add(next);
    step = next;
    if (next.type === ending) return 'over';
    const effect = effectIn(next, account);
    if (takesTime(effect)) return 'something';
    switch (effect.does) {
      case 'finish':
      case 'hang-up':
        return 'over';
      case 'next':
      case 'answer':
      case 'speak':
      case 'sound':
      case 'wait':
      case 'receive':
        break;
      case 'fetch': {
        if (entered.has(effect.code) || entered.size > DEEPEST) return 'something';
        entered.add(effect.code);
        const inside = whatFollows({ code: effect.code, index: -1 }, account, ending, entered);
        if (inside !== 'through') return inside;
        break;
      }
      default:
        return 'something';
    }
  }
}

/** The action after one, or the first where there is none before; outwards nothing is looked for. */
function nextIn({ steps, indexOf }: Code, step: Step | undefined): Step | After {
  const following = step === undefined ? steps[0] : steps[step.index + 1];
  const id = step?.next ?? following?.id;
  if (id === undefined) return 'through';
  const index = indexOf.get(id);
  if (index !== undefined) return steps[index] ?? 'through';
  return END.test(id) ? 'over' : 'something';
}

/** The platform's own ids for the end. */
const END = /^0{8}-0{4}-0{4}-0{4}-0{11}[23]$/;

/** An action that fetches a flow, and every other place. */
export interface Fetcher {
  code: Code;
  index: number;
}

const known = new WeakMap<CallAccount, ReadonlyMap<Code, readonly Fetcher[]>>();

/** What fetches each flow. What is only known when it runs is left out. */
export function fetchersOf(account: CallAccount): ReadonlyMap<Code, readonly Fetcher[]> {
  const found = known.get(account) ?? lookForFetchers(account);
  known.set(account, found);
  return found;
}

function lookForFetchers(account: CallAccount): Map<Code, Fetcher[]> {
  const fetchers = new Map<Code, Fetcher[]>();
  for (const code of account.flows.values()) {
    for (const step of code.steps) {
      const effect = step.type === 'fetch_flow' ? effectIn(step, account) : undefined;
      if (effect?.does !== 'fetch') continue;
      const list = fetchers.get(effect.code) ?? [];
      list.push({ code, index: step.index });
      fetchers.set(effect.code, list);
    }
  }
  return fetchers;
}
