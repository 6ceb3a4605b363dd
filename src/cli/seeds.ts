/** Example accounts by name. Only what needs an account loads it: that takes as long as the start of the program. */
import { UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Seed } from '../emulator/records.ts';
import { isSeedName, SEED_NAMES } from './program/values.ts';

/** @throws UsageError */
export function refuseUnknownSeed(name: string): void {
  if (isSeedName(name)) return;
  throw new UsageError(`there is no example account ${JSON.stringify(name)}`, {
    hint: didYouMean(name, SEED_NAMES) ?? `choose one of: ${SEED_NAMES.join(', ')}`,
  });
}

/** @throws UsageError */
export async function seedNamed(name: string): Promise<Seed> {
  refuseUnknownSeed(name);
  const { seeds } = await import('../emulator/seeds/index.ts');
  return seeds.find((seed) => seed.name === name) as Seed;
}
