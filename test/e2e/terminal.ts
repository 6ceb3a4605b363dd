/** A program at a real pseudo-terminal, by `script` of util-linux: what it shows, and what is typed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Installed } from './program.ts';

export const Key = { enter: '\r', down: '\u001b[B', up: '\u001b[A', space: ' ', ctrlC: '\u0003' } as const;

export interface Terminal {
  /** Waits until something is shown that was not there when it was last waited for, and gives all up to it. */
  see: (text: string | RegExp) => Promise<string>;
  /** Types, key by key. */
  type: (...keys: string[]) => void;
  /** Everything shown so far, without colours and movements of the cursor. */
  shown: () => string;
  /** The exit code. */
  ended: Promise<number | null>;
}

const PATIENCE_MS = 20_000;
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

export function openTerminal(
  installed: Installed,
  args: readonly string[],
  options: { env: Record<string, string>; columns?: number; rows?: number },
): Terminal {
  const { columns = 80, rows = 24 } = options;
  const line = [process.execPath, installed.script, ...args].map(quoted).join(' ');
  const child = spawn('script', ['-qfec', `stty cols ${columns} rows ${rows}; exec ${line}`, '/dev/null'], {
    cwd: installed.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: installed.folder,
      TZ: 'UTC',
      TERM: 'xterm-256color',
      SHELL: '/bin/sh',
      NO_PROXY: '127.0.0.1',
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let raw = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (raw += text));
  const shown = (): string =>
    raw.replace(/\u001b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78])/g, '').replaceAll('\r', '');
  return {
    shown,
    ended: once(child, 'exit').then(([code]) => code as number | null),
    type: (...keys) => {
      for (const key of keys) child.stdin.write(key);
    },
    async see(text) {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const fresh = shown().slice(seen);
        const at = typeof text === 'string' ? fresh.indexOf(text) : fresh.search(text);
        if (at >= 0) {
          seen += at + 1;
          return fresh.slice(0, at);
        }
        if (Date.now() > until) throw new Error(`${String(text)} was not shown; this was:\n${fresh}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
