/** How long a new key is valid, in seconds: the server takes a day and more, and counts in 32 bits. */
import { UsageError } from '../../../core/errors.ts';
import { DAY, parseTime, SECOND } from '../../../core/time.ts';
import { parseUntil } from '../../since.ts';

const LEAST_S = DAY / SECOND;
const MOST_S = 2_147_483_647;
const DEFAULT_LIFETIME_S = 90 * LEAST_S;

/** @throws UsageError for what the server would refuse, or cut. */
export function lifetimeOf(expires: string | undefined, now: number): number {
  if (expires === undefined) return DEFAULT_LIFETIME_S;
  const seconds = Math.floor((parseUntil(expires, now, '--expires') - now) / SECOND);
  if (seconds < LEAST_S) throw new UsageError('--expires: a key is valid for at least one day');
  if (seconds > MOST_S) throw new UsageError('--expires: a key is valid for at most 68 years');
  return seconds;
}

/** As long as another key was made for. */
export function sameLifetime({ tm_create, tm_expire }: { tm_create?: unknown; tm_expire?: unknown }): number {
  const [from, to] = [tm_create, tm_expire].map((time) => parseTime(time as string | null));
  if (from === undefined || to === undefined) return DEFAULT_LIFETIME_S;
  return Math.min(MOST_S, Math.max(LEAST_S, Math.round((to - from) / SECOND)));
}
