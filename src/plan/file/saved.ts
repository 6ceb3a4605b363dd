/** A plan that was saved for review and is carried out later: exactly as saved, or not at all. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { ConflictError, UsageError } from '../../core/errors.ts';
import type { Holidays } from '../../hours/holidays.ts';
import { serverFaults } from '../../snapshot/server-evidence.ts';
import type { Plan } from '../change.ts';
import { planChanges, type Planned } from '../difference/difference.ts';
import type { PlanOptions } from '../options.ts';
import type { KnownSecrets } from '../difference/secrets.ts';
import { stateOf, type LiveAccount } from '../state/live.ts';
import { parseLock, writeLock, type Lock } from './lock.ts';
import { readPlan } from './read.ts';

const schema = z.object({
  format: z.literal('voipbin.saved-plan/1'),
  saved_at: z.string(),
  api_url: z.string(),
  /** The absolute path of the plan file: its lock file is next to it. */
  path: z.string(),
  /** The text of the plan file, which contains no passwords. */
  source: z.string(),
  lock: z.string(),
  options: z.object({
    prune: z.boolean(),
    allowLargeDelete: z.boolean(),
    today: z.string(),
    works: z.optional(z.array(z.enum(serverFaults))),
  }),
  /** The fingerprint of everything that was read. */
  state: z.string(),
  plan: z.looseObject({ customer_id: z.string() }),
});

export type SavedPlan = z.infer<typeof schema>;

export function savePlan(parts: {
  savedAt: string;
  apiUrl: string;
  path: string;
  source: string;
  lock: Lock;
  options: PlanOptions;
  live: LiveAccount;
  plan: Plan;
}): string {
  const saved = {
    format: 'voipbin.saved-plan/1' as const,
    saved_at: parts.savedAt,
    api_url: parts.apiUrl,
    path: parts.path,
    source: parts.source,
    lock: writeLock(parts.lock),
    options: parts.options,
    state: stateOf(parts.live),
    plan: parts.plan,
  };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

/** Undefined for a text that is not a saved plan, such as a plan file. @throws UsageError for a broken one. */
export function parseSavedPlan(text: string, file: string): SavedPlan | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('format' in value)) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${file} is not a saved plan that this version can read`, {
    code: 'PLAN',
    hint: '`voipbin plan --out plan.json` saves one',
  });
}

/**
 * The steps of a saved plan.
 * @throws ConflictError if the account or the lock file has changed.
 */
export function resumePlan(
  saved: SavedPlan,
  {
    live,
    lock,
    apiUrl,
    known,
    holidays,
  }: {
    live: LiveAccount;
    lock: Lock;
    apiUrl: string;
    known: KnownSecrets;
    holidays: Holidays | undefined;
  },
  file: string,
): Planned {
  const stale = (why: string): ConflictError =>
    new ConflictError(`${file} is stale: ${why}`, { hint: 'make a new plan, and look at it again' });
  if (live.customer.id !== saved.plan.customer_id) throw stale('it was made for another account');
  if (apiUrl !== saved.api_url) throw stale(`it was made for the server ${saved.api_url}`);
  if (stateOf(live) !== saved.state) throw stale('the account has changed since');
  if (writeLock(lock) !== saved.lock) throw stale('the lock file has changed since');
  const planned = planChanges(
    readPlan(saved.source, saved.path, holidays),
    parseLock(saved.lock, file),
    live,
    saved.options,
    known,
  );
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(planned.plan)), saved.plan))
    throw stale('it was changed, or made by another version');
  return planned;
}
