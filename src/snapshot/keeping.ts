/** What a reading of part of the past keeps for the next one. */
import type { TrafficMemory } from './collect.ts';
import type { KeptTraffic } from './sources.ts';

/**
 * A store that never shrinks: a reading of a shorter period keeps nothing, so that a later audit need not read again
 * what this one skipped. Data that turned out to be wrong is still replaced.
 */
export function keepingMore(memory: TrafficMemory): TrafficMemory {
  let known: KeptTraffic = {};
  return {
    async recall(accountId) {
      known = await memory.recall(accountId);
      return known;
    },
    keep(section, kept) {
      const [before] = known[section] ?? [];
      const [now] = kept.days;
      if (before === undefined || kept.differed || (now !== undefined && now.day <= before.day))
        memory.keep(section, kept);
    },
  };
}
