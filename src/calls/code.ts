/** Flows made ready to run: where each id is, what follows, and which options change from run to run. */
import type { Action, Flow } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { needsFilling } from './variables.ts';

/** An action as it runs. */
export interface Step {
  /** Its flow's id; for what the platform puts in, the flow of the action that made it do so. */
  flow: string;
  /** Its place in the list. */
  index: number;
  /** Lower case; unique where the flow gave none. */
  id: string;
  type: string;
  /** Lower case; undefined where the following action is next. */
  next: string | undefined;
  option: Readonly<Record<string, unknown>>;
  /** Whether there are variables to fill in. */
  filled: boolean;
  /** Put in by the platform itself, such as what waiting in a queue consists of. */
  inserted: boolean;
  /** What a function of `effects/` has found out of it, in an account. */
  found: unknown;
  foundBy: object | undefined;
  foundIn: object | undefined;
}

/** A list of actions: a flow, or what the platform puts in. */
export interface Code {
  flow: string;
  steps: readonly Step[];
  /** Of two actions with one id the first is found, always. */
  indexOf: ReadonlyMap<string, number>;
  /**
   * By index: what is next in the list, whether it follows or is named by `next_id`; undefined where that is not in it.
   * It is found by its id: after the second of two actions with one id comes the first, again.
   */
  after: readonly (Step | undefined)[];
}

/** The platform's own ids. */
export const START = '00000000-0000-0000-0000-000000000001';

export function codeOf(flow: string, actions: readonly Action[], inserted = false): Code {
  const steps = actions.map(({ id, next_id, type, option }, index): Step => ({
    flow,
    index,
    id: isSetId(id) ? id.toLowerCase() : `${flow} ${index}`,
    type: type ?? '',
    next: isSetId(next_id) ? next_id.toLowerCase() : undefined,
    option: option ?? {},
    filled: needsFilling(option),
    inserted,
    found: undefined,
    foundBy: undefined,
    foundIn: undefined,
  }));
  const indexOf = new Map<string, number>();
  for (const { id, index } of steps) if (!indexOf.has(id)) indexOf.set(id, index);
  const after = steps.map(({ next, index }) => steps[indexOf.get(next ?? steps[index + 1]?.id ?? '') ?? -1]);
  return { flow, steps, indexOf, after };
}

export const codeOfFlow = ({ id, actions }: Flow): Code => codeOf(id, actions ?? []);

/** The id by which the platform leads a waiting caller to the agent. */
export const JOIN = 'join';
const FETCH = 'fetch';

/** What `queue_join` puts in: fetch the wait flow; a step back to that; join the agent. */
export function waitingCode(flow: string, waitFlow: string): Code {
  return codeOf(
    flow,
    [
      { id: FETCH, type: 'fetch_flow', option: { flow_id: waitFlow } },
      { id: 'back', type: 'empty', next_id: FETCH },
      { id: JOIN, type: 'confbridge_join' },
    ],
    true,
  );
}

/** What `connect` puts in: join the other side; with `relay_reason` then hang up as the other side did. */
export function connectingCode(flow: string, relays: boolean): Code {
  const join = { id: JOIN, type: 'confbridge_join' };
  return codeOf(flow, relays ? [join, { id: 'relay', type: 'hangup' }] : [join], true);
}
