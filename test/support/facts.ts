/** A seed's account as the wizard sees it. */
import { manyKinds } from '../../src/resources/all.ts';
import { readLive } from '../../src/plan/state/live.ts';
import { emptyLock } from '../../src/plan/file/lock.ts';
import { matchNames } from '../../src/plan/difference/match.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import type { Facts } from '../../src/setup/facts.ts';
import { planLimits, RENEWAL_PRICE } from '../../src/snapshot/plans.ts';
import { Secret } from '../../src/core/secret.ts';
import { bench, type Bench } from './program.ts';
import { apiOver } from './wire.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

/**
 * @param prepare Changes the account before it is read.
 * @param file The text of the plan file that is there.
 */
export async function factsOf(
  seed: string,
  prepare: (made: Bench) => void = () => undefined,
  file = '',
): Promise<Facts> {
  const made = bench(seed);
  prepare(made);
  const { api } = apiOver(made.emulator.transport, {
    credential: { kind: 'accesskey', secret: new Secret(made.account.accesskey), source: 'a test' },
  });
  const live = await readLive(api, {
    kinds: new Set(manyKinds.map(({ kind }) => kind)),
    outbound: true,
    billing: 'if seen',
  });
  const plan = live.billing?.plan_type ?? '';
  const read = readPlan(file, 'voipbin.yaml');
  return {
    known: true,
    live,
    file: read,
    made: undefined,
    match: matchNames(read, emptyLock(live.customer.id), live),
    plan,
    limits: planLimits[plan] ?? {},
    price: RENEWAL_PRICE,
    timeZone: 'UTC',
    now: NOW,
    isAdmin: true,
    isSet: () => false,
    isWeak: () => false,
    holidays: undefined,
  };
}
