/** Questions at the terminal, on standard error: with arrow keys, or line by line where those are a hindrance. */
import type { Terminal } from './line-prompter.ts';
import { CancelledError } from '../../core/errors.ts';
import type { Choice, Prompter } from '../../core/ports.ts';
import { clean, wrapped } from '../../core/text.ts';
import { createLinePrompter } from './line-prompter.ts';
import { colourLevel, createPaint } from './paint.ts';
import { themeOf, type Theme } from './prompt-theme.ts';
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
  const columns = (): number => terminal.output().columns || 80;
  const ask = async <T>(
    text: string,
    put: (prompts: typeof inquirer, shown: { message: string; theme: Theme }, asking: Asking) => Promise<T>,
  ): Promise<T> => {
    const prompts = await import('./prompts.ts');
    const input = terminal.input();
    const output = terminal.output();
    const level = colourLevel(undefined, terminal.env, output.isTTY ?? false);
    const message = clean(text);
    const theme = themeOf(message, { paint: await createPaint(level), isPlain: level === 0, columns });
    const end = endOf(input);
    try {
      return await put(
        prompts,
        { message, theme },
        { input, output, signal: AbortSignal.any([terminal.signal, end.signal]) },
      );
    } catch (error) {
      throw cancelled(error, terminal.signal);
    } finally {
      end.forget();
    }
  };
  return {
    input: ({ ask: text, default: preset, check }) =>
      ask(text, ({ input }, shown, asking) =>
        input({ ...shown, ...presetOf(preset), ...(check && { validate: check }) }, asking),
      ),
    secret: ({ ask: text, check }) =>
      ask(text, ({ password }, shown, asking) =>
        password({ ...shown, mask: '*', toggleMask: false, ...(check && { validate: check }) }, asking),
      ),
    confirm: ({ ask: text, default: preset }) =>
      ask(text, ({ confirm }, shown, asking) => confirm({ ...shown, default: preset }, asking)),
    select: ({ ask: text, choices, default: preset }) =>
      ask(text, ({ select }, shown, asking) =>
        select({ ...shown, choices: choicesOf(choices, columns()), ...LIST, ...presetOf(preset) }, asking),
      ),
    multiselect: ({ ask: text, choices }) =>
      ask(text, ({ checkbox }, shown, asking) =>
        checkbox({ ...shown, choices: choicesOf(choices, columns()), ...LIST }, asking),
      ),
  };
}

const presetOf = <T>(preset: T | undefined) => (preset === undefined ? {} : { default: preset });

/** Room for the pointer and the box of a choice. */
const MARKS = 4;

const choicesOf = <T>(choices: readonly Choice<T>[], columns: number) =>
  choices.map(({ name, value, detail }) => ({
    name: wrapped(clean(name), columns - 1 - MARKS).join(`\n${' '.repeat(MARKS)}`),
    short: clean(name),
    value,
    ...(detail !== undefined && { description: clean(detail) }),
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
