import { listOf } from '../answers.ts';
import { knownObjects } from '../facts.ts';
import type { Question } from '../question.ts';
import { shapeOf, wants } from '../scene.ts';

/** Queues that are there, for people who are added. */
export const teamsQuestion: Question = {
  key: 'teams',
  kind: 'several',
  required: () => true,
  when: (at) => shapeOf(at) === 'add' && wants(at, 'people'),
  ask: () => 'Which queues shall get more people?',
  choices: ({ facts }) => knownObjects(facts, 'queues').map(({ name }) => ({ value: name, name })),
  preset: () => undefined,
  tidy: (answer) => listOf(answer).join(', '),
  check(answer, { facts }) {
    const names = listOf(answer);
    if (names.length === 0) return 'choose at least one';
    const known = knownObjects(facts, 'queues').map(({ name }) => name);
    const wrong = facts.known ? names.find((name) => !known.includes(name)) : undefined;
    return wrong === undefined ? undefined : `there is no queue ${JSON.stringify(wrong)}`;
  },
};
