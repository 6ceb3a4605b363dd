import { plural, sentenceList } from '../../core/text.ts';
import { agent, id, queue, tag } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { tagSubject } from '../subjects.ts';

const gone = tag({ tm_delete: '2026-02-01T00:00:00Z' });

export const tagDeletedInUse = defineRule({
  id: 'tag-deleted-in-use',
  title: 'a deleted tag still routes calls',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['tags', 'agents', 'queues'],
  why: 'Deleting a tag changes neither agents nor queues: its id stays on them and goes on matching, but nobody can give it to a new agent any more.',
  fix: 'make a new tag and put it in the place of the deleted one (PUT .../tag_ids)',
  examples: {
    ok: [
      { name: 'deleted and gone', account: { tags: [gone], agents: [agent()], queues: [] } },
      { name: 'in use and alive', account: { tags: [tag()], agents: [], queues: [queue()] } },
    ],
    bad: [
      { name: 'a queue asks for it', account: { tags: [gone], agents: [], queues: [queue()] } },
      {
        name: 'an agent has it',
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
      const counts = [
        { count: holders(queues, row.id), what: 'queue' },
        { count: holders(agents, row.id), what: 'agent' },
      ].filter(({ count }) => count > 0);
      if (counts.length === 0) continue;
      yield {
        subject: tagSubject(row),
        message: `was deleted, and is still on ${sentenceList(counts.map(({ count, what }) => plural(count, what)))}`,
      };
    }
  },
});
