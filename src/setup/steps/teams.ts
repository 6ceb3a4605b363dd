import { didYouMean } from '../../core/suggest.ts';
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
  ask: () => 'Which queues do you want to add people to?',
  choices: ({ facts }) => knownObjects(facts, 'queues').map(({ name }) => ({ value: name, name })),
  preset: () => undefined,
  tidy: (answer) => listOf(answer).join(', '),
  check(answer, { facts }) {
    const names = listOf(answer);
    if (names.length === 0) return 'choose at least one';
    const known = knownObjects(facts, 'queues').map(({ name }) => name);
    const wrong = facts.known ? names.find((name) => !known.includes(name)) : undefined;
    if (wrong === undefined) return undefined;
    const hint = didYouMean(wrong, known) ?? containing(wrong, known);
    return `queue ${JSON.stringify(wrong)} does not exist${hint === undefined ? '' : `: ${hint}`}`;
  },
};

/** `Sales` means the only queue that has the word in its name. */
function containing(word: string, known: readonly string[]): string | undefined {
  const found = known.filter((name) => name.toLowerCase().includes(word.toLowerCase()));
  return found.length === 1 ? `did you mean ${JSON.stringify(found[0])}?` : undefined;
}
