/** What several reports are together: whether they belong together, and whether they are all. */
import { UsageError } from '../../../../core/errors.ts';
import { grouped, plural, sentenceList } from '../../../../core/text.ts';
import { DAY, utcDay } from '../../../../core/time.ts';
import type { Context } from '../../../context.ts';
import { inputName } from '../../../input.ts';
import { parseShard, shardText } from '../fleet/shard.ts';

/** One file. */
export interface Source {
  file: string;
  /** How many accounts it has. */
  count: number;
  shards: Set<string>;
  servers: Set<string>;
  /** When accounts were read, milliseconds since 1970. */
  days: number[];
}

/** An account that two files have. */
export interface Twice {
  account: string;
  files: readonly [string, string];
  /** The file with the newer report. */
  counts: string;
}

/**
 * Customers are those of one platform, and parts are parts of one whole.
 *
 * @throws UsageError where they are not.
 */
export function refuseOthers(sources: readonly Source[]): void {
  const parts = sources.filter(({ shards }) => shards.size > 0);
  const servers = firstFiles(parts, ({ servers: all }) => [...all]);
  if (servers.size > 1) {
    throw new UsageError(`the reports are of different servers: ${listed(servers)}`, {
      hint: 'merge the parts of each server by themselves',
    });
  }
  const wholes = firstFiles(parts, ({ shards }) =>
    [...shards].map((shard) => `${parseShard(shard).of} parts`),
  );
  if (wholes.size > 1) {
    throw new UsageError(`the reports come from different numbers of parts: ${listed(wholes)}`, {
      hint: 'audit every part again with the same number of parts',
    });
  }
}

function firstFiles(sources: readonly Source[], of: (source: Source) => string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const source of sources)
    for (const word of of(source)) if (!first.has(word)) first.set(word, source.file);
  return first;
}

const listed = (files: ReadonlyMap<string, string>): string =>
  sentenceList([...files].map(([word, file]) => `${word} in ${inputName(file)}`));

const MOST_NAMED = 5;

export async function tellTwice(
  { warn, notice }: Context,
  twice: readonly Twice[],
  sources: readonly Source[],
): Promise<void> {
  const shards = new Map<string, string>();
  for (const { file, shards: own } of sources) {
    for (const shard of own) {
      const before = shards.get(shard);
      if (before === undefined) shards.set(shard, file);
      else await warn(`shard ${shard} is in ${inputName(before)} and in ${inputName(file)}`);
    }
  }
  if (twice.length === 0) return;
  const named = twice
    .slice(0, MOST_NAMED)
    .map(
      ({ account, files: [one, other], counts }) => `${account} (in ${one} and ${other}; ${counts} counts)`,
    );
  const more = twice.length - named.length;
  await notice(
    `${plural(twice.length, 'account')} in two reports; the newer one counts: ${sentenceList([...named, ...(more > 0 ? [`${grouped(more)} more`] : [])])}`,
  );
}

export async function tellDays({ warn }: Context, sources: readonly Source[]): Promise<void> {
  const read = sources.filter(({ days }) => days.length > 0);
  const span = read.map(({ file, days }) => {
    const [first, last] = days.reduce(
      ([a, b], day) => [Math.min(a, day), Math.max(b, day)],
      [Infinity, -Infinity],
    );
    return { file, first, last };
  });
  const [first, last] = [Math.min(...span.map((one) => one.first)), Math.max(...span.map((one) => one.last))];
  if (last - first <= DAY) return;
  const words = span.map(({ file, first: from, last: to }) => {
    const [begin, end] = [utcDay(from), utcDay(to)];
    return `${inputName(file)} of ${begin === end ? begin : `${begin} to ${end}`}`;
  });
  await warn(`the reports are of different days: ${sentenceList(words)}`);
}

/** Whether all parts are there, if they are parts. One that has no customer does not say which one it is. */
export async function tellMissing({ warn }: Context, sources: readonly Source[]): Promise<boolean> {
  const shards = new Set(sources.flatMap(({ shards: own }) => [...own]));
  const [any] = shards;
  if (any === undefined) return true;
  const { of } = parseShard(any);
  const missing = Array.from({ length: of }, (_, at) => shardText({ part: at + 1, of })).filter(
    (shard) => !shards.has(shard),
  );
  const empty = sources.filter(({ count }) => count === 0).length;
  if (missing.length <= empty) return true;
  await warn(
    `${missing.length === 1 ? 'shard' : 'shards'} ${sentenceList(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`,
  );
  return false;
}
