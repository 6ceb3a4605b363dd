/** `numbers buy`, `link`, `unlink` and `release`: plans of one. */
import { UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { numbers } from '../../../resources/numbers.ts';
import { planCreate, planUpdate, type Asked } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import type { LinkFlags } from './command.ts';
import { alreadyText, askedOf, change, deleteObject, type ChangeFlags } from '../objects/change.ts';

/** In place of a number: any free virtual one. */
const ANY = 'any';

export async function buyNumber({
  context,
  args: [word = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  const number = word.replaceAll(/[\s()./-]/g, '');
  const problem = word === ANY ? undefined : numbers.checkName(number);
  if (problem !== undefined) {
    throw new UsageError(problem, {
      hint: '`voipbin numbers search` lists numbers; "any" takes a virtual one',
    });
  }
  const asked = askedOf(context, numbers, options);
  const virtual = word === ANY && { virtual: ANY };
  const name = word === ANY ? 'virtual number' : number;
  return change(context, `numbers buy ${word}`, options, {
    kinds: ['numbers'],
    planFor: (live, lock) =>
      planCreate(numbers, name, { ...asked, more: { ...asked.more, ...virtual } }, live, lock),
  });
}

const linkOf = ({ messages }: LinkFlags): string => (messages === true ? 'message_flow' : 'call_flow');

export async function linkNumber({
  context,
  args: [word = '', flow = ''],
  options,
}: Call<LinkFlags>): Promise<ExitCode> {
  return changeLink(context, `link ${word} ${flow}`, word, options, { typed: { [linkOf(options)]: flow } });
}

export async function unlinkNumber({
  context,
  args: [word = ''],
  options,
}: Call<LinkFlags>): Promise<ExitCode> {
  return changeLink(context, `unlink ${word}`, word, options, { typed: {}, cleared: [linkOf(options)] });
}

const changeLink = (
  context: Context,
  command: string,
  word: string,
  options: LinkFlags,
  asked: Asked,
): Promise<ExitCode> =>
  change(context, `numbers ${command}`, options, {
    kinds: ['numbers'],
    already: alreadyText(numbers, word, asked),
    planFor: (live) => planUpdate(numbers, word, asked, live),
  });

export const releaseNumber = deleteObject(numbers, 'release');
