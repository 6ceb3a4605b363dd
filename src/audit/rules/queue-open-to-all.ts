import type { Agent, Queue, Tag } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { plural } from '../../core/text.ts';
import { id, queue } from '../examples.ts';
import { answersCalls } from '../people.ts';
import { byId, sole, type Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';
import { reachableTeam, tagsNamedAfter } from '../tag-choice.ts';
import { wantedTags } from '../../calls/teams.ts';

export const queueOpenToAll = defineRule({
  id: 'queue-open-to-all',
  title: 'a queue rings every agent of the account',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['queues'],
  why: 'A queue without tags rings any available agent, the accountant included. This happens easily: an update that leaves out the tags, or a mistyped tag id, silently empties the list.',
  fix: 'give the queue the tags of its department: `voipbin queues update <queue> --tag <name>`',
  messages: {
    no_tags: 'has no tags, so every available agent is rung',
    void_tags: 'has only empty tag ids, so every available agent is rung',
  },
  variants: [{ severity: 'low', when: 'it is the only queue' }],
  repair: {
    does: 'gives it the one tag with its name, if agents with a phone have it and no one who answers calls is without a tag',
    needs: ['tags', 'agents'],
  },
  examples: {
    ok: () => [{ name: 'a queue has a tag', account: { queues: [queue()] } }],
    bad: () => [
      {
        name: 'a queue has no list of tags, because the server omits empty lists',
        account: { queues: [queue({ tag_ids: undefined })] },
      },
      {
        name: 'one of two queues has only an invalid tag',
        account: { queues: [queue({ tag_ids: [NIL_UUID] }), queue({ id: id(41), name: 'Support' })] },
      },
    ],
  },
  *check({ queues, tags, agents }) {
    const live = queues.filter(({ tm_delete }) => !tm_delete);
    for (const row of live) {
      if (wantedTags(row).length > 0) continue;
      yield {
        subject: queueSubject(row),
        messageId: (row.tag_ids?.length ?? 0) > 0 ? 'void_tags' : 'no_tags',
        // With only one queue, there is no one else to ring.
        ...(live.length === 1 && { severity: 'low' as const }),
        repair: tags && agents && repairOf(row, tags, agents),
      };
    }
  },
});

function repairOf(row: Queue, tags: readonly Tag[], agents: readonly Agent[]): Repair | undefined {
  // Whoever has no tag gets calls from such a queue only, and would get none any more.
  const untagged = agents.some(
    (agent) => !agent.tm_delete && answersCalls(agent) && wantedTags(agent).length === 0,
  );
  const tag = sole(tagsNamedAfter(row, tags));
  const team = tag === undefined ? [] : reachableTeam(tag, agents);
  if (tag === undefined || untagged || team.length === 0) return undefined;
  return {
    because: `the tag ${tag.name ?? ''} has the queue's name, and ${plural(team.length, 'agent')} of it can be rung`,
    changes: [{ kind: 'queues', id: row.id, take: row.tag_ids ?? [], give: [byId(tag.id)] }],
  };
}
