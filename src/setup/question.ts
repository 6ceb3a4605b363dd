/** Questions are data; the next question follows from the answers so far. */
import type { Part } from './part.ts';
import { answerTo, pathOf } from './answers.ts';
import type { QuestionKey } from './keys.ts';
import type { Scene } from './scene.ts';

export interface Choice {
  value: string;
  name: string;
  detail?: string;
  /** The rest is typed: the prompt, and the prefix of the answer. */
  typed?: { ask: string; prefix: string };
}

/** `subject` is the thing a repeated question is asked of, and empty for all others. */
export interface Question {
  key: QuestionKey;
  /** `choice`: one of a list; `several`: some of it; `number`: a phone number, which may be looked for. */
  kind: 'text' | 'choice' | 'several' | 'number';
  /** The things it is asked of; once where it is absent. */
  each?: (at: Scene) => readonly string[];
  /** Whether it is asked at all; by default yes. */
  when?: (at: Scene) => boolean;
  ask: (at: Scene, subject: string) => string;
  /** Shown above the question. */
  help?: (at: Scene, subject: string) => string | undefined;
  /** A table above that. */
  shows?: (at: Scene) => readonly (readonly [label: string, value: string])[];
  choices?: (at: Scene, subject: string) => readonly Choice[];
  /** What Enter means. */
  preset: (at: Scene, subject: string) => string | undefined;
  /** Whether it must be given in a script, without a terminal. */
  required?: (at: Scene) => boolean;
  /** The answer in the form in which it is kept. */
  tidy?: (answer: string) => string;
  /** What is wrong with an answer, or undefined. */
  check: (answer: string, at: Scene, subject: string) => string | undefined;
  /** What an answer does not do, though one may expect it. */
  note?: (answer: string) => string | undefined;
}

/** The questions of one topic, and the effect of their answers. */
export interface Step {
  topic: string;
  title: string;
  questions: readonly Question[];
  contribute: (at: Scene) => Part;
}

/** One question at its place. */
export interface Asked {
  step: Step;
  question: Question;
  subject: string;
  path: string;
}

/** All questions that the answers so far lead to, in the order in which they are asked. */
export function sequenceOf(steps: readonly Step[], at: Scene): Asked[] {
  return steps.flatMap((step) =>
    step.questions
      .filter(({ when }) => when?.(at) ?? true)
      .flatMap((question) =>
        (question.each?.(at) ?? ['']).map((subject) => ({
          step,
          question,
          subject,
          path: pathOf(question.key, subject),
        })),
      ),
  );
}

export function answerOf({ question, subject }: Asked, { answers }: Scene): string | undefined {
  return answerTo(answers, question.key, subject);
}

/** What is wrong with the current answer, or undefined. */
export function problemOf(asked: Asked, at: Scene): string | undefined {
  const answer = answerOf(asked, at);
  return answer === undefined ? undefined : judge(asked, answer, at);
}

/** What is wrong with an answer, or undefined. */
export function judge({ question, subject }: Asked, answer: string, at: Scene): string | undefined {
  return question.check(tidied(question, answer), at, subject);
}

export function tidied({ tidy }: Question, answer: string): string {
  const trimmed = answer.trim();
  return tidy === undefined ? trimmed : tidy(trimmed);
}
