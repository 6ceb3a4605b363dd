/** Runs that belong together: one that stopped, and those that continued it. */
import type { Run } from '../journal/journal.ts';

/**
 * The run with all those that it continued, oldest first. A run that is itself continued later is undone with
 * that one.
 * @param all Oldest first.
 */
export function wholeOf(run: Run, all: readonly Run[]): readonly Run[] {
  const parts = all.map((later) => partsOf(later, all)).findLast((whole) => whole.includes(run));
  return parts ?? [run];
}

function partsOf(run: Run, all: readonly Run[]): readonly Run[] {
  const parts = new Set<Run>();
  const open = [run];
  for (const one of open) {
    if (parts.has(one)) continue;
    parts.add(one);
    open.push(...resumedBy(one, all));
  }
  return all.filter((one) => parts.has(one));
}

/** Those that broke off, by what the run itself has noted; and one that failed, when the same file was applied again. */
function resumedBy({ head }: Run, all: readonly Run[]): readonly Run[] {
  const noted = new Set(head.resumes);
  const before = all.filter((run) => run.head.act === 'apply' && run.head.run < head.run);
  const last = before.findLast(
    (run) => run.head.subject === head.subject && run.head.command === head.command,
  );
  const hasFailed = last?.end === 'failed' && undoneBy(last, all) === undefined;
  return before.filter((run) => noted.has(run.head.run) || (hasFailed && run === last));
}

/** The undo that took the run back, itself or with those that it belongs to. */
export function undoneBy(run: Run, all: readonly Run[]): Run | undefined {
  return all.findLast(
    ({ head, end }) =>
      head.act === 'undo' && end === 'done' && [head.subject, ...(head.resumes ?? [])].includes(run.head.run),
  );
}

/** Several runs as if they had been one, by the name of the last. */
export function joined(runs: readonly [Run, ...Run[]] | readonly Run[]): Run | undefined {
  const last = runs.at(-1);
  return (
    last && {
      ...last,
      changes: runs.flatMap(({ changes }) => changes),
      edits: runs.flatMap(({ edits }) => edits),
    }
  );
}
