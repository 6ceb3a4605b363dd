import type { HoursSpec } from '../../resources/document.ts';
import { readWeek } from '../../hours/read-week.ts';
import { weekText } from '../../hours/week.ts';
import { zoneProblem } from '../../hours/zones.ts';
import { isGiven, NONE } from '../answers.ts';
import { hoursNameOf } from '../names.ts';
import type { Facts } from '../facts.ts';
import type { Question, Step } from '../question.ts';
import type { Part } from '../part.ts';
import { ALWAYS, departmentsOf, hasHours, hoursOf, type Scene } from '../scene.ts';

const hours: Question = {
  key: 'hours',
  kind: 'choice',
  each: departmentsOf,
  ask: (_at, department) => `When is ${department} open?`,
  help: (at, department) =>
    department === departmentsOf(at)[0]
      ? 'At other times callers hear that you are closed instead of waiting for no one.'
      : undefined,
  choices: () => [
    { value: ALWAYS, name: 'Always' },
    { value: 'mon-fri 9:00-17:00', name: 'Monday to Friday, 9:00 to 17:00' },
    {
      value: '',
      name: 'At other times',
      typed: { ask: 'Days and times, such as mon-fri 8:30-12:30, 13:30-18:00; sat 10:00-14:00:', prefix: '' },
    },
  ],
  preset: () => ALWAYS,
  tidy: (answer) => (answer.toLowerCase() === ALWAYS || isWholeWeek(answer) ? ALWAYS : answer),
  check: hoursProblem,
};

/** `24/7`, and other words for always. */
function isWholeWeek(answer: string): boolean {
  const week = readWeek(answer);
  return 'days' in week && weekText(week) === '24/7';
}

function hoursProblem(answer: string): string | undefined {
  const week = answer === ALWAYS ? [] : readWeek(answer);
  if (!Array.isArray(week)) return undefined;
  const [first] = week as readonly { message: string }[];
  return first?.message;
}

/** What the hours of the plan file have in common: those of another department rarely differ in it. */
function usualOf({ file }: Facts, key: 'time_zone' | 'holidays'): string | undefined {
  const values = new Set(Object.values(file.document.hours ?? {}).map((spec) => spec?.[key]));
  const [value] = values;
  return values.size === 1 ? (value ?? undefined) : undefined;
}

/** Whether the hours say when it is open on holidays, so that the region of the holidays is needed. */
function speaksOfHolidays(at: Scene): boolean {
  return departmentsOf(at)
    .map((department) => hoursOf(at, department))
    .some((open) => {
      const week = open === ALWAYS ? [] : readWeek(open);
      return 'days' in week && week.holidays !== undefined;
    });
}

const holidays: Question = {
  key: 'holidays',
  kind: 'text',
  when: hasHours,
  ask: () => 'Whose public holidays are days off?',
  help: (at) => `A country, or a part of one: US, GB-ENG, DE-BY${speaksOfHolidays(at) ? '' : '; or none'}.`,
  preset: (at) => usualOf(at.facts, 'holidays') ?? (speaksOfHolidays(at) ? undefined : NONE),
  required: speaksOfHolidays,
  tidy: (answer) => (answer.toLowerCase() === NONE ? NONE : answer),
  check(answer, at) {
    const { facts } = at;
    if (answer === NONE) {
      return speaksOfHolidays(at)
        ? 'the opening hours say what applies on public holidays (PH): name their region'
        : undefined;
    }
    if (!/^[A-Z]{2}(-[A-Z0-9]+)*$/i.test(answer))
      return `${JSON.stringify(answer)} is not a region such as US, GB-ENG or DE-BY`;
    return facts.holidays?.problem(answer);
  },
};

const timeZone: Question = {
  key: 'time_zone',
  kind: 'text',
  when: hasHours,
  ask: () => 'In which time zone are these hours?',
  preset: ({ facts }) => usualOf(facts, 'time_zone') ?? facts.timeZone,
  check: zoneProblem,
};

function contribute(at: Scene): Part {
  const region = at.answers['holidays'];
  const specs = departmentsOf(at)
    .filter((department) => hoursOf(at, department) !== ALWAYS)
    .map((department): [string, HoursSpec] => [
      hoursNameOf(department),
      {
        time_zone: at.answers['time_zone'] ?? at.facts.timeZone,
        open: hoursOf(at, department),
        ...(isGiven(region) && { holidays: region.toUpperCase() }),
      },
    ]);
  return specs.length === 0 ? {} : { hours: Object.fromEntries(specs) };
}

/** When someone answers. */
export const hoursStep: Step = {
  topic: 'hours',
  title: 'Opening hours',
  questions: [hours, timeZone, holidays],
  contribute,
};
