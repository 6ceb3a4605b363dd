/** The decision tree of a call: everything that is decided from outside, and where that leads. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import type { FoundEnd } from './found.ts';
import { together, unitedFrom, type Decided, type Option, type Turn } from './turns.ts';
import {
  isOn,
  NONE,
  type Choice,
  type Context,
  type Edge,
  type Ending,
  type Graph,
  type Place,
} from './graph.ts';
import type { View } from './view.ts';

/** Larger trees are cut: no one would read them. */
const MOST_TURNS = 2000;

/** The limit of positions that are visited between turns. */
const MOST_POSITIONS = 10 * MOST_TURNS;

/** The action that fetched the current list, and the stack in which it ran itself. Equal stacks are one object. */
interface Stack {
  id: number;
  caller: Place;
  outer: Stack | undefined;
  depth: number;
}

interface Position {
  place: Place;
  /** Undefined in the first flow. */
  stack: Stack | undefined;
}

/**
 * The decision tree of calls that begin with the first entrance; undefined if nothing can happen.
 * @param answerOf The variable that holds a flow's answer, for flows whose inner decisions are left out.
 */
export function decisionsFrom(
  view: View,
  answerOf: (flow: string) => string | undefined,
  foundEnd: (ending: Ending) => FoundEnd,
): Turn | undefined {
  const { contexts } = view.graph;
  const entrance = contexts.find((context) => context.entrance);
  if (entrance === undefined || entrance.first === NONE) return undefined;
  const entered = new Map<Place, Context[]>();
  for (const context of contexts) {
    for (const caller of context.callers.values())
      entered.set(caller, [...(entered.get(caller) ?? []), context]);
  }
  const tree = new Tree(view, entered, answerOf, foundEnd);
  const root = tree.settle(tree.grow({ place: entrance.first, stack: undefined }).to);
  return root && unitedFrom(root);
}

class Tree {
  readonly #view: View;
  readonly #graph: Graph;
  readonly #entered: ReadonlyMap<Place, readonly Context[]>;
  readonly #answerOf: (flow: string) => string | undefined;
  readonly #foundEnd: (ending: Ending) => FoundEnd;
  readonly #turns = new Map<number, Turn>();
  /** Turns at which nothing is decided, each with the turn that replaces it. */
  readonly #passed = new Map<Turn, Turn>();
  readonly #stacks = new Map<number, Stack>();
  /** By position: the result of `#arrive`. */
  readonly #arrivals = new Map<number, Position | undefined>();

  constructor(
    view: View,
    entered: ReadonlyMap<Place, readonly Context[]>,
    answerOf: (flow: string) => string | undefined,
    foundEnd: (ending: Ending) => FoundEnd,
  ) {
    this.#view = view;
    this.#graph = view.graph;
    this.#entered = entered;
    this.#answerOf = answerOf;
    this.#foundEnd = foundEnd;
  }

  /** The turn that a position leads to (one object per position), or that nothing follows, or that the tree is cut. */
  grow(from: Position): Pick<Option, 'to' | 'cut'> {
    if (this.#arrivals.size >= MOST_POSITIONS && !this.#arrivals.has(this.#keyOf(from))) return CUT;
    const at = this.#arrive(from);
    if (at === undefined) return NOTHING;
    const key = this.#keyOf(at);
    const known = this.#turns.get(key);
    if (known !== undefined) return { to: known };
    if (this.#turns.size >= MOST_TURNS) return CUT;
    const options: Option[] = [];
    const endings = this.#endsAt(at.place);
    const ends = endings.filter(({ choice }) => choice === undefined).map(this.#foundEnd);
    const turn: Turn = { ends, options };
    this.#turns.set(key, turn);
    for (const ending of endings) {
      if (ending.choice === undefined) continue;
      const decided = [this.#decidedBy(at, ending.choice)];
      options.push({ decided, to: { ends: [this.#foundEnd(ending)], options: [] } });
    }
    const moves = this.#movesFrom(at).map(({ decided, to }) => ({ decided: [decided], ...this.grow(to) }));
    const groups = together(moves);
    const [all] = groups;
    const isOpen = ends.length + options.length === 0 && groups.length === 1;
    // Every key and every time leads to the same turn: nothing is decided here.
    if (isOpen && all?.to !== undefined && all.to !== turn && all.decided.every(isOfCall)) {
      this.#turns.set(key, all.to);
      this.#passed.set(turn, all.to);
      return { to: all.to };
    }
    options.push(...groups);
    return { to: turn };
  }

  /** After all turns are grown: removes those at which nothing is decided. */
  settle(root: Turn | undefined): Turn | undefined {
    for (const turn of this.#turns.values()) {
      const isPassed = turn.options.some(({ to }) => to !== undefined && this.#passed.has(to));
      if (isPassed) turn.options = together(turn.options.map((one) => ({ ...one, to: this.#past(one.to) })));
    }
    return this.#past(root);
  }

  #past(turn: Turn | undefined): Turn | undefined {
    let last = turn;
    for (let next = turn; next !== undefined; next = this.#passed.get(next)) last = next;
    return last;
  }

  /** The next position at which something is decided or the call ends; undefined in an endless loop. */
  #arrive(from: Position): Position | undefined {
    const here = new Set<number>();
    let arrival: Position | undefined;
    for (let at = from; ;) {
      const key = this.#keyOf(at);
      if (this.#arrivals.has(key)) {
        arrival = this.#arrivals.get(key);
        break;
      }
      if (here.has(key)) break;
      here.add(key);
      const moves = this.#movesFrom(at);
      const [only] = moves;
      const isOver = this.#endsAt(at.place).length > 0;
      if (isOver || moves.length !== 1 || only === undefined || only.decided.kind !== 'otherwise') {
        if (isOver || moves.length > 0) arrival = at;
        break;
      }
      at = only.to;
    }
    for (const key of here) this.#arrivals.set(key, arrival);
    return arrival;
  }

  #movesFrom(at: Position): { decided: Decided; to: Position }[] {
    const { place, stack } = at;
    const { step, to, choice, through } = this.#graph;
    if (step.at(place) === undefined) {
      const edges = this.#edgesFrom(stack?.caller ?? NONE).filter((edge) => through.at(edge) === place);
      return edges.map((edge) => ({ decided: OTHERWISE, to: { place: to.at(edge), stack: stack?.outer } }));
    }
    const within = this.#entered.get(place) ?? [];
    if (within.some(({ code }) => this.#answerOf(code.flow) !== undefined)) return this.#answers(at);
    // A flow that is fetched within itself shows nothing new.
    const isAgain = includes(stack, place) || (stack?.depth ?? 0) > MOST_ACTIONS;
    const inner = isAgain ? undefined : this.#enter(place, stack);
    const inside = within.flatMap(({ first }) =>
      first === NONE || inner === undefined
        ? []
        : [{ decided: OTHERWISE, to: { place: first, stack: inner } }],
    );
    const on = this.#edgesFrom(place).filter((edge) => through.at(edge) === NONE);
    return [
      ...inside,
      ...on.map((edge) => ({
        decided: this.#decidedBy(at, choice.at(edge)),
        to: { place: to.at(edge), stack },
      })),
    ];
  }

  #enter(caller: Place, outer: Stack | undefined): Stack {
    const key = (outer?.id ?? 0) * this.#graph.places + caller;
    const known = this.#stacks.get(key);
    if (known !== undefined) return known;
    const stack = { id: this.#stacks.size + 1, caller, outer, depth: (outer?.depth ?? 0) + 1 };
    this.#stacks.set(key, stack);
    return stack;
  }

  #keyOf({ place, stack }: Position): number {
    return (stack?.id ?? 0) * this.#graph.places + place;
  }

  /** A flow that is shown as a whole: one move for each of its answers. */
  #answers({ place, stack }: Position): { decided: Decided; to: Position }[] {
    return this.#edgesFrom(place).map((edge) => {
      const through = this.#graph.through.at(edge);
      const to = { place: this.#graph.to.at(edge), stack };
      if (through === NONE) return { decided: OTHERWISE, to };
      const { flow } = this.#graph.context.at(through).code;
      const answer = this.#answerAt(through, this.#answerOf(flow));
      return { decided: answer === undefined ? OTHERWISE : { kind: 'answer', flow, answer }, to };
    });
  }

  /** The answer that a flow has set when it is left by that door. */
  #answerAt(door: Place, variable: string | undefined): string | undefined {
    const { from, step } = this.#graph;
    const edgeTo = (place: Place): Edge => this.#graph.arrivalsAt(place)[0]?.edge ?? NONE;
    for (let edge = edgeTo(door); edge !== NONE; edge = edgeTo(from.at(edge))) {
      const answer = [step.at(from.at(edge)), ...this.#graph.runOn(edge)].findLast(
        (one) => one?.type === 'variable_set' && one.option['key'] === variable,
      );
      if (answer !== undefined) return String(answer.option['value']);
    }
    return undefined;
  }

  #endsAt(place: Place): Ending[] {
    const ends = this.#graph.ends.get(place) ?? [];
    return ends.filter(({ time }) => isOn(this.#view.server, time.servers));
  }

  #edgesFrom(place: Place): Edge[] {
    return place === NONE ? [] : this.#graph.edgesFrom(place).filter((edge) => this.#view.isOpen(edge));
  }

  /** The innermost `queue_join` of the stack. */
  #joinIn(stack: Stack | undefined): Step | undefined {
    for (let one = stack; one !== undefined; one = one.outer) {
      const step = this.#graph.step.at(one.caller);
      if (step?.type === 'queue_join') return step;
    }
    return undefined;
  }

  #decidedBy({ place, stack }: Position, choice: Choice | undefined): Decided {
    const step = this.#graph.step.at(place);
    if (choice === undefined || step === undefined) return OTHERWISE;
    const queue = this.#joinIn(stack)?.option['queue_id'];
    return {
      kind: 'choice',
      step,
      choice,
      ...(choice.kind === 'agent-free' && typeof queue === 'string' && { queue: queue.toLowerCase() }),
    };
  }
}

const NOTHING = { to: undefined };
const CUT = { to: undefined, cut: true } as const;

function includes(stack: Stack | undefined, caller: Place): boolean {
  for (let one = stack; one !== undefined; one = one.outer) if (one.caller === caller) return true;
  return false;
}

const OTHERWISE: Decided = { kind: 'otherwise' };

/** Whether the caller or the time decides, and not an agent. */
const isOfCall = (decided: Decided): boolean =>
  decided.kind === 'choice' && decided.choice.kind !== 'agent-free';
