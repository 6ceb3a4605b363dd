import { listOf } from '../answers.ts';
import { overviewOf } from '../overview.ts';
import { whatIsThere } from '../facts.ts';
import type { Choice, Question, Step } from '../question.ts';
import { shapeOf, type Scene } from '../scene.ts';

const additions: readonly Choice[] = [
  { value: 'departments', name: 'Departments', detail: 'each with its people, its queue and its number' },
  { value: 'people', name: 'People', detail: 'for existing queues' },
  { value: 'number', name: 'A number', detail: 'for an existing flow' },
  { value: 'outbound', name: 'Outgoing calls', detail: 'the countries that may be called' },
  {
    value: 'admin',
    name: 'Another administrator',
    detail: 'so that the account does not depend on one password',
  },
  { value: 'account', name: 'Account details', detail: 'name, contact, webhook' },
];

const shape: Question = {
  key: 'shape',
  kind: 'choice',
  required: () => true,
  ask: () => 'What do you want to set up?',
  choices: ({ facts }) => [
    { value: 'team', name: 'One small team', detail: 'one number, one queue, everyone answers' },
    {
      value: 'departments',
      name: 'Several departments',
      detail: 'sales, support ... with a menu: press 1 for sales',
    },
    {
      value: 'add',
      name: 'Add to what exists',
      detail: `${whatIsThere(facts)} so far; nothing of it is changed unless you choose it`,
    },
  ],
  preset: () => 'team',
  check: (answer) =>
    ['team', 'departments', 'add'].includes(answer)
      ? undefined
      : `${JSON.stringify(answer)} is not one of team, departments, add`,
};

const add: Question = {
  key: 'add',
  kind: 'several',
  required: () => true,
  when: (at) => shapeOf(at) === 'add',
  shows: ({ facts }) => overviewOf(facts),
  ask: () => 'What do you want to add?',
  choices: () => additions,
  preset: () => undefined,
  check(answer, at) {
    const words = listOf(answer);
    const known = additions.map(({ value }) => value);
    const wrong = words.find((word) => !known.includes(word));
    if (wrong !== undefined) return `${JSON.stringify(wrong)} is not one of ${known.join(', ')}`;
    if (words.length === 0) return 'choose at least one';
    return impossible(words, at);
  },
};

function impossible(words: readonly string[], { facts }: Scene): string | undefined {
  if (!facts.known) return undefined;
  const { lists, outbound } = facts.live;
  if (words.includes('people') && lists.queues.length === 0)
    return 'there is no queue that people could be added to: add a department';
  if (words.includes('number') && lists.flows.length === 0)
    return 'there is no flow that a number could lead to: add a department';
  if (words.includes('account') && !facts.isAdmin)
    return 'only an administrator may change the details of the account';
  return words.includes('outbound') && !outbound
    ? 'the outgoing settings of this account cannot be seen with this sign-in, or do not exist'
    : undefined;
}

/** What it is all about; it makes nothing by itself. */
export const shapeStep: Step = {
  topic: 'shape',
  title: 'What to set up',
  questions: [shape, add],
  contribute: () => ({}),
};
