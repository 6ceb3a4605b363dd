/** Who can answer a queue: agents that share at least one of its tags (bin-queue-manager, agent.go). */
import type { Agent, Queue } from '../api/wire.ts';
import { isUuid, NIL_UUID } from '../core/ids.ts';

/** The tags of a queue, in lower case. The server drops invalid ids; a queue left without tags takes any agent. */
export function wantedTags({ tag_ids }: Pick<Queue, 'tag_ids'>): string[] {
  return (tag_ids ?? []).filter((tag) => isUuid(tag) && tag !== NIL_UUID).map((tag) => tag.toLowerCase());
}

/** Existing agents that the queue may ring, available or not. A queue without tags may ring every agent. */
export function teamOf(queue: Pick<Queue, 'tag_ids'>, agents: readonly Agent[]): Agent[] {
  const wanted = new Set(wantedTags(queue));
  return agents.filter(
    ({ tag_ids, tm_delete }) =>
      !tm_delete && (wanted.size === 0 || (tag_ids ?? []).some((tag) => wanted.has(tag.toLowerCase()))),
  );
}
