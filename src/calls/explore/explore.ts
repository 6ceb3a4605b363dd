/** Explores every path of a call, and returns what was found: ends, loops, and which actions are reached. */
import type { FoundEnd, Joining, Loop, Way } from './found.ts';
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS, type EndKind } from '../call.ts';
import type { Step } from '../code.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import type { Server } from '../server.ts';
import { findLongWays } from './counts.ts';
import { decisionsFrom } from './decisions.ts';
import { entrancesOf, type Entrances } from './entrances.ts';
import { Explorer, type Exploring } from './explorer.ts';
import type { Ending, Place } from './graph.ts';
import { findLoops } from './loops.ts';
import { marksOf, Reached, type Marks } from './reached.ts';
import type { Turn } from './turns.ts';
import { View } from './view.ts';
import { wayTo } from './ways.ts';

export interface Exploration {
  ends: readonly FoundEnd[];
  loops: readonly Loop[];
  /** Paths without a loop that exceed the action limit, each with its 101st action. */
  tooLong: readonly { step: Step; way: Way }[];
  /** The actions that a call can reach. */
  reached: Reached;
  /** The actions by which callers join queues: one entry per action and queue. */
  joins: readonly Joining[];
  /** The entrances whose calls reach a flow. */
  entrancesTo: (flow: string) => Entrances;
  /** Branches with listed keys or values that can never occur. */
  unmatched: readonly { step: Step; values: readonly string[] }[];
  /**
   * The decision tree from the first entrance on; undefined if nothing can happen.
   * @param answerOf The variable that holds a flow's answer, for flows whose inner decisions are left out.
   */
  decisions: (answerOf: (flow: string) => string | undefined) => Turn | undefined;
  /** The server properties that affect some call. */
  dependsOn: ReadonlySet<ServerFault>;
  /** Whether the state limit was exceeded: then the absence of a result proves nothing. */
  cut: boolean;
  /** The number of states explored. */
  states: number;
}

/** One for each kind of server. */
type OnServers<Servers extends readonly Server[]> = { [Index in keyof Servers]: Exploration };

export function explore<const Servers extends readonly Server[]>(
  setup: Exploring & { servers: Servers },
  account: CallAccount,
): OnServers<Servers> {
  const explorer = new Explorer(setup, account);
  explorer.explore();
  return viewsOf(explorer, setup.servers.length) as OnServers<Servers>;
}

/** An exploration, with the kind of server that it is for. */
export interface Explored {
  server: Server;
  found: Exploration;
}

/** Explores on each kind of server that the account may be on, as listed by `serversOf`. */
export function exploreOn(
  [published, documented]: readonly [Server, ...Server[]],
  setup: Omit<Exploring, 'servers'>,
  account: CallAccount,
): readonly [Explored, ...Explored[]] {
  if (documented === undefined) {
    const [found] = explore({ ...setup, servers: [published] }, account);
    return [{ server: published, found }];
  }
  const [one, other] = explore({ ...setup, servers: [published, documented] }, account);
  return [
    { server: published, found: one },
    { server: documented, found: other },
  ];
}

/** @param servers the number of kinds explored. */
function viewsOf(explorer: Explorer, servers: number): Exploration[] {
  const marks = marksOf(explorer.graph);
  const first = explorationOn(0, marks, explorer);
  return Array.from({ length: servers }, (_, server) =>
    server === 0 || explorer.isSameOnAll ? first : explorationOn(server, marks, explorer),
  );
}

function explorationOn(server: number, marks: Marks, explorer: Explorer): Exploration {
  const { graph, times, places, endings } = explorer;
  const view = new View(graph, times, server);
  const reached = new Reached(marks, server);
  let entrances: Exploration['entrancesTo'] | undefined;
  const found = (ending: Ending): FoundEnd => new LazyEnd(ending, view);
  return {
    ends: endings.on(server).map(found),
    loops: findLoops(view),
    tooLong: findLongWays(view),
    reached,
    joins: joinsIn(explorer.joins, view),
    entrancesTo: (flow) => (entrances ??= entrancesOf(view))(flow),
    unmatched: places.cut ? [] : explorer.branches.unmatchedOn(server, reached),
    decisions: (answerOf) => decisionsFrom(view, answerOf, found),
    dependsOn: explorer.dependsOn,
    cut: places.cut,
    states: places.states,
  };
}

/** Computes its path on first use: few paths are ever read. */
class LazyEnd implements FoundEnd {
  readonly kind: EndKind;
  readonly step: Step | undefined;
  readonly why: string;
  readonly isMissing: boolean;
  readonly waiting: boolean;
  readonly least: number;
  readonly #ending: Ending;
  readonly #view: View;
  #way: Way | undefined;

  constructor(ending: Ending, view: View) {
    const { kind, step, why, isMissing, waiting, least } = ending;
    this.kind = kind;
    this.step = step;
    this.why = why;
    this.isMissing = isMissing;
    this.waiting = waiting;
    this.least = least;
    this.#ending = ending;
    this.#view = view;
  }

  get way(): Way {
    const { graph, times, moments } = this.#view;
    const most = this.kind === 'limit' ? MOST_ACTIONS + 1 : undefined;
    const time = times.and(this.#ending.time, moments);
    this.#way ??= wayTo({ ...this.#ending, time }, graph, times, most);
    return this.#way;
  }
}

function joinsIn(places: ReadonlyMap<Place, string>, view: View): Joining[] {
  const { graph } = view;
  const found = new Map<string, Joining>();
  for (const [place, queue] of places) {
    const step = graph.step.at(place);
    if (step === undefined || !view.isState(place)) continue;
    const key = `${step.flow} ${step.index} ${queue}`;
    const used = Math.min(graph.used(place), found.get(key)?.used ?? Infinity);
    found.set(key, { queue, step, used });
  }
  return [...found.values()];
}
