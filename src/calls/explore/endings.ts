/** The ways to end that were found, and the shortest way to each. */
import { MOST_ACTIONS, type EndKind } from '../call.ts';
import type { Step } from '../code.ts';
import { used, type Door, type Ending, type Node } from './graph.ts';
import type { TimeSets } from './times.ts';
import { wayTo } from './ways.ts';

export class Endings {
  readonly #times: TimeSets;
  readonly #ends = new Map<Step | undefined, Map<string, Ending>>();

  constructor(times: TimeSets) {
    this.#times = times;
  }

  all(): Ending[] {
    return [...this.#ends.values()].flatMap((ends) => [...ends.values()]);
  }

  /** It is over with that action, which does not run. */
  add(node: Node, { kind, why }: { kind: EndKind; why: string }, move: Last = stays(node)): void {
    const waiting = node.context.waiting && (kind === 'blocked' || kind === 'limit');
    this.#keep({ kind, step: node.step, why, waiting, least: used(node), at: node, ...move });
  }

  /** It is over after that action. */
  finish(node: Node, move: Last = stays(node)): void {
    if (used(node) >= MOST_ACTIONS) this.limit(node);
    else this.#keep({ ...regular, least: used(node) + 1, at: node, ...move });
  }

  /** The first flow is left: it is over, or the jump that led out of it fails. */
  over(door: Door): void {
    const { seeks } = door;
    if (seeks === undefined || seeks.otherwise === 'finish') {
      this.#keep({ ...regular, least: used(door), at: door, ...stays(door) });
      return;
    }
    // The action that fails has not run.
    const least = used(door) - 1;
    this.#keep({ kind: 'failed', ...seeks.otherwise, waiting: false, least, at: door, ...stays(door) });
  }

  /** All actions are used before the last one on the way there. */
  limit(at: Node | Door): void {
    const last = used(at) === MOST_ACTIONS ? at.step : undefined;
    const step = last ?? wayTo({ at, ...stays(at) }, this.#times).steps[MOST_ACTIONS]?.step;
    if (step === undefined) return;
    const why = `${MOST_ACTIONS} actions are used before it`;
    const { waiting } = at.context;
    this.#keep({ kind: 'limit', step, why, waiting, least: MOST_ACTIONS, at, ...stays(at) });
  }

  #keep(ending: Ending): void {
    const here = (ending.at.ends ??= []);
    if (!here.some(({ kind, why }) => kind === ending.kind && why === ending.why)) here.push(ending);
    const ends = this.#ends.get(ending.step) ?? new Map<string, Ending>();
    this.#ends.set(ending.step, ends);
    const key = `${ending.kind} ${ending.waiting} ${ending.why}`;
    const known = ends.get(key);
    if (known === undefined || ending.least < known.least) ends.set(key, ending);
  }
}

/** When it ends after a state, and what was decided then. */
type Last = Pick<Ending, 'time' | 'choice'>;

const stays = ({ time }: Node | Door): Last => ({ time, choice: undefined });

const regular = { kind: 'regular', step: undefined, why: 'the flow is over', waiting: false } as const;
