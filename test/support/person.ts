/** Somebody at a terminal, for tests: answers in words, sees what is said, and may press Ctrl-C. */
import { CancelledError } from '../../src/core/errors.ts';
import type { Check, Choice, Prompter } from '../../src/core/ports.ts';

/** What Enter takes. */
export const ENTER: unique symbol = Symbol('enter');
export const CTRL_C: unique symbol = Symbol('Ctrl-C');

export type Said = string | boolean | readonly string[] | typeof ENTER | typeof CTRL_C;

export interface Person extends Prompter {
  /** Every question that was asked, in order. */
  asked: string[];
  /** Every complaint about an answer. */
  complaints: string[];
  /** Answers that nobody asked for. */
  left: () => number;
}

/**
 * @param script An answer of a list is the beginning of its name.
 * @param then What is said when the script is over; without it a further question fails.
 */
export function person(script: readonly Said[], then?: Said): Person {
  const answers = [...script];
  const asked: string[] = [];
  const complaints: string[] = [];
  const next = (ask: string): Exclude<Said, typeof CTRL_C> => {
    asked.push(ask);
    const said = answers.length > 0 ? answers.shift() : then;
    if (said === undefined) throw new Error(`unexpected question: ${ask}`);
    if (said === CTRL_C) throw new CancelledError();
    return said;
  };
  const named = <T>(ask: string, choices: readonly Choice<T>[], word: string): T => {
    const found = choices.find(({ name }) => name.startsWith(word));
    if (found !== undefined) return found.value;
    throw new Error(`${ask} has no choice ${word}, but ${choices.map(({ name }) => name).join(', ')}`);
  };
  const type = (ask: string, preset: string | undefined, check: Check | undefined): string => {
    for (;;) {
      const said = next(ask);
      const text = said === ENTER ? (preset ?? '') : String(said);
      const verdict = check?.(text) ?? true;
      if (verdict === true) return text;
      complaints.push(verdict);
    }
  };
  const promised = <T>(answer: () => T): Promise<T> =>
    new Promise((resolve) => {
      resolve(answer());
    });
  return {
    asked,
    complaints,
    left: () => answers.length,
    input: ({ ask, default: preset, check }) => promised(() => type(ask, preset, check)),
    secret: ({ ask, check }) => promised(() => type(ask, undefined, check)),
    confirm: ({ ask, default: preset }) =>
      promised(() => {
        const said = next(ask);
        return said === ENTER ? preset : said === true;
      }),
    select: ({ ask, choices, default: preset }) =>
      promised(() => {
        const said = next(ask);
        const standard = preset ?? choices[0]?.value;
        return said === ENTER && standard !== undefined ? standard : named(ask, choices, String(said));
      }),
    multiselect: ({ ask, choices }) =>
      promised(() => {
        const said = next(ask);
        const words = said === ENTER ? [] : Array.isArray(said) ? (said as string[]) : [String(said)];
        return words.map((word) => named(ask, choices, word));
      }),
  };
}
