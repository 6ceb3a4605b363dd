/** The answers at a glance, by topic. */
import { maskCredentials } from '../core/secret.ts';
import { NONE } from './answers.ts';
import type { QuestionKey } from './keys.ts';
import { answerOf, sequenceOf, type Asked, type Step } from './question.ts';
import type { Scene } from './scene.ts';

export interface Chapter {
  step: Step;
  rows: readonly (readonly [label: string, value: string])[];
}

/** Of questions that are asked once. */
const titles: Readonly<Partial<Record<QuestionKey, string>>> = {
  shape: 'Kind',
  add: 'Add',
  name: 'Name',
  detail: 'Purpose',
  email: 'E-mail',
  phone_number: 'Telephone',
  webhook_uri: 'Webhook',
  departments: 'Names',
  teams: 'Queues',
  second_admin: 'Second administrator',
  first_passwords: 'First passwords',
  time_zone: 'Time zone',
  language: 'Language',
  greeting: 'Greeting',
  menu: 'Menu',
  menu_fallback: 'Without a key',
  join_menu: 'Added to the menu',
  after_queue: 'No answer',
  when_closed: 'Closed',
  holidays: 'Public holidays',
  main_number: 'Number of the menu',
  link_number: 'Number',
  link_flow: 'Leads to',
  countries: 'Countries',
};

export function summaryOf(steps: readonly Step[], at: Scene): Chapter[] {
  const sequence = sequenceOf(steps, at);
  return steps.flatMap((step) => {
    const rows = sequence
      .filter((asked) => asked.step === step)
      .map((asked) => [labelOf(asked), valueOf(asked, at)] as const);
    return rows.length === 0 ? [] : [{ step, rows }];
  });
}

/** What is asked of several things goes by their names: the topic says the rest. */
function labelOf({ question, subject }: Asked): string {
  return subject === '' ? (titles[question.key] ?? question.key) : subject;
}

/** A choice by its name, if it is one of the list. */
function valueOf(asked: Asked, at: Scene): string {
  const answer = answerOf(asked, at) ?? '';
  const choice = asked.question.choices?.(at, asked.subject).find(({ value }) => value === answer);
  return answer === '' ? NONE : (choice?.name ?? maskCredentials(answer));
}
