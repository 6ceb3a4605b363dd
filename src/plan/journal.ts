/**
 * What a run did, line by line, as it did it: written down before and after each request, so that a run that broke
 * off can be gone on with, and one that ended can be taken back. No secret is in it.
 */
import * as z from 'zod/mini';
import { parseTime, MINUTE } from '../core/time.ts';
import type { NamedKind } from './document.ts';
import type { Wire } from './kind.ts';
import { manyKind } from './kinds/index.ts';
import type { Live } from './live.ts';
import { draftLock, lockedIds, type Lock } from './lock.ts';

const values = z.record(z.string(), z.unknown());
const kind = z.enum(['account', 'outbound', 'tags', 'flows', 'queues', 'extensions', 'agents', 'numbers']);
const about = { at: z.string(), address: z.string() };

const entry = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('run'),
    format: z.literal('voipbin.journal/1'),
    run: z.string(),
    /** `apply`, or `undo` of another run. */
    act: z.enum(['apply', 'undo']),
    customer_id: z.string(),
    api_url: z.string(),
    /** The plan file, absolute; for undo the run that is taken back. */
    subject: z.string(),
    at: z.string(),
  }),
  /** A change is begun. `before` and `after`: the API's fields that it writes, secrets left out. */
  z.object({
    event: z.literal('begin'),
    ...about,
    verb: z.enum(['create', 'update', 'delete']),
    kind,
    name: z.string(),
    id: z.optional(z.string()),
    before: z.optional(values),
    after: z.optional(values),
  }),
  z.object({ event: z.literal('request'), ...about, method: z.string(), path: z.string() }),
  z.object({
    event: z.literal('answer'),
    ...about,
    status: z.optional(z.number()),
    error: z.optional(z.string()),
  }),
  /** `adopted`: it was there already, from a request whose answer was lost. */
  z.object({
    event: z.literal('done'),
    ...about,
    id: z.optional(z.string()),
    adopted: z.optional(z.boolean()),
  }),
  /** `uncertain`: it may have been done all the same. */
  z.object({ event: z.literal('failed'), ...about, code: z.string(), uncertain: z.boolean() }),
  /** Everything of the run is known: nobody needs to look at it again, but to undo it. */
  z.object({ event: z.literal('end'), at: z.string(), outcome: z.enum(['done', 'failed', 'settled']) }),
]);

export type Entry = z.infer<typeof entry>;
type EntryOf<E extends Entry['event']> = Extract<Entry, { event: E }>;

/** One change of a run, as far as it came. */
export interface RunChange {
  begin: EntryOf<'begin'>;
  outcome: 'done' | 'failed' | 'uncertain';
  /** The object, where it is known. */
  id: string | undefined;
}

export interface Run {
  head: EntryOf<'run'>;
  /** In the order in which they were begun. */
  changes: readonly RunChange[];
  settled: boolean;
}

export const formatEntry = (line: Entry): string => `${JSON.stringify(line)}\n`;

/** Undefined for a text that is no journal. A last line that was cut off by the end of the machine is passed over. */
export function parseRun(text: string): Run | undefined {
  const entries = text.split('\n').flatMap((line) => {
    const parsed = entry.safeParse(readJson(line));
    return parsed.success ? [parsed.data] : [];
  });
  const [head] = entries;
  if (head?.event !== 'run') return undefined;
  const begun = entries.filter((one) => one.event === 'begin');
  const changes = begun.map((begin, index): RunChange => {
    const from = entries.indexOf(begin);
    const again = begun.findIndex((other, place) => place > index && other.address === begin.address);
    const until = again < 0 ? entries.length : entries.indexOf(begun[again] as Entry);
    const own = entries.slice(from, until);
    const done = own.find((one) => one.event === 'done' && one.address === begin.address);
    const failed = own.findLast((one) => one.event === 'failed' && one.address === begin.address);
    const id = begin.id ?? (done?.event === 'done' ? done.id : undefined);
    if (done !== undefined) return { begin, outcome: 'done', id };
    const certain = failed?.event === 'failed' && !failed.uncertain;
    // What has no line behind it, not even that of a request, was never sent; but a line may have been lost.
    return { begin, outcome: certain ? 'failed' : 'uncertain', id };
  });
  return { head, changes, settled: entries.some(({ event }) => event === 'end') };
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Clocks of two machines differ. */
const SKEW = 2 * MINUTE;

/** Something that may have been bought, and is not there. */
export interface OpenPurchase {
  number: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Folded {
  lock: Lock;
  /** What a broken-off run had made. */
  adopted: readonly { kind: NamedKind; name: string; id: string }[];
  openPurchases: readonly OpenPurchase[];
}

/** What runs that broke off left behind: objects that we made, which the lock file does not know yet. */
export function foldRuns(runs: readonly Run[], lock: Lock, live: Live): Folded {
  const draft = draftLock(lock);
  const adopted: { kind: NamedKind; name: string; id: string }[] = [];
  const openPurchases: OpenPurchase[] = [];
  const known = new Set(lockedIds(lock).keys());
  for (const { changes } of runs.filter(({ settled }) => !settled)) {
    for (const { begin, outcome, id } of changes) {
      const { kind: of, name, verb, after } = begin;
      if (of === 'account' || of === 'outbound' || outcome === 'failed') continue;
      if (verb === 'delete') {
        const gone = !live.lists[of].some((object) => object.id === id);
        if (gone && draft.get(of, name)?.id === id) draft.delete(of, name);
      }
      if (verb !== 'create') continue;
      const object =
        id === undefined ? findMade(of, begin, live, known) : live.lists[of].find((one) => one.id === id);
      if (object !== undefined) {
        known.add(object.id);
        const number = of === 'numbers' ? { number: String(object['number']) } : {};
        draft.set(of, name, { id: object.id, made: true, ...number });
        adopted.push({ kind: of, name, id: object.id });
      } else if (of === 'numbers' && outcome === 'uncertain' && after?.['type'] === 'normal') {
        openPurchases.push({ number: String(after['number']), at: parseTime(begin.at) ?? 0 });
      }
    }
  }
  return { lock: draft.done(), adopted, openPurchases };
}

/** What has the name, was made at that time or later, and is nobody else's; undefined where that is not clear. */
function findMade(
  of: NamedKind,
  { at, after }: EntryOf<'begin'>,
  live: Live,
  known: ReadonlySet<string>,
): Wire | undefined {
  const { key } = manyKind(of);
  const earliest = (parseTime(at) ?? 0) - SKEW;
  const candidates = live.lists[of].filter(
    (object) =>
      (object[key] ?? '') === after?.[key] &&
      (parseTime(object['tm_create'] as string | undefined) ?? 0) >= earliest &&
      !known.has(object.id),
  );
  return candidates.length === 1 ? candidates[0] : undefined;
}
