/** Standard input, output and error: every write is awaited, and a closed reader does not cause a crash. */
import { isatty } from 'node:tty';
import { addAbortSignal, type Readable, type Writable } from 'node:stream';
import { AppError, OutputClosed, UsageError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { MOST_READ } from '../../core/input-sizes.ts';
import type { Io, Output } from '../../core/ports.ts';
import { codeOf, reasonOf } from './errno.ts';
import { createFileStream, isFile } from './file-stream.ts';
import { gathered } from './gathered.ts';

/** What Node calls a pipe without a reader, on the systems it runs on; and a terminal that was closed. */
const CLOSED = new Set([
  'EPIPE',
  'EOF',
  'ECONNRESET',
  'EIO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

interface Target {
  name: string;
  /** Opened when it is first written to: opening costs time. */
  open: () => Writable & { columns?: number };
  isTTY: boolean;
  /** A missing reader is no reason to stop: notices are not the purpose of a command. */
  mayBeClosed?: boolean;
  /** What ends a write whose reader takes nothing: the write rejects with its reason. */
  signal?: AbortSignal;
}

/**
 * Standard input, output and error of this process. Reading, and writing the answer, end with the signal's reason when
 * it is aborted.
 */
export function createIo(signal: AbortSignal): Io {
  return {
    stdout: createOutput({
      name: 'standard output',
      open: () => (isFile(1) ? createFileStream(1) : process.stdout),
      isTTY: isatty(1),
      signal,
    }),
    stderr: createOutput({
      name: 'standard error',
      open: () => (isFile(2) ? createFileStream(2) : process.stderr),
      isTTY: isatty(2),
      mayBeClosed: true,
    }),
    stdin: { isTTY: isatty(0), readAll: (most) => readAll(process.stdin, signal, most) },
  };
}

/** An output over any stream. `write` resolves when the text has left the program. */
export function createOutput(target: Target): Output {
  let stream: (Writable & { columns?: number }) | undefined;
  const opened = (): Writable & { columns?: number } => {
    if (stream === undefined) {
      stream = target.open();
      // Each write learns of its own failure; without a listener the same failure would end the process.
      stream.on('error', () => undefined);
    }
    return stream;
  };
  return {
    isTTY: target.isTTY,
    get columns() {
      // Some report none: how wide they are is not known.
      return target.isTTY ? opened().columns || undefined : undefined;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          reject(target.signal?.reason as Error);
        };
        target.signal?.addEventListener('abort', stop, { once: true });
        const settle = (error?: unknown): void => {
          target.signal?.removeEventListener('abort', stop);
          const failure = error ? writeFailure(target.name, error) : undefined;
          if (failure === undefined || (target.mayBeClosed && failure instanceof OutputClosed)) resolve();
          else reject(failure);
        };
        try {
          opened().write(text, settle);
        } catch (error) {
          settle(error);
        }
      }),
  };
}

function writeFailure(name: string, error: unknown): Error {
  const code = codeOf(error);
  if (code !== undefined && CLOSED.has(code)) return new OutputClosed(error);
  return new AppError('OUTPUT_FAILED', ExitCode.usage, `cannot write to ${name}: ${reasonOf(error)}`, {
    cause: error,
  });
}

/** All of a stream as text; a stream that is closed from the start is empty. */
export async function readAll(stream: Readable, signal: AbortSignal, most = MOST_READ): Promise<string> {
  signal.throwIfAborted();
  addAbortSignal(signal, stream);
  try {
    return await gathered(stream, 'standard input', most);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UsageError) throw error;
    throw new AppError('INPUT_FAILED', ExitCode.usage, `cannot read standard input: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
