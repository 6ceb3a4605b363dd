/** Other programs, run without a shell and without standard input. */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { AppError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Host } from '../../core/ports.ts';

const MOST_OUTPUT = 64 * 1024;

/** Runs programs until the signal is aborted. An error names the program and what happened, never its output. */
export function createRun(signal: AbortSignal): Host['run'] {
  return async (argv, timeoutMs) => {
    signal.throwIfAborted();
    const [program, ...args] = argv;
    if (!program) throw failed('the program', 'has no name');
    const { spawn } = await import('node:child_process');
    const child = spawn(program, args, { shell: false, stdio: ['ignore', 'pipe', 'ignore'] });
    let stop: (() => void) | undefined;
    try {
      return await Promise.race([
        outputOf(child, program),
        new Promise<never>((_resolve, reject) => {
          const abort = (): void => {
            reject(signal.reason as Error);
          };
          signal.addEventListener('abort', abort, { once: true });
          const timer = setTimeout(() => {
            reject(failed(program, `did not end within ${timeoutMs / 1000} seconds`));
          }, timeoutMs);
          stop = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', abort);
          };
        }),
      ]);
    } finally {
      stop?.();
      child.kill('SIGKILL');
      // A grandchild may hold the pipe open: it must not hold us.
      child.stdout.destroy();
    }
  };
}

function outputOf(child: Child, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_OUTPUT) reject(failed(program, 'printed more than 64 KiB'));
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(failed(program, startFailures[error.code ?? ''] ?? 'could not be started', error));
    });
    child.on('close', (code: number | null, killedBy: string | null) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else
        reject(
          failed(program, code === null ? `was stopped by ${killedBy ?? 'a signal'}` : `ended with ${code}`),
        );
    });
  });
}

type Child = ChildProcessByStdio<null, Readable, null>;

const startFailures: Readonly<Record<string, string>> = {
  ENOENT: 'was not found',
  EACCES: 'is not executable',
};

function failed(program: string, what: string, cause?: unknown): AppError {
  return new AppError('PROGRAM_FAILED', ExitCode.usage, `${program} ${what}`, { cause });
}
