/** Every way that keys, times, variables and answers can lead: states are looked at until there is nothing new. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS } from '../call.ts';
import { JOIN, START, type Code, type Step } from '../code.ts';
import { effectOf, type Effect } from '../effects.ts';
import { DIGITS } from '../variables.ts';
import { analysisOf } from './analysis.ts';
import { Endings } from './endings.ts';
import { mayChange, type KnownFlows } from './flows.ts';
import { Frontier } from './frontier.ts';
import { used, type Choice, type Context, type Door, type Edge, type Node, type Sought } from './graph.ts';
import type { Liveness } from './live.ts';
import { Outcomes, type Move, type Outcome } from './outcomes.ts';
import { ANOTHER, outsideNames } from './outside.ts';
import { PRESSED, type Questions } from './questions.ts';
import { readsOf } from './reading.ts';
import type { NumberSet } from './sets.ts';
import { TimeSets, type TimeSet } from './times.ts';
import { VariableSets, type Variables } from './values.ts';

export interface Exploring {
  /** Ids of the flows that calls begin with. */
  flows: readonly string[];
  /** Milliseconds since 1970: the 12 months begin then. */
  from: number;
  inCall: boolean;
  /** Whether timeouts fire on this server. */
  timeouts: boolean;
  /** Variables that are known when a call begins; who calls is tried for all that it is compared with. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** More states than that are not looked at; the result says so. */
  mostStates?: number | undefined;
}

const MOST_STATES = 400_000;

export class Explorer {
  readonly times: TimeSets;
  readonly contexts: Context[] = [];
  readonly endings: Endings;
  /** Of branches: the listed values that were met. */
  readonly taken = new Map<Step, Set<string>>();
  /** Ids of the queues that somebody waits in. */
  readonly queues = new Set<string>();
  /** Whether there is more than was looked at. */
  cut = false;
  states = 0;
  readonly #setup: Exploring;
  readonly #account: CallAccount;
  readonly #entrances: readonly Code[];
  readonly #known: KnownFlows;
  readonly #questions: Questions;
  readonly #live: Liveness;
  readonly #values: VariableSets;
  readonly #outcomes: Outcomes;
  readonly #outside: ReadonlySet<string>;
  readonly #frontier = new Frontier();
  readonly #effects = new Map<Step, Effect>();
  readonly #byKey = new Map<string, Context>();
  readonly #codes = new Map<Code, number>();

  constructor(setup: Exploring, account: CallAccount) {
    const { from, inCall, timeouts } = setup;
    this.#setup = setup;
    this.#account = account;
    this.times = new TimeSets(from);
    this.endings = new Endings(this.times);
    this.#outside = outsideNames(inCall);
    this.#entrances = entrancesOf(setup, account);
    const { known, questions, live } = analysisOf(account, this.#entrances, inCall);
    this.#known = known;
    this.#questions = questions;
    this.#live = live;
    this.#values = new VariableSets(this.#questions, (name) => this.#outside.has(name));
    this.#outcomes = new Outcomes(account, timeouts, this.times, this.#values);
  }

  explore(): void {
    const given = this.#values.of(Object.entries(this.#setup.variables ?? {}));
    for (const code of this.#entrances) {
      const context = this.#context(code, given, {
        entrance: true,
        waiting: false,
        queue: false,
        live: undefined,
      });
      context.least = 0;
      this.#begin(context, this.times.year, undefined);
    }
    for (let place = this.#frontier.pop(); place !== undefined; place = this.#frontier.pop()) {
      place.seen = true;
      if (used(place) > MOST_ACTIONS) this.endings.limit(place);
      else if (place.step === undefined) this.#open(place);
      else this.#expand(place);
    }
  }

  #expand(node: Node): void {
    const { step, context, variables, time } = node;
    let unknown: string | undefined;
    const read = (name: string): string | undefined => {
      const value = variables.values.get(name);
      if (value === undefined && this.#outside.has(name)) unknown ??= name;
      return value;
    };
    const effect = this.#effectOf(step, read);
    const asked = this.#questions.about(this.#liveAt(context, step.index));
    if (unknown !== undefined && readsOf(step).includes(unknown)) {
      const values = ['', ANOTHER, ...(asked.get(unknown)?.values ?? [])];
      for (const value of asked.get(unknown)?.toldApart(values) ?? []) this.#assume(node, unknown, value);
      return;
    }
    if (effect.does === 'jump' && effect.listed === true) this.#take(step, effect.value ?? '');
    if (effect.does === 'wait-in-queue') this.queues.add(effect.queue);
    const { waiting, queue } = context;
    const pressed = this.#questions
      .about(context.live ?? this.#live.after(context.code, step.index))
      .get(PRESSED);
    const outcomes = this.#outcomes.of(effect, {
      variables,
      time,
      waiting,
      queue,
      asked: asked.get(DIGITS),
      pressed,
    });
    for (const outcome of outcomes) this.#follow(node, outcome);
  }

  /** What reads no variable is the same each time. */
  #effectOf(step: Step, read: (name: string) => string | undefined): Effect {
    const scene = { account: this.#account, inCall: this.#setup.inCall, read };
    if (step.filled || step.type === 'branch' || step.type === 'condition_call_digits') {
      return effectOf(step, scene);
    }
    const known = this.#effects.get(step) ?? effectOf(step, scene);
    this.#effects.set(step, known);
    return known;
  }

  /** The same action, now that a value from outside is known. */
  #assume(node: Node, name: string, value: string): void {
    const variables = this.#values.with(node.variables, name, value);
    const to = this.#node(node.context, node.step, variables);
    if (to === undefined) return;
    const edge = edgeOf(node, to, this.#outcomes.value(name, value));
    this.#arrive(to, node.time, node.since, edge);
  }

  #take(step: Step, value: string): void {
    const values = this.taken.get(step) ?? new Set();
    this.taken.set(step, values.add(value));
  }

  #follow(node: Node, outcome: Outcome): void {
    const { step } = node;
    switch (outcome.does) {
      case 'continue': {
        this.#next(node, outcome);
        return;
      }
      case 'jump': {
        this.#seek(node, { id: outcome.to, otherwise: { step, why: outcome.why } }, outcome);
        return;
      }
      case 'join-agent': {
        this.#leave(node, { id: JOIN, otherwise: 'finish' }, outcome);
        return;
      }
      case 'enter': {
        this.#enter(node, outcome);
        return;
      }
      case 'finish': {
        this.endings.finish(node);
        return;
      }
      case 'end': {
        this.endings.add(node, outcome);
        return;
      }
    }
  }

  /** `next_id`, the following action, or whatever follows outside. @param through the end of what it fetched. */
  #next(node: Node, move: Move, through?: Door): void {
    const { next, index } = node.step;
    // By its id: after the second of two actions with one id comes the first, again.
    const id = next ?? node.context.code.steps[index + 1]?.id;
    if (id === undefined) this.#leave(node, undefined, move, through);
    else this.#seek(node, { id, otherwise: 'finish' }, move, through);
  }

  /** In the current list, or outwards. The first action has a name, but only for the first flow itself. */
  #seek(node: Node, seeks: Sought, move: Move, through?: Door): void {
    const { code, entrance } = node.context;
    const start = seeks.id === START && entrance && through === undefined;
    const index = start ? 0 : code.indexOf.get(seeks.id);
    const target = index === undefined ? undefined : code.steps[index];
    if (target === undefined) {
      this.#leave(node, seeks, move, through);
      return;
    }
    if (this.#isLast(node, through)) {
      this.endings.limit(node);
      return;
    }
    const to = this.#node(node.context, target, move.variables);
    if (to !== undefined) this.#go(node, to, move, through);
  }

  /** Whether nothing comes after that action, since all are used. What it fetched has a count of its own. */
  #isLast(node: Node, through: Door | undefined): boolean {
    return through === undefined && used(node) >= MOST_ACTIONS;
  }

  /** The first action is known by its reserved id in the first flow only: what looks for it there is over here. */
  #leave(node: Node, seeks: Sought | undefined, move: Move, through?: Door): void {
    const lost = seeks !== undefined && seeks.id !== JOIN && !this.#known.places.has(seeks.id);
    if (lost && through === undefined) {
      if (seeks.otherwise === 'finish') this.endings.finish(node, move);
      else this.endings.add(node, { kind: 'failed', why: seeks.otherwise.why }, move);
      return;
    }
    if (this.#isLast(node, through)) {
      this.endings.limit(node);
      return;
    }
    this.#go(node, this.#door(node.context, seeks, move.variables), move, through);
  }

  #go(from: Node, to: Node | Door, { choice, time }: Move, through: Door | undefined): void {
    const edge = edgeOf(from, to, choice, through);
    this.#arrive(to, time, from.since + 1 + (through?.since ?? 0), edge);
  }

  #enter(node: Node, { code, variables, waits }: Extract<Outcome, { does: 'enter' }>): void {
    const own = this.#account.flows.get(code.flow.toLowerCase()) !== code;
    const context = this.#context(code, variables, {
      entrance: false,
      waiting: waits || node.context.waiting,
      queue: waits,
      live: own ? this.#liveAt(node.context, node.step.index) : undefined,
    });
    context.callers.add(node);
    context.least = Math.min(context.least, used(node) + 1);
    this.#begin(context, node.time, node);
    for (const door of context.doors.values()) if (door.seen) this.#return(node, door);
  }

  /** Where a context is left. */
  #open(door: Door): void {
    if (door.context.entrance) this.endings.over(door);
    for (const caller of door.context.callers) this.#return(caller, door);
  }

  #return(caller: Node, door: Door): void {
    const time = this.times.and(caller.time, door.time);
    if (time === this.times.never) return;
    const flow = this.#known.flows.get(door.context.code);
    const variables =
      flow === undefined
        ? door.variables
        : this.#values.merge(caller.variables, door.variables, (name) => mayChange(flow, name));
    const move: Move = { time, variables, choice: undefined };
    if (door.seeks === undefined) this.#next(caller, move, door);
    else this.#seek(caller, door.seeks, move, door);
  }

  #begin(context: Context, time: TimeSet, by: Node | undefined): void {
    const [step] = context.code.steps;
    const first = step && this.#node(context, step, context.variables);
    if (first === undefined) return;
    context.first = first;
    this.#arrive(first, time, 0, by);
  }

  /** A place is looked at again when it is reached at other times. */
  #arrive(place: Node | Door, time: TimeSet, since: number, by: Edge | Node | undefined): void {
    const { never } = this.times;
    if (since < place.since && !place.seen) {
      const later = place.arrivals.map((other) => ({
        by: other.by,
        time: this.times.without(other.time, time),
      }));
      place.arrivals = [{ time, by }, ...later.filter((other) => other.time !== never)];
      place.since = since;
    } else {
      const added = this.times.without(time, place.time);
      if (added === never) return;
      place.arrivals.push({ time: added, by });
    }
    place.time = this.times.or(place.time, time);
    this.#frontier.push(place);
  }

  #node(context: Context, step: Step, variables: Variables): Node | undefined {
    const kept = this.#values.keep(variables, this.#liveAt(context, step.index));
    const key = kept.id * context.code.steps.length + step.index;
    const known = context.nodes.get(key);
    if (known !== undefined) return known;
    if (this.states >= (this.#setup.mostStates ?? MOST_STATES)) {
      this.cut = true;
      return undefined;
    }
    this.states += 1;
    const node: Node = {
      number: -1,
      context,
      step,
      variables: kept,
      time: this.times.never,
      since: NOT_YET,
      arrivals: [],
      queued: false,
      seen: false,
      out: [],
    };
    context.nodes.set(key, node);
    return node;
  }

  #door(context: Context, seeks: Sought | undefined, variables: Variables): Door {
    const live = context.live ?? this.#live.leaving(context.code, seeks?.id);
    const kept = this.#values.keep(variables, live);
    const key = `${kept.id} ${nameOf(seeks)}`;
    const known = context.doors.get(key);
    if (known !== undefined) return known;
    const door: Door = {
      number: -1,
      context,
      step: undefined,
      seeks,
      variables: kept,
      time: this.times.never,
      since: NOT_YET,
      arrivals: [],
      queued: false,
      seen: false,
    };
    context.doors.set(key, door);
    return door;
  }

  #context(
    code: Code,
    variables: Variables,
    kind: Pick<Context, 'entrance' | 'waiting' | 'queue' | 'live'>,
  ): Context {
    const kept = this.#values.keep(variables, kind.live ?? this.#live.at(code, 0));
    const number = this.#codes.get(code) ?? this.#codes.size;
    this.#codes.set(code, number);
    const apart = kind.entrance && this.#namesStart(code);
    const key = `${number} ${kept.id} ${kind.waiting} ${apart}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const context: Context = {
      ...kind,
      code,
      variables: kept,
      first: undefined,
      nodes: new Map(),
      doors: new Map(),
      callers: new Set(),
      least: NOT_YET,
    };
    this.#byKey.set(key, context);
    this.contexts.push(context);
    return context;
  }

  /** Whether a flow knows its first action by the reserved id. */
  #namesStart(code: Code): boolean {
    const readings = this.#known.flows.get(code)?.readings ?? [];
    return readings.some(({ step, jumps }) => step.filled || jumps.includes(START));
  }

  #liveAt({ code, live }: Context, index: number): NumberSet {
    return live ?? this.#live.at(code, index);
  }
}

/** More actions than any number of them. */
const NOT_YET = 2 ** 24;

function edgeOf(from: Node, to: Node | Door, choice: Choice | undefined, through?: Door): Edge {
  const known = from.out.find((edge) => edge.to === to && edge.choice === choice && edge.through === through);
  if (known !== undefined) return known;
  const edge = { from, to, choice, through };
  from.out.push(edge);
  return edge;
}

const entrancesOf = ({ flows }: Exploring, account: CallAccount): Code[] =>
  flows.flatMap((id) => {
    const code = account.flows.get(id.toLowerCase());
    return code === undefined || code.steps.length === 0 ? [] : [code];
  });

const nameOf = (seeks: Sought | undefined): string =>
  seeks === undefined
    ? ''
    : seeks.otherwise === 'finish'
      ? seeks.id
      : JSON.stringify([
          seeks.id,
          seeks.otherwise.step.flow,
          seeks.otherwise.step.index,
          seeks.otherwise.why,
        ]);
