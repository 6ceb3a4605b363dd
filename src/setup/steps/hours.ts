import { ALWAYS, checkHours, tidyHours } from '../hours.ts';
import type { Question, Step } from '../question.ts';
import { departmentsOf, hoursOf, type Scene } from '../scene.ts';
import { nextClockChange, offsetOf } from '../zones.ts';

const hours: Question = {
  key: 'hours',
  kind: 'choice',
  each: departmentsOf,
  ask: (_at, department) => `When is ${department} open?`,
  help: (at, department) =>
    department === departmentsOf(at)[0]
      ? 'At other times callers hear an announcement instead of waiting for nobody.'
      : undefined,
  choices: () => [
    { value: ALWAYS, name: 'Always' },
    { value: 'mon-fri 09:00-17:00', name: 'Monday to Friday, 9:00 to 17:00' },
    {
      value: '',
      name: 'At other times',
      typed: { ask: 'Days and times, such as mon-fri 8:30-18:00, sat 10:00-14:00:', prefix: '' },
    },
  ],
  preset: () => ALWAYS,
  tidy: tidyHours,
  check: checkHours,
};

/** Whether anything has opening hours at all. */
export const hasHours = (at: Scene): boolean =>
  departmentsOf(at).some((department) => hoursOf(at, department) !== ALWAYS);

const timeZone: Question = {
  key: 'time_zone',
  kind: 'text',
  when: hasHours,
  ask: () => 'In which time zone are these hours?',
  help: ({ facts }) => clockText(facts.timeZone, facts.now),
  preset: ({ facts }) => facts.timeZone,
  check: (answer, { facts }) =>
    offsetOf(answer, facts.now) === undefined
      ? `${JSON.stringify(answer)} is no time zone, such as Europe/Berlin or America/New_York`
      : undefined,
};

/** What the platform's clock means for these hours; undefined where nothing ever changes. */
export function clockText(zone: string, now: number): string | undefined {
  const change = nextClockChange(zone, now);
  return change === undefined
    ? undefined
    : `The platform counts in UTC. When the clocks of ${zone} change (${change}), the hours are off by as much until you run \`voipbin setup --resume\` again.`;
}

/** When there is somebody to answer. What it comes to is in the flows of the departments. */
export const hoursStep: Step = {
  topic: 'hours',
  title: 'Opening hours',
  questions: [hours, timeZone],
  contribute: () => ({}),
};
