import { id, tag } from '../examples.ts';
import { sameNames } from '../names.ts';
import { defineRule } from '../rule.ts';
import { tagSubject } from '../subjects.ts';

export const tagDuplicate = defineRule({
  id: 'tag-duplicate',
  title: 'several tags have the same name',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['tags'],
  why: 'Tags match by id, and the server allows several with the same name. An agent with one and a queue with the other look right but never match.',
  fix: 'move agents and queues to one of them (`voipbin agents update <who> --add-tag <id> --remove-tag <other-id>`), then delete the others (`voipbin tags delete <id>`)',
  messages: {
    duplicate: ({ tag_ids }: { tag_ids: readonly string[] }) =>
      `is the name of ${tag_ids.length} tags: ${tag_ids.join(', ')}`,
  },
  examples: {
    ok: () => [
      {
        name: 'two tags have different names',
        account: { tags: [tag(), tag({ id: id(51), name: 'support' })] },
      },
      {
        name: 'a tag has the same name as a deleted one',
        account: { tags: [tag(), tag({ id: id(51), tm_delete: '2026-02-01T00:00:00Z' })] },
      },
    ],
    bad: () => [
      {
        name: 'two tags are named "sales" and "Sales"',
        account: { tags: [tag(), tag({ id: id(51), name: 'Sales' })] },
      },
    ],
  },
  *check({ tags }) {
    for (const { first, others } of sameNames(tags)) {
      yield {
        subject: tagSubject(first),
        messageId: 'duplicate',
        data: { tag_ids: [first, ...others].map((row) => row.id) },
      };
    }
  },
});
