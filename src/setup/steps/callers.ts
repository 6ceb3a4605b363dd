import type { FlowSpec } from '../../plan/document.ts';
import { isGiven } from '../answers.ts';
import { planProblem } from '../check.ts';
import { entranceActions, menuActions, waitActions, type MenuItem } from '../flows.ts';
import { ALWAYS } from '../hours.ts';
import { menuFlowName, queueNameOf, waitFlowName } from '../names.ts';
import { callsDetail, WAIT_DETAIL } from '../origin.ts';
import { checkLanguage, offeredLanguages, phrasesIn } from '../phrases.ts';
import type { Part, Question, Step } from '../question.ts';
import {
  companyOf,
  departmentsOf,
  hasMenu,
  hoursOf,
  menuDetail,
  menuIsTaken,
  menuKeys,
  numberOf,
  shapeOf,
  type Scene,
} from '../scene.ts';
import { offsetOf } from '../zones.ts';

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
  preset: () => 'en-US',
  check: checkLanguage,
};

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
      : 'silence makes callers hang up: say something',
};

const menu: Question = {
  key: 'menu',
  kind: 'choice',
  when: (at) => departmentsOf(at).length > 1 && departmentsOf(at).length <= MOST_CHOICES && !menuIsTaken(at),
  ask: (at) => `Shall there be a menu? ${menuKeys(at)}`,
  choices: () => [
    { value: 'yes', name: 'Yes', detail: 'one number for all; callers choose with a key' },
    { value: 'no', name: 'No', detail: 'each department is called by a number of its own' },
  ],
  preset: () => 'yes',
  check: (answer) =>
    ['yes', 'no'].includes(answer) ? undefined : `${JSON.stringify(answer)} is neither yes nor no`,
};

const fallback: Question = {
  key: 'menu_fallback',
  kind: 'choice',
  when: hasMenu,
  ask: () => 'Who takes callers that press no key, though the menu was said three times?',
  choices: (at) => [
    ...departmentsOf(at).map((department) => ({ value: department, name: department })),
    { value: FALLBACK_HANGUP, name: 'Nobody', detail: 'a goodbye, then the line is hung up' },
  ],
  preset: (at) => departmentsOf(at)[0],
  check: (answer, at) =>
    answer === FALLBACK_HANGUP || departmentsOf(at).includes(answer)
      ? undefined
      : `${JSON.stringify(answer)} is none of ${[...departmentsOf(at), FALLBACK_HANGUP].join(', ')}`,
};

/** Whether a department needs a way in of its own: the menu leads straight to a queue that never closes. */
function needsEntrance(at: Scene, department: string): boolean {
  return !hasMenu(at) || isGiven(numberOf(at, department)) || hoursOf(at, department) !== ALWAYS;
}

function entrance(at: Scene, department: string): FlowSpec {
  const hours = hoursOf(at, department);
  const zone = at.answers['time_zone'] ?? at.facts.timeZone;
  const company = companyOf(at);
  const { department: own } = phrasesIn(languageOf(at));
  return {
    detail:
      hours === ALWAYS ? callsDetail(department) : `${callsDetail(department)}, open ${hours} (${zone})`,
    actions: entranceActions({
      greeting: shapeOf(at) === 'team' ? (at.answers['greeting'] ?? '') : own(company, department),
      queue: queueNameOf(department),
      language: languageOf(at),
      hours,
      offset: offsetOf(zone, at.facts.now) ?? 0,
    }),
  };
}

function menuFlow(at: Scene): FlowSpec {
  const chosen = at.answers['menu_fallback'];
  const items = departmentsOf(at).map((department): MenuItem => ({
    department,
    to: hoursOf(at, department) === ALWAYS ? { queue: queueNameOf(department) } : { flow: department },
  }));
  return {
    detail: menuDetail(at),
    actions: menuActions({
      greeting: at.answers['greeting'] ?? '',
      language: languageOf(at),
      items,
      fallback: chosen === FALLBACK_HANGUP ? undefined : chosen,
    }),
  };
}

/** All queues share one: an addition leaves it as it is. */
function waitFlow(at: Scene): Readonly<Record<string, FlowSpec>> {
  const name = waitFlowName(at.facts);
  if (shapeOf(at) === 'add' && at.facts.file.document.flows?.[name] !== undefined) return {};
  return { [name]: { detail: WAIT_DETAIL, actions: waitActions(languageOf(at)) } };
}

function contribute(at: Scene): Part {
  if (!anyone(at)) return {};
  const entrances = departmentsOf(at)
    .filter((department) => needsEntrance(at, department))
    .map((department) => [department, entrance(at, department)] as const);
  return {
    flows: {
      ...waitFlow(at),
      ...Object.fromEntries(entrances),
      ...(hasMenu(at) && { [menuFlowName(at.facts)]: menuFlow(at) }),
    },
  };
}

/** What callers hear, and the flows that say it. */
export const callersStep: Step = {
  topic: 'callers',
  title: 'What callers hear',
  questions: [language, greeting, menu, fallback],
  contribute,
};
