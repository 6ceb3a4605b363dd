/**
 * The questions that actions ask about variables to decide something. Values with the same answers to all questions
 * that may still be asked are treated as one value, which keeps an exploration small.
 */
import type { CallAccount } from '../account.ts';
import type { Code, Step } from '../code.ts';
import type { Effect } from '../effects/effect.ts';
import { effectOf } from '../effects/effects.ts';
import { satisfies } from '../keypad.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../variables.ts';
import type { KnownFlows } from './flows.ts';
import { ANSWERED, CONDITIONS, isLocal } from './reading.ts';
import { NumberSets, type NumberSet } from './sets.ts';

export interface Question {
  name: string;
  /** The values that it compares with. */
  values: readonly string[];
  /** @param compared the values that all questions about the variable compare with. */
  answer: (value: string, compared: readonly string[]) => string;
}

/** All questions that may be asked about one variable. */
export class Asked {
  readonly values: readonly string[];
  readonly #questions: readonly Question[];
  readonly #byAnswers = new Map<string, string>();
  readonly #known = new Map<string, string>();

  constructor(questions: readonly Question[]) {
    this.#questions = questions;
    this.values = [...new Set(questions.flatMap(({ values }) => values))];
    this.represent('');
  }

  /** The first value seen with the same answers, which stands for all of them. */
  represent(value: string): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const answers = JSON.stringify(this.#questions.map(({ answer }) => answer(value, this.values)));
    const first = this.#byAnswers.get(answers) ?? value;
    this.#byAnswers.set(answers, first);
    this.#known.set(value, first);
    return first;
  }

  /** Whether a compared value equals that value, is the beginning of it, or begins with it. */
  concerns(value: string): boolean {
    return this.values.some((other) => other !== '' && (other.startsWith(value) || value.startsWith(other)));
  }

  /** One value for each set of answers: the shortest. */
  distinct(values: readonly string[]): string[] {
    const shortest = new Map<string, string>();
    for (const value of values) {
      const same = this.represent(value);
      const known = shortest.get(same);
      if (known === undefined || value.length < known.length) shortest.set(same, value);
    }
    return [...shortest.values()];
  }
}

/**
 * The name of the digits in questions that are asked before the caller can press another key. Where there is no such
 * question, a key makes no difference, so none is tried.
 */
export const PRESSED = '#pressed';

export class Questions {
  readonly sets = new NumberSets();
  readonly #account: CallAccount;
  readonly #places: KnownFlows['places'];
  readonly #inCall: boolean;
  readonly #all: Question[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #names: readonly string[];
  readonly #sets = new Map<string, NumberSet>();
  readonly #without = new Map<string, Map<NumberSet, NumberSet>>();
  readonly #shared = new Map<NumberSet, NumberSet>();
  /** By the id of the set of questions. */
  readonly #asked = new Map<number, ReadonlyMap<string, Asked>>();
  readonly #askedTogether = new Map<NumberSet, Asked>();

  constructor(account: CallAccount, known: KnownFlows, inCall: boolean) {
    this.#places = known.places;
    this.#account = account;
    this.#inCall = inCall;
    this.#names = namesOf(known);
  }

  nameOf(question: number): string {
    return this.#all[question]?.name ?? '';
  }

  /** The questions about other variables. */
  without(questions: NumberSet, name: string): NumberSet {
    const known = this.#without.get(name) ?? new Map<NumberSet, NumberSet>();
    this.#without.set(name, known);
    const before = known.get(questions);
    if (before !== undefined) return before;
    const others = this.sets.only(questions, (question) => this.nameOf(question) !== name);
    known.set(questions, others);
    return others;
  }

  /** The questions about variables that flows share. */
  shared(questions: NumberSet): NumberSet {
    const known = this.#shared.get(questions);
    if (known !== undefined) return known;
    const shared = this.sets.only(questions, (question) => !isLocal(this.nameOf(question)));
    this.#shared.set(questions, shared);
    return shared;
  }

  /** The questions by the name of the variable. */
  about(questions: NumberSet): ReadonlyMap<string, Asked> {
    const known = this.#asked.get(questions.id);
    if (known !== undefined) return known;
    const byName = new Map<string, number[]>();
    for (const number of questions.items) {
      const name = this.nameOf(number);
      byName.set(name, [...(byName.get(name) ?? []), number]);
    }
    const asked = new Map(
      [...byName].map(([name, numbers]) => [name, this.#together(this.sets.of(numbers))]),
    );
    this.#asked.set(questions.id, asked);
    return asked;
  }

  #together(questions: NumberSet): Asked {
    const known = this.#askedTogether.get(questions);
    if (known !== undefined) return known;
    const asked = new Asked(questions.items.flatMap((number) => this.#all[number] ?? []));
    this.#askedTogether.set(questions, asked);
    return asked;
  }

  /** The questions that a step asks. @param reads the variables that it reads. */
  of(step: Step, reads: readonly string[], code: Code): NumberSet {
    if (reads.length === 0) return this.sets.none;
    return step.type === 'branch' && !step.filled
      ? this.#askedByBranch(step, reads[0] ?? '', code)
      : this.#set(this.#askedBy(step, reads, code));
  }

  /** Cached, since there are many branches, and most are alike. */
  #askedByBranch(step: Step, name: string, code: Code): NumberSet {
    // It fails for every value.
    if (this.#effectOf(step, name, '').does === 'fail') return this.sets.none;
    const key = this.#keyOfBranch(step, name, code);
    return this.#sets.get(key) ?? this.#set(this.#askedBy(step, [name], code));
  }

  /** What a branch distinguishes. If its default fails, the reason differs for an empty value. */
  #keyOfBranch({ option }: Step, name: string, code: Code): string {
    const fails = !this.#exists(option['default_target_id'], code);
    return JSON.stringify(['branch', name, Object.keys(option['target_ids'] ?? {}), fails]);
  }

  /** Questions about whole values, from which another value is made. */
  wholly(names: readonly string[]): NumberSet {
    return this.#set(names.map((name) => exactly(name)));
  }

  /** The question about a value to which more is appended. */
  beginning(name: string): NumberSet {
    const answer: Question['answer'] = (value, compared) => asBeginning(value, compared);
    return this.#set([{ key: `beginning ${name}`, name, values: [], answer }]);
  }

  /** Every question, about every variable. */
  everything(): NumberSet {
    const whole = this.wholly(this.#names);
    return this.sets.union(whole, this.sets.of(this.#all.keys()));
  }

  #askedBy(step: Step, names: readonly string[], code: Code): KeyedQuestion[] {
    if (names.length === 0) return [];
    const values = comparedBy(step);
    if (names.some(hasPlaceholder)) return this.#askedOfAny(step, code);
    const [name] = names;
    if (name === undefined) return [];
    if (names.length > 1 || namesATarget(step)) return names.map((one) => exactly(one, values));
    if (step.type === 'condition_call_status') return [exactly(ANSWERED)];
    if (step.type === 'digits_receive') return this.#askedToReceive(step);
    if (step.type !== 'branch' && !CONDITIONS.has(step.type)) return [exactly(name)];
    const effect = (value: string): Effect => this.#effectOf(step, name, value);
    // It fails for every value.
    if (effect('').does === 'fail') return [];
    if (step.type === 'branch') {
      const fails = !this.#exists(step.option['default_target_id'], code);
      const key = this.#keyOfBranch(step, name, code);
      return [{ key, name, values, answer: (value) => answerOf(effect(value), fails) }];
    }
    const { false_target_id: _false, ...rest } = step.option;
    const key = JSON.stringify([step.type, name, rest]);
    return [{ key, name, values, answer: (value) => answerOf(effect(value), false) }];
  }

  /** A branch on a name that is only known at run time may ask about any variable. */
  #askedOfAny(step: Step, code: Code): KeyedQuestion[] {
    const { variable, ...option } = step.option;
    const known = this.#names.flatMap((name) =>
      this.#askedBy({ ...step, option: { ...option, variable: name } }, [name], code),
    );
    return [...namesIn(String(variable)).map((name) => exactly(name)), ...known];
  }

  /** Digits that are not enough for a `digits_receive` are extended. */
  #askedToReceive(step: Step): KeyedQuestion[] {
    const effect = this.#effectOf(step, DIGITS, '');
    if (effect.does !== 'receive') return [];
    const key = JSON.stringify([step.type, effect.length, effect.key]);
    const answer: Question['answer'] = (value, compared) =>
      satisfies(value, effect) ? 'enough' : asBeginning(value, compared, effect.length);
    return [{ key, name: DIGITS, values: Array.from(effect.key), answer }];
  }

  /** Whether the step always accepts keys while it runs, so that the last one is kept. */
  hears(step: Step): boolean {
    if (step.filled || (step.type !== 'talk' && step.type !== 'play')) return false;
    const effect = this.#effectOf(step, '', '');
    return effect.does === 'play' || (effect.does === 'speak' && !effect.goesOn);
  }

  #effectOf(step: Step, name: string, value: string): Effect {
    const read = (one: string): string => (one === name ? value : '');
    return effectOf(step, { account: this.#account, inCall: this.#inCall, read });
  }

  #exists(id: unknown, code: Code): boolean {
    return (
      typeof id === 'string' && (code.indexOf.has(id.toLowerCase()) || this.#places.has(id.toLowerCase()))
    );
  }

  #set(questions: readonly KeyedQuestion[]): NumberSet {
    const [first] = questions;
    if (first === undefined) return this.sets.none;
    if (questions.length > 1) return this.#setOf(questions);
    const set = this.#sets.get(first.key) ?? this.#setOf(questions);
    this.#sets.set(first.key, set);
    return set;
  }

  #setOf(questions: readonly KeyedQuestion[]): NumberSet {
    return this.sets.of(
      questions.flatMap((question) =>
        question.name === DIGITS
          ? [
              this.#number(question),
              this.#number({ ...question, key: `${PRESSED} ${question.key}`, name: PRESSED }),
            ]
          : [this.#number(question)],
      ),
    );
  }

  #number(question: KeyedQuestion): number {
    const known = this.#numbers.get(question.key);
    if (known !== undefined) return known;
    const number = this.#all.push(question) - 1;
    this.#numbers.set(question.key, number);
    return number;
  }
}

interface KeyedQuestion extends Question {
  /** Questions with the same key are equal. */
  key: string;
}

const exactly = (name: string, values: readonly string[] = []): KeyedQuestion => ({
  key: JSON.stringify(['exactly', name, values]),
  name,
  values,
  answer: (value) => value,
});

/** For a branch, which value it takes; for a condition, whether it is true. */
function answerOf(effect: Effect, fails: boolean): string {
  if (effect.does !== 'jump' || effect.value === undefined) return effect.does;
  return effect.listed === true ? `=${effect.value}` : fails && effect.value === '' ? 'empty' : 'other';
}

/**
 * The answer for a value to which more is appended. If no compared value begins with it, only its kind (zeros, number,
 * text) and its length count, up to one more than the longest compared value.
 */
function asBeginning(value: string, compared: readonly string[], most = 0): string {
  const number = value.replace(/^0+/, '');
  if (compared.some((other) => other.startsWith(value) || (number !== '' && other.startsWith(number))))
    return `=${value}`;
  const longest = compared.reduce((length, other) => Math.max(length, other.length), most);
  const kind = number === '' ? 'zeros' : /^\d+$/.test(value) ? 'number' : 'text';
  return `${kind} of ${Math.min(value.length, longest + 1)}`;
}

/** The names of all variables that actions read, set, or make a value from. */
function namesOf({ flows }: KnownFlows): string[] {
  const names = new Set([DIGITS]);
  for (const flow of flows.values()) for (const name of flow.names) names.add(name);
  return [...names].filter((name) => !hasPlaceholder(name));
}

const TARGETS = ['false_target_id', 'default_target_id', 'target_ids'];

/** Whether the targets of a step may contain variables. */
const namesATarget = ({ filled, option }: Step): boolean =>
  filled && TARGETS.some((target) => hasPlaceholder(JSON.stringify(option[target] ?? '')));

/** The values that a step compares with. */
function comparedBy({ type, option }: Step): string[] {
  switch (type) {
    case 'branch':
      return Object.keys(option['target_ids'] ?? {});
    case 'condition_call_digits':
      return [(option['key'] as string | undefined) ?? '', ...lengths(Number(option['length'] ?? 0))];
    case 'condition_variable':
      return comparedValues(option);
    default:
      return [];
  }
}

/** The value that a condition compares with, and its neighbors. */
function comparedValues(option: Step['option']): string[] {
  const variable = typeof option['variable'] === 'string' ? option['variable'] : '';
  if (namesIn(variable).length === 0) return [variable];
  switch (option['value_type']) {
    case 'string': {
      const value = typeof option['value_string'] === 'string' ? option['value_string'] : '';
      // A longer text that begins with the value sorts after it.
      return option['condition'] === '==' || option['condition'] === '!=' ? [value] : [value, `${value}0`];
    }
    case 'number': {
      const number = Number(option['value_number'] ?? 0);
      return [number - 1, number, number + 1].filter((value) => value >= 0).map(String);
    }
    case 'length':
      return lengths(Number(option['value_length'] ?? 0));
    default:
      return [];
  }
}

const LONGEST = 32;

/** A text of that length, one shorter and one longer. */
const lengths = (length: number): string[] =>
  [length - 1, length, length + 1]
    .filter((size) => size >= 0 && size <= LONGEST)
    .map((size) => '0'.repeat(size));
