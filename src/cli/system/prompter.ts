/** Questions at the terminal, on standard error: with arrow keys, or line by line where those are a hindrance. */
import type { Terminal } from './line-prompter.ts';
import { CancelledError } from '../../core/errors.ts';
import type { Choice, Prompter } from '../../core/ports.ts';
import { clean, wrapped } from '../../core/text.ts';
import { createLinePrompter } from './line-prompter.ts';
import { colourLevel } from './paint.ts';
import type * as inquirer from './prompts.ts';

/** Asks line by line for screen readers (ACCESSIBLE) and simple terminals (TERM=dumb), else with inquirer. */
export function createPrompter(terminal: Terminal): Prompter {
  const { env } = terminal;
  return env['ACCESSIBLE'] || env['TERM'] === 'dumb'
    ? createLinePrompter(terminal)
    : createKeyPrompter(terminal);
}

/** As much of a list as a small terminal shows; it ends where it ends. */
const LIST = { pageSize: 12, loop: false };

type Asking = Parameters<typeof inquirer.input>[1];

function createKeyPrompter(terminal: Terminal): Prompter {
  const ask = async <T>(
    put: (prompts: typeof inquirer, theme: Theme, asking: Asking) => Promise<T>,
  ): Promise<T> => {
    const prompts = await import('./prompts.ts');
    const input = terminal.input();
    const output = terminal.output();
    const theme = colourLevel(undefined, terminal.env, output.isTTY ?? false) === 0 ? plain : {};
    const end = endOf(input);
    try {
      return await put(prompts, theme, {
        input,
        output,
        signal: AbortSignal.any([terminal.signal, end.signal]),
      });
    } catch (error) {
      throw cancelled(error, terminal.signal);
    } finally {
      end.forget();
    }
  };
  return {
    input: ({ ask: message, default: preset, check }) =>
      ask(({ input }, theme, asking) =>
        input(
          {
            message: clean(message),
            theme,
            ...(preset !== undefined && { default: preset }),
            ...(check && { validate: check }),
          },
          asking,
        ),
      ),
    secret: ({ ask: message, check }) =>
      ask(({ password }, theme, asking) =>
        password(
          {
            message: clean(message),
            mask: '*',
            toggleMask: false,
            theme,
            ...(check && { validate: check }),
          },
          asking,
        ),
      ),
    confirm: ({ ask: message, default: preset }) =>
      ask(({ confirm }, theme, asking) =>
        confirm({ message: clean(message), default: preset, theme }, asking),
      ),
    select: ({ ask: message, choices, default: preset }) =>
      ask(({ select }, theme, asking) =>
        select(
          {
            message: clean(message),
            choices: choicesOf(choices, terminal.output()),
            ...LIST,
            theme,
            ...(preset !== undefined && { default: preset }),
          },
          asking,
        ),
      ),
    multiselect: ({ ask: message, choices }) =>
      ask(({ checkbox }, theme, asking) =>
        checkbox(
          { message: clean(message), choices: choicesOf(choices, terminal.output()), ...LIST, theme },
          asking,
        ),
      ),
  };
}

/** A terminal breaks lines in the middle of a word. */
const choicesOf = <T>(choices: readonly Choice<T>[], { columns = 80 }: { columns?: number }) =>
  choices.map(({ name, value, detail }) => ({
    name: clean(name),
    value,
    ...(detail !== undefined && { description: wrapped(clean(detail), columns - 1).join('\n') }),
  }));

/**
 * Inquirer waits for ever when its input ends (a closed terminal, Ctrl-D): readline then pauses the stream,
 * which it does at no other time while a question stands.
 */
function endOf(input: NodeJS.ReadableStream): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const onEnd = (): void => {
    controller.abort(new CancelledError());
  };
  const events = ['pause', 'end', 'close', 'error'] as const;
  for (const event of events) input.on(event, onEnd);
  return {
    signal: controller.signal,
    forget: () => {
      for (const event of events) input.off(event, onEnd);
    },
  };
}

const broken = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

function cancelled(error: unknown, signal: AbortSignal): unknown {
  if (!(error instanceof Error) || !broken.has(error.name)) return error;
  return signal.aborted && signal.reason instanceof Error ? signal.reason : new CancelledError();
}

const same = (text: string): string => text;

/** Inquirer's look without colours: on Node 20 it colours whatever NO_COLOR says. */
const plain = {
  prefix: { idle: '?', done: '*' },
  style: {
    answer: same,
    message: same,
    error: (text: string) => `> ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
    help: same,
    highlight: same,
    key: (text: string) => `<${text}>`,
    description: same,
    disabled: same,
    confirmDefault: (text: string) => text.charAt(0).toUpperCase() + text.slice(1),
    keysHelpTip: (keys: [key: string, action: string][]) =>
      keys.map(([key, action]) => `${key} ${action}`).join(', '),
  },
};
type Theme = typeof plain | Record<string, never>;
