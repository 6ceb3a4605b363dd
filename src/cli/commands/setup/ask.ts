/** One question at the terminal, until it has an answer that goes, or the way back was taken. */
import type { Choice as Offered } from '../../../core/ports.ts';
import { listOf } from '../../../setup/answers.ts';
import { answerOf, judge, tidied, type Asked, type Choice } from '../../../setup/question.ts';
import type { Scene } from '../../../setup/scene.ts';
import type { Context } from '../../context.ts';

/** What is typed to go back; in lists it is a choice. */
export const BACK_WORD = '<';
const BACK = Symbol('back');
type Back = typeof BACK;

/** Undefined for the way back. */
export type Answer = string | undefined;

export interface Asking {
  context: Context;
  at: Scene;
  /** Whether there is a question before. */
  back: boolean;
  /** To the person, outside of the question. */
  say: (text: string) => Promise<void>;
}

const backChoice: Offered<Back> = { name: 'Back', value: BACK, detail: 'to the previous question' };

export async function askQuestion(asked: Asked, asking: Asking): Promise<Answer> {
  switch (asked.question.kind) {
    case 'text':
      return askText(asked, asking);
    case 'several':
      return askSeveral(asked, asking);
    case 'choice':
      return askChoice(asked, asking, asked.question.choices?.(asking.at, asked.subject) ?? []);
    case 'number': {
      const { askNumber } = await import('./number.ts');
      return askNumber(asked, asking);
    }
  }
}

async function askText(asked: Asked, { context, at, back }: Asking): Promise<Answer> {
  const { question, subject } = asked;
  const preset = answerOf(asked, at) ?? question.preset(at, subject);
  const answer = await context.host.prompter.input({
    ask: question.ask(at, subject),
    ...(preset !== undefined && { default: preset }),
    check: (typed) =>
      goesBack(typed) ? back || 'this is the first question' : (judge(asked, typed, at) ?? true),
  });
  return goesBack(answer) ? undefined : tidied(question, answer);
}

export const goesBack = (typed: string): boolean => typed.trim() === BACK_WORD;

/** Asks for one item of a list; from a typed answer, `<` goes back to the list. */
export async function askChoice(asked: Asked, asking: Asking, choices: readonly Choice[]): Promise<Answer> {
  const { question, subject } = asked;
  const { context, at, back, say } = asking;
  const now = answerOf(asked, at) ?? question.preset(at, subject);
  for (;;) {
    const chosen = await context.host.prompter.select<Choice | Back>({
      ask: question.ask(at, subject),
      ...offer(withCurrent(choices, now), now, back),
    });
    if (chosen === BACK) return undefined;
    const answer = chosen.typed === undefined ? chosen.value : await askRest(asked, asking, chosen.typed);
    if (answer === undefined) continue;
    const problem = judge(asked, answer, at);
    if (problem === undefined) return tidied(question, answer);
    await say(problem);
  }
}

/** An answer that was typed comes first in the list when the question is asked again. */
function withCurrent(choices: readonly Choice[], now: string | undefined): readonly Choice[] {
  const known = now === undefined || choices.some(({ value }) => value === now);
  return known ? choices : [{ value: now, name: `${now} (as before)` }, ...choices];
}

function offer(choices: readonly Choice[], now: string | undefined, back: boolean) {
  const offered = choices.map((choice): Offered<Choice | Back> => ({
    name: choice.name,
    value: choice,
    ...(choice.detail !== undefined && { detail: choice.detail }),
  }));
  const standard = choices.find(({ value }) => value === now);
  return {
    choices: back ? [...offered, backChoice] : offered,
    ...(standard !== undefined && { default: standard }),
  };
}

/** Undefined for the way back to the list. */
async function askRest(
  asked: Asked,
  { context, at }: Asking,
  { ask, prefix }: NonNullable<Choice['typed']>,
): Promise<Answer> {
  const whole = (typed: string): string => (typed.startsWith(prefix) ? typed.trim() : prefix + typed.trim());
  const typed = await context.host.prompter.input({
    ask,
    check: (text) => goesBack(text) || (judge(asked, whole(text), at) ?? true),
  });
  return goesBack(typed) ? undefined : whole(typed);
}

async function askSeveral(asked: Asked, { context, at, back, say }: Asking): Promise<Answer> {
  const { question, subject } = asked;
  const choices = question.choices?.(at, subject) ?? [];
  const before = new Set(listOf(answerOf(asked, at)));
  const offered = choices.map(({ value, name, detail }): Offered<string | Back> => ({
    name: before.has(value) ? `${name} (chosen before)` : name,
    value,
    ...(detail !== undefined && { detail }),
  }));
  for (;;) {
    const chosen = await context.host.prompter.multiselect<string | Back>({
      ask: question.ask(at, subject),
      choices: back ? [...offered, backChoice] : offered,
    });
    const marked = chosen.filter((value) => value !== BACK);
    // Whoever marks all has marked the way back as well, and does not mean it.
    if (marked.length === 0 && chosen.length > 0) return undefined;
    const answer = marked.join(', ');
    const problem = judge(asked, answer, at);
    if (problem === undefined) return tidied(question, answer);
    await say(`${problem}: press Space to select, then Enter`);
  }
}
