/** What was answered: one text for each question, by its path. No secret is ever among them. */
import type { QuestionKey } from './keys.ts';

/** By path: `name`, or `agents/Sales` for a question that is asked of several things. */
export type Answers = Readonly<Record<string, string>>;

/** The answer for "none". */
export const NONE = 'none';

/** @param subject Empty for a question that is asked once, and for an answer that applies to all. */
export function pathOf(key: QuestionKey, subject = ''): string {
  return subject === '' ? key : `${key}/${subject}`;
}

export function keyOf(path: string): QuestionKey {
  return path.split('/')[0] as QuestionKey;
}

export function subjectOf(path: string): string {
  const at = path.indexOf('/');
  return at < 0 ? '' : path.slice(at + 1);
}

/** The answer for this subject, otherwise the one for all. */
export function answerTo(answers: Answers, key: QuestionKey, subject = ''): string | undefined {
  return answers[pathOf(key, subject)] ?? answers[key];
}

/** Whether it was answered with something. */
export function isGiven(answer: string | undefined): answer is string {
  return answer !== undefined && answer !== '' && answer !== NONE;
}

/** `a, b` as a list; semicolons and lines separate as well. */
export function listOf(answer: string | undefined): string[] {
  return (answer ?? '')
    .split(/[,;\n]/)
    .map((word) => word.trim().replace(/\s+/g, ' '))
    .filter((word) => word !== '' && word !== NONE);
}

/** The same for words that hold no blanks themselves: `us ca` is two. */
export function wordsOf(answer: string | undefined): string[] {
  return listOf(answer).flatMap((part) => part.split(' '));
}

/** People: blanks separate as well where each part is an e-mail address. */
export function peopleListOf(answer: string | undefined): string[] {
  return listOf(answer).flatMap((part) => {
    const words = part.split(' ');
    return words.every((word) => /^[^\s@<>]+@[^\s@<>]+$/.test(word)) ? words : [part];
  });
}
