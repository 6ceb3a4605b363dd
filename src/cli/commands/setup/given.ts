/** Answers that are there before anybody is asked: flags, and a file. */
import { UsageError } from '../../../core/errors.ts';
import { keyOf, pathOf, subjectOf, type Answers } from '../../../setup/answers.ts';
import { readAnswers, type AnswersFile } from '../../../setup/answers-file.ts';
import { flagOf, isList, questionKeys } from '../../../setup/keys.ts';
import type { Asked, Step } from '../../../setup/question.ts';
import type { Scene } from '../../../setup/scene.ts';
import { problemsOf, tidyAnswers, type AnswerProblem } from '../../../setup/wizard.ts';
import type { Context } from '../../context.ts';
import { readInput } from '../../input.ts';

export interface Given {
  answers: Answers;
  /** How a message names the place that an answer came from. */
  placeOf: (path: string) => string;
  /** Whether there is a file of answers. */
  inFile: boolean;
}

type JudgeAnswers = (answers: Answers) => AnswerProblem[];

/**
 * @param options The flags of the questions, by name.
 * @param scene Without the account: what depends on it is looked at later.
 * @throws UsageError for everything that is wrong, before anything is requested.
 */
export async function readGiven(
  context: Context,
  options: Readonly<Record<string, unknown>> & { answers?: string },
  steps: readonly Step[],
  scene: Scene,
): Promise<Given> {
  const flags = flagAnswers(options);
  const judge: JudgeAnswers = (answers) =>
    problemsOf(steps, { ...scene, answers: tidyAnswers(steps, answers) });
  // Which questions there are may depend on flags as well as on the file: both are judged together.
  const file = await readFile(context, options.answers, (answers) =>
    judge({ ...answers, ...flags }).filter(({ path }) => !(path in flags)),
  );
  const all = { ...file.answers, ...flags };
  const placeOf = (path: string): string => {
    if (path in flags || !(path in file.answers)) return `${flagText(path)}:`;
    const { line, column } = file.placeOf(path);
    return `${options.answers ?? ''}:${line}:${column}`;
  };
  const wrong = judge(all).filter(({ path }) => path in flags);
  const inFile = options.answers !== undefined;
  const lines = wrong.map(({ path, message }) => `${placeOf(path)} ${message}`);
  refuseProblems([...file.problems, ...lines], inFile);
  return { answers: tidyAnswers(steps, all), placeOf, inFile };
}

/** @throws UsageError for what does not go with this account. */
export function refuseGiven({ answers, placeOf, inFile }: Given, steps: readonly Step[], scene: Scene): void {
  const problems = problemsOf(steps, scene).filter(({ path }) => path in answers);
  refuseProblems(
    problems.map(({ path, message }) => `${placeOf(path)} ${message}`),
    inFile,
  );
}

/** @param inFile Whether there is a file of answers. */
function refuseProblems(problems: readonly string[], inFile: boolean): void {
  if (problems.length === 0) return;
  throw new UsageError(problems.join('\n'), {
    code: 'ANSWERS',
    hint:
      'nothing was changed' +
      (inFile ? '; the keys of the answers file are the flags, with _ for -: `voipbin setup --help`' : ''),
  });
}

/** @throws UsageError that names every flag that is missing. */
export function refuseMissing(
  { unasked = 'with --yes' }: Pick<Context, 'unasked'>,
  missing: readonly Asked[],
  at: Scene,
  also: readonly string[] = [],
): void {
  if (missing.length === 0) return;
  const lines = missing.map(({ question, subject }) => {
    const which = subject === '' ? '' : ` "${subject}=..."`;
    return `  ${flagOf(question.key)}${which}  ${question.ask(at, subject)}`;
  });
  throw new UsageError(
    [`cannot ask ${unasked}, and these have no answer yet:`, ...lines, ...also].join('\n'),
    {
      code: 'ANSWERS',
      hint: 'give the flags, or all answers in a file with --answers; nothing was changed',
    },
  );
}

async function readFile(
  context: Context,
  named: string | undefined,
  judge: JudgeAnswers,
): Promise<AnswersFile> {
  if (named === undefined) return readAnswers('', '', judge);
  return readAnswers(await readInput(context, named), named, judge);
}

function flagAnswers(options: Readonly<Record<string, unknown>>): Answers {
  const answers: Record<string, string> = {};
  for (const key of questionKeys) {
    const value = options[key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    if (typeof value === 'string') answers[key] = value;
    if (!Array.isArray(value)) continue;
    for (const word of value as string[]) {
      const { subject, answer } = partsOf(word);
      const path = pathOf(key, subject);
      const before = answers[path];
      if (before !== undefined && !isList(key)) {
        throw new UsageError(`${flagText(path)} appears twice: ${before}, and ${answer}`, {
          code: 'ANSWERS',
          hint: `nothing was changed; say for which one each of them is: ${flagOf(key)} "<which>=<answer>"`,
        });
      }
      answers[path] = before === undefined ? answer : `${before}, ${answer}`;
    }
  }
  return answers;
}

/** `Sales=any`. The part before `=` is never an address: `sip:a@b.example;transport=tcp` is an answer for all. */
function partsOf(word: string): { subject: string; answer: string } {
  const [, subject = '', answer = word] = /^([^:=]*)=(.*)$/s.exec(word) ?? [];
  return { subject: subject.trim(), answer: answer.trim() };
}

function flagText(path: string): string {
  const subject = subjectOf(path);
  return `${flagOf(keyOf(path))}${subject === '' ? '' : ` ${subject}`}`;
}
