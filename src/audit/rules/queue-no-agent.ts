import type { Agent, Queue, Tag } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { plural } from '../../core/text.ts';
import { agent, id, queue } from '../examples.ts';
import type { Ref } from '../places.ts';
import { byId, sole, type Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';
import { namesakesOf, reachableTeam, tagsNamedAfter } from '../tag-choice.ts';
import { teamOf, wantedTags } from '../../calls/teams.ts';

export const queueNoAgent = defineRule({
  id: 'queue-no-agent',
  title: 'no agent can answer a queue',
  category: 'routing',
  severity: 'critical',
  since: '0.1.0',
  needs: ['queues', 'agents', 'tags'],
  why: 'A queue offers its callers to agents that share at least one of its tags. When no agent does, callers wait until they give up.',
  fix: "give agents one of the queue's tags: `voipbin agents update <who> --add-tag <name>`",
  messages: {
    no_agents: 'has no agents: the account has none',
    no_tagged_agent: ({ tags }: { tags: readonly Ref[] }) =>
      `has no agents: none has the tag ${tags.map(({ name }) => name).join(' or ')}`,
  },
  repair: {
    does: "gives the queue the one other tag of the same name that agents with a phone have; or, if all its tags are deleted, the one tag with the queue's name that they have",
  },
  examples: {
    ok: () => [
      {
        name: 'an agent has the tag of a queue',
        account: { queues: [queue()], agents: [agent({ tag_ids: [id(50)] })], tags: [] },
      },
      {
        name: 'a queue without tags rings every agent',
        account: { queues: [queue({ tag_ids: undefined })], agents: [agent()], tags: [] },
      },
      {
        name: 'a queue has only an invalid tag, so it rings every agent',
        account: { queues: [queue({ tag_ids: [NIL_UUID] })], agents: [agent()], tags: [] },
      },
    ],
    bad: () => [
      {
        name: 'the only agent has a tag that the queue does not ask for',
        account: {
          queues: [queue()],
          agents: [agent({ tag_ids: [id(51)] })],
          tags: [{ id: id(50), name: 'sales' }],
        },
      },
      {
        name: 'an account has a queue but no agents',
        account: { queues: [queue({ tag_ids: [] })], agents: [], tags: [] },
      },
    ],
  },
  *check({ queues, agents, tags }) {
    const names = new Map(tags.map((tag) => [tag.id, tag.name || tag.id]));
    for (const row of queues) {
      if (row.tm_delete || teamOf(row, agents).length > 0) continue;
      const asked = wantedTags(row)
        .map((tag) => ({ id: tag, name: names.get(tag) ?? tag }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      yield {
        subject: queueSubject(row),
        ...(asked.length === 0
          ? { messageId: 'no_agents' }
          : { messageId: 'no_tagged_agent', data: { tags: asked } }),
        repair: repairOf(row, tags, agents),
      };
    }
  },
});

function repairOf(row: Queue, tags: readonly Tag[], agents: readonly Agent[]): Repair | undefined {
  const asked = wantedTags(row);
  const rows = tags.filter(({ id: tagId }) => asked.includes(tagId));
  const staffed = (tag: Tag): boolean => reachableTeam(tag, agents).length > 0;
  const dead = asked.length > 0 && rows.every(({ tm_delete }) => tm_delete);
  const alike = rows.flatMap((tag) => namesakesOf(tag, tags).filter(staffed));
  const named = dead && alike.length === 0;
  const tag = sole(named ? tagsNamedAfter(row, tags) : alike);
  if (tag === undefined || !staffed(tag)) return undefined;
  const team = plural(reachableTeam(tag, agents).length, 'agent');
  return {
    because: named
      ? `its tags are deleted, and the tag ${tag.name ?? ''} has the queue's name and ${team}`
      : `another tag named ${tag.name ?? ''} has ${team}`,
    changes: [{ kind: 'queues', id: row.id, take: dead ? asked : [], give: [byId(tag.id)] }],
  };
}
