/** What a raw request sends: fields of flags, or a whole body from a file. */
import { UsageError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/json.ts';
import { isSecretField } from '../../../core/secret.ts';
import type { Context } from '../../context.ts';
import { inputName, readInput } from '../../input.ts';
import type { ApiFlags } from './command.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** @throws UsageError with everything that is wrong, before anything is requested. */
export async function readBody(
  context: Context,
  { field = [], typedField = [], input }: ApiFlags,
): Promise<Fields> {
  const whole = input === undefined ? {} : jsonOf(await readInput(context, input), inputName(input));
  const plain = field.map((word) => fieldOf('-f', word));
  const typed = await Promise.all(
    typedField.map(async (word) => {
      const [name, text] = fieldOf('-F', word);
      const file = text.startsWith('@') ? text.slice(1) : undefined;
      return [name, file === undefined ? typedValue(text) : await valueIn(context, file)] as const;
    }),
  );
  const open = [...plain, ...typed.filter((_, index) => !(typedField[index] ?? '').includes('=@'))];
  const secret = open.find(([name]) => isSecretField(name));
  if (secret !== undefined) {
    throw new UsageError(`${secret[0]} is a secret, which is never part of a command line`, {
      hint: `write -F ${secret[0]}=@file, or -F ${secret[0]}=@- for standard input`,
    });
  }
  return { ...whole, ...Object.fromEntries([...plain, ...typed]) };
}

function fieldOf(flag: string, word: string): readonly [name: string, value: string] {
  const at = word.indexOf('=');
  if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
  throw new UsageError(`${flag}: ${JSON.stringify(word)} is not a field`, {
    hint: `write ${flag} name=value`,
  });
}

function typedValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Without the line break that editors add. */
const valueIn = async (context: Context, file: string): Promise<string> =>
  (await readInput(context, file)).replace(/\r?\n$/, '');

function jsonOf(text: string, file: string): Fields {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON`, {
      hint: 'the body must be a single JSON object',
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new UsageError(`${file} is not a JSON object`, {
    hint: 'the body must be a single JSON object',
  });
}
