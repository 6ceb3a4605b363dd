import type { Agent, Queue, Tag } from '../../api/wire.ts';
import { plural, sentenceList } from '../../core/text.ts';
import { agent, id, queue, tag } from '../examples.ts';
import { bareName } from '../names.ts';
import { byId, sole, type ObjectChange, type Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { tagSubject } from '../subjects.ts';
import { namesakesOf } from '../tag-choice.ts';

const gone = tag({ tm_delete: '2026-02-01T00:00:00Z' });

export const tagDeletedInUse = defineRule({
  id: 'tag-deleted-in-use',
  title: 'a deleted tag still routes calls',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['tags', 'agents', 'queues'],
  why: 'Deleting a tag changes neither agents nor queues: its id stays on them and still matches, but it can no longer be given to a new agent.',
  fix: 'create a tag (`voipbin tags create <name>`), and give it to agents and queues in place of the deleted one (`voipbin agents update <who> --tag <name>`, with `--tag` for each that stays)',
  messages: {
    in_use: ({ queue_count, agent_count }: { queue_count: number; agent_count: number }) =>
      `was deleted, and is still on ${sentenceList([
        ...(queue_count > 0 ? [plural(queue_count, 'queue')] : []),
        ...(agent_count > 0 ? [plural(agent_count, 'agent')] : []),
      ])}`,
  },
  repair: {
    does: 'replaces it with the existing tag of the same name, if there is one; with a new one of the same name, if it brings calls to agents; and otherwise removes it, if every agent and queue keeps another tag',
  },
  examples: {
    ok: () => [
      {
        name: 'a deleted tag is on no agent and no queue',
        account: { tags: [gone], agents: [agent()], queues: [] },
      },
      { name: 'a queue has a tag that exists', account: { tags: [tag()], agents: [], queues: [queue()] } },
    ],
    bad: () => [
      { name: 'a queue still has a deleted tag', account: { tags: [gone], agents: [], queues: [queue()] } },
      {
        name: 'an agent still has a deleted tag',
        account: { tags: [gone], agents: [agent({ tag_ids: [id(50)] })], queues: [] },
      },
    ],
  },
  *check({ tags, agents, queues }) {
    const holders = (
      rows: readonly { tag_ids?: readonly string[] | null | undefined }[],
      tagId: string,
    ): number => rows.filter(({ tag_ids }) => tag_ids?.includes(tagId)).length;
    for (const row of tags) {
      if (!row.tm_delete) continue;
      const data = { queue_count: holders(queues, row.id), agent_count: holders(agents, row.id) };
      if (data.queue_count + data.agent_count === 0) continue;
      yield {
        subject: tagSubject(row),
        messageId: 'in_use',
        data,
        repair: repairOf(row, tags, queues, agents),
      };
    }
  },
});

type Holder = Pick<ObjectChange, 'kind' | 'id'> & { tag_ids?: readonly string[] | null | undefined };

function repairOf(
  gone: Tag,
  tags: readonly Tag[],
  queues: readonly Queue[],
  agents: readonly Agent[],
): Repair | undefined {
  const holders = [...holdersOf('queues', queues, gone), ...holdersOf('agents', agents, gone)];
  const instead = (give: readonly string[]): ObjectChange[] =>
    holders.map(({ kind, id: holder }) => ({ kind, id: holder, take: [gone.id], give }));
  const name = (gone.name ?? '').trim();
  const alike = tags.filter((tag) => !tag.tm_delete && name && bareName(tag.name ?? '') === bareName(name));
  const heir = sole(namesakesOf(gone, tags));
  if (heir !== undefined && alike.length === 1) {
    return {
      because: 'the existing tag of the same name takes its place',
      changes: instead([byId(heir.id)]),
    };
  }
  // With two similar names, it is unknown which one is meant.
  if (alike.length > 0) return undefined;
  const brings = new Set(holders.map(({ kind }) => kind)).size === 2;
  if (brings && name !== '') {
    const changes = [{ kind: 'tags' as const, make: name, fields: {} }, ...instead([name])];
    return {
      because: 'a new tag of the same name takes its place, and calls go where they did before',
      changes,
    };
  }
  const live = new Set(tags.filter(({ tm_delete }) => !tm_delete).map((tag) => tag.id));
  const rest = holders.every(({ tag_ids }) => tag_ids?.some((tagId) => live.has(tagId)));
  if (brings || !rest) return undefined;
  return { because: 'it brings calls to no one, and can be removed', changes: instead([]) };
}

function holdersOf(kind: Holder['kind'], rows: readonly (Queue | Agent)[], { id: gone }: Tag): Holder[] {
  return rows
    .filter(({ tm_delete, tag_ids }) => !tm_delete && tag_ids?.includes(gone))
    .map(({ id: holder, tag_ids }) => ({ kind, id: holder, tag_ids }));
}
