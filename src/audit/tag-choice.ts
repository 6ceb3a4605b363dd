/** Which tag is meant, where only one can be. */
import type { Agent, Queue, Tag } from '../api/wire.ts';
import { bareName } from './names.ts';
import { hasAddress } from './people.ts';
import { teamOf, wantedTags } from '../calls/teams.ts';

const nameOf = ({ name }: Pick<Tag, 'name'>): string => (name ?? '').trim().toLowerCase();

/** The other live tags of its name, upper and lower case being one. */
export function namesakesOf(tag: Tag, tags: readonly Tag[]): Tag[] {
  const name = nameOf(tag);
  return name === '' ? [] : tags.filter((row) => !row.tm_delete && row.id !== tag.id && nameOf(row) === name);
}

/** Live tags that people would take for the queue's: `sales` for `Sales`, and for `Sales queue`. */
export function tagsNamedAfter({ name }: Pick<Queue, 'name'>, tags: readonly Tag[]): Tag[] {
  const wanted = bareName((name ?? '').replace(/\bqueue\b/i, ''));
  return wanted === '' ? [] : tags.filter((row) => !row.tm_delete && bareName(row.name ?? '') === wanted);
}

/** The live tag that is the only one any queue asks for. */
export function onlyWantedTag(queues: readonly Queue[], tags: readonly Tag[]): Tag | undefined {
  const asked = new Set(queues.filter(({ tm_delete }) => !tm_delete).flatMap(wantedTags));
  return asked.size === 1 ? tags.find(({ id, tm_delete }) => asked.has(id) && !tm_delete) : undefined;
}

/** Agents who have the tag, and can be rung. */
export function reachableTeam({ id }: Tag, agents: readonly Agent[]): Agent[] {
  return teamOf({ tag_ids: [id] }, agents).filter(hasAddress);
}
