import type { Action } from '../../api/wire.ts';
import type { FlowSpec } from '../../resources/document.ts';
import { isGiven } from '../answers.ts';
import { planProblem } from '../check.ts';
import { entranceActions, menuActions, waitActions, type Afterwards } from '../flows.ts';
import { existingMenu, joinedMenu, joiningKeys } from '../join.ts';
import type { Facts } from '../facts.ts';
import { hoursNameOf, menuFlowName, queueNameOf, waitFlowName } from '../names.ts';
import { callsDetail, WAIT_DETAIL } from '../origin.ts';
import { checkLanguage, offeredLanguages, phrasesIn } from '../phrases.ts';
import type { Question, Step } from '../question.ts';
import type { Part } from '../part.ts';
import {
  ALWAYS,
  companyOf,
  departmentsOf,
  hasHours,
  hasMenu,
  hoursOf,
  menuDetail,
  menuIsTaken,
  menuKeys,
  shapeOf,
  type Scene,
} from '../scene.ts';

const FALLBACK_HANGUP = 'hangup';
/** The keys 1 to 9. */
const MOST_CHOICES = 9;

const anyone = (at: Scene): boolean => departmentsOf(at).length > 0;

const language: Question = {
  key: 'language',
  kind: 'choice',
  when: anyone,
  ask: () => 'Which language do your callers hear?',
  choices: () => offeredLanguages,
  preset: ({ facts }) => languageUsed(facts) ?? 'en-US',
  check: checkLanguage,
};

/** What the flows of the account mostly speak, if there are ready texts in it. */
function languageUsed({ live }: Facts): string | undefined {
  const counts = new Map<string, number>();
  const spoken = live.lists.flows
    .flatMap(({ actions }) => (Array.isArray(actions) ? (actions as Action[]) : []))
    .map(({ option }) => option?.['language']);
  for (const tag of spoken) {
    if (typeof tag === 'string' && checkLanguage(tag) === undefined)
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

const languageOf = ({ answers }: Scene): string => answers['language'] ?? 'en-US';

const greeting: Question = {
  key: 'greeting',
  kind: 'text',
  when: anyone,
  ask: () => 'What do they hear first?',
  preset: (at) => phrasesIn(languageOf(at)).welcome(companyOf(at)),
  check: (answer) =>
    isGiven(answer)
      ? planProblem({ flows: { x: { actions: [{ type: 'talk', option: { text: answer } }] } } })
      : 'callers hang up when they hear nothing: say something',
};

const menu: Question = {
  key: 'menu',
  kind: 'choice',
  when: (at) => departmentsOf(at).length > 1 && departmentsOf(at).length <= MOST_CHOICES && !menuIsTaken(at),
  ask: (at) => `Do you want a menu (${menuKeys(at)})?`,
  choices: () => [
    { value: 'yes', name: 'Yes', detail: 'one number for all; callers choose with a key' },
    { value: 'no', name: 'No', detail: 'each department is called by a number of its own' },
  ],
  preset: () => 'yes',
  check: (answer) => oneOf(answer, ['yes', 'no']),
};

const joinMenu: Question = {
  key: 'join_menu',
  kind: 'choice',
  when: (at) => anyone(at) && existingMenu(at) !== undefined,
  ask: (at) =>
    `Do you want to add ${departmentsOf(at).length > 1 ? 'them' : 'it'} to the menu (${joiningKeys(at)})?`,
  choices: () => [
    { value: 'yes', name: 'Yes', detail: 'callers of the main number can choose it' },
    { value: 'no', name: 'No', detail: 'it needs a number of its own' },
  ],
  preset: () => 'yes',
  check: (answer) => oneOf(answer, ['yes', 'no']),
};

const fallback: Question = {
  key: 'menu_fallback',
  kind: 'choice',
  when: hasMenu,
  ask: () => 'Who takes callers who press no key?',
  help: () => 'The menu is read three times.',
  choices: (at) => [
    ...departmentsOf(at).map((department) => ({ value: department, name: department })),
    { value: FALLBACK_HANGUP, name: 'Nobody', detail: 'a goodbye, then the line is hung up' },
  ],
  preset: (at) => departmentsOf(at)[0],
  check: (answer, at) =>
    answer === FALLBACK_HANGUP || departmentsOf(at).includes(answer)
      ? undefined
      : `${JSON.stringify(answer)} is not one of ${[...departmentsOf(at), FALLBACK_HANGUP].join(', ')}`,
};

const afterQueueQuestion: Question = {
  key: 'after_queue',
  kind: 'choice',
  when: anyone,
  ask: () => 'What do callers get when no agent answers?',
  help: () =>
    'Callers whom no agent answers do not return to the queue by themselves. They hear this after a conversation, too.',
  choices: () => [
    { value: 'retry', name: 'Another try', detail: 'press 1 to wait again; otherwise a goodbye' },
    { value: 'announcement', name: 'A goodbye', detail: 'please try again later' },
    { value: 'voicemail', name: 'A message', detail: 'the caller speaks after the tone, and it is recorded' },
  ],
  preset: () => 'retry',
  check: (answer) => oneOf(answer, ['retry', 'announcement', 'voicemail']),
};

const whenClosed: Question = {
  key: 'when_closed',
  kind: 'choice',
  when: hasHours,
  ask: () => 'What do callers get outside of the opening hours?',
  choices: () => [
    { value: 'announcement', name: 'An announcement', detail: 'that you are closed' },
    { value: 'voicemail', name: 'A message', detail: 'the announcement, and then a recording' },
  ],
  preset: () => 'announcement',
  check: (answer) => oneOf(answer, ['announcement', 'voicemail']),
};

const oneOf = (answer: string, words: readonly string[]): string | undefined =>
  words.includes(answer) ? undefined : `${JSON.stringify(answer)} is not one of ${words.join(', ')}`;

const voiceOf = (at: Scene) => ({ language: languageOf(at), phrases: phrasesIn(languageOf(at)) });

function entrance(at: Scene, department: string): FlowSpec {
  const { phrases, language } = voiceOf(at);
  return {
    detail: callsDetail(department),
    actions: entranceActions({
      phrases,
      language,
      greeting:
        shapeOf(at) === 'team'
          ? (at.answers['greeting'] ?? '')
          : phrases.department(companyOf(at), department),
      queue: queueNameOf(department),
      hours: hoursOf(at, department) === ALWAYS ? undefined : hoursNameOf(department),
      noAnswer: (at.answers['after_queue'] ?? 'retry') as Afterwards,
      closed: at.answers['when_closed'] === 'voicemail' ? 'voicemail' : 'announcement',
    }),
  };
}

function menuFlow(at: Scene): FlowSpec {
  const chosen = at.answers['menu_fallback'];
  return {
    detail: menuDetail(at),
    actions: menuActions({
      ...voiceOf(at),
      greeting: at.answers['greeting'] ?? '',
      items: departmentsOf(at).map((department) => ({ department, flow: department })),
      fallback: chosen === FALLBACK_HANGUP ? undefined : chosen,
    }),
  };
}

/** All queues share one: an addition leaves it as it is. */
function waitFlow(at: Scene): Readonly<Record<string, FlowSpec>> {
  const name = waitFlowName(at.facts);
  if (shapeOf(at) === 'add' && at.facts.file.document.flows?.[name] !== undefined) return {};
  return { [name]: { detail: WAIT_DETAIL, actions: waitActions(voiceOf(at)) } };
}

function contribute(at: Scene): Part {
  if (!anyone(at)) return {};
  return {
    flows: {
      ...waitFlow(at),
      ...Object.fromEntries(departmentsOf(at).map((department) => [department, entrance(at, department)])),
      ...(hasMenu(at) && { [menuFlowName(at.facts)]: menuFlow(at) }),
      ...joinedMenu(at, voiceOf(at).phrases),
    },
  };
}

/** What callers hear, and the flows that say it. */
export const callersStep: Step = {
  topic: 'callers',
  title: 'What callers hear',
  questions: [language, greeting, menu, joinMenu, fallback, whenClosed, afterQueueQuestion],
  contribute,
};
