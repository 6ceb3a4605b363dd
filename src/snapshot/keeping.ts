/** What a reading of part of the past keeps for the next one. */
import type { TrafficMemory } from './collect.ts';
import type { KeptTraffic } from './sources.ts';

/**
 * A memory that never has less than before: a reading that goes less far back keeps nothing, so that an audit need not
 * read again what this one has not looked at. What has turned out to be wrong is replaced all the same.
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
