/**
 * Liveness analysis: the questions about variables that may still be asked at each action. States with the same answers
 * to them are one state. A fetched flow carries only the later questions about variables that it may change; the
 * others stay with its caller.
 */
import { JOIN, type Code, type Step } from '../code.ts';
import { hasPlaceholder } from '../variables.ts';
import { ArcList, arcsOf, type Arcs } from './components.ts';
import { mayChange, type KnownFlow, type KnownFlows } from './flows.ts';
import { PRESSED, type Questions } from './questions.ts';
import { PLAIN, type Reading } from './reading.ts';
import type { NumberSet } from './sets.ts';

/** How a step affects the questions that are live before it. */
interface Facts {
  asks: NumberSet;
  /** The variable that it overwrites. */
  sets: string | undefined;
  /** Whether it only appends to that variable. */
  adds: boolean;
  /** The questions about the variables in the new value, asked only if that variable is live. */
  made: NumberSet;
  /** Indexes of the actions that it may jump to. */
  inside: readonly number[];
  /** Ids that it may jump to outside. */
  outside: readonly string[];
  fetched: readonly Flow[];
  /** Whether callers wait for an agent in what it fetches. */
  waits: boolean;
}

interface Flow extends KnownFlow {
  /** By index; most actions share one object. */
  facts: readonly Facts[];
  /** By index: the following action, `OVER` at the end of the list, `NOT` if the following action is never next. */
  following: readonly number[];
  /** From each action to those that may run directly before it. */
  before: Arcs;
  /** The indexes of the actions after which something outside of the flow may be next. */
  last: readonly number[];
  /** By index: the live questions of the flow and of those that it fetches. */
  own: NumberSet[];
  /** By index: those of `own`, and the questions asked after the flow. */
  all: NumberSet[];
  /** By index: cache of `after`. */
  afters: (NumberSet | undefined)[];
  /** The questions asked after the flow, about variables that it may change. */
  end: NumberSet;
  /** Whether a caller may wait in it for an agent, so that it may end at any moment. */
  waited: boolean;
  /** The actions that fetch it, in flows that it also fetches. */
  fetchers: { flow: Flow; index: number }[];
  /** Worklist: indexes of the actions whose live questions may grow. */
  todo: number[];
}

/** The questions asked after flows that fetch each other, and whether callers wait in them. */
interface Found {
  ends: Set<NumberSet>;
  waited: boolean;
}

type Level = 'own' | 'all';

const NOWHERE: readonly never[] = [];
const OVER = -1;
const NOT = -2;

export class Liveness {
  readonly #questions: Questions;
  readonly #known: KnownFlows;
  readonly #flows = new Map<Code, Flow>();
  readonly #leaving = new Map<string, NumberSet>();
  readonly #everything: NumberSet;
  /** Facts of an action that asks nothing: `#hearing` accepts keys while it runs, `#plain` does not. */
  readonly #hearing: Facts;
  readonly #plain: Facts;

  constructor(known: KnownFlows, questions: Questions) {
    this.#questions = questions;
    this.#known = known;
    const { none } = questions.sets;
    const nothing = { asks: none, adds: false, made: none, inside: NOWHERE, outside: NOWHERE };
    this.#plain = { ...nothing, sets: undefined, fetched: NOWHERE, waits: false };
    this.#hearing = { ...this.#plain, sets: PRESSED };
    this.#everything = known.open ? questions.everything() : none;
    if (known.open) return;
    for (const flow of known.flows.values()) {
      const following = followingIn(flow);
      const empty = {
        facts: [],
        before: NO_ARCS,
        last: [],
        own: [],
        all: [],
        afters: [],
        end: none,
        waited: false,
      };
      this.#flows.set(flow.code, { following, fetchers: [], todo: [], ...empty, ...flow });
    }
    const arcs = new ArcList();
    for (const flow of this.#flows.values()) this.#prepare(flow, arcs);
    this.#settle();
  }

  #prepare(flow: Flow, arcs: ArcList): void {
    const { code, readings, component } = flow;
    const facts = code.steps.map((step, index) => this.#factsOf(step, readings[index] ?? PLAIN, code));
    flow.facts = facts;
    flow.before = beforeIn(facts, flow.following, arcs);
    flow.last = lastIn(flow);
    flow.own = facts.map(() => this.#questions.sets.none);
    for (const index of flow.particular) {
      for (const inner of facts[index]?.fetched ?? NOWHERE) {
        if (inner.component === component) inner.fetchers.push({ flow, index });
      }
    }
  }

  /** By index: the questions that may be asked from that action on. */
  in(code: Code): readonly NumberSet[] {
    if (this.#known.open) return code.steps.map(() => this.#everything);
    return this.#flows.get(code)?.all ?? [];
  }

  /** The questions that the flow, or one that it fetches, may ask about variables before it sets them. */
  begin(code: Code): NumberSet {
    const asked = this.#known.open ? this.#everything : this.#flows.get(code)?.own[0];
    return this.#questions.shared(asked ?? this.#questions.sets.none);
  }

  /** The questions that may be asked while that action runs, or after it. */
  after(code: Code, index: number): NumberSet {
    if (this.#known.open) return this.#everything;
    const flow = this.#flows.get(code);
    if (flow === undefined) return this.#questions.sets.none;
    const known = flow.afters[index];
    if (known !== undefined) return known;
    const after = this.#after(flow, index, 'all');
    const asked = flow.waited ? this.#questions.sets.union(after, flow.end) : after;
    flow.afters[index] = asked;
    return asked;
  }

  /** The questions asked after a flow ends, or jumps out to `id`, about variables that it may change. */
  leaving(code: Code, id: string | undefined): NumberSet {
    if (this.#known.open) return this.#questions.shared(this.#everything);
    const flow = this.#flows.get(code);
    if (flow === undefined) return this.#questions.sets.none;
    if (id === undefined || id === JOIN) return flow.end;
    const key = `${code.flow} ${id}`;
    const known = this.#leaving.get(key) ?? this.#outside(flow, id);
    this.#leaving.set(key, known);
    return known;
  }

  /** Solves `own` from fetched flows to their callers, then `all` from callers to what they fetch. */
  #settle(): void {
    const components: Flow[][] = [];
    for (const flow of this.#flows.values()) (components[flow.component] ??= []).push(flow);
    for (const flow of this.#flows.values()) openAll(flow);
    for (const flows of components) {
      whileOpen(flows, (flow) => {
        const [first] = flow.own;
        this.#pass(flow, 'own');
        if (flow.own[0] !== first) for (const outer of flow.fetchers) outer.flow.todo.push(outer.index);
      });
    }
    for (const flow of this.#flows.values()) flow.all = flow.own.slice();
    for (const flows of components.reverse()) this.#settleTogether(flows);
    for (const flow of this.#flows.values()) dropWork(flow);
  }

  /** Flows that fetch each other share the questions asked after them: they may be left in any order. */
  #settleTogether(flows: readonly Flow[]): void {
    const { sets } = this.#questions;
    let end = sets.unionOf(flows.map((flow) => flow.end));
    let waited = flows.some((flow) => flow.waited);
    for (let some = true; some;) {
      const found: Found = { ends: new Set([end]), waited };
      some = false;
      for (const flow of flows) {
        flow.end = end;
        flow.waited = waited;
        // What the actions ask of each other is settled: only what comes after the flow is new.
        if (waited) openAll(flow);
        else flow.todo.push(...flow.last);
        if (this.#pass(flow, 'all') && flow.escapes.size > 0) some = true;
        for (const index of flow.particular) this.#enter(flow, index, found);
      }
      const next = sets.unionOf(found.ends);
      if (next !== end || found.waited !== waited) some = true;
      end = next;
      ({ waited } = found);
    }
  }

  /** Adds the questions asked after a fetch to the fetched flow; to a wait flow also its own, since it repeats. */
  #enter(flow: Flow, index: number, together: Found): void {
    const { sets } = this.#questions;
    const { waits, fetched } = flow.facts[index] ?? this.#plain;
    if (fetched.length === 0) return;
    const over = waits ? this.#after(flow, index, 'all') : this.#over(flow, index, 'all');
    const after = flow.waited ? sets.union(over, flow.end) : over;
    for (const inner of fetched) {
      const end = this.#changedBy(inner, after);
      if (inner.component === flow.component) {
        together.ends.add(end);
        together.waited ||= waits;
      } else {
        inner.end = sets.union(inner.end, end);
        inner.waited ||= waits || flow.waited;
      }
    }
  }

  /** Works backwards through the worklist until nothing changes. @returns whether anything did. */
  #pass(flow: Flow, level: Level): boolean {
    const { sets } = this.#questions;
    const live = flow[level];
    const { starts, targets } = flow.before;
    const { todo } = flow;
    const waiting = new Uint8Array(live.length);
    for (const index of todo) waiting[index] = 1;
    let changed = false;
    for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
      waiting[index] = 0;
      const known = live[index] ?? sets.none;
      const asked = this.#before(flow, index, level);
      const all = sets.union(known, level === 'all' && flow.waited ? sets.union(asked, flow.end) : asked);
      if (all === known) continue;
      live[index] = all;
      changed = true;
      for (let at = starts[index] ?? 0; at < (starts[index + 1] ?? 0); at += 1) {
        const before = targets[at] ?? 0;
        if (waiting[before] === 1) continue;
        waiting[before] = 1;
        todo.push(before);
      }
    }
    return changed;
  }

  #before(flow: Flow, index: number, level: Level): NumberSet {
    const { sets } = this.#questions;
    const facts = flow.facts[index] ?? this.#plain;
    if (facts === this.#plain) return this.#following(flow, index, level);
    const { sets: name, adds, made, asks } = facts;
    const after = this.#after(flow, index, level);
    if (name === undefined) return sets.union(asks, after);
    if (after === sets.none) return asks;
    const rest = this.#questions.without(after, name);
    return sets.union(asks, rest === after ? after : sets.union(adds ? after : rest, made));
  }

  /** The questions from the following action on. */
  #following(flow: Flow, index: number, level: Level): NumberSet {
    const next = flow.following[index] ?? NOT;
    if (next === OVER && level === 'all') return flow.end;
    return flow[level][next] ?? this.#questions.sets.none;
  }

  /** The questions asked once the step has begun: those of what it fetches, then those after it. */
  #after(flow: Flow, index: number, level: Level): NumberSet {
    const facts = flow.facts[index] ?? this.#plain;
    if (facts === this.#plain || facts === this.#hearing) return this.#following(flow, index, level);
    const { sets } = this.#questions;
    let after = this.#over(flow, index, level);
    for (const { own } of facts.fetched) {
      after = sets.union(after, this.#questions.shared(own[0] ?? sets.none));
    }
    return after;
  }

  /** The questions asked once the step, and what it fetched, are over. */
  #over(flow: Flow, index: number, level: Level): NumberSet {
    const { sets } = this.#questions;
    const { inside, outside, fetched } = flow.facts[index] ?? this.#plain;
    const live = flow[level];
    let after = this.#following(flow, index, level);
    for (const target of inside) after = sets.union(after, live[target] ?? sets.none);
    // Most actions do neither of these.
    if (outside.length + fetched.length === 0) return after;
    if (level === 'all') for (const id of outside) after = sets.union(after, this.#outside(flow, id));
    for (const { escapes } of fetched) {
      for (const id of escapes) {
        const target = flow.code.indexOf.get(id);
        if (target !== undefined) after = sets.union(after, live[target] ?? sets.none);
        else if (level === 'all') after = sets.union(after, this.#outside(flow, id));
      }
    }
    return after;
  }

  /** The questions asked from an action in other flows on, about variables that the flow may change. */
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

  #factsOf(step: Step, reading: Reading, code: Code): Facts {
    const hears = this.#questions.hears(step);
    if (reading === PLAIN) return hears ? this.#hearing : this.#plain;
    const { inside, outside, reads, fetched, waits, setting } = reading;
    const { key, made, adds } = setting;
    const questions = this.#questions;
    const whole = adds && key !== undefined ? questions.beginning(key) : questions.wholly(made);
    const asks = questions.of(step, reads, code);
    const named = key !== undefined && !hasPlaceholder(key);
    return {
      // A variable whose name is only known at run time may be asked about.
      asks: key === undefined || named ? asks : questions.sets.union(asks, whole),
      sets: named ? key : hears ? PRESSED : undefined,
      adds,
      made: whole,
      inside,
      outside: outside.length === 0 ? NOWHERE : outside.filter((id) => this.#known.places.has(id)),
      fetched: fetched.length === 0 ? NOWHERE : fetched.flatMap((one) => this.#flows.get(one) ?? []).slice(),
      waits,
    };
  }
}

const followingIn = ({ code: { after }, readings }: KnownFlow): number[] =>
  readings.map(({ follows }, index) => (follows ? (after[index]?.index ?? OVER) : NOT));

const NO_ARCS = arcsOf(0, new ArcList());

/** @param arcs a buffer, which is overwritten. */
function beforeIn(facts: readonly Facts[], following: readonly number[], arcs: ArcList): Arcs {
  arcs.count = 0;
  for (let index = 0; index < facts.length; index += 1) {
    const next = following[index] ?? NOT;
    if (next >= 0) arcs.add(next, index);
    for (const target of facts[index]?.inside ?? NOWHERE) arcs.add(target, index);
  }
  return arcsOf(facts.length, arcs);
}

/** @param flow with its facts. */
function lastIn({ facts, following, particular }: Flow): number[] {
  const leaves = ({ outside, fetched }: Facts): boolean =>
    outside.length > 0 || fetched.some(({ escapes }) => escapes.size > 0);
  const last = particular.filter((index) => leaves(facts[index] as Facts));
  following.forEach((next, index) => {
    if (next === OVER) last.push(index);
  });
  return last;
}

/** Frees memory: in large accounts this is large, and it is no longer needed. */
function dropWork(flow: Flow): void {
  flow.before = NO_ARCS;
  flow.own = flow.own.slice(0, 1);
  flow.todo = [];
  flow.fetchers = [];
}

const openAll = (flow: Flow): void => {
  for (let index = 0; index < flow.facts.length; index += 1) flow.todo.push(index);
};

/** Repeats until all worklists are empty. */
function whileOpen(flows: readonly Flow[], look: (flow: Flow) => void): void {
  for (let some = true; some;) {
    some = false;
    for (const flow of flows) {
      if (flow.todo.length === 0) continue;
      look(flow);
      some = true;
    }
  }
}
