/**
 * What may still be asked of the variables, at each action. Two states that differ in nothing else are one state.
 * Of what is asked after a flow was fetched, it carries only what it may change: the rest waits outside.
 */
import { JOIN, START, type Code } from '../code.ts';
import { hasPlaceholder } from '../variables.ts';
import { mayChange, type KnownFlow, type KnownFlows } from './flows.ts';
import { PRESSED, type Questions } from './questions.ts';
import type { Reading } from './reading.ts';
import type { NumberSet } from './sets.ts';

/** What a step does to what is asked after it. */
interface Facts {
  asks: NumberSet;
  /** The variable that has another value after it, whatever it was. */
  sets: string | undefined;
  /** Whether that is the old one, and more. */
  adds: boolean;
  /** What is asked if anybody asks for that variable. */
  made: NumberSet;
  /** Indexes of the actions that may be next. */
  next: readonly number[];
  /** Ids that it may jump to outside. */
  outside: readonly string[];
  /** Whether it may be the last of its list. */
  leaves: boolean;
  fetched: readonly Flow[];
  /** Whether it waits for an agent in what it fetches. */
  waits: boolean;
}

interface Flow extends KnownFlow {
  facts: Facts[];
  /** By index: which actions it may come after. */
  before: readonly number[][];
  /** By index: what the flow asks itself, or one that it fetches. */
  own: NumberSet[];
  /** By index: that, and what is asked after the flow. */
  all: NumberSet[];
  /** What is asked after it, of what it may change. */
  end: NumberSet;
  /** Whether a caller may wait in it for an agent, so that it may be over at any moment. */
  waited: boolean;
  /** Whether there may be more to find. */
  open: boolean;
}

type Level = 'own' | 'all';

const NOWHERE: readonly never[] = [];

export class Liveness {
  readonly #questions: Questions;
  readonly #known: KnownFlows;
  readonly #flows = new Map<Code, Flow>();
  readonly #leaving = new Map<string, NumberSet>();
  readonly #everything: NumberSet;

  constructor(known: KnownFlows, questions: Questions) {
    this.#questions = questions;
    this.#known = known;
    const { none } = questions.sets;
    for (const flow of known.flows.values()) {
      const empty = { facts: [], before: flow.code.steps.map(() => []), own: [], all: [] };
      this.#flows.set(flow.code, { ...flow, ...empty, end: none, waited: false, open: true });
    }
    for (const flow of this.#flows.values()) {
      flow.facts = flow.readings.map((reading) => this.#factsOf(reading, flow));
      flow.own = flow.facts.map(() => none);
      for (const [index, { next }] of flow.facts.entries())
        for (const to of next) flow.before[to]?.push(index);
    }
    this.#everything = questions.everything();
    if (!known.open) this.#settle();
  }

  /** What may be asked from that action on. */
  at(code: Code, index: number): NumberSet {
    if (this.#known.open) return this.#everything;
    return this.#flows.get(code)?.all[index] ?? this.#questions.sets.none;
  }

  /** What may be asked after that action, or while it runs. */
  after(code: Code, index: number): NumberSet {
    if (this.#known.open) return this.#everything;
    const flow = this.#flows.get(code);
    const facts = flow?.facts[index];
    if (flow === undefined || facts === undefined) return this.#questions.sets.none;
    const after = this.#after(flow, facts, 'all');
    return flow.waited ? this.#questions.sets.union(after, flow.end) : after;
  }

  /** What may be asked after that flow, of what it may change: where it is over, or jumps out to an id. */
  leaving(code: Code, id: string | undefined): NumberSet {
    if (this.#known.open) return this.#everything;
    const flow = this.#flows.get(code);
    if (flow === undefined) return this.#questions.sets.none;
    if (id === undefined || id === JOIN) return flow.end;
    const key = `${code.flow} ${id}`;
    const known = this.#leaving.get(key) ?? this.#outside(flow, id);
    this.#leaving.set(key, known);
    return known;
  }

  /** Each flow before those that fetch it, then after them. */
  #settle(): void {
    const components: Flow[][] = [];
    for (const flow of this.#flows.values()) (components[flow.component] ??= []).push(flow);
    for (const flows of components) {
      whileOpen(flows, (flow) => {
        const [first] = flow.own;
        this.#pass(flow, 'own');
        if (flow.own[0] !== first) for (const other of flows) other.open = true;
      });
    }
    for (const flow of this.#flows.values()) {
      flow.all = [...flow.own];
      flow.open = true;
    }
    for (const flows of components.reverse()) {
      whileOpen(flows, (flow) => {
        const changed = this.#pass(flow, 'all');
        if (changed && flow.escapes.size > 0) for (const other of flows) other.open = true;
        for (const facts of flow.facts) if (facts.fetched.length > 0) this.#enter(flow, facts);
      });
    }
  }

  /** Backwards, and again wherever what follows has changed. Whether anything has. */
  #pass(flow: Flow, level: Level): boolean {
    const { sets } = this.#questions;
    const live = flow[level];
    const todo = [...live.keys()];
    const waiting = new Uint8Array(live.length).fill(1);
    let changed = false;
    for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
      waiting[index] = 0;
      const facts = flow.facts[index];
      const known = live[index];
      if (facts === undefined || known === undefined) continue;
      const asked = this.#before(flow, facts, level);
      const all = sets.union(known, level === 'all' && flow.waited ? sets.union(asked, flow.end) : asked);
      if (all === known) continue;
      live[index] = all;
      changed = true;
      for (const before of flow.before[index] ?? []) {
        if (waiting[before] === 1) continue;
        waiting[before] = 1;
        todo.push(before);
      }
    }
    return changed;
  }

  #before(flow: Flow, facts: Facts, level: Level): NumberSet {
    const { sets } = this.#questions;
    const after = this.#after(flow, facts, level);
    const { sets: name, adds, made, asks } = facts;
    if (name === undefined) return sets.union(asks, after);
    const rest = sets.only(after, (question) => this.#questions.nameOf(question) !== name);
    return sets.union(asks, rest === after ? after : sets.union(adds ? after : rest, made));
  }

  /** When the step begins: what it fetches comes first. */
  #after(flow: Flow, facts: Facts, level: Level): NumberSet {
    const { sets } = this.#questions;
    return facts.fetched.reduce(
      (all, { own }) => sets.union(all, own[0] ?? sets.none),
      this.#over(flow, facts, level),
    );
  }

  /** When the step, and what it fetched, are over. */
  #over(flow: Flow, { next, outside, leaves, fetched }: Facts, level: Level): NumberSet {
    const { sets } = this.#questions;
    let after = leaves && level === 'all' ? flow.end : sets.none;
    for (const index of next) after = sets.union(after, flow[level][index] ?? sets.none);
    if (level === 'all') for (const id of outside) after = sets.union(after, this.#outside(flow, id));
    for (const { escapes } of fetched) {
      for (const id of escapes) {
        const index = flow.code.indexOf.get(id);
        if (index !== undefined) after = sets.union(after, flow[level][index] ?? sets.none);
        else if (level === 'all') after = sets.union(after, this.#outside(flow, id));
      }
    }
    return after;
  }

  /** What is asked from an id on that is elsewhere, of what the flow may change. */
  #outside(flow: Flow, id: string): NumberSet {
    const { sets } = this.#questions;
    const places = this.#known.places.get(id) ?? [];
    const asked = places.reduce(
      (all, [code, index]) => sets.union(all, this.#flows.get(code)?.all[index] ?? sets.none),
      sets.none,
    );
    return this.#changedBy(flow, asked);
  }

  #changedBy(flow: KnownFlow, questions: NumberSet): NumberSet {
    return this.#questions.sets.only(questions, (question) =>
      mayChange(flow, this.#questions.nameOf(question)),
    );
  }

  /** What is asked after a fetch is asked after what it fetches; whoever waits goes round in it. */
  #enter(flow: Flow, facts: Facts): void {
    const { sets } = this.#questions;
    const over = facts.waits ? this.#after(flow, facts, 'all') : this.#over(flow, facts, 'all');
    const after = flow.waited ? sets.union(over, flow.end) : over;
    for (const inner of facts.fetched) {
      const end = sets.union(inner.end, this.#changedBy(inner, after));
      const waited = inner.waited || facts.waits || flow.waited;
      if (end === inner.end && waited === inner.waited) continue;
      Object.assign(inner, { end, waited, open: true });
    }
  }

  #factsOf(reading: Reading, { code }: Flow): Facts {
    const { step, jumps, follows, fetched, waits, setting } = reading;
    const { key, made, adds } = setting;
    const questions = this.#questions;
    const whole = adds && key !== undefined ? questions.beginning(key) : questions.wholly(made);
    const asks = questions.of(reading, code);
    const named = key !== undefined && !hasPlaceholder(key);
    const following = follows ? code.steps[step.index + 1] : undefined;
    const ids = following === undefined ? jumps : [...jumps, following.id];
    const indexes = ids.map((id) => code.indexOf.get(id) ?? (id === START ? 0 : undefined));
    return {
      // What is set under a name that is only known when it runs may be asked for.
      asks: key === undefined || named ? asks : questions.sets.union(asks, whole),
      sets: named ? key : questions.hears(step) ? PRESSED : undefined,
      adds,
      made: whole,
      next: indexes.filter((index) => index !== undefined),
      outside: indexes.includes(undefined)
        ? ids.filter((id, at) => indexes[at] === undefined && this.#known.places.has(id))
        : NOWHERE,
      leaves: follows && following === undefined,
      fetched: fetched.length === 0 ? NOWHERE : fetched.flatMap((one) => this.#flows.get(one) ?? []),
      waits,
    };
  }
}

/** Until there is nothing more to find in any. */
function whileOpen(flows: readonly Flow[], look: (flow: Flow) => void): void {
  for (let some = true; some;) {
    some = false;
    for (const flow of flows) {
      if (!flow.open) continue;
      flow.open = false;
      look(flow);
      some = true;
    }
  }
}
