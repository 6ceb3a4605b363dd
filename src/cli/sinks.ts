/** Where reports go: files, or standard output, each in its own format. */
import { PRIVATE, PUBLIC } from '../core/modes.ts';
import { resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Rendered, Style } from '../report/format.ts';
import type { Context } from './context.ts';
import { terminalWidth } from './terminal.ts';

export interface Sink {
  format: string;
  /** `-` is standard output. */
  path: string;
}

const NUMBERS_ONLY: ReadonlySet<string> = new Set(['prometheus', 'openmetrics']);

/**
 * @param known The formats that the command writes.
 * @throws UsageError for every wrong one at once, and for two answers on standard output.
 */
export function parseSinks({ flags }: Context, words: readonly string[], known: readonly string[]): Sink[] {
  const problems: string[] = [];
  const sinks = words.map((word): Sink => {
    const at = word.indexOf('=');
    const [format, path] = at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
    if (!known.includes(format)) {
      problems.push(
        `--report ${word}: there is no format ${JSON.stringify(format)}; ${didYouMean(format, known) ?? `choose one of: ${known.join(', ')}`}`,
      );
    } else if (path === '')
      problems.push(`--report ${word}: it has no path, such as ${format}=report.${format}`);
    return { format, path };
  });
  const onScreen = sinks.filter(isOnScreen);
  if (onScreen.length > 1) problems.push('--report: only one report can go to standard output');
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'), {
      hint: 'it is --report <format>=<path>, with - for standard output',
    });
  }
  if (onScreen.length > 0 && flags.output !== undefined) {
    throw new UsageError('--output and a report to standard output cannot be combined');
  }
  return sinks;
}

export const isOnScreen = ({ path }: Sink): boolean => path === '-';

/**
 * Before anything is requested. With {account} in a path, only what stands before it can be looked at.
 *
 * @throws UsageError for a path that cannot be written.
 */
export async function checkSinks({ host }: Context, sinks: readonly Sink[]): Promise<void> {
  for (const { path } of sinks) {
    if (path === '-') continue;
    const full = resolve(host.system.cwd, path);
    await host.files.tryWrite(/^.*?\{account\}[^/\\]*/.exec(full)?.[0] ?? full);
  }
}

export async function writeSinks(
  context: Context,
  sinks: readonly Sink[],
  render: (format: string, style: Style) => Promise<Rendered>,
): Promise<void> {
  const { host } = context;
  for (const sink of sinks) {
    const style: Style = {
      paint: await context.paint('stdout'),
      columns: isOnScreen(sink) ? terminalWidth(host.io.stdout) : undefined,
      get timeZone() {
        return host.system.timeZone;
      },
    };
    const rendered = await render(sink.format, style);
    const mode = NUMBERS_ONLY.has(sink.format) ? PUBLIC : PRIVATE;
    const path = resolve(host.system.cwd, sink.path);
    if (isOnScreen(sink)) for await (const text of piecesOf(rendered)) await host.io.stdout.write(text);
    else if (typeof rendered === 'string') await host.files.write(path, rendered, mode);
    else await writePieces(context, path, rendered, mode);
  }
}

async function* piecesOf(rendered: Rendered): AsyncGenerator<string, void, undefined> {
  if (typeof rendered === 'string') yield rendered;
  else yield* rendered;
}

/** The file gets its name once it is whole. */
export async function writePieces(
  { host }: Context,
  path: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  mode: number,
): Promise<void> {
  const file = await host.files.begin(path, mode);
  try {
    for await (const piece of pieces) {
      host.signal.throwIfAborted();
      await file.add(Buffer.from(piece));
    }
    await file.keep();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
