/** Questions line by line: nothing is redrawn, choices are numbered, secrets are not echoed. */

import { Writable } from 'node:stream';
import { CancelledError } from '../../core/errors.ts';
import type { Check, Choice, Prompter } from '../../core/ports.ts';
import { clean, wrapped } from '../../core/text.ts';

/** The five questions as plain lines. */
export function createLinePrompter(terminal: Terminal): Prompter {
  const say = (text: string): void => {
    terminal.output().write(text);
  };
  /** One column is left for the cursor. */
  const laid = (text: string, indent = 0): string =>
    wrapped(text, (terminal.output().columns || 80) - 1 - indent).join(`\n${' '.repeat(indent)}`);
  const line = (prompt: string, hidden = false): Promise<string> =>
    readLine(terminal, `${laid(prompt)} `, hidden);

  /** Asks until `read` makes something of the line. */
  const until = async <T>(
    prompt: string,
    read: (answer: string) => { value: T } | { problem: string },
    hidden = false,
  ): Promise<T> => {
    for (;;) {
      const result = read(await line(prompt, hidden));
      if ('value' in result) return result.value;
      for (const one of result.problem.split('\n')) say(`${laid(clean(one))}\n`);
    }
  };
  const list = (choices: readonly Choice<unknown>[]): void => {
    for (const [index, { name, detail }] of choices.entries()) {
      const number = `  ${index + 1}. `;
      const text = `${clean(name)}${detail === undefined ? '' : ` - ${clean(detail)}`}`;
      say(`${number}${laid(text, number.length)}\n`);
    }
  };

  return {
    input: ({ ask, default: preset, check }) =>
      until(`${clean(ask)}${preset === undefined ? '' : ` [${clean(preset)}]`}:`, (answer) =>
        checked(answer === '' ? (preset ?? '') : answer, check),
      ),
    secret: ({ ask, check }) => until(`${clean(ask)} (not shown):`, (answer) => checked(answer, check), true),
    confirm: ({ ask, default: preset }) =>
      until(`${clean(ask)} [${preset ? 'Y/n' : 'y/N'}]:`, (answer) => yesOrNo(answer, preset)),
    select: async ({ ask, choices, default: preset }) => {
      say(`${laid(clean(ask))}\n`);
      list(choices);
      const standard = choices.findIndex(({ value }) => value === preset) + 1;
      return until(`Number${standard > 0 ? ` [${standard}]` : ''}:`, (answer) => {
        const chosen = choices[Number(answer.trim() || standard) - 1];
        return chosen === undefined ? { problem: `a number from 1 to ${choices.length}` } : chosen;
      });
    },
    multiselect: async ({ ask, choices }) => {
      say(`${laid(clean(ask))}\n`);
      list(choices);
      return until('Numbers, separated by commas; empty for none:', (answer) => {
        const words = answer.split(/[\s,]+/).filter((word) => word !== '');
        const chosen = words.map((word) => choices[Number(word) - 1]);
        if (chosen.includes(undefined)) return { problem: `numbers from 1 to ${choices.length}` };
        return { value: choices.filter((choice) => chosen.includes(choice)).map(({ value }) => value) };
      });
    },
  };
}

function yesOrNo(answer: string, preset: boolean): { value: boolean } | { problem: string } {
  const word = answer.trim().toLowerCase();
  if (word === '') return { value: preset };
  if (['y', 'yes'].includes(word)) return { value: true };
  if (['n', 'no'].includes(word)) return { value: false };
  return { problem: 'answer yes or no' };
}

function checked(answer: string, check: Check | undefined): { value: string } | { problem: string } {
  const verdict = check?.(answer) ?? true;
  return verdict === true ? { value: answer } : { problem: verdict };
}

async function readLine(terminal: Terminal, prompt: string, hidden: boolean): Promise<string> {
  const { createInterface } = await import('node:readline');
  const { signal } = terminal;
  signal.throwIfAborted();
  const output = terminal.output();
  output.write(prompt);
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // In terminal mode, readline takes over the echo, and writes it where it is invisible.
  const reader = createInterface({ input: terminal.input(), output: nowhere, terminal: hidden });
  let abort: (() => void) | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      abort = () => {
        // What is said next begins a line of its own.
        output.write('\n');
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
      reader.once('line', resolve);
      reader.once('SIGINT', () => {
        reject(new CancelledError());
      });
      reader.once('close', () => {
        reject(new CancelledError());
      });
    });
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
    reader.close();
    if (hidden) output.write('\n');
  }
}

/** Where questions go and answers come from; the streams are opened when the first question is asked. */
export interface Terminal {
  input: () => NodeJS.ReadableStream & { isTTY?: boolean };
  output: () => NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  env: Readonly<Record<string, string | undefined>>;
  /** Aborting it breaks off the question with the signal's reason. */
  signal: AbortSignal;
}
