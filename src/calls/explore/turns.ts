/** What is decided from outside in a call, and what comes of it: turns that lead to each other. */
import type { Step } from '../code.ts';
import type { FoundEnd } from './found.ts';
import type { Choice } from './graph.ts';

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
  /** Undefined where nothing more can come: the actions are used up, or callers go round; and where it was cut. */
  to: Turn | undefined;
  /** Whether there is more than could be looked at. */
  cut?: true;
}

export type Decided =
  /** `queue`: the id of the one in which the caller waits. */
  | { kind: 'choice'; step: Step; choice: Choice; queue?: string }
  /** What a flow has answered that is asked as a whole. */
  | { kind: 'answer'; flow: string; answer: string }
  /** Of several ways, without anything from outside: the agent who was called does not answer. */
  | { kind: 'otherwise' };

/** One option for all that leads to the same turn. */
export function together(options: readonly Option[]): Option[] {
  const groups = new Map<Turn | undefined, Option>();
  for (const { decided, to, cut } of options) {
    const group = groups.get(to);
    const all = group === undefined ? decided : [...group.decided, ...decided];
    groups.set(to, { decided: all, to, ...((cut ?? group?.cut) && { cut: true }) });
  }
  return [...groups.values()];
}

/** The same with fewer turns: those from which the same may come are one, as nobody can tell them apart. */
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

/** By what happens there, then by what comes next, and so on until there are no more classes. */
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

/** Which of the keys it is that nothing asks for does not matter. */
function wordOf(decided: Decided): string {
  if (decided.kind !== 'choice') return JSON.stringify(decided);
  const { choice, step, queue = '' } = decided;
  const other = choice.kind === 'press' && choice.other === true;
  return JSON.stringify([placeOf(step), queue, other ? 'other' : choice]);
}
