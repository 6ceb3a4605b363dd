/** Whose accounts are audited: the saved sign-ins, or, for platform staff, the platform's customers. */
import { lossText, type Loss } from '../../../../api/pages.ts';
import { UsageError } from '../../../../core/errors.ts';
import { isUuid } from '../../../../core/ids.ts';
import { customers } from '../../../../resources/customers.ts';
import type { Context } from '../../../context.ts';
import { readInput } from '../../../input.ts';
import type { AuditFlags } from '../command.ts';
import { isInShard, type Shard } from './shard.ts';

/** One account to look at. */
export interface Target {
  /** For people. */
  name: string;
  by: { profile: string } | { customer: string };
}

export interface Targets {
  all: readonly Target[];
  /** Why there are possibly more; undefined where there are not. */
  loss: string | undefined;
}

/** Each account once. */
export async function targetsOf(
  context: Context,
  { customers: which, profiles }: AuditFlags,
  shard: Shard | undefined,
): Promise<Targets> {
  if (which === undefined) return { all: await profilesOf(context, profiles), loss: undefined };
  const losses: Loss[] = [];
  const names = which === 'all' ? await listed(context, losses) : await idsIn(context, which);
  const all = [...names]
    .filter(([id]) => shard === undefined || isInShard(id, shard))
    .map(([id, name]): Target => ({ name, by: { customer: id } }));
  return { all, loss: lossText(losses) };
}

async function profilesOf(context: Context, asked: string | undefined): Promise<Target[]> {
  const { profiles } = await context.config();
  const known = Object.keys(profiles);
  const words = asked?.split(',').map((name) => name.trim());
  const names = words === undefined ? known : [...new Set(words.filter(Boolean))];
  const missing = names.filter((name) => !known.includes(name));
  if (missing.length > 0) {
    throw new UsageError(`there is no profile ${missing.map((name) => JSON.stringify(name)).join(', ')}`, {
      hint: known.length > 0 ? `choose one of: ${known.join(', ')}` : 'run `voipbin login` first',
    });
  }
  if (names.length === 0)
    throw new UsageError('there are no saved sign-ins', { hint: 'run `voipbin login` first' });
  return names.map((profile) => ({ name: profile, by: { profile } }));
}

/** Names by id. */
async function listed(context: Context, losses: Loss[]): Promise<ReadonlyMap<string, string>> {
  const api = await context.api({ readOnly: true, isOneOfMany: true });
  const names = new Map<string, string>();
  for await (const page of api.of(customers).pages({ onLoss: (loss) => losses.push(loss) })) {
    for (const { id, name, tm_delete, status } of page)
      if (!tm_delete && status !== 'deleted') names.set(id, name || id);
  }
  return names;
}

async function idsIn(context: Context, file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readInput(context, file, '--customers all takes every one');
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  const wrong = lines.flatMap((line, index) =>
    line === '' || isUuid(line) ? [] : [`${file}:${index + 1}:1 ${JSON.stringify(line)} is not an id`],
  );
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'), { hint: 'one customer id per line' });
  return new Map(lines.filter(Boolean).map((line) => [line.toLowerCase(), line.toLowerCase()]));
}
