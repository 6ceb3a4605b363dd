/**
 * What a run did, line by line, as it did it: written down before and after each request, so that a run that broke
 * off can be gone on with, and one that ended can be taken back. No secret is in it.
 */
import * as z from 'zod/mini';

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
  /**
   * A change is begun. `before` and `after`: the API's fields that it writes, secrets left out. `others`: ids of what
   * has the name of a new object already.
   */
  z.object({
    event: z.literal('begin'),
    ...about,
    verb: z.enum(['create', 'update', 'delete']),
    kind,
    name: z.string(),
    id: z.optional(z.string()),
    before: z.optional(values),
    after: z.optional(values),
    others: z.optional(z.array(z.string())),
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
  /** `failed`: nothing came of it. `uncertain`: it may have been made, whole or in part. */
  outcome: 'done' | 'failed' | 'uncertain';
  /** Whether the server has refused it, for all that may have come of it. */
  refused: boolean;
  /** The object, where it is known. */
  id: string | undefined;
}

export interface Run {
  head: EntryOf<'run'>;
  /** In the order in which they were begun. */
  changes: readonly RunChange[];
  /** Undefined for a run that broke off, and that nobody has gone on with. */
  end: EntryOf<'end'>['outcome'] | undefined;
}

export const formatEntry = (line: Entry): string => `${JSON.stringify(line)}\n`;

/** Undefined for a text that is no journal. A last line that was cut off by the end of the machine is passed over. */
export function parseRun(text: string): Run | undefined {
  const [head, ...entries] = text.split('\n').flatMap(readEntry);
  if (head?.event !== 'run') return undefined;
  const changes: (RunChange & { written: boolean })[] = [];
  const open = new Map<string, (typeof changes)[number]>();
  let end: Run['end'];
  for (const line of entries) {
    if (line.event === 'run') continue;
    if (line.event === 'end') {
      end = line.outcome;
      continue;
    }
    if (line.event === 'begin') {
      const change = { begin: line, outcome: 'failed' as const, refused: false, id: line.id, written: false };
      changes.push(change);
      open.set(line.address, change);
      continue;
    }
    const change = open.get(line.address);
    if (change === undefined) continue;
    // A line that is not there was not written: each is safe before its request is sent.
    if (line.event === 'request') change.outcome = 'uncertain';
    else if (line.event === 'answer') {
      change.written ||= line.error === undefined;
      change.refused ||= line.error !== undefined && line.status !== undefined;
    } else if (line.event === 'failed')
      change.outcome = line.uncertain || change.written ? 'uncertain' : 'failed';
    else Object.assign(change, { outcome: 'done', id: change.begin.id ?? line.id });
  }
  return { head, changes: changes.map(({ written: _, ...change }) => change), end };
}

/** Whether a run has ended, by the last line of its journal alone. */
export function isEnded(text: string): boolean {
  const [last] = text
    .slice(text.trimEnd().lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap(readEntry);
  return last?.event === 'end';
}

function readEntry(line: string): Entry[] {
  try {
    const parsed = entry.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
