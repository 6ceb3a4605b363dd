/** All decisions in a call as a picture: each question, and where each answer leads. */
import type { Decided, Option, Turn } from '../../calls/explore/turns.ts';
import type { FoundEnd } from '../../calls/explore/found.ts';
import { spokenText, wrapped } from '../../core/text.ts';
import { endWords, isLost, optionsOf, optionWords, unmannedQueue, unmannedWords } from './decisions.ts';
import { Sketch, type Picture } from './picture.ts';
import { endSentence, loopEnd, type Names } from './words.ts';

/** With more decisions than this, a picture is unreadable. */
const MOST_TURNS = 40;

/** Undefined if there are too many decisions. @param title The number or flow that is called. */
export function pictureOfDecisions(title: string, root: Turn | undefined, names: Names): Picture | undefined {
  if (root === undefined) return { nodes: [], edges: [] };
  const turns = new Map<Turn, Option | undefined>([[root, undefined]]);
  for (const turn of turns.keys()) {
    for (const option of optionsOf(turn, names)) {
      if (option.to !== undefined && !turns.has(option.to)) turns.set(option.to, option);
    }
    if (turns.size > MOST_TURNS) return undefined;
  }
  const drawing = new Drawing(turns, names);
  drawing.begin(title, root);
  for (const turn of turns.keys()) if (!isOver(turn, names)) drawing.draw(turn);
  return drawing.sketch.finish();
}

const isOver = (turn: Turn, names: Names): boolean =>
  optionsOf(turn, names).length === 0 && unmannedIn(turn, names).length === 0;

const unmannedIn = ({ options }: Turn, names: Names): string[] =>
  options.flatMap((option) => unmannedQueue(option, names) ?? []);

class Drawing {
  readonly sketch = new Sketch();
  readonly #names: Names;
  readonly #ids: ReadonlyMap<Turn, string>;
  /** How each turn is reached first. */
  readonly #by: ReadonlyMap<Turn, Option | undefined>;
  /** Turns from which at least one caller is not lost. */
  readonly #safe: ReadonlySet<Turn>;

  constructor(by: ReadonlyMap<Turn, Option | undefined>, names: Names) {
    this.#names = names;
    this.#by = by;
    this.#ids = new Map([...by.keys()].map((turn, index) => [turn, `turn ${index}`]));
    this.#safe = safeOf([...by.keys()]);
  }

  begin(title: string, root: Turn): void {
    this.#lead(this.sketch.node('', title, 'number', false), { decided: [], to: root }, '');
  }

  draw(turn: Turn): void {
    const from = this.#node(turn);
    const names = this.#names;
    for (const end of turn.ends) if (end.kind !== 'agent') this.#end(from, end, '');
    for (const queue of unmannedIn(turn, names)) {
      const label = unmannedWords(queue, names);
      this.sketch.edge(from, this.sketch.node(label, label, 'end', true), '', true);
    }
    for (const option of optionsOf(turn, names))
      this.#lead(from, option, optionWords(option.decided, turn, names));
  }

  #lead(from: string, { to, cut }: Option, label: string): void {
    if (to === undefined) {
      const text = cut ? 'not shown' : `Loops ${loopEnd(this.#names)}`;
      this.sketch.edge(from, this.sketch.node(text, text, 'end', cut !== true), label, cut !== true);
    } else if (isOver(to, this.#names)) for (const end of to.ends) this.#end(from, end, label);
    else this.sketch.edge(from, this.#node(to), label, !this.#safe.has(to));
  }

  #end(from: string, end: FoundEnd, label: string): void {
    const lost = isLost(end);
    const { step, kind } = end;
    const id = `end ${kind} ${step === undefined ? '' : `${step.flow} ${step.index}`} ${end.why}`;
    this.sketch.edge(from, this.sketch.node(id, endWords(end, this.#names), 'end', lost), label, lost);
  }

  #node(turn: Turn): string {
    const connects = turn.ends.find(({ kind }) => kind === 'agent');
    const label = connects === undefined ? askedBy(turn, this.#names) : this.#withWhom(turn, connects);
    return this.sketch.node(this.#ids.get(turn) ?? '', label, connects === undefined ? 'flow' : 'end', false);
  }

  #withWhom(turn: Turn, end: FoundEnd): string {
    const queue = this.#by
      .get(turn)
      ?.decided.map((one) => (one.kind === 'choice' ? one.queue : undefined))[0];
    const withWhom = queue === undefined ? '' : ` with an agent of ${this.#names.queue(queue)}`;
    return endSentence(end, this.#names, { withWhom });
  }
}

function safeOf(turns: readonly Turn[]): ReadonlySet<Turn> {
  const safe = new Set<Turn>();
  for (let size = -1; size !== safe.size;) {
    size = safe.size;
    for (const turn of turns) {
      const isSafe =
        turn.ends.some((end) => !isLost(end)) ||
        turn.options.some(({ to, cut }) => cut === true || (to !== undefined && safe.has(to)));
      if (isSafe) safe.add(turn);
    }
  }
  return safe;
}

const LONGEST = 60;

/** `Main menu: "For sales press 1"`. */
function askedBy({ options }: Turn, names: Names): string {
  const [first] = options.flatMap(({ decided }) => decided.filter(({ kind }) => kind !== 'otherwise'));
  if (first?.kind === 'answer') return `${names.flow(first.flow)}: opening hours`;
  if (first?.kind !== 'choice') return '';
  const { choice, queue, step } = first;
  if (choice.kind === 'agent-free' && queue !== undefined) return `Waiting in ${names.queue(queue)}`;
  return `${names.flow(step.flow)}${heardIn(first)}`;
}

function heardIn({ step, choice }: Extract<Decided, { kind: 'choice' }>): string {
  if (choice.kind !== 'press' && choice.kind !== 'no-key') return '';
  const { text } = step.option;
  if (step.type === 'digits_receive') return ': waits for keys';
  if (typeof text !== 'string') return '';
  const [beginning = '', more] = wrapped(spokenText(text), LONGEST);
  return `: "${beginning}${more === undefined ? '' : '…'}"`;
}
