/** How the questions are gone through: what is open, what can be filled in, what was answered wrongly. */
import { didYouMean } from '../core/suggest.ts';
import { keyOf, listOf, pathOf, subjectOf, type Answers } from './answers.ts';
import { isRepeated } from './keys.ts';
import { answerOf, judge, problemOf, sequenceOf, tidied, type Asked, type Step } from './question.ts';
import { departmentsOf, shapeOf, type Scene } from './scene.ts';

/** The first question without a valid answer, or one to ask again. */
export function nextOpen(
  steps: readonly Step[],
  at: Scene,
  again: ReadonlySet<string> = new Set(),
): Asked | undefined {
  return sequenceOf(steps, at).find(
    (asked) =>
      again.has(asked.path) || answerOf(asked, at) === undefined || problemOf(asked, at) !== undefined,
  );
}

export interface Settled {
  answers: Answers;
  /** Questions that must be answered. */
  missing: readonly Asked[];
}

/** Fills in the defaults without asking. */
export function settle(steps: readonly Step[], at: Scene): Settled {
  let { answers } = at;
  const missing = new Map<string, Asked>();
  for (;;) {
    const scene = { ...at, answers };
    const open = sequenceOf(steps, scene).find(
      (asked) => answerOf(asked, scene) === undefined && !missing.has(asked.path),
    );
    if (open === undefined) return { answers, missing: [...missing.values()] };
    const preset = open.question.required?.(scene) ? undefined : open.question.preset(scene, open.subject);
    if (preset === undefined) missing.set(open.path, open);
    else answers = { ...answers, [open.path]: preset };
  }
}

/** The answers in the form in which they are kept. */
export function tidyAnswers(steps: readonly Step[], answers: Answers): Answers {
  const questions = new Map(steps.flatMap(({ questions: all }) => all.map((one) => [one.key, one] as const)));
  return Object.fromEntries(
    Object.entries(answers).map(([path, answer]) => {
      const question = questions.get(keyOf(path));
      return [path, question === undefined ? answer : tidied(question, answer)];
    }),
  );
}

export interface AnswerProblem {
  path: string;
  message: string;
}

/** Everything that is wrong with answers that were given beforehand. */
export function problemsOf(steps: readonly Step[], at: Scene): AnswerProblem[] {
  const sequence = sequenceOf(steps, at);
  const found = new Map<string, string>();
  for (const asked of sequence) {
    const path = asked.path in at.answers ? asked.path : asked.question.key;
    const answer = answerOf(asked, at);
    const message = answer === undefined ? undefined : judge(asked, answer, at);
    if (message !== undefined && !found.has(path)) found.set(path, message);
  }
  for (const path of Object.keys(at.answers)) {
    const message = strayProblem(path, sequence, at);
    if (message !== undefined) found.set(path, message);
  }
  return [...found].map(([path, message]) => ({ path, message }));
}

/** An answer for something that there is not. */
function strayProblem(path: string, sequence: readonly Asked[], at: Scene): string | undefined {
  const [key, subject] = [keyOf(path), subjectOf(path)];
  if (subject === '') return undefined;
  if (!isRepeated(key)) return `${key} has one answer, not one for each`;
  const subjects = sequence.filter(({ question }) => question.key === key).map((asked) => asked.subject);
  // If the question is not asked at all, another problem is reported.
  if (subjects.length === 0 || subjects.includes(subject)) return undefined;
  const [team = ''] = departmentsOf(at);
  // Addresses are asked for by person.
  if (shapeOf(at) === 'team' && subjects.includes(team)) {
    const flags = `--departments ${JSON.stringify(subject)}, or use --shape departments`;
    return `${JSON.stringify(subject)} is not the name of the team, which is ${JSON.stringify(team)}: use ${flags}`;
  }
  const suggestion = didYouMean(subject, subjects) ?? `choose one of: ${subjects.join(', ')}`;
  return `${JSON.stringify(subject)} is not one of those in this setup; ${suggestion}`;
}

/** The answers with one more. Departments that got other names, in the same order, keep what was answered for them. */
export function withAnswer(answers: Answers, path: string, answer: string): Answers {
  const after = { ...answers, [path]: answer };
  if (path !== 'departments') return after;
  const [before, now] = [listOf(answers[path]), listOf(answer)];
  const old = before.filter((name) => !now.includes(name));
  const fresh = now.filter((name) => !before.includes(name));
  if (old.length !== fresh.length) return after;
  const renamed = (name: string): string => fresh[old.indexOf(name)] ?? name;
  return Object.fromEntries(
    Object.entries(after).map(([one, value]) => [
      pathOf(keyOf(one), renamed(subjectOf(one))),
      one === 'menu_fallback' ? renamed(value) : value,
    ]),
  );
}

/** Given answers that nothing was made of: their questions do not come up. */
export function unused(steps: readonly Step[], at: Scene, given: Answers): string[] {
  const used = pruned(steps, at);
  return Object.keys(given).filter((path) => !(path in used));
}

/** Only what still belongs to a question. */
export function pruned(steps: readonly Step[], at: Scene): Answers {
  const asked = new Set(sequenceOf(steps, at).flatMap(({ path, question }) => [path, pathOf(question.key)]));
  return Object.fromEntries(Object.entries(at.answers).filter(([path]) => asked.has(path)));
}
