/** Everything that is decided from outside, as a tree: what a caller does, and where that leads. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import type { FoundEnd } from './found.ts';
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

/** A moment at which a call ends, or something is decided from outside. */
export interface Turn {
  /** How it ends here, whatever is decided. */
  ends: readonly FoundEnd[];
  options: readonly Option[];
}

/** One way on. */
export interface Option {
  /** What leads there: any of these. */
  decided: readonly Decided[];
  /** Undefined where nothing more can come: the actions are used up, or callers go round. */
  to: Turn | undefined;
}

export type Decided =
  /** `queue`: the id of the one in which the caller waits. */
  | { kind: 'choice'; step: Step; choice: Choice; queue?: string }
  /** What a flow has answered that is asked as a whole. */
  | { kind: 'answer'; flow: string; answer: string }
  /** Of several ways, without anything from outside: the agent who was called does not answer. */
  | { kind: 'otherwise' };

/** Larger trees are for nobody to read. */
const MOST_TURNS = 2000;

interface Position {
  place: Place;
  /** The actions that fetched what is run, the outermost first. */
  stack: readonly Place[];
}

/**
 * The tree of the calls that begin with the first of the entrances; undefined where nothing can happen.
 * @param answerOf The variable in which a flow leaves its answer, for flows whose own decisions do not matter.
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
    for (const caller of context.callers) entered.set(caller, [...(entered.get(caller) ?? []), context]);
  }
  return new Tree(view, entered, answerOf, foundEnd).grow({ place: entrance.first, stack: [] });
}

class Tree {
  readonly #view: View;
  readonly #graph: Graph;
  readonly #entered: ReadonlyMap<Place, readonly Context[]>;
  readonly #answerOf: (flow: string) => string | undefined;
  readonly #foundEnd: (ending: Ending) => FoundEnd;
  readonly #turns = new Map<string, Turn>();

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

  /** The turn at which a position arrives; the same one for the same position. */
  grow(from: Position): Turn | undefined {
    const at = this.#arrive(from);
    if (at === undefined) return undefined;
    const key = keyOf(at);
    const known = this.#turns.get(key);
    if (known !== undefined) return known;
    if (this.#turns.size >= MOST_TURNS) return undefined;
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
    const groups = new Map<Turn | undefined, Decided[]>();
    for (const { decided, to } of this.#movesFrom(at)) {
      const next = this.grow(to);
      groups.set(next, [...(groups.get(next) ?? []), decided]);
    }
    const [all] = groups;
    if (turn.ends.length + options.length === 0 && groups.size === 1 && all !== undefined) {
      const [to, decided] = all;
      // Whatever is pressed, and whatever time it is, leads there: nothing is decided here.
      if (to !== undefined && to !== turn && decided.every(isOfCall)) {
        this.#turns.set(key, to);
        return to;
      }
    }
    for (const [to, decided] of groups) options.push({ decided, to });
    return turn;
  }

  /** On to where something is decided, or over; undefined where it goes round. */
  #arrive(from: Position): Position | undefined {
    const seen = new Set<string>();
    for (let at = from; ;) {
      const key = keyOf(at);
      if (seen.has(key)) return undefined;
      seen.add(key);
      const moves = this.#movesFrom(at);
      const [only] = moves;
      const isOver = this.#endsAt(at.place).length > 0;
      if (isOver || moves.length !== 1 || only === undefined || only.decided.kind !== 'otherwise') {
        return isOver || moves.length > 0 ? at : undefined;
      }
      at = only.to;
    }
  }

  #movesFrom(at: Position): { decided: Decided; to: Position }[] {
    const { place, stack } = at;
    const { step, to, choice, through } = this.#graph;
    if (step.at(place) === undefined) {
      const outer = stack.slice(0, -1);
      const edges = this.#edgesFrom(stack.at(-1) ?? NONE).filter((edge) => through.at(edge) === place);
      return edges.map((edge) => ({ decided: OTHERWISE, to: { place: to.at(edge), stack: outer } }));
    }
    const within = this.#entered.get(place) ?? [];
    if (within.some(({ code }) => this.#answerOf(code.flow) !== undefined)) return this.#answers(at);
    // A flow that is within itself shows nothing new.
    const isAgain = stack.includes(place) || stack.length >= MOST_ACTIONS;
    const inside = within.flatMap(({ first }) =>
      first === NONE || isAgain
        ? []
        : [{ decided: OTHERWISE, to: { place: first, stack: [...stack, place] } }],
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

  /** A flow that is asked as a whole: one way for each of its answers. */
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

  /** What a flow has set its answer to before it was left there. */
  #answerAt(door: Place, variable: string | undefined): string | undefined {
    const { from, step, run } = this.#graph;
    const edgeTo = (place: Place): Edge => this.#graph.arrivalsAt(place)[0]?.edge ?? NONE;
    for (let edge = edgeTo(door); edge !== NONE; edge = edgeTo(from.at(edge))) {
      const answer = [step.at(from.at(edge)), ...run.at(edge)].findLast(
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

  #decidedBy({ place, stack }: Position, choice: Choice | undefined): Decided {
    const step = this.#graph.step.at(place);
    if (choice === undefined || step === undefined) return OTHERWISE;
    const joined = stack.findLast((caller) => this.#graph.step.at(caller)?.type === 'queue_join');
    const queue = joined === undefined ? undefined : this.#graph.step.at(joined)?.option['queue_id'];
    return {
      kind: 'choice',
      step,
      choice,
      ...(choice.kind === 'agent-free' && typeof queue === 'string' && { queue: queue.toLowerCase() }),
    };
  }
}

const keyOf = ({ place, stack }: Position): string => [...stack, place].join(' ');

const OTHERWISE: Decided = { kind: 'otherwise' };

/** Whether it is the caller or the time that decides, and not an agent. */
const isOfCall = (decided: Decided): boolean =>
  decided.kind === 'choice' && decided.choice.kind !== 'agent-free';
