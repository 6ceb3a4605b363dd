/** What a file that a flag names may be: never one that something would be lost with. */
import { resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { lockPathOf } from '../../../plan/file/lock.ts';
import { parseSavedPlan } from '../../../plan/file/saved.ts';
import type { Context } from '../../context.ts';

/**
 * Where a plan may be saved: absolute.
 * @throws UsageError for a file that holds anything but an older saved plan.
 */
export async function placeForPlan(context: Context, file: string, planPath: string): Promise<string> {
  const path = await placeBeside(context, '--out', file, planPath);
  const { files } = context.host;
  if (await files.isStream(path)) return path;
  const text = await files.read(path);
  if (text === undefined || text.trim() === '' || contentOf(text, file) === 'saved plan') return path;
  throw new UsageError(`--out: ${file} already exists, and is not a saved plan`, {
    hint: 'name another file; it was left as it is',
  });
}

/**
 * Creates the file for passwords, which only its owner can read.
 * @throws UsageError for a file that cannot be protected from others, or is one of our own.
 */
export async function placeForPasswords(
  context: Context,
  file: string,
  planPath: string,
): Promise<{ path: string; isNew: boolean }> {
  const path = await placeBeside(context, '--passwords', file, planPath);
  const { files } = context.host;
  const text = (await files.isStream(path)) ? undefined : await files.read(path);
  if (text !== undefined && contentOf(text, file) !== 'other') {
    throw new UsageError(`--passwords: ${file} is a file of voipbin itself`, { hint: 'name another file' });
  }
  await files.makePrivate(path);
  return { path, isNew: text === undefined };
}

async function placeBeside({ host }: Context, flag: string, file: string, planPath: string): Promise<string> {
  if (file === '-') {
    throw new UsageError(`${flag} needs the name of a file: standard output has the plan`);
  }
  const path = resolve(host.system.cwd, file);
  for (const [own, what] of [
    [planPath, 'the plan file'],
    [lockPathOf(planPath), 'the lock file of the plan'],
  ] as const) {
    if (await host.files.isSame(path, own)) {
      throw new UsageError(`${flag}: ${file} is ${what}`, { hint: 'name another file' });
    }
  }
  return path;
}

/** A lock file, and a saved plan of another version, say what they are, too. */
function contentOf(text: string, file: string): 'saved plan' | 'marked' | 'other' {
  try {
    return parseSavedPlan(text, file) === undefined ? 'other' : 'saved plan';
  } catch (error) {
    if (error instanceof UsageError) return 'marked';
    throw error;
  }
}
