/** The questions in their order, back and forth, until everything is answered and was looked over. */
import type { Answers } from '../../../setup/answers.ts';
import type { Facts } from '../../../setup/facts.ts';
import { problemOf, sequenceOf, type Asked, type Step } from '../../../setup/question.ts';
import { summaryOf } from '../../../setup/summary.ts';
import { nextOpen, withAnswer } from '../../../setup/wizard.ts';
import type { Context } from '../../context.ts';
import { askQuestion } from './ask.ts';
import { withHolidays } from './start.ts';
import type { Voice } from './say.ts';

export interface Interview {
  context: Context;
  steps: readonly Step[];
  facts: Facts;
  voice: Voice;
  /** Answers of an earlier run. */
  before: Answers;
  /** Answers that were given beforehand, and are not asked for. */
  given: Answers;
  /** Called with every new answer. */
  keep: (answers: Answers) => Promise<void>;
}

/** @throws CancelledError on Ctrl-C. */
export async function interview(begun: Interview): Promise<Answers> {
  const { steps, voice, given } = begun;
  let talk = begun;
  let { facts } = begun;
  let answers: Answers = { ...talk.before, ...given };
  /** Given beforehand; whoever changes a topic is asked for them after all. */
  const fixed = new Set(Object.keys(given));
  /** Paths to ask again, although they are answered. */
  const again = new Set<string>();
  /** The topic that the person chose to go through again. */
  let visited: Step | undefined;
  let topic: string | undefined;
  let asks = Object.keys(talk.before).length > 0;
  const askable = (): Asked[] =>
    sequenceOf(steps, { facts, answers }).filter(
      ({ path, question }) => !fixed.has(path) && !fixed.has(question.key),
    );

  for (;;) {
    const asked = nextOpen(steps, { facts, answers }, again);
    if (asked === undefined) {
      if (!asks) return answers;
      const choice = await review(talk, answers);
      if (choice === 'done') return answers;
      topic = undefined;
      visited = choice === 'back' ? undefined : choice;
      for (const { path, question, step } of sequenceOf(steps, { facts, answers })) {
        if (step !== visited) continue;
        fixed.delete(path);
        fixed.delete(question.key);
      }
      const chosen =
        visited === undefined ? askable().slice(-1) : askable().filter(({ step }) => step === visited);
      for (const { path } of chosen) again.add(path);
      continue;
    }
    asks = true;
    if (asked.step.topic !== topic) await voice.title(asked.step.title);
    topic = asked.step.topic;
    if (asked.question.key === 'holidays') {
      facts = await withHolidays(facts);
      talk = { ...talk, facts };
    }
    const before = askable();
    const previous = before[before.findIndex(({ path }) => path === asked.path) - 1];
    const answer = await put(talk, asked, answers, {
      known: again.has(asked.path),
      back: previous !== undefined,
    });
    if (answer !== undefined) {
      const note = asked.question.note?.(answer);
      if (note !== undefined) await voice.hint(note);
      answers = withAnswer(answers, asked.path, answer);
      again.delete(asked.path);
      await talk.keep(answers);
    } else if (visited !== undefined && previous?.step !== visited) again.clear();
    else if (previous !== undefined) again.add(previous.path);
  }
}

/** Undefined for the way back. */
async function put(
  { context, facts, voice }: Interview,
  asked: Asked,
  answers: Answers,
  { known, back }: { known: boolean; back: boolean },
): Promise<string | undefined> {
  const at = { facts, answers };
  const table = asked.question.shows?.(at);
  if (table !== undefined) await voice.rows(table);
  const help = asked.question.help?.(at, asked.subject);
  if (help !== undefined) await voice.hint(help);
  // An answer that went before, and no longer goes with the others.
  const problem = known ? undefined : problemOf(asked, at);
  if (problem !== undefined) await voice.complain(problem);
  return askQuestion(asked, { context, at, back, say: voice.complain });
}

/** Shows all answers; returns `done`, `back`, or the topic to go through again. */
async function review(
  { context, steps, facts, voice }: Interview,
  answers: Answers,
): Promise<'done' | 'back' | Step> {
  const chapters = summaryOf(steps, { facts, answers });
  for (const { step, rows } of chapters) {
    await voice.title(step.title);
    await voice.rows(rows);
  }
  await voice.say('');
  return context.host.prompter.select<'done' | 'back' | Step>({
    ask: 'Is this correct?',
    choices: [
      {
        name: 'Yes, show the plan',
        value: 'done',
        detail: 'with its cost; nothing happens before you say yes to it',
      },
      ...chapters.map(({ step }) => ({ name: `Change: ${step.title}`, value: step })),
      { name: 'Back', value: 'back', detail: 'to the last question' },
    ],
    default: 'done',
  });
}
