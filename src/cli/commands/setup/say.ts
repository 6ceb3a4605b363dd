/** What the wizard prints in addition to its questions: on standard error, as wide as the terminal. */
import { clean, wrapped } from '../../../core/text.ts';
import type { Context } from '../../context.ts';

const WIDEST = 100;
/** The value of a longer one begins on the line below. */
const LABEL = 32;

export interface Voice {
  /** A paragraph. */
  say: (text: string) => Promise<void>;
  /** The beginning of a topic. */
  title: (text: string) => Promise<void>;
  /** A remark on the question that follows. */
  hint: (text: string) => Promise<void>;
  /** Why an answer does not go. */
  complain: (text: string) => Promise<void>;
  /** Label and value. */
  rows: (rows: readonly (readonly [label: string, value: string])[]) => Promise<void>;
}

export async function createVoice({ host, paint: makePaint }: Context): Promise<Voice> {
  const { stderr } = host.io;
  const paint = await makePaint('stderr');
  const wrap = (text: string, indent = 0): string[] =>
    wrapped(clean(text), Math.min(stderr.columns ?? 80, WIDEST) - 1 - indent);
  const write = (lines: readonly string[]): Promise<void> => stderr.write(`${lines.join('\n')}\n`);
  return {
    say: (text) => write(wrap(text)),
    title: (text) => write(['', paint.bold(clean(text))]),
    hint: (text) => write(wrap(text).map(paint.dim)),
    complain: (text) =>
      write(wrap(text, 2).map((line, index) => paint.yellow(index === 0 ? `> ${line}` : `  ${line}`))),
    rows: (rows) => {
      const width = Math.min(LABEL, Math.max(0, ...rows.map(([label]) => label.length)));
      return write(
        rows.flatMap(([label, value]) => {
          const lines = wrap(value, width + 4);
          const indent = ' '.repeat(width + 4);
          if (label.length > width) {
            return [
              ...wrap(label, 2).map((line) => `  ${paint.dim(line)}`),
              ...lines.map((line) => indent + line),
            ];
          }
          const [first = '', ...rest] = lines;
          return [
            `  ${paint.dim(clean(label).padEnd(width))}  ${first}`,
            ...rest.map((line) => indent + line),
          ];
        }),
      );
    },
  };
}
