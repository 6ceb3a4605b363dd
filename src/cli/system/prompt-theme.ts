/** How questions look: inquirer's theme, in which every text breaks between words. */
import type { Paint } from '../../report/paint.ts';
import { clean, wrapped } from '../../core/text.ts';

/** Below the text of a question, after its mark. */
const INDENT = '  ';
/** What is typed after a default, which must fit on the same line: ` yes`. */
const TYPED = 4;

const same = (text: string): string => text;

/** Inquirer's look without colours: on Node 20 it colours whatever NO_COLOR says. */
const plain = {
  prefix: { idle: '?', done: '*' },
  style: {
    help: same,
    highlight: same,
    key: (text: string) => `<${text}>`,
    disabled: same,
    confirmDefault: (text: string) => text.charAt(0).toUpperCase() + text.slice(1),
    keysHelpTip: (keys: [key: string, action: string][]) =>
      keys.map(([key, action]) => `${key} ${action}`).join(', '),
  },
};

interface Look {
  paint: Paint;
  isPlain: boolean;
  /** Of the terminal, which may be resized during a question. */
  columns: () => number;
}

/** The theme of one question. */
export function themeOf(question: string, { paint, isPlain, columns }: Look) {
  /** A space and the cursor come after the last line. */
  const room = (): number => columns() - 2;
  const laid = (text: string): string =>
    text
      .split('\n')
      .flatMap((line) => wrapped(clean(line), room() - INDENT.length))
      .join(`\n${INDENT}`);
  /** On the last line of the question, or below it where that has no room. */
  const after = (text: string, kept = 0): string => {
    const last = laid(question).split(`\n${INDENT}`).at(-1) ?? '';
    const free = room() - INDENT.length - last.length - 1 - kept;
    const shown = clean(text);
    return shown.length <= free ? shown : `\n${INDENT}${laid(shown)}`;
  };
  return {
    ...(isPlain && { prefix: plain.prefix }),
    style: {
      ...(isPlain && plain.style),
      message: (text: string) => paint.bold(laid(text)),
      answer: (text: string) => paint.cyan(after(text)),
      defaultAnswer: (text: string) => paint.dim(after(`(${text})`, TYPED)),
      error: (text: string) => paint.red(`> ${laid(text)}`),
      description: (text: string) => paint.cyan(wrapped(clean(text), room()).join('\n')),
    },
  };
}

export type Theme = ReturnType<typeof themeOf>;
