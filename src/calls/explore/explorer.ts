/** Explores every path that keys, times, variables and answers can lead to, until no new state appears. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS } from '../call.ts';
import { JOIN, type Code, type Step } from '../code.ts';
import type { Effect } from '../effects/effect.ts';
import type { ServerFault } from '../../snapshot/server-evidence.ts';
import type { Server } from '../server.ts';
import { after, find, jumpOf, type Aim } from './aims.ts';
import { analysisOf, codesOf, type Analysis } from './analysis.ts';
import { Branches } from './branches.ts';
import { Choices } from './choices.ts';
import { Endings } from './endings.ts';
import { mayChange } from './flows.ts';
import { Frontier } from './frontier.ts';
import {
  Graph,
  NONE,
  type Arrival,
  type Context,
  type Edge,
  type Place,
  type Run,
  type Sought,
} from './graph.ts';
import { Outcomes, type Move, type Outcome } from './outcomes.ts';
import { ANOTHER, outsideNames } from './outside.ts';
import { Places } from './places.ts';
import { StateEffects } from './state-effects.ts';
import { TimeSets, type TimeSet } from './times.ts';
import { VariableSets, type Variables } from './values.ts';

export interface Exploring {
  /** Ids of the flows that calls begin with. */
  flows: readonly string[];
  /** Shared with other explorations of the account; it includes these flows. */
  analysis?: Analysis | undefined;
  /** Milliseconds since 1970: the start of the 12 months that are explored. */
  from: number;
  inCall: boolean;
  /** The kinds of servers to explore, all in one run. */
  servers: readonly Server[];
  /** Variables known when a call begins. Other variables from outside take each value that makes a difference. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** The limit of states; an exploration that exceeds it is marked as cut. */
  mostStates?: number | undefined;
}

const MOST_STATES = 200_000;

export class Explorer {
  readonly graph = new Graph();
  readonly times: TimeSets;
  readonly places: Places;
  readonly endings: Endings;
  readonly branches = new Branches();
  /** States in which a caller joins a queue, with the id of the queue. */
  readonly joins = new Map<Place, string>();
  readonly #setup: Exploring;
  readonly #account: CallAccount;
  readonly #entrances: readonly Code[];
  readonly #analysis: Analysis;
  readonly #values: VariableSets;
  readonly #outcomes: Outcomes;
  readonly #choices = new Choices();
  readonly #frontier = new Frontier();
  readonly #effects: StateEffects;
  /** Buffer for the actions that `#advance` puts on one edge. */
  readonly #run: { steps: Step[]; length: number } = { steps: [], length: 0 };

  constructor(setup: Exploring, account: CallAccount) {
    const { from, inCall, servers, mostStates = MOST_STATES } = setup;
    this.#setup = setup;
    this.#account = account;
    this.times = new TimeSets(from, servers.length);
    this.endings = new Endings(this.graph, this.times, servers.length);
    const outside = outsideNames(inCall);
    this.#entrances = codesOf(setup.flows, account);
    this.#analysis = setup.analysis ?? analysisOf(account, setup.flows, inCall);
    this.#values = new VariableSets(this.#analysis.questions, (name) => outside.has(name));
    this.#outcomes = new Outcomes(account, servers, this.#analysis, this.times, this.#values, this.#choices);
    this.places = new Places(this.graph, this.#analysis, this.#values, this.times, mostStates);
    this.#effects = new StateEffects(account, inCall, outside);
  }

  /** Whether calls take the same paths on all servers. */
  get isSameOnAll(): boolean {
    return !this.#outcomes.differs;
  }

  /** The server properties that affect some outcome. */
  get dependsOn(): ReadonlySet<ServerFault> {
    return this.#outcomes.dependsOn;
  }

  explore(): void {
    const given = this.#values.of(Object.entries(this.#setup.variables ?? {}));
    for (const code of this.#entrances) {
      const kind = { entrance: true, waiting: false, queue: false, insertedFor: NONE };
      const context = this.places.context(code, given, kind);
      context.least = 0;
      this.#begin(context, this.times.year, NONE);
    }
    const { graph } = this;
    const { never } = this.times;
    for (let place = this.#frontier.pop(); place !== undefined; place = this.#frontier.pop()) {
      const fresh = graph.fresh.at(place);
      if (fresh === never) continue;
      graph.fresh.set(place, never);
      graph.seen.set(place, 1);
      const step = graph.step.at(place);
      if (graph.used(place) > MOST_ACTIONS) this.endings.limit(place, fresh);
      else if (step === undefined) this.#open(place, fresh);
      else this.#look(place, step, fresh);
    }
  }

  /** @param time the moments at which the state was not explored before. */
  #look(place: Place, step: Step, time: TimeSet): void {
    const { graph } = this;
    const steady = graph.steady.at(place);
    if ((time.servers & ~steady) === 0) {
      for (let edge = graph.firstEdge(place); edge !== NONE; edge = graph.nextEdge(edge)) {
        this.#follow(edge, time);
      }
      return;
    }
    const context = graph.context.at(place);
    const variables = graph.variables.at(place);
    const effect = this.#effects.of(step, variables);
    const unknown = this.#effects.unknownTo(step);
    if (unknown !== undefined) {
      this.#assumeEach(place, step, unknown, time);
      return;
    }
    this.branches.note(step, effect, time.servers);
    if (effect.does === 'wait-in-queue') this.joins.set(place, effect.queue);
    const outcomes = this.#outcomes.of(effect, { context, index: step.index, variables, time });
    for (const outcome of outcomes) this.#take(place, step, outcome);
    const isSteady =
      effect.does !== 'compare-time' &&
      !graph.ends.has(place) &&
      outcomes.every(({ does, time: at }) => (does === 'continue' || does === 'jump') && at === time);
    graph.steady.set(place, isSteady ? steady | time.servers : 0);
  }

  /** Repeats the action once for each value that the unknown variable may have. */
  #assumeEach(place: Place, step: Step, name: string, time: TimeSet): void {
    const context = this.graph.context.at(place);
    const live = context.live[step.index];
    const questions = live && this.#analysis.questions.about(live).get(name);
    const values = ['', ANOTHER, ...(questions?.values ?? [])];
    for (const value of questions?.distinct(values) ?? []) {
      const isOther = value === ANOTHER || (value === '' && questions?.represent(ANOTHER) === '');
      const variables = this.#values.with(this.graph.variables.at(place), name, value);
      const to = this.places.state(context, step, variables);
      if (to === NONE) continue;
      this.#follow(
        this.places.edge(place, to, this.#choices.value(name, value, isOther), NONE, NO_RUN),
        time,
      );
    }
  }

  #take(place: Place, step: Step, outcome: Outcome): void {
    const context = this.graph.context.at(place);
    switch (outcome.does) {
      case 'continue': {
        this.#advance(place, after(step, context), outcome, NONE);
        return;
      }
      case 'jump': {
        this.#advance(place, jumpOf(step, outcome, context), outcome, NONE);
        return;
      }
      case 'join-agent': {
        this.#leave(place, { id: JOIN, otherwise: 'finish' }, outcome, NONE, NO_RUN);
        return;
      }
      case 'enter': {
        this.#enter(place, outcome);
        return;
      }
      case 'finish': {
        this.endings.finish(place, { time: outcome.time, choice: undefined });
        return;
      }
      case 'end': {
        this.endings.add(place, outcome, { time: outcome.time, choice: undefined });
        return;
      }
    }
  }

  /**
   * Adds an edge to the next place. Actions with only one outcome become part of the edge.
   * @param through the door by which the fetched list was left; `NONE` if nothing was fetched.
   */
  #advance(place: Place, first: Aim, move: Move, through: Place): void {
    const { graph } = this;
    const context = graph.context.at(place);
    const begun = graph.used(place) + 1 + (through === NONE ? 0 : graph.since.at(through));
    const run = this.#run;
    let { variables } = move;
    let aim = first;
    for (run.length = 0; ; run.length += 1) {
      const { target } = aim;
      if (target === undefined) {
        this.#leave(place, aim.seeks, { ...move, variables }, through, run);
        return;
      }
      if (this.#isLast(place, through)) {
        this.endings.limit(place, move.time);
        return;
      }
      const passed =
        begun + run.length < MOST_ACTIONS ? this.#pass(target, context, variables, move.time) : undefined;
      if (passed === undefined) {
        const to = this.places.state(context, target, variables);
        if (to === NONE) return;
        this.#follow(this.places.edge(place, to, move.choice, through, run), move.time);
        return;
      }
      run.steps[run.length] = target;
      ({ variables, aim } = passed);
    }
  }

  /**
   * The result of an action that needs no state of its own: only one path leads to it, nothing is decided in it, and
   * the next action is in the same list. Undefined for all others.
   */
  #pass(
    step: Step,
    context: Context,
    variables: Variables,
    time: TimeSet,
  ): { variables: Variables; aim: Aim } | undefined {
    if (context.joints?.[step.index] !== 0) return undefined;
    const effect = this.#effects.of(step, variables);
    if (!PASSED.has(effect.does) || this.#effects.unknownTo(step) !== undefined) return undefined;
    const outcomes = this.#outcomes.of(effect, { context, index: step.index, variables, time });
    const [only] = outcomes;
    if (only === undefined || outcomes.length > 1) return undefined;
    if ((only.does !== 'continue' && only.does !== 'jump') || only.choice !== undefined) return undefined;
    const aim = only.does === 'jump' ? jumpOf(step, only, context) : after(step, context);
    if (aim.target === undefined && aim.seeks !== undefined) return undefined;
    this.branches.note(step, effect, time.servers);
    return { variables: only.variables, aim };
  }

  /** Whether the action is the last that the limit allows. A fetched list has its own count. */
  #isLast(place: Place, through: Place): boolean {
    return through === NONE && this.graph.used(place) >= MOST_ACTIONS;
  }

  /** Leaves the context by a door, to look for an action outside of it. */
  #leave(place: Place, seeks: Sought | undefined, move: Move, through: Place, run: Run): void {
    const { time, choice, variables } = move;
    const lost = seeks !== undefined && seeks.id !== JOIN && !this.#analysis.known.places.has(seeks.id);
    if (lost && through === NONE) {
      if (seeks.otherwise === 'finish') this.endings.finish(place, { time, choice });
      else this.endings.add(place, { kind: 'failed', ...seeks.otherwise }, { time, choice });
      return;
    }
    if (this.#isLast(place, through)) {
      this.endings.limit(place, time);
      return;
    }
    const context = this.graph.context.at(place);
    const door = this.places.door(context, lost ? { ...seeks, id: NOWHERE } : seeks, variables);
    this.#follow(this.places.edge(place, door, choice, through, run), time);
  }

  #enter(place: Place, { code, variables, waits, time }: Extract<Outcome, { does: 'enter' }>): void {
    const isFlow = this.#account.flows.get(code.flow.toLowerCase()) === code;
    const context = this.places.context(code, variables, {
      entrance: false,
      waiting: waits || this.graph.context.at(place).waiting,
      queue: waits,
      insertedFor: isFlow ? NONE : place,
    });
    if (context.callers.get(place) === undefined) context.callers.add(place, place);
    context.least = Math.min(context.least, this.graph.used(place) + 1);
    this.#begin(context, time, place);
    for (const door of context.doors.values())
      if (this.graph.seen.at(door) === 1) this.#return(place, door, time);
  }

  /** A door was reached: continues in every caller of its context. */
  #open(door: Place, time: TimeSet): void {
    const { entrance, callers } = this.graph.context.at(door);
    if (entrance) this.endings.over(door, time);
    for (const caller of callers.values()) this.#return(caller, door, time);
  }

  #return(caller: Place, door: Place, at: TimeSet): void {
    const { graph, times } = this;
    const time = times.and(times.and(graph.time.at(caller), graph.time.at(door)), at);
    const step = graph.step.at(caller);
    if (time === times.never || step === undefined) return;
    const known = graph.edgeThrough(caller, door);
    if (known !== NONE && (time.servers & ~graph.servers.at(known)) === 0) {
      this.#follow(known, time);
      return;
    }
    const { code, begin } = graph.context.at(door);
    const flow = this.#analysis.known.flows.get(code);
    const [outer, inner] = [graph.variables.at(caller), graph.variables.at(door)];
    const variables =
      flow === undefined ? inner : this.#values.merge(outer, inner, begin, (name) => mayChange(flow, name));
    const context = graph.context.at(caller);
    const seeks = graph.seeks.get(door);
    const aim = seeks === undefined ? after(step, context) : { target: find(seeks.id, context), seeks };
    this.#advance(caller, aim, { time, variables, choice: undefined }, door);
  }

  #begin(context: Context, time: TimeSet, caller: Place): void {
    const [step] = context.code.steps;
    const first = step === undefined ? NONE : this.places.state(context, step, context.variables);
    if (first === NONE) return;
    context.first = first;
    this.#arrive(first, 0, { time, edge: NONE, caller });
  }

  #follow(edge: Edge, time: TimeSet): void {
    const { graph } = this;
    graph.servers.set(edge, graph.servers.at(edge) | time.servers);
    const since = graph.sinceOn(edge) + graph.runLength(edge);
    this.#arrive(graph.to.at(edge), since, { time, edge, caller: NONE });
  }

  /** Records an arrival. A place that is reached at new times is explored again. */
  #arrive(place: Place, since: number, arrival: Arrival): void {
    const { graph, times } = this;
    const { time } = arrival;
    const before = graph.time.at(place);
    const added = times.without(time, before);
    if (graph.seen.at(place) === 0 && since < graph.since.at(place)) {
      graph.addFirstArrival(place, arrival, times);
      graph.since.set(place, since);
    } else {
      if (added === times.never) return;
      graph.addArrival(place, arrival, added);
    }
    graph.time.set(place, times.or(before, time));
    graph.fresh.set(place, times.or(graph.fresh.at(place), added));
    this.#frontier.push(place, graph.used(place));
  }
}

const NO_RUN: Run = { steps: [], length: 0 };

/** Replaces an id that no flow contains: it must not be found in an outer list either. */
const NOWHERE = '';

/** Effects that may have a single outcome, without a decision from outside. */
const PASSED: ReadonlySet<Effect['does']> = new Set([
  'next',
  'jump',
  'jump-counted',
  'answer',
  'ai',
  'speak',
  'play',
  'sound',
  'compare-status',
]);
