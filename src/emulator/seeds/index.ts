import type { Seed } from '../records.ts';
import { departmentsSeed } from './departments.ts';
import { emptySeed } from './empty.ts';
import { frozenSeed } from './frozen.ts';
import { healthySeed } from './healthy.ts';
import { largeSeed } from './large.ts';
import { messySeed } from './messy.ts';
import { neglectedSeed } from './neglected.ts';

/** Every seed, by name. */
export const seeds: readonly Seed[] = [
  departmentsSeed,
  emptySeed,
  frozenSeed,
  healthySeed,
  largeSeed,
  messySeed,
  neglectedSeed,
];
