/** Files that a person names. */
import { resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Context } from './context.ts';

/** As the name of a file: standard input. */
export const STDIN = '-';

/** As messages name it. */
export const inputName = (file: string): string => (file === STDIN ? 'standard input' : file);

/** @throws UsageError where there is none. @param hint What to do then. */
export async function readInput({ host }: Context, file: string, hint = 'check the path'): Promise<string> {
  const text =
    file === STDIN ? await host.io.stdin.readAll() : await host.files.read(resolve(host.system.cwd, file));
  if (text === undefined) throw new UsageError(`file ${file} does not exist`, { hint });
  return text;
}
