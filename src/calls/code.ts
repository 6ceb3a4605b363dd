/** Flows prepared to run: the position of each id, what follows each action, and which options contain variables. */
import type { Action, Flow } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { needsFilling } from './variables.ts';

/** An action as it runs. */
export interface Step {
  /** The id of its flow; for an inserted action, the flow of the action that caused it. */
  flow: string;
  /** Its place in the list. */
  index: number;
  /** Lower case; generated if the flow gives none. */
  id: string;
  type: string;
  /** Lower case; undefined where the following action is next. */
  next: string | undefined;
  option: Readonly<Record<string, unknown>>;
  /** Whether there are variables to fill in. */
  filled: boolean;
  /** Inserted by the platform itself, such as the actions that make a caller wait in a queue. */
  inserted: boolean;
  /** What a function in `effects/` has derived from it, for one account. */
  found: unknown;
  foundBy: object | undefined;
  foundIn: object | undefined;
}

/** A list of actions: a flow, or one that the platform inserts. */
export interface Code {
  flow: string;
  steps: readonly Step[];
  /** If two actions have the same id, the first is always found. */
  indexOf: Indexes;
  /**
   * By index: the action that runs next, whether it follows or is named by `next_id`; undefined if the list does not have
   * it. The lookup is by id: after the second of two actions with the same id, the first one runs again.
   */
  after: readonly (Step | undefined)[];
}

/** Indexes by id. */
export type Indexes = Pick<ReadonlyMap<string, number>, 'get' | 'has'> & Iterable<[string, number]>;

const NOTHING: Step['option'] = {};

/** Lists of at most so many actions are searched: a map would be as large as they are. */
const SHORT = 8;

function indexesIn(steps: readonly Step[]): Indexes {
  if (steps.length <= SHORT) return new ShortList(steps);
  const indexes = new Map<string, number>();
  for (const { id, index } of steps) if (!indexes.has(id)) indexes.set(id, index);
  return indexes;
}

class ShortList implements Indexes {
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  get(id: string): number | undefined {
    for (const step of this.#steps) if (step.id === id) return step.index;
    return undefined;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  *[Symbol.iterator](): Generator<[string, number], void, undefined> {
    for (const { id, index } of this.#steps) if (this.get(id) === index) yield [id, index];
  }
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
    option: option ?? NOTHING,
    filled: needsFilling(option),
    inserted,
    found: undefined,
    foundBy: undefined,
    foundIn: undefined,
  }));
  const indexOf = indexesIn(steps);
  const after = steps.map(({ next, index }) => steps[indexOf.get(next ?? steps[index + 1]?.id ?? '') ?? -1]);
  return { flow, steps, indexOf, after };
}

export const codeOfFlow = ({ id, actions }: Flow): Code => codeOf(id, actions ?? []);

/** The id of the action with which the platform connects a waiting caller to the agent. */
export const JOIN = 'join';
const FETCH = 'fetch';

/** The actions that `queue_join` inserts: fetch the wait flow; jump back to that; join the agent. */
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

/** The actions that `connect` inserts: join the other side; with `relay_reason`, then hang up as the other side did. */
export function connectingCode(flow: string, relays: boolean): Code {
  const join = { id: JOIN, type: 'confbridge_join' };
  return codeOf(flow, relays ? [join, { id: 'relay', type: 'hangup' }] : [join], true);
}
