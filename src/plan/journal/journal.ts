/**
 * The journal of a run, written line by line before and after each request, so that an interrupted run can be
 * continued, and a completed one undone. It contains no secrets except passwords in URLs, without which these could
 * not be restored: only its owner can read it.
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
    /** The absolute path of the plan file; for undo, the run that is undone. */
    subject: z.string(),
    /** For a command that changes some objects of the plan file: `hours renew`. */
    command: z.optional(z.string()),
    /** Runs that belong to it: those that it continues; for undo, those that are undone together with the subject. */
    resumes: z.optional(z.array(z.string())),
    /** Of a command of several runs: another one follows, and resumes this one. */
    more: z.optional(z.boolean()),
    at: z.string(),
  }),
  /**
   * A change begins. `before` and `after`: the API fields that it writes, without secrets, which are named in `secrets`.
   * `others`: ids of objects that already have the name of a new one.
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
  /** `adopted`: it already existed, from a request whose answer was lost. */
  z.object({
    event: z.literal('done'),
    ...about,
    id: z.optional(z.string()),
    adopted: z.optional(z.boolean()),
  }),
  /** `uncertain`: it may have been carried out nevertheless. */
  z.object({ event: z.literal('failed'), ...about, code: z.string(), uncertain: z.boolean() }),
  /** What a command wrote into a plan file after its run; null where the file does not declare the object. */
  z.object({
    event: z.literal('file'),
    at: z.string(),
    path: z.string(),
    kind,
    /** Its name in the file; absent for kinds of which an account has only one. */
    name: z.optional(z.string()),
    before: z.nullable(values),
    after: z.nullable(values),
  }),
  /** The outcome of the run is known: it is only needed again for undo. */
  z.object({ event: z.literal('end'), at: z.string(), outcome: z.enum(['done', 'failed', 'settled']) }),
]);

export type Entry = z.infer<typeof entry>;
type EntryOf<E extends Entry['event']> = Extract<Entry, { event: E }>;

/** One change of a run, as far as it got. */
export interface RunChange {
  begin: EntryOf<'begin'>;
  /** `failed`: nothing was changed. `uncertain`: it may have been carried out, wholly or in part. */
  outcome: 'done' | 'failed' | 'uncertain';
  /** Whether the server refused it, even if it may have been carried out. */
  refused: boolean;
  /** The object, if known. */
  id: string | undefined;
}

export interface Run {
  head: EntryOf<'run'>;
  /** In the order in which they began. */
  changes: readonly RunChange[];
  /** Undefined for an interrupted run that no other run has continued. */
  end: EntryOf<'end'>['outcome'] | undefined;
  /** What its command wrote into plan files. */
  edits: readonly FileEdit[];
}

export type FileEdit = EntryOf<'file'>;

export const formatEntry = (line: Entry): string => `${JSON.stringify(line)}\n`;

/**
 * The run that a journal describes. Undefined if nothing of it reached the disk: then nothing was requested either.
 * A last line that a crash cut off is ignored; any other unreadable line might be an object that was created.
 *
 * @param file The name in error messages.
 * @throws UsageError with the file and line that cannot be read.
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
      // The disk may have been full when the change was about to begin.
      else if (line.event !== 'failed') throw unreadable(file, number, `${line.address} was never begun`);
    }
  }
  return { head: head.entry, changes: changes.map(({ written: _, ...change }) => change), end, edits };
}

/** `written`: part of it is known to have been carried out. */
type Draft = RunChange & { written: boolean };

function advance(change: Draft, line: EntryOf<'request' | 'answer' | 'failed' | 'done'>): void {
  // A missing line means that its request was not sent: each line is on the disk before.
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

/** Whether a crash cut off the last line. If the run was settled later, a separate line says so. */
function isCutOff(text: string, rest: readonly string[]): boolean {
  if (rest.length === 0) return !text.endsWith('\n');
  return rest.map(readEntry).every((entry) => entry !== 'torn' && isSettled(entry));
}

const isSettled = (entry: Entry | undefined): boolean =>
  entry?.event === 'end' && entry.outcome === 'settled';

/** `torn`: not even JSON. Undefined: JSON of an unknown kind. */
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
