/** What comes after an action, as far as that is the same for every caller. */
import type { CallAccount } from '../calls/account.ts';
import type { Code, Step } from '../calls/code.ts';
import { effectOf, type Effect } from '../calls/effects.ts';
import { find, following, type Frame, type Position } from '../calls/frames.ts';

/** What an action does in a call in which no variable has been set. */
export const effectIn = (step: Step, account: CallAccount): Effect =>
  effectOf(step, { account, inCall: true, read: () => undefined });

/** Whether something lasts, so that the caller hears it, or somebody can speak meanwhile. */
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

/** So many ways into a flow are looked at. */
const MOST_FRAMES = 50;

/**
 * Whether a call may be over after the action before anything takes time. Where the flow decides what comes next,
 * nobody is said to have hung up.
 * @param ending a type of action that counts as the end.
 */
export function endsSilently(step: Step, account: CallAccount, ending?: string): boolean {
  const code = account.flows.get(step.flow);
  if (code === undefined || step.inserted) return false;
  return framesOf(code, account).some((frame) => endsAfter({ frame, step }, account, ending));
}

function endsAfter(from: Position, account: CallAccount, ending: string | undefined): boolean {
  const seen = new Set<Step>();
  let position = following(from);
  while (position !== undefined && !seen.has(position.step)) {
    seen.add(position.step);
    if (position.step.type === ending) return true;
    const effect = effectIn(position.step, account);
    if (takesTime(effect)) return false;
    switch (effect.does) {
      case 'finish':
      case 'hang-up':
        return true;
      case 'jump':
        if (position.step.type !== 'goto') return false;
        position = find(position.frame, effect.to);
        break;
      case 'next':
      case 'answer':
      case 'speak':
      case 'sound':
        position = following(position);
        break;
      case 'fetch': {
        const [first] = effect.code.steps;
        if (first === undefined) return false;
        const outer = position.frame;
        position = { frame: { code: effect.code, outer, from: position.step.index }, step: first };
        break;
      }
      default:
        return false;
    }
  }
  return position === undefined;
}

/** The flow by itself where nothing fetches it, else inside of everything that does. */
function framesOf(code: Code, account: CallAccount, inside: ReadonlySet<Code> = new Set()): Frame[] {
  const frames: Frame[] = [];
  for (const outer of account.flows.values()) {
    if (inside.has(outer) || outer === code) continue;
    for (const step of outer.steps) {
      if (step.type !== 'fetch_flow' || frames.length >= MOST_FRAMES) continue;
      const effect = effectIn(step, account);
      if (effect.does !== 'fetch' || effect.code !== code) continue;
      for (const frame of framesOf(outer, account, new Set([...inside, code]))) {
        frames.push({ code, outer: frame, from: step.index });
      }
    }
  }
  return frames.length > 0 ? frames : [{ code, outer: undefined, from: 0 }];
}
