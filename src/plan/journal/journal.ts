/**
 * What a run did, line by line, as it did it: written down before and after each request, so that a run that broke
 * off can be gone on with, and one that ended can be undone. No secret is in it, but for passwords within addresses,
 * without which these could not be restored: only its owner can read it.
 */
import * as z from 'zod/mini';
import { UsageError } from '../../core/errors.ts';
import { allManyKinds, allSingleKinds } from '../../resources/all.ts';

const values = z.record(z.string(), z.unknown());
const kind = z.enum([...allSingleKinds.map((one) => one.kind), ...allManyKinds.map((one) => one.kind)]);
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
    /** Of a command that changes some objects of the plan file: `hours renew`. */
    command: z.optional(z.string()),
    /** Runs that belong to it: those that it continues; for undo those that are taken back with the subject. */
    resumes: z.optional(z.array(z.string())),
    /** Of a command of several runs: another one follows, and resumes this one. */
    more: z.optional(z.boolean()),
    at: z.string(),
  }),
  /**
   * A change is begun. `before` and `after`: the API's fields that it writes, secrets left out, and named in `secrets`. `others`: ids of what
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
    secrets: z.optional(z.array(z.string())),
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
  /** What a command wrote into a plan file after its run; null where the file does not declare the object. */
  z.object({
    event: z.literal('file'),
    at: z.string(),
    path: z.string(),
    kind,
    /** In the file; absent for what an account has one of. */
    name: z.optional(z.string()),
    before: z.nullable(values),
    after: z.nullable(values),
  }),
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
  /** Undefined for a run that was interrupted, and that nobody has gone on with. */
  end: EntryOf<'end'>['outcome'] | undefined;
  /** What its command wrote into plan files. */
  edits: readonly FileEdit[];
}

export type FileEdit = EntryOf<'file'>;

export const formatEntry = (line: Entry): string => `${JSON.stringify(line)}\n`;

/**
 * The run that a journal describes. Undefined where nothing of it reached the disk: then nothing was requested either.
 * A last line that a crash cut off is passed over; whatever else cannot be read might be something that was made.
 *
 * @param file As errors name it.
 * @throws UsageError with file and line for what cannot be read.
 */
export function parseRun(text: string, file: string): Run | undefined {
  const [head, ...lines] = linesOf(text, file);
  if (head === undefined) return undefined;
  if (head.entry.event !== 'run') throw unreadable(file, head.number, 'a journal does not begin like this');
  const changes: Draft[] = [];
  const open = new Map<string, Draft>();
  const edits: FileEdit[] = [];
  let end: Run['end'];
  for (const { entry: line, number } of lines) {
    if (line.event === 'run') throw unreadable(file, number, 'a second beginning');
    if (line.event === 'end') end = line.outcome;
    else if (line.event === 'file') edits.push(line);
    else if (line.event === 'begin') {
      const change = { begin: line, outcome: 'failed' as const, refused: false, id: line.id, written: false };
      changes.push(change);
      open.set(line.address, change);
    } else {
      const change = open.get(line.address);
      if (change !== undefined) advance(change, line);
      // The disk may have been full when it was to be begun.
      else if (line.event !== 'failed') throw unreadable(file, number, `${line.address} was never begun`);
    }
  }
  return { head: head.entry, changes: changes.map(({ written: _, ...change }) => change), end, edits };
}

/** `written`: a part of it is known to have been done. */
type Draft = RunChange & { written: boolean };

function advance(change: Draft, line: EntryOf<'request' | 'answer' | 'failed' | 'done'>): void {
  // A line that is not there was not written: each is safe before its request is sent.
  if (line.event === 'request') change.outcome = 'uncertain';
  else if (line.event === 'answer') {
    change.written ||= line.error === undefined;
    change.refused ||= line.error !== undefined && line.status !== undefined;
  } else if (line.event === 'failed')
    change.outcome = line.uncertain || change.written ? 'uncertain' : 'failed';
  else Object.assign(change, { outcome: 'done', id: change.begin.id ?? line.id });
}

/** Whether a run has ended, by the last line of its journal alone. */
export function isEnded(text: string): boolean {
  const last = readEntry(text.slice(text.trimEnd().lastIndexOf('\n') + 1));
  return last !== 'torn' && (last?.event === 'end' || last?.event === 'file');
}

interface Line {
  entry: Entry;
  number: number;
}

function linesOf(text: string, file: string): Line[] {
  const written = text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line !== '');
  return written.flatMap(({ line, number }, index): Line[] => {
    const entry = readEntry(line);
    if (entry !== undefined && entry !== 'torn') return [{ entry, number }];
    if (
      entry === 'torn' &&
      isCutOff(
        text,
        written.slice(index + 1).map((later) => later.line),
      )
    )
      return [];
    throw unreadable(file, number, entry === 'torn' ? 'it is damaged' : 'its kind is unknown');
  });
}

/** A crash cuts off the last line. Where the run was settled later, that is noted on a line of its own. */
function isCutOff(text: string, rest: readonly string[]): boolean {
  if (rest.length === 0) return !text.endsWith('\n');
  return rest.map(readEntry).every((entry) => entry !== 'torn' && isSettled(entry));
}

const isSettled = (entry: Entry | undefined): boolean =>
  entry?.event === 'end' && entry.outcome === 'settled';

/** `torn`: not even JSON. Undefined: JSON of a kind that we do not know. */
function readEntry(line: string): Entry | 'torn' | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'torn';
  }
  const parsed = entry.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function unreadable(file: string, line: number, why: string): UsageError {
  return new UsageError(`line ${line} of the journal ${file} cannot be read: ${why}`, {
    code: 'JOURNAL',
    hint:
      'use the version of voipbin that wrote it, or restore the file; if you move it away, nothing is known of what ' +
      'that run made',
  });
}
