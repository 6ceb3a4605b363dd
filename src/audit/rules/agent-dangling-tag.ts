import type { Agent, Queue, Tag } from '../../api/wire.ts';
import { isUuid, NIL_UUID } from '../../core/ids.ts';
import { plural } from '../../core/text.ts';
import { agent, id, tag } from '../examples.ts';
import { answersCalls, hasAddress } from '../people.ts';
import { byId, type Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';
import { onlyWantedTag } from '../tag-choice.ts';
import { wantedTags } from '../../calls/teams.ts';

export const agentDanglingTag = defineRule({
  id: 'agent-dangling-tag',
  title: 'an agent has a tag that does not exist',
  category: 'access',
  severity: 'medium',
  since: '0.2.0',
  needs: ['agents', 'tags'],
  why: 'The server does not check that a tag exists, and turns a mistyped id into the nil id. The agent looks tagged, but the intended queue never rings it.',
  fix: 'give the agent tags that exist: `voipbin agents update <agent> --tag <name>`, with `--tag` for each that stays',
  messages: {
    tags_missing: ({ lost_tag_ids: lost }: { lost_tag_ids: readonly string[] }) => {
      const named = lost.filter((tagId) => isUuid(tagId) && tagId !== NIL_UUID);
      return `has ${plural(lost.length, 'tag')} that ${lost.length === 1 ? 'does' : 'do'} not exist${named.length > 0 ? `: ${named.join(', ')}` : ''}`;
    },
  },
  repair: {
    does: 'removes the tag, if no queue asks for it and the agent keeps another one; an agent who would be left without a tag gets the one that all queues ask for, if they all ask for the same one',
    needs: ['queues'],
  },
  examples: {
    ok: () => [
      {
        name: 'an agent has a tag that exists',
        account: { agents: [agent({ tag_ids: [id(50)] })], tags: [tag()] },
      },
      {
        name: 'an agent has a deleted tag (reported by tag-deleted-in-use)',
        account: {
          agents: [agent({ tag_ids: [id(50)] })],
          tags: [tag({ tm_delete: '2026-02-01T00:00:00Z' })],
        },
      },
    ],
    bad: () => [
      {
        name: 'an agent has a tag id that belongs to no tag',
        account: { agents: [agent({ tag_ids: [id(99)] })], tags: [tag()] },
      },
      {
        name: 'an agent has a tag id that consists of zeros only',
        account: { agents: [agent({ tag_ids: [NIL_UUID] })], tags: [tag()] },
      },
    ],
  },
  *check({ agents, tags, queues }) {
    const known = new Set(tags.map((row) => row.id));
    for (const row of agents) {
      if (row.tm_delete) continue;
      const lost = (row.tag_ids ?? []).filter((tagId) => !known.has(tagId));
      if (lost.length === 0) continue;
      yield {
        subject: agentSubject(row),
        messageId: 'tags_missing',
        data: { lost_tag_ids: lost },
        repair: queues && repairOf(row, lost, tags, queues),
      };
    }
  },
});

function repairOf(
  row: Agent,
  lost: readonly string[],
  tags: readonly Tag[],
  queues: readonly Queue[],
): Repair | undefined {
  const asked = new Set(queues.filter(({ tm_delete }) => !tm_delete).flatMap(wantedTags));
  // Tags match by their ids alone: a queue that asks for it rings this agent.
  if (lost.some((tagId) => asked.has(tagId))) return undefined;
  const keepsOne = (row.tag_ids ?? []).length > lost.length;
  if (keepsOne || asked.size === 0 || !answersCalls(row)) {
    return {
      because: `no queue asks for ${lost.length === 1 ? 'it' : 'them'} either`,
      changes: [{ kind: 'agents', id: row.id, take: lost }],
    };
  }
  const only = onlyWantedTag(queues, tags);
  if (only === undefined || !hasAddress(row)) return undefined;
  return {
    because: `${only.name || only.id} is the only tag that queues ask for`,
    changes: [{ kind: 'agents', id: row.id, take: lost, give: [byId(only.id)] }],
  };
}
