/** How far a long reading is: one line on a terminal, redrawn; nothing anywhere else. */
import { plural } from '../core/text.ts';
import type { Context } from './context.ts';

export interface Progress {
  /** The total number of expected requests. */
  expect: (requests: number) => void;
  /** One more request was answered. */
  step: () => void;
  /** Takes the line away. */
  clear: () => Promise<void>;
}

const REDRAW_MS = 120;

export function createProgress({ host, flags }: Context): Progress {
  const { stderr } = host.io;
  const shown =
    stderr.isTTY && !host.env['ACCESSIBLE'] && !host.env['CI'] && flags.quiet !== true && !flags.verbose;
  const startedAt = host.clock.now();
  let drawnAt = 0;
  let done = 0;
  let expected: number | undefined;
  let drawn = false;
  return {
    expect(requests) {
      expected = requests;
    },
    step() {
      done += 1;
      const now = host.clock.now();
      if (!shown || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      drawn = true;
      void stderr.write(`\r\u001b[K${lineOf(done, expected, now - startedAt)}`);
    },
    async clear() {
      if (drawn) await stderr.write('\r\u001b[K');
      drawn = false;
    },
  };
}

function lineOf(done: number, expected: number | undefined, elapsedMs: number): string {
  if (expected === undefined || expected <= done) return `reading the account: ${plural(done, 'request')}`;
  const leftMs = (elapsedMs / done) * (expected - done);
  return `reading the account: ${done} of about ${expected} requests, ${duration(leftMs / 1000)} left`;
}

/** `40 s`, `5 min`, `1 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
