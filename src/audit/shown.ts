/** What a rule says in its own examples: for people who read about it, and programs that are to read its findings. */
import { DAY } from '../core/time.ts';
import { AccountCalls } from './calls.ts';
import { EXAMPLE_NOW } from './examples.ts';
import { defaultThresholds, type Problem, type Rule } from './rule.ts';
import type { Data } from './sentences.ts';

export interface Shown {
  message_id: string;
  /** With the name of the object before it. */
  sentence: string;
  data: Data;
}

/** How far back an audit looks by default. */
const LOOK_BACK_DAYS = 30;

/** One sentence for each message id, in the order of the rule. */
export function sentencesShown(rule: Rule): Shown[] {
  const problems = rule.examples.bad.flatMap((example) => problemsIn(rule, example));
  return Object.keys(rule.messages).flatMap((id): Shown[] => {
    const problem = problems.find(({ messageId }) => messageId === id);
    if (problem === undefined) return [];
    const { subject, message, data } = problem;
    return [{ message_id: id, sentence: `${subject.name} ${message}`, data }];
  });
}

function problemsIn(rule: Rule, { account, hours }: Rule['examples']['bad'][number]): Problem[] {
  const context = {
    now: EXAMPLE_NOW,
    since: EXAMPLE_NOW - LOOK_BACK_DAYS * DAY,
    thresholds: defaultThresholds(rule),
    hours,
    calls: new AccountCalls(account, EXAMPLE_NOW),
  };
  return [...rule.check(account, context)];
}
