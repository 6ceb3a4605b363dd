/** Secrets that a command asks for, in place of reading them from a file or a variable. */
import { resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { tooLong } from '../../../core/lengths.ts';
import { Secret } from '../../../core/secret.ts';
import { sentenceList, withArticle } from '../../../core/text.ts';
import type { Secrets } from '../../../plan/difference/secrets.ts';
import { secretSource } from '../../../plan/file/read.ts';
import type { AskedSecret } from '../../../resources/document.ts';
import {
  secretName,
  secretWays,
  type ManyKind,
  type SecretField,
  type Values,
} from '../../../resources/kind.ts';
import type { Context } from '../../context.ts';
import { secretFlag, waysOfFlag } from './command.ts';

/** Where a secret is, as its flag says it: no flag takes the secret itself. */
export function secretOf(word: string, field: SecretField, folder: string): AskedSecret {
  if (word === 'prompt') return { from: 'prompt' };
  const source = secretSource(word, field);
  if (source?.from === 'file') return { from: 'file', path: resolve(folder, source.path) };
  if (source !== undefined) return source;
  throw new UsageError(
    `${secretFlag(field)} names where the ${secretName(field)} is: ${sentenceList(waysOfFlag(field), 'or')}`,
    { hint: `nothing was requested; ${withArticle(secretName(field))} is never part of a command line` },
  );
}

/**
 * What a person types for those of these fields that say so.
 * @param name Of the object.
 */
export async function askSecrets(
  context: Context,
  { secrets = [] }: ManyKind,
  name: string,
  more: Values,
): Promise<Secrets> {
  const typed = new Map<string, Secret>();
  for (const field of secrets) {
    const source = more[field.key] as AskedSecret | undefined;
    if (source?.from === 'prompt') typed.set(field.key, await askSecret(context, field, name));
  }
  return typed;
}

async function askSecret({ host, unasked }: Context, field: SecretField, name: string): Promise<Secret> {
  const one = secretName(field);
  if (unasked !== undefined) {
    const flag = secretFlag(field);
    throw new UsageError(`cannot ask for ${withArticle(one)} ${unasked}`, {
      hint: `add ${sentenceList(
        secretWays(field).map((way) => `${flag} ${way}`),
        'or',
      )}`,
    });
  }
  const first = await host.prompter.secret({
    ask: `New ${one} of ${name}:`,
    check(answer) {
      if (answer === '') return `${withArticle(one)} cannot be empty`;
      const long = field.length && tooLong(answer, field.length);
      return long === undefined || `it ${long}`;
    },
  });
  // What a person makes up is typed twice; what comes from elsewhere is pasted.
  if (field.generated !== undefined) {
    await host.prompter.secret({
      ask: 'Repeat it:',
      check: (answer) => answer === first || 'the two do not match',
    });
  }
  return new Secret(first);
}
