/** Everything that is decided from outside, as a tree: what a caller does, and where that leads. */
import { MOST_ACTIONS } from '../call.ts';
import type { Step } from '../code.ts';
import type { FoundEnd } from './found.ts';
import type { Choice, Context, Door, Edge, Ending, Node } from './graph.ts';

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

type Place = Node | Door;

interface Position {
  place: Place;
  /** The actions that fetched what is run, the outermost first. */
  stack: readonly Node[];
}

/**
 * The tree of the calls that begin in a context.
 * @param answerOf The variable in which a flow leaves its answer, for flows whose own decisions do not matter.
 */
export function decisionsFrom(
  entrance: Context,
  contexts: readonly Context[],
  answerOf: (flow: string) => string | undefined,
  foundEnd: (ending: Ending) => FoundEnd,
): Turn | undefined {
  const entered = new Map<Node, Context[]>();
  for (const context of contexts) {
    for (const caller of context.callers) entered.set(caller, [...(entered.get(caller) ?? []), context]);
  }
  if (entrance.first === undefined) return undefined;
  return new Tree(entered, answerOf, foundEnd).grow({ place: entrance.first, stack: [] });
}

class Tree {
  readonly #entered: ReadonlyMap<Node, readonly Context[]>;
  readonly #answerOf: (flow: string) => string | undefined;
  readonly #foundEnd: (ending: Ending) => FoundEnd;
  readonly #numbers = new Map<Place, number>();
  readonly #turns = new Map<string, Turn>();

  constructor(
    entered: ReadonlyMap<Node, readonly Context[]>,
    answerOf: (flow: string) => string | undefined,
    foundEnd: (ending: Ending) => FoundEnd,
  ) {
    this.#entered = entered;
    this.#answerOf = answerOf;
    this.#foundEnd = foundEnd;
  }

  /** The turn at which a position arrives; the same one for the same position. */
  grow(from: Position): Turn | undefined {
    const at = this.#arrive(from);
    if (at === undefined) return undefined;
    const key = this.#keyOf(at);
    const known = this.#turns.get(key);
    if (known !== undefined) return known;
    if (this.#turns.size >= MOST_TURNS) return undefined;
    const options: Option[] = [];
    const endings = at.place.ends ?? [];
    const ends = endings.filter(({ choice }) => choice === undefined).map(this.#foundEnd);
    const turn: Turn = { ends, options };
    this.#turns.set(key, turn);
    for (const ending of endings) {
      if (ending.choice === undefined || at.place.step === undefined) continue;
      const decided = [decidedBy(at.place, ending.choice, at.stack)];
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
      // Whatever is pressed leads there: nothing is decided here.
      if (to !== undefined && to !== turn && decided.every(isKey)) {
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
      const key = this.#keyOf(at);
      if (seen.has(key)) return undefined;
      seen.add(key);
      const moves = this.#movesFrom(at);
      const [only] = moves;
      const isOver = (at.place.ends ?? []).length > 0;
      if (isOver || moves.length !== 1 || only === undefined || only.decided.kind !== 'otherwise') {
        return isOver || moves.length > 0 ? at : undefined;
      }
      at = only.to;
    }
  }

  #movesFrom({ place, stack }: Position): { decided: Decided; to: Position }[] {
    if (place.step === undefined) {
      const caller = stack.at(-1);
      const outer = stack.slice(0, -1);
      return edgesThrough(caller, place).map(({ to }) => ({
        decided: OTHERWISE,
        to: { place: to, stack: outer },
      }));
    }
    const within = this.#entered.get(place) ?? [];
    if (within.some(({ code }) => this.#answerOf(code.flow) !== undefined)) {
      return this.#answers(place, stack);
    }
    // A flow that is within itself shows nothing new.
    const isAgain = stack.includes(place) || stack.length >= MOST_ACTIONS;
    const inside = within.flatMap(({ first }) =>
      first === undefined || isAgain
        ? []
        : [{ decided: OTHERWISE, to: { place: first, stack: [...stack, place] } }],
    );
    const on = place.out
      .filter(({ through }) => through === undefined)
      .map(({ choice, to }) => ({ decided: decidedBy(place, choice, stack), to: { place: to, stack } }));
    return [...inside, ...on];
  }

  /** A flow that is asked as a whole: one way for each of its answers. */
  #answers(place: Node, stack: readonly Node[]): { decided: Decided; to: Position }[] {
    return place.out.map(({ through, to }) => {
      const flow = through?.context.code.flow ?? '';
      const answer = through && answerAt(through, this.#answerOf(flow));
      const decided: Decided = answer === undefined ? OTHERWISE : { kind: 'answer', flow, answer };
      return { decided, to: { place: to, stack } };
    });
  }

  #keyOf({ place, stack }: Position): string {
    return [...stack, place].map((one) => this.#numberOf(one)).join(' ');
  }

  #numberOf(place: Place): number {
    const known = this.#numbers.get(place) ?? this.#numbers.size;
    this.#numbers.set(place, known);
    return known;
  }
}

const OTHERWISE: Decided = { kind: 'otherwise' };

function decidedBy({ step }: Node, choice: Choice | undefined, stack: readonly Node[]): Decided {
  if (choice === undefined) return OTHERWISE;
  const queue = stack.findLast((caller) => caller.step.type === 'queue_join')?.step.option['queue_id'];
  return {
    kind: 'choice',
    step,
    choice,
    ...(choice.kind === 'agent-free' && typeof queue === 'string' && { queue: queue.toLowerCase() }),
  };
}

const isKey = (decided: Decided): boolean =>
  decided.kind === 'choice' && ['press', 'no-key'].includes(decided.choice.kind);

const edgesThrough = (caller: Node | undefined, door: Door): readonly Edge[] =>
  caller?.out.filter(({ through }) => through === door) ?? [];

/** What a flow has set its answer to before it was left here. */
function answerAt(door: Door, variable: string | undefined): string | undefined {
  let by = door.arrivals[0]?.by;
  while (by !== undefined && 'to' in by) {
    const { type, option } = by.from.step;
    if (type === 'variable_set' && option['key'] === variable) return String(option['value']);
    by = by.from.arrivals[0]?.by;
  }
  return undefined;
}
