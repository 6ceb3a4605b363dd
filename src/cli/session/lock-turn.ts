/** Waiting for a lock that another run holds. */
import type { Clock, Locking } from '../../core/ports.ts';

const PAUSE_MS = 100;
const PATIENCE_MS = 10_000;

/** The lock, or who still has it after ten seconds. */
export async function lockInTurn(
  take: () => Promise<Locking>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Locking> {
  const until = clock.now() + PATIENCE_MS;
  let lock = await take();
  while ('holder' in lock && clock.now() < until) {
    await clock.sleep(PAUSE_MS, signal);
    lock = await take();
  }
  return lock;
}
