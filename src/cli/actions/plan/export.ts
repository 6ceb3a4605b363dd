/** `export`: the account as a plan file; ids go into the lock file beside it. */
import { basename, resolve } from 'node:path';
import { RefusedError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { plural } from '../../../core/text.ts';
import { exportAccount, type ExportKind } from '../../../plan/export.ts';
import { kinds, manyKinds } from '../../../plan/kinds/index.ts';
import { readLive } from '../../../plan/live.ts';
import { lockPathOf, writeLock } from '../../../plan/lock.ts';
import { writePlan } from '../../../plan/write.ts';
import type { Call } from '../../command.ts';
import { PUBLIC } from './source.ts';

interface ExportFlags {
  kinds?: string;
  out?: string;
  force?: boolean;
}

export async function exportPlan({ context, options }: Call<ExportFlags>): Promise<ExitCode> {
  const { host } = context;
  const wanted = kindsIn(options.kinds);
  const api = await context.api({ readOnly: true });
  const live = await readLive(api, {
    kinds: new Set(manyKinds.map(({ kind }) => kind).filter((kind) => wanted.has(kind))),
    outbound: wanted.has('outbound'),
    billing: false,
  });
  const locked = options.out !== undefined && context.flags.demo === undefined;
  const { document, lock, left } = exportAccount(live, wanted, { ids: locked ? 'none' : 'ambiguous' });
  const text = writePlan(document, context.version);
  if (left.length > 0) {
    await context.warn(
      `a plan file has no word for ${plural(left.length, 'field')}, which stay as they are: ${left.slice(0, 5).join(', ')}${left.length > 5 ? ', ...' : ''}`,
    );
  }
  if (options.out === undefined) {
    await host.io.stdout.write(text);
    return ExitCode.done;
  }
  const path = resolve(host.system.cwd, options.out);
  const lockPath = lockPathOf(path);
  for (const file of [path, lockPath]) {
    if (!options.force && (await host.files.read(file)) !== undefined) {
      throw new RefusedError(`${basename(file)} is there already, and was left as it is`, {
        hint: 'name another file, or add --force',
      });
    }
  }
  await host.files.write(path, text, PUBLIC);
  if (locked) await host.files.write(lockPath, writeLock(lock), PUBLIC);
  await context.notice(
    `${options.out} and ${basename(lockPath)} written: \`voipbin plan -f ${options.out}\` shows no change`,
  );
  return ExitCode.done;
}

function kindsIn(list: string | undefined): ReadonlySet<ExportKind> {
  const known = kinds.map(({ kind }) => kind);
  if (list === undefined) return new Set(known);
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.filter((word) => !known.includes(word as ExportKind));
  if (unknown.length === 0 && words.length > 0) return new Set(words as ExportKind[]);
  throw new UsageError(
    `--kinds: ${unknown.map((word) => JSON.stringify(word)).join(', ') || 'nothing'} is no kind of a plan file`,
    {
      hint: (unknown[0] && didYouMean(unknown[0], known)) ?? `there are ${known.join(', ')}`,
    },
  );
}
