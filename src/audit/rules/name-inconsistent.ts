import { flow, id, number, queue, tag } from '../examples.ts';
import { bareName, sameNames, type Named } from '../names.ts';
import { defineRule, type ProblemOf } from '../rule.ts';
import type { Subject } from '../subjects.ts';
import { flowSubject, numberSubject, queueSubject, tagSubject } from '../subjects.ts';

const messages = {
  spaces: 'has spaces around its name',
  spellings: ({ others }: { others: readonly string[] }) => `is also spelled ${others.join(' and ')}`,
};

const none = { flows: [], queues: [], tags: [], numbers: [] };

export const nameInconsistent = defineRule({
  id: 'name-inconsistent',
  title: 'a name is spelled in several ways',
  category: 'routing',
  severity: 'low',
  since: '0.2.0',
  needs: ['flows', 'queues', 'tags', 'numbers'],
  why: 'Names that differ by a space, a dash or a capital letter are found by one search and missed by the next, in lists, in reports, and by people on the phone.',
  fix: 'decide on one spelling',
  messages,
  examples: {
    ok: () => [
      {
        name: 'a queue is named "Sales", and a tag is named "sales"',
        account: { ...none, queues: [queue({ name: 'Sales' })], tags: [tag({ name: 'sales' })] },
      },
      {
        name: 'two flows have exactly the same name (reported by flow-name-duplicate)',
        account: { ...none, flows: [flow(), flow({ id: id(35) })] },
      },
    ],
    bad: () => [
      {
        name: 'two flows are named "After hours" and "after-hours"',
        account: {
          ...none,
          flows: [flow({ name: 'After hours' }), flow({ id: id(35), name: 'after-hours' })],
        },
      },
      {
        name: 'the name of a number ends with a space',
        account: { ...none, numbers: [number({ name: 'Main line ' })] },
      },
    ],
  },
  *check({ flows, queues, tags, numbers }) {
    yield* inOneKind(flows, flowSubject);
    yield* inOneKind(queues, queueSubject);
    yield* inOneKind(tags, tagSubject);
    yield* inOneKind(numbers, numberSubject);
  },
});

function* inOneKind<T extends Named>(
  rows: readonly T[],
  subjectOf: (row: T) => Subject,
): Iterable<ProblemOf<typeof messages>> {
  for (const row of rows) {
    const name = row.name ?? '';
    if (name !== name.trim() && !row.tm_delete)
      yield { subject: subjectOf(row), key: 'space', messageId: 'spaces' };
  }
  for (const { first, others } of sameNames(rows, bareName)) {
    const spellings = [...new Set([first, ...others].map(({ name }) => (name ?? '').trim()))];
    // What differs in nothing but its case is a duplicate, which has rules of its own.
    if (new Set(spellings.map((name) => name.toLowerCase())).size < 2) continue;
    yield { subject: subjectOf(first), messageId: 'spellings', data: { others: spellings.slice(1) } };
  }
}
