/** The ends that were found on each kind of server, each with the shortest path to it. */
import { MOST_ACTIONS, type EndKind } from '../call.ts';
import type { Step } from '../code.ts';
import { isOn, type Choice, type Ending, type Graph, type Place } from './graph.ts';
import type { TimeSet, TimeSets } from './times.ts';
import { wayTo } from './ways.ts';

/** The moments at which a call ends after a place, and the last choice before the end. */
export interface Last {
  time: TimeSet;
  choice: Choice | undefined;
}

export class Endings {
  readonly #graph: Graph;
  readonly #times: TimeSets;
  /** By server. */
  readonly #ends: readonly Map<Step | undefined, Map<string, Ending>>[];

  constructor(graph: Graph, times: TimeSets, servers: number) {
    this.#graph = graph;
    this.#times = times;
    this.#ends = Array.from({ length: servers }, () => new Map());
  }

  on(server: number): Ending[] {
    return [...(this.#ends[server]?.values() ?? [])].flatMap((ends) => [...ends.values()]);
  }

  /**
   * The call ends at that action, which does not run.
   * @param isMissing Whether it names an action that does not exist.
   */
  add(
    at: Place,
    { kind, why, isMissing = false }: { kind: EndKind; why: string; isMissing?: boolean },
    last: Last,
  ): void {
    const waiting = this.#graph.context.at(at).waiting && (kind === 'blocked' || kind === 'limit');
    const [step, least] = [this.#graph.step.at(at), this.#graph.used(at)];
    this.#keep({ kind, step, why, isMissing, waiting, least, at, time: last.time, choice: last.choice });
  }

  /** The call ends after that action. */
  finish(at: Place, last: Last): void {
    const used = this.#graph.used(at);
    if (used >= MOST_ACTIONS) this.limit(at, last.time);
    else this.#keep({ least: used + 1, at, ...last, ...regular });
  }

  /** The entrance flow is left by a door: the call ends, or the jump out of the flow fails. */
  over(at: Place, time: TimeSet): void {
    const seeks = this.#graph.seeks.get(at);
    const last = { time, choice: undefined };
    const least = this.#graph.used(at);
    if (seeks === undefined || seeks.otherwise === 'finish') {
      this.#keep({ least, at, ...last, ...regular });
      return;
    }
    // The action that fails has not run.
    this.#keep({ kind: 'failed', ...seeks.otherwise, waiting: false, least: least - 1, at, ...last });
  }

  /** The action limit is reached before the last action of the path. */
  limit(at: Place, time: TimeSet): void {
    const last = { time, choice: undefined };
    const action = this.#graph.used(at) === MOST_ACTIONS ? this.#graph.step.at(at) : undefined;
    // The shortest path of all, at the moments of the first arrival.
    const way = { at, time: this.#graph.time.at(at), choice: undefined };
    const step = action ?? wayTo(way, this.#graph, this.#times).steps[MOST_ACTIONS]?.step;
    if (step === undefined) return;
    const why = `all ${MOST_ACTIONS} actions are used up`;
    const { waiting } = this.#graph.context.at(at);
    this.#keep({ kind: 'limit', step, why, isMissing: false, waiting, least: MOST_ACTIONS, at, ...last });
  }

  #keep(ending: Ending): void {
    const { at, kind, why } = ending;
    const here = this.#graph.ends.get(at) ?? [];
    const known = here
      .filter((other) => other.kind === kind && other.why === why)
      .reduce((bits, { time }) => bits | time.servers, 0);
    const servers = ending.time.servers & ~known;
    if (servers === 0) return;
    this.#graph.ends.set(at, here.concat(ending));
    for (const [server, ends] of this.#ends.entries()) {
      if (isOn(server, servers)) keepShortest(ends, ending);
    }
  }
}

function keepShortest(all: Map<Step | undefined, Map<string, Ending>>, ending: Ending): void {
  const ends = all.get(ending.step) ?? new Map<string, Ending>();
  all.set(ending.step, ends);
  const key = `${ending.kind} ${ending.waiting} ${ending.why}`;
  const known = ends.get(key);
  if (known === undefined || ending.least < known.least) ends.set(key, ending);
}

const regular = {
  kind: 'regular',
  step: undefined,
  why: 'the flow is over',
  isMissing: false,
  waiting: false,
} as const;
