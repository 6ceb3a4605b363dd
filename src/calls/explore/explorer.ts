/** Every way that keys, times, variables and answers can lead. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS, type EndKind } from '../call.ts';
import { JOIN, START, type Code, type Step } from '../code.ts';
import { effectOf, type Effect, type Scene } from '../effects.ts';
import { satisfies } from '../keypad.ts';
import { queueVariables } from '../platform-variables.ts';
import { DIGITS, fill } from '../variables.ts';
import { digitComparands, type Comparands } from './comparands.ts';
import {
  actionsUntil,
  type Choice,
  type Context,
  type Ending,
  type Exit,
  type Node,
  type Place,
  type Sought,
  type Variables,
} from './graph.ts';
import { completions, partials, singleKeys } from './keys.ts';
import { liveNames, type LiveNames } from './live.ts';
import { readsOf } from './reading.ts';
import { TimeSets, type TimeSet } from './times.ts';
import { unknownValues } from './unknown.ts';

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

export const MOST_STATES = 400_000;

/** Whether the call was answered matters only to a condition on the call's status. */
const ANSWERED = '#answered';

type Lasting = Extract<Effect, { does: 'speak' | 'play' | 'sound' | 'receive' | 'wait' | 'block' }>;

interface Move {
  choice?: Choice | undefined;
  time?: TimeSet;
  variables?: Variables;
}

export class Explorer {
  readonly times: TimeSets;
  readonly contexts: Context[] = [];
  readonly endings = new Map<string, Ending>();
  /** Of branches: the listed values that were met. */
  readonly taken = new Map<Step, Set<string>>();
  /** Ids of the queues that somebody waits in. */
  readonly queues = new Set<string>();
  /** Whether there is more than was looked at. */
  cut = false;
  states = 0;
  readonly #setup: Exploring;
  readonly #account: CallAccount;
  readonly #live: LiveNames;
  readonly #digits: Comparands;
  readonly #unknown: ReadonlyMap<string, readonly string[]>;
  readonly #effects = new Map<Step, Effect>();
  readonly #byKey = new Map<string, Context>();
  readonly #codes = new Map<Code, number>();
  readonly #variables = new Map<string, Variables>();
  readonly #queue: Node[] = [];
  readonly #given: Variables;
  readonly #asksStatus: boolean;
  readonly #choices = new Map<string, Choice>();
  readonly #kept = new Map<ReadonlySet<string>, Map<Variables, Variables>>();

  constructor(setup: Exploring, account: CallAccount) {
    this.#setup = setup;
    this.#account = account;
    this.times = new TimeSets(setup.from);
    this.#live = liveNames(account);
    this.#digits = digitComparands(account);
    this.#unknown = setup.inCall ? unknownValues(account) : new Map();
    this.#given = this.#intern(new Map(Object.entries(setup.variables ?? {})));
    this.#asksStatus = [...account.flows.values()].some(({ steps }) =>
      steps.some(({ type }) => type === 'condition_call_status'),
    );
  }

  explore(): void {
    for (const id of new Set(this.#setup.flows)) {
      const code = this.#account.flows.get(id.toLowerCase());
      if (code === undefined) continue;
      const context = this.#context(code, this.#given, { entrance: true, waiting: false });
      context.least = 0;
      const [first] = code.steps;
      if (first === undefined) continue;
      this.#reach(context, first, this.#given, this.times.year, 0);
    }
    for (let at = 0; at < this.#queue.length; at += 1) {
      const node = this.#queue[at];
      if (node === undefined) continue;
      node.queued = false;
      this.#expand(node);
      if (at < 4096) continue;
      this.#queue.splice(0, at + 1);
      at = -1;
    }
  }

  #expand(node: Node): void {
    const { step, context } = node;
    const scene: Scene = { account: this.#account, inCall: this.#setup.inCall, read: () => '' };
    let asked: string | undefined;
    const read = (name: string): string | undefined => {
      const value = node.variables.values.get(name);
      if (value === undefined && asked === undefined && this.#unknown.has(name)) asked = name;
      return value;
    };
    const effect = this.#effectOf(step, { ...scene, read });
    if (asked !== undefined && readsOf(step).includes(asked)) {
      this.#ask(node, asked);
      return;
    }
    if (context.least + node.since >= MOST_ACTIONS && !LAST_WORDS.has(effect.does)) {
      this.#end(node, 'limit', step, `${MOST_ACTIONS} actions are used before it`);
      return;
    }
    this.#carryOut(effect, node, read);
  }

  /** What reads no variable is the same each time. */
  #effectOf(step: Step, scene: Scene): Effect {
    if (step.filled || step.type === 'branch' || step.type === 'condition_call_digits') {
      return effectOf(step, scene);
    }
    const known = this.#effects.get(step) ?? effectOf(step, scene);
    this.#effects.set(step, known);
    return known;
  }

  /** A value that comes from outside is tried for all that it is compared with. */
  #ask(node: Node, name: string): void {
    for (const value of this.#unknown.get(name) ?? []) {
      const variables = this.#with(node.variables, name, value);
      const choice = this.#choice({ kind: 'value', name, value });
      this.#link(node, node.step, { variables, choice }, undefined, node.since);
    }
  }

  #carryOut(effect: Effect, node: Node, read: (name: string) => string | undefined): void {
    const { step } = node;
    const set = 'set' in effect ? effect.set : undefined;
    const variables =
      set === undefined ? node.variables : this.#with(node.variables, set[0], fill(set[1], read));
    switch (effect.does) {
      case 'next': {
        this.#next(node, { variables });
        return;
      }
      case 'answer': {
        this.#next(node, { variables: this.#answered(variables) });
        return;
      }
      case 'finish': {
        this.#end(node, 'regular', undefined, 'the flow is over', { actions: 1 });
        return;
      }
      case 'fail': {
        this.#end(node, 'failed', step, effect.why);
        return;
      }
      case 'hang-up': {
        this.#end(node, 'hangup', step, 'the flow hangs up');
        return;
      }
      case 'jump':
        if (effect.listed === true) this.#take(step, effect.value ?? '');
        {
          this.#jump(node, effect.to, effect.why, { variables });
          return;
        }
      case 'compare-time': {
        const holds = this.times.when(effect.option);
        const yes = this.times.and(node.time, holds);
        const no = this.times.without(node.time, holds);
        if (yes !== this.times.never) this.#next(node, { time: yes, choice: TIME_FITS });
        if (no === this.times.never) return;
        this.#jump(node, effect.otherwise, effect.why, { time: no, choice: OTHER_TIME });
        return;
      }
      case 'compare-status': {
        const status = node.variables.values.get(ANSWERED) === '1' ? 'progressing' : 'ringing';
        if (effect.status === status) {
          this.#next(node, {});
          return;
        }
        this.#jump(node, effect.otherwise, effect.why, {});
        return;
      }
      case 'fetch': {
        this.#fetch(node, effect.code, node.variables, false);
        return;
      }
      case 'connect': {
        this.#fetch(node, effect.code, node.variables, false);
        return;
      }
      case 'wait-in-queue': {
        this.queues.add(effect.queue);
        const live = this.#liveAt(node.context, step.index);
        const within = queueVariables(effect.queue, this.#account)
          .filter(([name]) => live?.has(name) !== false)
          .reduce((all, [name, value]) => this.#with(all, name, value), variables);
        this.#fetch(node, effect.code, within, true);
        return;
      }
      case 'join':
        this.#end(node, 'agent', step, 'the caller is connected');
        {
          this.#next(node, { variables: this.#answered(variables) });
          return;
        }
      case 'conference':
        this.#end(node, 'conference', step, 'the caller is in the conference');
        {
          this.#next(node, {});
          return;
        }
      case 'ai': {
        this.#next(node, { variables: this.#answered(variables) });
        return;
      }
      default: {
        this.#pass(effect, node);
        return;
      }
    }
  }

  /** Whatever takes time: keys may come, an agent may become free. */
  #pass(effect: Lasting, node: Node): void {
    const answered = effect.does === 'speak' ? this.#answered(node.variables) : node.variables;
    if (effect.does === 'speak' && effect.goesOn) {
      this.#next(node, { variables: answered });
      return;
    }
    const digits = node.variables.values.get(DIGITS) ?? '';
    if (effect.does === 'receive' && satisfies(digits, effect)) {
      this.#next(node, {});
      return;
    }
    if (node.context.waiting) {
      const seeks: Sought = { id: JOIN, otherwise: 'finish' };
      this.#leave(node, seeks, { variables: answered, choice: AGENT_FREE });
    }
    switch (effect.does) {
      case 'block': {
        this.#end(node, 'blocked', node.step, effect.why);
        return;
      }
      case 'wait':
        if (this.#setup.timeouts) {
          this.#next(node, {});
          return;
        }
        {
          this.#end(node, 'blocked', node.step, `${effect.what} never ends on this server`);
          return;
        }
      case 'receive': {
        this.#receive(effect, node, digits);
        return;
      }
      default: {
        const stops = effect.does === 'speak' && effect.stopsAtKey;
        const heard = this.#heard(node, stops);
        this.#next(node, { variables: answered, choice: heard.length > 0 ? NO_KEY : undefined });
        for (const keys of heard) {
          const variables = this.#with(answered, DIGITS, keys);
          this.#next(node, { variables, choice: this.#press(keys) });
        }
        return;
      }
    }
  }

  /** The keys that make a difference during a speech. */
  #heard({ context, step }: Node, stopsAtKey: boolean): readonly string[] {
    const live = this.#liveAt(context, step.index);
    if (live !== undefined && !live.has(DIGITS)) return [];
    return singleKeys(this.#digits(context.code, step.index), stopsAtKey);
  }

  #receive(effect: Extract<Effect, { does: 'receive' }>, node: Node, digits: string): void {
    const compared = this.#digits(node.context.code, node.step.index);
    const press = (keys: string): void => {
      const variables = this.#with(node.variables, DIGITS, `${digits}${keys}`);
      this.#next(node, { variables, choice: keys === '' ? NO_KEY : this.#press(keys) });
    };
    for (const keys of completions(digits, effect, compared)) press(keys);
    if (this.#setup.timeouts || effect.ms <= 0)
      for (const keys of partials(digits, effect, compared)) press(keys);
    else {
      this.#end(
        node,
        'blocked',
        node.step,
        'it waits for keys, and nothing but a key ends that on this server',
      );
    }
  }

  #press(keys: string): Choice {
    return this.#choice({ kind: 'press', keys });
  }

  #choice(choice: Extract<Choice, { kind: 'press' | 'value' }>): Choice {
    const key = choice.kind === 'press' ? choice.keys : `${choice.name}=${choice.value}`;
    const known = this.#choices.get(key) ?? choice;
    this.#choices.set(key, known);
    return known;
  }

  #take(step: Step, value: string): void {
    const values = this.taken.get(step) ?? new Set();
    this.taken.set(step, values.add(value));
  }

  #next(node: Node, move: Move): void {
    const { code } = node.context;
    const { next, index } = node.step;
    if (next !== undefined) {
      this.#seek(node, { id: next, otherwise: 'finish' }, move);
      return;
    }
    const following = code.steps[index + 1];
    if (following === undefined) {
      this.#leave(node, undefined, move);
      return;
    }
    this.#seek(node, { id: following.id, otherwise: 'finish' }, move);
  }

  #jump(node: Node, id: string, why: string, move: Move): void {
    this.#seek(node, { id, otherwise: { step: node.step, why } }, move);
  }

  /** In the current list, or outwards. The first action has a name, but only for the first flow itself. */
  #seek(node: Node, seeks: Sought, move: Move, through?: Exit): void {
    const { code, entrance } = node.context;
    const index = seeks.id === START && entrance && through === undefined ? 0 : code.indexOf.get(seeks.id);
    const target = index === undefined ? undefined : code.steps[index];
    if (target === undefined) this.#leave(node, seeks, move, through);
    else this.#link(node, target, move, through, actionsUntil(node, through));
  }

  #link(from: Node, step: Step, move: Move, through: Exit | undefined, since: number): void {
    const { choice, time = from.time, variables = from.variables } = move;
    const to = this.#reach(from.context, step, variables, time, since);
    if (to === undefined) return;
    const known = from.out.find((edge) => edge.to === to && edge.choice === choice);
    const edge = known ?? { from, to, choice, time, through };
    if (known === undefined) from.out.push(edge);
    else {
      known.time = this.times.or(known.time, time);
      if ((through?.actions ?? 0) < (known.through?.actions ?? 0)) known.through = through;
    }
    if (to.since === since && to.best === undefined && to !== from) to.best = edge;
  }

  /** A state is looked at again when it is reached at other times, or by fewer actions. */
  #reach(context: Context, step: Step, variables: Variables, time: TimeSet, since: number): Node | undefined {
    const kept = this.#keep(variables, this.#liveAt(context, step.index));
    const key = kept.id * context.code.steps.length + step.index;
    const known = context.nodes.get(key);
    if (known !== undefined) {
      const all = this.times.or(known.time, time);
      if (all === known.time && since >= known.since) return known;
      if (since < known.since) known.best = undefined;
      known.time = all;
      known.since = Math.min(since, known.since);
      this.#enqueue(known);
      return known;
    }
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
      time,
      since,
      best: undefined,
      out: [],
      queued: false,
    };
    context.nodes.set(key, node);
    this.#enqueue(node);
    return node;
  }

  #enqueue(node: Node): void {
    if (node.queued) return;
    node.queued = true;
    this.#queue.push(node);
  }

  #fetch(node: Node, code: Code, variables: Variables, waits: boolean): void {
    const live =
      this.#account.flows.get(code.flow) === code ? undefined : this.#liveAt(node.context, node.step.index);
    const [first] = code.steps;
    if (first === undefined) return;
    const context = this.#context(code, this.#keep(variables, live ?? this.#live(code, 0)), {
      entrance: false,
      waiting: waits || node.context.waiting,
      live,
    });
    if (!context.callers.includes(node)) context.callers.push(node);
    const least = node.context.least + node.since + 1;
    if (least < context.least) {
      context.least = least;
      context.best = node;
      for (const known of context.nodes.values()) this.#enqueue(known);
    }
    this.#reach(context, first, variables, node.time, 0);
    for (const exit of [...context.exits]) this.#return(node, exit);
  }

  #leave(node: Node, seeks: Sought | undefined, move: Move, through?: Exit): void {
    const { context } = node;
    const { choice, time = node.time, variables = node.variables } = move;
    const known = context.exits.find(
      (exit) =>
        exit.from === node &&
        sameSought(exit.seeks, seeks) &&
        exit.variables === variables &&
        exit.choice === choice,
    );
    const actions = actionsUntil(node, through);
    const exit = known ?? { from: node, choice, through, seeks, variables, time, actions };
    if (known === undefined) context.exits.push(exit);
    else {
      const all = this.times.or(known.time, time);
      if (all === known.time && actions >= known.actions) return;
      known.time = all;
      if (actions < known.actions) Object.assign(known, { actions, through });
    }
    if (context.entrance) this.#over(exit);
    for (const caller of [...context.callers]) this.#return(caller, exit);
  }

  /** Nothing outside the first flow. */
  #over({ from, seeks, through, time, actions }: Exit): void {
    const place = { time, through, actions: actions - from.since };
    if (seeks === undefined || seeks.otherwise === 'finish') {
      this.#end(from, 'regular', undefined, 'the flow is over', place);
      return;
    }
    // The action that fails has not run.
    this.#end(from, 'failed', seeks.otherwise.step, seeks.otherwise.why, {
      ...place,
      actions: place.actions - 1,
    });
  }

  #return(caller: Node, exit: Exit): void {
    const time = this.times.and(caller.time, exit.time);
    if (time === this.times.never) return;
    const move: Move = { time, variables: exit.variables };
    if (exit.seeks !== undefined) {
      this.#seek(caller, exit.seeks, move, exit);
      return;
    }
    const { next, index } = caller.step;
    const following = next ?? caller.context.code.steps[index + 1]?.id;
    if (following === undefined) this.#leave(caller, undefined, move, exit);
    else this.#seek(caller, { id: following, otherwise: 'finish' }, move, exit);
  }

  #end(
    node: Node,
    kind: EndKind,
    step: Step | undefined,
    why: string,
    { time = node.time, actions = 0, through }: Partial<Place> = {},
  ): void {
    const waiting = node.context.waiting && (kind === 'blocked' || kind === 'limit');
    const key = `${kind} ${step?.flow ?? ''} ${step?.inserted === true ? step.type : (step?.index ?? '')} ${why} ${waiting}`;
    const ending: Ending = this.endings.get(key) ?? { kind, step, why, waiting, places: new Map() };
    const known = ending.places.get(node);
    const place = known === undefined || actions < known.actions ? { time, actions, through } : { ...known };
    place.time = known === undefined ? time : this.times.or(known.time, time);
    ending.places.set(node, place);
    this.endings.set(key, ending);
  }

  #context(
    code: Code,
    variables: Variables,
    { entrance, waiting, live }: Pick<Context, 'entrance' | 'waiting'> & { live?: Context['live'] },
  ): Context {
    const number = this.#codes.get(code) ?? this.#codes.size;
    this.#codes.set(code, number);
    const apart = entrance && namesStart(code);
    const key = `${number} ${variables.id} ${waiting} ${apart}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.entrance ||= entrance;
      return known;
    }
    const context: Context = {
      code,
      entrance,
      waiting,
      live,
      nodes: new Map(),
      callers: [],
      exits: [],
      least: Infinity,
      best: undefined,
    };
    this.#byKey.set(key, context);
    this.contexts.push(context);
    return context;
  }

  #liveAt({ code, live }: Context, index: number): ReadonlySet<string> | undefined {
    return live ?? this.#live(code, index);
  }

  #answered(variables: Variables): Variables {
    return this.#asksStatus ? this.#with(variables, ANSWERED, '1') : variables;
  }

  #with(variables: Variables, name: string, value: string): Variables {
    const key = `${name}=${value}`;
    const known = variables.changed.get(key);
    if (known !== undefined) return known;
    const values = new Map(variables.values).set(name, value);
    // Empty and never set are read alike.
    if (value === '' && !this.#unknown.has(name)) values.delete(name);
    const changed = this.#intern(values);
    variables.changed.set(key, changed);
    return changed;
  }

  #keep(variables: Variables, live: ReadonlySet<string> | undefined): Variables {
    const { values } = variables;
    if (live === undefined || values.size === 0) return variables;
    const cache = this.#kept.get(live) ?? new Map<Variables, Variables>();
    this.#kept.set(live, cache);
    const known = cache.get(variables);
    if (known !== undefined) return known;
    const kept = this.#intern(new Map([...values].filter(([name]) => name === ANSWERED || live.has(name))));
    cache.set(variables, kept);
    return kept;
  }

  #intern(values: ReadonlyMap<string, string>): Variables {
    const entries = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(entries);
    const known = this.#variables.get(key) ?? {
      id: this.#variables.size,
      values: new Map(entries),
      changed: new Map(),
    };
    this.#variables.set(key, known);
    return known;
  }
}

/** What still happens as the last action of all. */
const LAST_WORDS: ReadonlySet<Effect['does']> = new Set(['fail', 'hang-up', 'block']);

/** Whether a list of actions knows the first one by its reserved id. */
const namesStart = (code: Code): boolean =>
  code.steps.some(
    (step) => step.next === START || step.filled || JSON.stringify(step.option).includes(START),
  );

function sameSought(a: Sought | undefined, b: Sought | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.id !== b.id) return false;
  const [x, y] = [a.otherwise, b.otherwise];
  return x === 'finish' || y === 'finish' ? x === y : x.step === y.step && x.why === y.why;
}

const NO_KEY: Choice = { kind: 'no-key' };
const AGENT_FREE: Choice = { kind: 'agent-free' };
const TIME_FITS: Choice = { kind: 'time', holds: true };
const OTHER_TIME: Choice = { kind: 'time', holds: false };
