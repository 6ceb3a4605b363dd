/** From arguments to an exit code. */
import { AppError, CancelledError, isClosed } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Host } from '../core/ports.ts';
import { terminalWidth } from './terminal.ts';
import { version } from './version.ts';

/**
 * Runs one command line.
 *
 * @param argv without node and script.
 */
export async function main(argv: readonly string[], host: Host): Promise<ExitCode> {
  try {
    if (argv[0] === COMPLETE)
      return await (await import('./completion/answer.ts')).answerShell(argv.slice(1), host);
    const { runProgram } = await import('./program/program.ts');
    return await runProgram(argv, isPlugin(argv) && !argv.includes('--verbose') ? mute(host) : host, version);
  } catch (error) {
    if (isClosed(error)) return ExitCode.done;
    const { renderError } = await import('./render-error.ts');
    const reason: unknown = host.signal.reason;
    // What breaks off in the middle says itself how far it came.
    const isTold = error instanceof AppError && error.cause === reason;
    const cause = host.signal.aborted && reason instanceof CancelledError && !isTold ? reason : error;
    const { text, exitCode } = renderError(cause, {
      json: wantsJson(argv, host.env),
      version,
      columns: terminalWidth(host.io.stderr),
    });
    if (isPlugin(argv) && !(cause instanceof CancelledError)) return unknown(host, cause);
    try {
      await host.io.stderr.write(text);
    } catch {
      // Nobody is left to tell.
    }
    return exitCode;
  }
}

/** The word by which the scripts of `completion` ask. */
const COMPLETE = '__complete';

/** Known before the flags are parsed: a monitoring system reads our exit code, wrong flags or not. */
const isPlugin = (argv: readonly string[]): boolean =>
  argv.some(
    (word, index) =>
      /^(--report=)?nagios=-$/.test(word) && (/^--report/.test(word) || argv[index - 1] === '--report'),
  );

/** Monitoring systems show standard error before the line of the plugin, or in its place. `--verbose` asks for it. */
const mute = (host: Host): Host => ({
  ...host,
  io: { ...host.io, stderr: { isTTY: false, write: () => Promise.resolve() } },
});

const PLUGIN_UNKNOWN = 3;

/** A plugin that fails knows nothing, and says so in one line. */
async function unknown({ io }: Host, error: unknown): Promise<typeof PLUGIN_UNKNOWN> {
  const { clean } = await import('../core/text.ts');
  const reason = clean(error instanceof Error ? error.message : String(error)).replaceAll('|', '/');
  await io.stdout.write(`VOIPBIN UNKNOWN - ${reason}\n`).catch(() => undefined);
  return PLUGIN_UNKNOWN;
}

/** Known before the flags are parsed, because wrong flags are reported in the same format. */
function wantsJson(argv: readonly string[], env: Host['env']): boolean {
  const given = argv.flatMap((word, index) => {
    if (word === '-o' || word === '--output') return [argv[index + 1]];
    const joined = /^(?:-o=?|--output=)(.+)$/.exec(word);
    return joined ? [joined[1]] : [];
  });
  const format = given.at(-1) ?? env['VOIPBIN_OUTPUT'];
  return format === 'json' || format === 'jsonl';
}
