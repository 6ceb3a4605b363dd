/** Files that a person names. */
import { resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { MOST_OF_OURS } from '../core/input-sizes.ts';
import type { Context } from './context.ts';

/** As the name of a file: standard input. */
export const STDIN = '-';

/** As the name of a file that is written: standard output. */
export const STDOUT = '-';

/** As messages name it. */
export const inputName = (file: string): string => (file === STDIN ? 'standard input' : file);

/** @throws UsageError where there is none. @param hint What to do then. @param most In bytes. */
export async function readInput(
  { host }: Context,
  file: string,
  hint = 'check the path',
  most?: number,
): Promise<string> {
  const text =
    file === STDIN
      ? await host.io.stdin.readAll(most)
      : await host.files.read(resolve(host.system.cwd, file), most);
  if (text === undefined) throw new UsageError(`file ${file} does not exist`, { hint });
  return text;
}

/** Of what this program has written of an account. */
export const readOwn = (context: Context, file: string): Promise<string> =>
  readInput(context, file, undefined, MOST_OF_OURS);

/** The same of many accounts, in pieces. */
export async function ownPieces(
  context: Context,
  file: string,
): Promise<AsyncIterable<string> | Iterable<string>> {
  if (file === STDIN) return [await readOwn(context, file)];
  const { files, system } = context.host;
  // A missing file fails in the same words as everywhere.
  return (await files.pieces(resolve(system.cwd, file))) ?? [await readOwn(context, file)];
}
