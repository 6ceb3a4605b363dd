import { agent, id, queue, tag } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { tagSubject } from '../subjects.ts';

export const tagUnused = defineRule({
  id: 'tag-unused',
  title: 'a tag is not used',
  category: 'routing',
  severity: 'low',
  since: '0.2.0',
  needs: ['tags', 'agents', 'queues'],
  why: 'A tag that neither an agent nor a queue has does nothing. Often it is the second half of a change that was never finished: the queue got its tag, and the agents did not.',
  fix: 'give it to agents and a queue, or delete it',
  messages: { unused: 'is not on any agent or queue' },
  examples: {
    ok: () => [
      {
        name: 'an agent has a tag',
        account: { tags: [tag()], agents: [agent({ tag_ids: [id(50)] })], queues: [] },
      },
      { name: 'a queue has a tag', account: { tags: [tag()], agents: [], queues: [queue()] } },
      {
        name: 'a deleted tag is on no agent and no queue',
        account: { tags: [tag({ tm_delete: '2026-02-01T00:00:00Z' })], agents: [], queues: [] },
      },
    ],
    bad: () => [
      {
        name: 'a tag is on no agent and no queue',
        account: { tags: [tag()], agents: [agent()], queues: [] },
      },
    ],
  },
  *check({ tags, agents, queues }) {
    const used = new Set(
      [...agents, ...queues].flatMap(({ tag_ids, tm_delete }) => (tm_delete ? [] : (tag_ids ?? []))),
    );
    for (const row of tags) {
      if (row.tm_delete || used.has(row.id)) continue;
      yield { subject: tagSubject(row), messageId: 'unused' };
    }
  },
});
