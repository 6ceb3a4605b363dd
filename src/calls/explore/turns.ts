/** The parts of a decision tree: turns, whose options lead to other turns. */
import type { Step } from '../code.ts';
import type { FoundEnd } from './found.ts';
import type { Choice } from './graph.ts';

/** A point at which a call ends, or something is decided from outside. */
export interface Turn {
  /** The ends that are possible here without a decision. */
  ends: readonly FoundEnd[];
  options: readonly Option[];
}

/** One way to continue. */
export interface Option {
  /** The decisions that lead there: any of them. */
  decided: readonly Decided[];
  /** Undefined if nothing follows (the action limit, or an endless loop), and where the tree is cut. */
  to: Turn | undefined;
  /** Whether the tree is cut here. */
  cut?: true;
}

export type Decided =
  /** `queue`: the id of the queue in which the caller waits. */
  | { kind: 'choice'; step: Step; choice: Choice; queue?: string }
  /** The answer of a flow that is shown as a whole. */
  | { kind: 'answer'; flow: string; answer: string }
  /** One of several paths, without a choice: the agent who was called does not answer. */
  | { kind: 'otherwise' };

/** Merges the options that lead to the same turn. */
export function together(options: readonly Option[]): Option[] {
  const groups = new Map<Turn | undefined, Option>();
  for (const { decided, to, cut } of options) {
    const group = groups.get(to);
    const all = group === undefined ? decided : [...group.decided, ...decided];
    groups.set(to, { decided: all, to, ...((cut ?? group?.cut) && { cut: true }) });
  }
  return [...groups.values()];
}

/** The same tree with fewer turns: turns with the same ends and the same continuations are merged. */
export function unitedFrom(root: Turn): Turn {
  const turns = new Set([root]);
  for (const { options } of turns) for (const { to } of options) if (to !== undefined) turns.add(to);
  const classes = classesOf([...turns]);
  const firsts = new Map<number | undefined, Turn>();
  for (const turn of turns) if (!firsts.has(classes.get(turn))) firsts.set(classes.get(turn), turn);
  if (firsts.size === turns.size) return root;
  for (const turn of firsts.values()) {
    turn.options = together(
      turn.options.map((one) => ({ ...one, to: one.to && firsts.get(classes.get(one.to)) })),
    );
  }
  return root;
}

/** Partition refinement: by the ends of a turn, then by the classes of the next turns, until no class splits. */
function classesOf(turns: readonly Turn[]): ReadonlyMap<Turn, number> {
  const options = turns.map((turn) =>
    turn.options.map(({ decided, to, cut }) => ({ words: decided.map(wordOf).sort().join(), to, cut })),
  );
  let classes = numbered(turns, ({ ends }) => ends.map(nameOf).sort().join());
  for (let count = 0; count !== new Set(classes.values()).size;) {
    count = new Set(classes.values()).size;
    const before = classes;
    const next = (index: number): string =>
      (options[index] ?? [])
        .map(({ words, to, cut }) => `${words} ${to === undefined ? String(cut) : (before.get(to) ?? '')}`)
        .sort()
        .join('\n');
    classes = numbered(turns, (turn, index) => `${before.get(turn) ?? ''}\n${next(index)}`);
  }
  return classes;
}

function numbered(turns: readonly Turn[], keyOf: (turn: Turn, index: number) => string): Map<Turn, number> {
  const numbers = new Map<string, number>();
  return new Map(
    turns.map((turn, index) => {
      const key = keyOf(turn, index);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return [turn, number];
    }),
  );
}

const placeOf = (step: Step | undefined): string => (step === undefined ? '' : `${step.flow} ${step.index}`);

const nameOf = ({ kind, step, why, waiting }: FoundEnd): string =>
  JSON.stringify([kind, placeOf(step), why, waiting]);

/** A key for a decision; all keys that no action compares with are alike. */
function wordOf(decided: Decided): string {
  if (decided.kind !== 'choice') return JSON.stringify(decided);
  const { choice, step, queue = '' } = decided;
  const other = choice.kind === 'press' && choice.other === true;
  return JSON.stringify([placeOf(step), queue, other ? 'other' : choice]);
}
